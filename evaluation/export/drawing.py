"""Pictures and printed pages drawn on the server, by a browser in a process of its own that stays warm.

The pages draw in each person's own browser; this one is for whole sets (ZIP, PDF). Where the server has no browser,
``find_browser`` says so and the pages offer the pictures one by one instead.
"""

import base64
import json
import os
import queue
import shutil
import subprocess
import sys
import threading
from pathlib import Path
from typing import Any, Literal

from evaluation.problems import EvaluationError
from evaluation.wording import gallery as words

Format = Literal["png", "pdf"]

_NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome", "msedge", "microsoft-edge")
_PLACES = (
    r"C:\Program Files\Google\Chrome\Application\chrome.exe",
    r"C:\Program Files (x86)\Google\Chrome\Application\chrome.exe",
    r"C:\Program Files (x86)\Microsoft\Edge\Application\msedge.exe",
    r"C:\Program Files\Microsoft\Edge\Application\msedge.exe",
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
)
FIRST_SECONDS, NEXT_SECONDS = 60, 30
FONTS = Path(__file__).parents[2] / "data" / "fonts"


def find_browser() -> str | None:
    """Return the browser to draw with: BROWSER_PATH, else Chromium, Chrome or Edge where they usually are."""
    wanted = [os.environ.get("BROWSER_PATH", ""), *(shutil.which(name) or "" for name in _NAMES), *_PLACES]
    return next((path for path in wanted if path and Path(path).is_file()), None)


class Drawer:
    """One drawing process, started at the first picture. Safe to share: people wait for one another, not the app."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._process: subprocess.Popen[str] | None = None
        self._answers: queue.Queue[str] = queue.Queue()

    def draw(self, figure: dict[str, Any], form: Format, scale: float = 1.0) -> bytes:
        """Return one figure as bytes, ``scale`` times its layout's size.

        Raises EvaluationError, in words, where there is no browser or it gives no answer.
        """
        with self._lock:
            is_first = self._process is None or self._process.poll() is not None
            try:
                process = self._start() if is_first else self._process
                assert process is not None
                assert process.stdin is not None
                process.stdin.write(json.dumps({"figure": figure, "format": form, "scale": scale}) + "\n")
                process.stdin.flush()
                answer = json.loads(self._answers.get(timeout=FIRST_SECONDS if is_first else NEXT_SECONDS))
            except (OSError, ValueError, queue.Empty) as problem:
                self.close()
                raise EvaluationError(words.NO_ANSWER) from problem
        if "error" in answer:
            raise EvaluationError(words.NO_ANSWER)
        return base64.b64decode(answer["picture"])

    def _start(self) -> subprocess.Popen[str]:
        browser = find_browser()
        if browser is None:
            raise EvaluationError(words.NO_BROWSER)
        self._answers = answers = queue.Queue()
        self._process = process = subprocess.Popen(
            [sys.executable, "-m", "evaluation.export._draw"],
            cwd=Path(__file__).parents[2],
            env=os.environ | {"BROWSER_PATH": browser, **_fonts()},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
            encoding="utf-8",
        )

        def listen() -> None:
            assert process.stdout is not None
            for line in process.stdout:
                answers.put(line)
            answers.put("")

        threading.Thread(target=listen, daemon=True).start()
        return process

    def close(self) -> None:
        """End the drawing process; the next picture starts a new one."""
        if self._process is not None:
            self._process.kill()
            self._process.wait()
            self._process = None


def _fonts() -> dict[str, str]:
    """Add the font that comes with the program, for a server without any Chinese one (fontconfig systems only)."""
    config = FONTS / "fonts.conf"
    return {"FONTCONFIG_FILE": str(config)} if os.name == "posix" and sys.platform != "darwin" and config.exists() else {}
