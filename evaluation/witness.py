"""Where a journal has stood, written down beside it: what the chain alone can't tell is that its last events were cut off.

One line per save, "position hash", in an append-only text file; other hosts' saves are noted when they are seen. The line is
written after the journal has the events, so a sudden end leaves it one save behind and never ahead. It is for telling, not for
deciding: a disk that refuses the line doesn't refuse the save.
"""

import os
import re
from contextlib import suppress
from pathlib import Path

_LINE = re.compile(r"(\d{1,18}) ([0-9a-f]{64})")


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
            handle = os.open(self.path, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
            try:
                # A line that a full disk cut off before must not swallow this one.
                os.write(handle, f"\n{position} {digest}".encode())
                os.fsync(handle)
                self._last = position, digest
                return True
            finally:
                os.close(handle)
        return False

    def strike(self, position: int, digest: str) -> None:
        """Take a line back that came too late: the journal had been replaced on purpose before it was written."""
        with suppress(OSError):
            lines = self.path.read_text("ascii", errors="replace").split("\n")
            kept = self.path.with_name(f"{self.path.name}.{os.getpid()}")
            kept.write_text("\n".join(line for line in lines if line != f"{position} {digest}"), "ascii", errors="replace")
            kept.chmod(0o600)
            os.replace(kept, self.path)

    def heads(self) -> dict[int, str]:
        """Return the hash of the event at each position noted, by position in ascending order; lines cut off are left out."""
        try:
            text = self.path.read_text("ascii", errors="replace")
        except FileNotFoundError:
            return {}
        found = [match for line in text.split("\n") if (match := _LINE.fullmatch(line.strip()))]
        return dict(sorted((int(match[1]), match[2]) for match in found))

    def forget(self) -> None:
        """Forget all of it: the journal is about to be replaced by an older one on purpose."""
        self._last = None
        self.path.unlink(missing_ok=True)
