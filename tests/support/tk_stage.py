"""A Tk window in a test: events are processed until something is true, never by sleeping."""

import time
import tkinter as tk
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TypeVar

__all__ = ["open_root", "press", "settle", "type_text", "until"]

T = TypeVar("T")

DEADLINE = 15.0
"""Seconds, generous because machines that run tests are busy."""


@contextmanager
def open_root() -> Iterator[tk.Tk]:
    """Open a window whose mistakes in callbacks fail the test."""
    root = tk.Tk(className="Tertulia")
    mistakes: list[BaseException] = []
    root.report_callback_exception = lambda _kind, error, _trace: mistakes.append(error)
    try:
        yield root
    finally:
        try:
            root.destroy()
        except tk.TclError:
            pass  # the test has closed it
    if mistakes:
        raise mistakes[0]


def until(root: tk.Misc, ask: Callable[[], T], what: Callable[[], object] | str = "") -> T:
    """Process events until ``ask`` is true, and return its answer."""
    deadline = time.monotonic() + DEADLINE
    while not (answer := ask()):
        if time.monotonic() > deadline:
            told = what if isinstance(what, str) else what()
            raise AssertionError(f"after {DEADLINE} s still not: {told}")
        alarm = root.after(20, lambda: None)
        root.tk.dooneevent(0)
        root.after_cancel(alarm)
    return answer


def settle(root: tk.Misc) -> None:
    """Process what is due now: drawing, events, timers."""
    root.update()


def type_text(widget: tk.Misc, text: str) -> None:
    """Insert text the way Tk's own key binding does, which knows every character."""
    procedure = "tk::TextInsert" if isinstance(widget, tk.Text) else "ttk::entry::Insert"
    for character in text:
        widget.tk.call(procedure, str(widget), character)
    widget.update()


def press(widget: tk.Misc, pattern: str) -> None:
    """Press a key, given as a Tk pattern without its angle brackets."""
    widget.event_generate(f"<{pattern}>")
    widget.update()
