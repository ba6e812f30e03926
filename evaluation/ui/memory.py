"""Keeps what is imported for good out of garbage collection, and what only costs time out of the start.

Streamlit collects garbage in full after every script run, and walks every function and class of every module each
time: 75–90 ms with the usual ones loaded, on every click of everybody. What modules hold never becomes garbage; until the
first page is there, hardly anything else is made, and Python would look through all of it again and again meanwhile.
"""

import atexit
import gc
import sys
import threading

_USUAL, _OFTEN = sys.getswitchinterval(), 0.0005
"""Seconds after which a thread that computes lets others go on."""
_lock = threading.Lock()
_seen = 0
atexit.register(gc.unfreeze)  # so that what is torn down at the end is seen again


def begin() -> None:
    """Let a server start: no garbage is collected, and threads that come back from a database wait less for one that loads."""
    gc.disable()
    sys.setswitchinterval(_OFTEN)


def end_of_start() -> None:
    """Go on as usual, once a page has run."""
    gc.enable()
    sys.setswitchinterval(_USUAL)


def set_modules_aside() -> bool:
    """Move everything alive out of later collections where modules were loaded since the last time; return whether.

    Called at the beginning of a run, when Streamlit has just collected after the one before, so that nobody waits for a
    collection of ours: pages load their modules on their first run, a few times in a server's life. What of a session is
    alive at that moment is set aside with them; that is bounded by those few times.
    """
    global _seen
    with _lock:
        loaded = len(sys.modules)
        if loaded == _seen:
            return False
        _seen = loaded
        gc.freeze()
        return True
