"""What modules hold is set aside from garbage collection, once, and garbage is still collected."""

import gc
import sys
import types
import weakref

from evaluation.ui import memory


def test_modules_are_set_aside_when_new_ones_were_loaded(monkeypatch):
    monkeypatch.setattr(memory, "_seen", 0)
    before = gc.get_freeze_count()
    try:
        assert memory.set_modules_aside()
        assert gc.get_freeze_count() > before
        assert not memory.set_modules_aside()
        monkeypatch.setitem(sys.modules, "just_loaded", types.ModuleType("just_loaded"))
        assert memory.set_modules_aside()
    finally:
        gc.unfreeze()


def test_later_garbage_is_still_collected(monkeypatch):
    monkeypatch.setattr(memory, "_seen", 0)
    try:
        memory.set_modules_aside()

        class Node:
            pass

        node = Node()
        node.itself = node
        gone = weakref.ref(node)
        del node
        gc.collect()
        assert gone() is None
    finally:
        gc.unfreeze()


def test_the_modules_of_a_page_are_set_aside_when_the_next_run_begins(demonstration):
    demonstration.open()
    gc.unfreeze()
    memory._seen = 0
    demonstration.app.run()
    assert gc.get_freeze_count() > 10_000
    gc.unfreeze()
