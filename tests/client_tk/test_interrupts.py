"""Signals close the window."""

import os
import signal
import tkinter as tk

import pytest

from tertulia_tk.interrupts import Interrupts
from tests.support.tk_stage import until


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_a_signal_closes_at_once(root: tk.Tk, number: signal.Signals) -> None:
    """While Tk waits and no Python code runs."""
    asked: list[bool] = []
    interrupts = Interrupts(root, lambda: asked.append(True))
    os.kill(os.getpid(), number)
    until(root, lambda: asked, "closed")
    interrupts.stop()

    assert asked == [True]


def test_afterwards_signals_do_what_they_did(root: tk.Tk) -> None:
    """Python's own handlers are back."""
    before = signal.getsignal(signal.SIGINT), signal.getsignal(signal.SIGTERM)
    interrupts = Interrupts(root, lambda: None)
    during = signal.getsignal(signal.SIGTERM)
    interrupts.stop()

    assert during not in before
    assert (signal.getsignal(signal.SIGINT), signal.getsignal(signal.SIGTERM)) == before


def test_where_tk_cannot_watch_a_socket_the_handler_itself_closes(
    root: tk.Tk, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As on Windows, where Tk wakes often enough by itself."""
    asked: list[bool] = []

    class WithoutHandlers:
        def __init__(self, app: object) -> None:
            self._app = app

        def __getattr__(self, name: str) -> object:
            if name in {"createfilehandler", "deletefilehandler"}:
                raise AttributeError(name)
            return getattr(self._app, name)

    monkeypatch.setattr(root, "tk", WithoutHandlers(root.tk))
    interrupts = Interrupts(root, lambda: asked.append(True))
    os.kill(os.getpid(), signal.SIGTERM)
    until(root, lambda: asked, "closed")
    interrupts.stop()

    assert asked == [True]
