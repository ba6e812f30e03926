"""What modules hold is set aside from garbage collection, once, and garbage is still collected."""

import gc
import sys
import threading
import types
import weakref

import pytest

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


def test_the_modules_of_a_page_are_set_aside_when_the_next_run_begins(demonstration):
    demonstration.open()
    gc.unfreeze()
    memory._seen = 0
    demonstration.app.run()
    assert gc.get_freeze_count() > 10_000
    gc.unfreeze()
