"""Where a journal has stood, written down beside it: what the chain alone can't tell is that its last events were cut off.

One line per save, "position hash", in an append-only text file; other hosts' saves are noted when they are seen. The line is
written after the journal has the events, so a sudden end leaves it one save behind and never ahead. It is for telling, not for
deciding: a disk that refuses the line doesn't refuse the save.

Before a journal is replaced on purpose, a line "replaced position hash" announces the last event that it will have. What was
noted before counts for as long as that event isn't there, so that an end in between neither raises an alarm nor silences one.
"""

import errno
import os
import re
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

_LINE = re.compile(r"(replaced )?(\d{1,18}) ([0-9a-f]{64})")


class Witness:
    """The heads that a journal has had, in one file."""

    def __init__(self, path: Path):
        self.path = path
        self._last: tuple[int, str] | None = None

    def note(self, position: int, digest: str) -> bool:
        """Write down where the journal stands now; return whether a line was written.

        It is on the disk when this returns, unless the disk refuses.
        """
        if (position, digest) == self._last:
            return False
        with suppress(OSError):
            self._write(f"{position} {digest}")
            self._last = position, digest
            return True
        return False

    def expect(self, position: int, digest: str) -> None:
        """Announce that the journal is about to be replaced by one that ends so. Raises OSError where the disk refuses."""
        self._write(f"replaced {position} {digest}")

    def _write(self, line: str) -> None:
        handle = os.open(self.path, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
        try:
            # A line that a full disk cut off before must not swallow this one.
            written = os.write(handle, text := f"\n{line}".encode())
            os.fsync(handle)
        finally:
            os.close(handle)
        if written < len(text):
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    def strike(self, position: int, digest: str) -> None:
        """Take a line back that came too late: the journal had been replaced on purpose before it was written."""
        with suppress(OSError):
            lines = self.path.read_text("ascii", errors="replace").split("\n")
            self._put("\n".join(line for line in lines if line != f"{position} {digest}"))

    def begin_anew(self, position: int, digest: str) -> None:
        """Forget all that was noted of a journal that has been replaced, and note where the one in its place stands."""
        self._last = None
        with suppress(OSError):  # what was announced says the same
            self._put(f"{position} {digest}")
            self._last = position, digest

    def _put(self, text: str) -> None:
        """Put a text in the place of the file's."""
        kept = self.path.with_name(f"{self.path.name}.{os.getpid()}")
        handle = os.open(kept, os.O_WRONLY | os.O_TRUNC | os.O_CREAT, 0o600)
        with open(handle, "w", encoding="ascii", errors="replace") as file:
            file.write(text)
            file.flush()
            os.fsync(handle)
        os.replace(kept, self.path)

    def heads(self, holds: Callable[[int, str], bool] = lambda _position, _digest: False) -> dict[int, str]:
        """Return the hash first noted at each position, by position in ascending order; lines cut off are left out.

        ``holds`` says whether the journal has an event at a position: what was noted before one that was announced and is there
        is left out, too.
        """
        try:
            text = self.path.read_text("ascii", errors="replace")
        except FileNotFoundError:
            return {}
        found: dict[int, str] = {}
        for match in filter(None, (_LINE.fullmatch(line.strip()) for line in text.split("\n"))):
            announced, position, digest = match[1], int(match[2]), match[3]
            if announced:
                if not holds(position, digest):
                    continue
                found.clear()
            found.setdefault(position, digest)
        return dict(sorted(found.items()))
