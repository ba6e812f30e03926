"""One process that has been started before there is anything for it to do, so that nobody waits for its start."""

import atexit
import contextlib
import os
import subprocess
import threading
from collections.abc import Callable


class Spare:
    """At most one waiting process. It is given away once and never comes back; it ends when its standard input closes.

    Until somebody asks for one to be kept, there is none: a command that ends soon wouldn't get back what a start costs.
    """

    def __init__(self, start: Callable[[], subprocess.Popen]):
        self._start = start
        self._lock = threading.Lock()
        self._process: subprocess.Popen | None = None
        self._owner = 0
        """The process that started it: one that was forked off must not hand its own work to it."""

    def keep(self) -> None:
        """Have one waiting from now on, until this process ends; none where none can be started. Raises nothing."""
        with self._lock:
            if not self._owner:
                atexit.register(self.close)
            self._owner = os.getpid()
            self._begin()

    def renew(self) -> None:
        """Start the next one where one is to be kept and none is waiting."""
        with self._lock:
            if self._owner == os.getpid():
                self._begin()

    def take(self) -> subprocess.Popen | None:
        """Return the waiting process, which belongs to the caller now; None where there is none, or it has ended."""
        with self._lock:
            process, self._process = self._process, None
            if process is None or self._owner != os.getpid():
                return None
        if process.poll() is None:
            return process
        _end(process)
        return None

    def close(self) -> None:
        """End the waiting process and keep none any more."""
        with self._lock:
            process, self._process = self._process, None
            is_own, self._owner = self._owner == os.getpid(), 0
        if process is not None and is_own:
            _end(process)

    def _begin(self) -> None:
        if self._process is not None and self._process.poll() is not None:
            _end(self._process)
            self._process = None
        if self._process is None:
            with contextlib.suppress(OSError):
                self._process = self._start()


def _end(process: subprocess.Popen) -> None:
    """End a process that nobody has given anything to, and leave nothing of it behind."""
    process.kill()
    with process:
        pass
