"""Modules of this program run in processes of their own, under limits: what reads strangers' files can't take the server down."""

import json
import os
import signal
import site
import subprocess
import sys
import threading
from importlib.util import find_spec
from pathlib import Path

SECONDS = 8
"""Of a processor, for reading one workbook."""
CLOCK = 60 if find_spec("resource") else SECONDS
"""By the clock, on which a busy machine takes its time; where a process can't be held to its own, the clock has to do."""
MEMORY = 500_000_000
MAX_ROWS = 50_000
MAX_COLUMNS = 1_000
MAX_CELLS = 1_000_000
MAX_TEXT = 20_000_000

_OUT_OF_TIME = -signal.SIGXCPU if hasattr(signal, "SIGXCPU") else None
"""How a process ends that has taken all of its time; None where the system knows no such end."""
_ROOT = Path(__file__).resolve().parent.parent


class WorkbookRefused(ValueError):
    """The workbook isn't read; ``code`` and ``details`` say why."""

    def __init__(self, code: str, **details: str):
        self.code, self.details = code, details
        super().__init__(code)


def run_apart(
    module: str, content: bytes, seconds: float = CLOCK, memory: int = MEMORY, work: int = SECONDS
) -> subprocess.CompletedProcess:
    """Run a module on the bytes in a process of its own, with the limits on workbooks as its arguments.

    ``seconds`` are those of the clock, after which it is stopped; ``work`` those of a processor, after which it gives up.
    Raises WorkbookRefused with code too_slow.
    """
    return answer_from(start_apart(module, memory, work), content, seconds, work)


def start_apart(module: str, memory: int = MEMORY, work: int = SECONDS, *more: str) -> subprocess.Popen:
    """Return a process that loads the module and waits for its bytes on standard input, whose end it takes for theirs.

    It sees no setting of Python's and runs nothing of what packages want run at every start, which takes a fifth of an empty
    start; of the modules here and of packages it knows by where they stand, and those of Python itself come first.
    """
    limits = map(str, (memory, MAX_ROWS, MAX_COLUMNS, MAX_CELLS, MAX_TEXT, work))
    program = f"import sys; sys.path += {_places()!a}; from {module} import main; main()"
    return subprocess.Popen(
        [sys.executable, "-I", "-S", "-X", "utf8", *_kept_modules(), "-c", program, *limits, *more],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
    )


def answer_from(process: subprocess.Popen, content: bytes, seconds: float, work: int) -> subprocess.CompletedProcess:
    """Hand such a process its bytes and return what it wrote and how it ended. Raises WorkbookRefused with code too_slow."""
    is_late = threading.Event()

    def stop() -> None:
        is_late.set()
        process.kill()

    timer = threading.Timer(seconds, stop)
    timer.daemon = True
    timer.start()
    with process:
        try:  # with a timeout of its own communicate() would look only now and then whether the process has ended
            output, complaint = process.communicate(content)
        except BaseException:  # whoever waited is called away: nobody will read the answer
            process.kill()
            raise
        finally:
            timer.cancel()
    if is_late.is_set():
        raise WorkbookRefused("too_slow", seconds=f"{seconds:g}")
    if process.returncode == _OUT_OF_TIME:
        raise WorkbookRefused("too_slow", seconds=str(work))
    return subprocess.CompletedProcess(process.args, process.returncode, output, complaint)


def answer_of(done: subprocess.CompletedProcess) -> dict:
    """Return what such a process answered. Raises WorkbookRefused with its reason, or with what its end means."""
    try:
        answer = json.loads(done.stdout)
    except ValueError:
        _raise_if_ours(done)
        raise WorkbookRefused("too_many_cells" if done.returncode < 0 else "damaged") from None
    if "refused" in answer:
        raise WorkbookRefused(answer.pop("refused"), **answer)
    return answer


def _places() -> list[str]:
    """Return where modules are to be found wherever the server was started from: ours, and those that are installed."""
    given = filter(None, os.environ.get("PYTHONPATH", "").split(os.pathsep))
    of_user = [site.getusersitepackages()] if site.ENABLE_USER_SITE else []
    return [str(_ROOT), *map(os.path.abspath, given), *of_user, *site.getsitepackages()]


def _kept_modules() -> list[str]:
    """Return the options by which a process keeps compiled modules where this one does, or keeps none."""
    elsewhere = ["-X", f"pycache_prefix={sys.pycache_prefix}"] if sys.pycache_prefix else []
    return [*elsewhere, "-B"] if sys.dont_write_bytecode else elsewhere


def _raise_if_ours(done: subprocess.CompletedProcess) -> None:
    """A reader that can't start is our fault, not the file's."""
    complaint = done.stderr.decode("utf-8", "replace")
    if "ModuleNotFoundError" in complaint or "SyntaxError" in complaint:
        raise RuntimeError(complaint)
