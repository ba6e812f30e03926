"""What modules hold is set aside from garbage collection, once, and garbage is still collected."""

import gc
import queue
import sys
import threading
import tomllib
import types
import weakref

import pytest

from evaluation.home import PROJECT
from evaluation.ui import memory, routing


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


def test_a_start_collects_no_garbage_and_what_follows_it_does():
    usual = sys.getswitchinterval()
    try:
        memory.begin()
        assert not gc.isenabled()
        assert sys.getswitchinterval() < usual
    finally:
        memory.end_of_start()
    assert gc.isenabled()
    assert sys.getswitchinterval() == pytest.approx(usual)


def test_the_first_page_ends_the_start(demonstration, monkeypatch):
    monkeypatch.setattr(routing, "FIRST_PAGE", threading.Event())
    memory.begin()
    try:
        demonstration.open()
        assert gc.isenabled()
        assert routing.FIRST_PAGE.wait(10)
    finally:
        memory.end_of_start()


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


def test_garbage_of_a_run_is_collected_beside_it_and_nothing_while_nobody_works(monkeypatch):
    collected = queue.Queue()
    monkeypatch.setattr(memory, "BREATH", 0.01)
    monkeypatch.setattr(memory, "collect", lambda: collected.put(True))
    monkeypatch.setattr(memory, "_worked", threading.Event())
    threading.Thread(target=memory._collect_beside, daemon=True).start()
    with pytest.raises(queue.Empty):
        collected.get(timeout=0.2)
    memory.set_modules_aside()
    assert collected.get(timeout=30)
    with pytest.raises(queue.Empty):
        collected.get(timeout=0.2)
    memory.set_modules_aside()
    assert collected.get(timeout=30)


def test_streamlit_is_told_not_to_collect_after_every_run():
    settings = tomllib.loads((PROJECT / ".streamlit" / "config.toml").read_text("utf-8"))
    assert settings["runner"]["postScriptGC"] is False


def test_nothing_is_collected_while_a_server_starts(monkeypatch):
    counted = []
    monkeypatch.setattr(gc, "collect", lambda: counted.append(True))
    monkeypatch.setattr(gc, "isenabled", lambda: False)
    memory.collect()
    assert not counted
    monkeypatch.setattr(gc, "isenabled", lambda: True)
    memory.collect()
    assert counted


def test_the_modules_of_a_page_are_set_aside_when_the_next_run_begins(demonstration):
    demonstration.open()
    gc.unfreeze()
    memory._seen = 0
    demonstration.app.run()
    assert gc.get_freeze_count() > 10_000
    gc.unfreeze()
