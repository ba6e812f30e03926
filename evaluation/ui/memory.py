"""Keeps what is imported for good out of garbage collection, and what only costs time out of the start.

Streamlit collects garbage in full after every script run, and walks every function and class of every module each
time: 75–90 ms with the usual ones loaded, on every click of everybody. What modules hold never becomes garbage; until the
first page is there, hardly anything else is made, and Python would look through all of it again and again meanwhile.

That collection after every run is turned off (.streamlit/config.toml): with 200 units it took a tenth of a slider's step. What
it is for, that memory doesn't grow until Python finds the time, is done beside the runs instead.
"""

import atexit
import gc
import sys
import threading
import time

_USUAL, _OFTEN = sys.getswitchinterval(), 0.0005
"""Seconds after which a thread that computes lets others go on."""
BREATH = 2.0
"""Seconds between two collections while people work; while nobody does, there are none."""
_lock = threading.Lock()
_seen = 0
_worked = threading.Event()
atexit.register(gc.unfreeze)  # so that what is torn down at the end is seen again


def begin() -> None:
    """Let a server start: no garbage is collected, and threads that come back from a database wait less for one that loads."""
    gc.disable()
    sys.setswitchinterval(_OFTEN)
    threading.Thread(target=_collect_beside, name="garbage", daemon=True).start()


def end_of_start() -> None:
    """Go on as usual, once a page has run."""
    gc.enable()
    sys.setswitchinterval(_USUAL)


def set_modules_aside() -> bool:
    """Move everything alive out of later collections where modules were loaded since the last time; return whether.

    Called at the beginning of a run, and collects nothing, so that nobody waits: pages load their modules on their first run, a
    few times in a server's life. What of a session is alive at that moment, or garbage of the last seconds, is set aside with
    them; that is bounded by those few times.
    """
    global _seen
    _worked.set()
    with _lock:
        loaded = len(sys.modules)
        if loaded == _seen:
            return False
        _seen = loaded
        gc.freeze()
        return True


def _collect_beside() -> None:
    """Collect what became garbage while people worked, a moment after they did (a thread of its own; it never ends)."""
    while True:
        _worked.wait()
        time.sleep(BREATH)
        _worked.clear()
        collect()


def collect() -> None:
    """Collect in full, unless the server still starts."""
    if gc.isenabled():
        gc.collect()
