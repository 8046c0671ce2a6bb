"""Ctrl+C and SIGTERM close the window as its own button does, at once.

While Tk waits for events no Python code runs, and so no handler of a signal.
Python itself writes a byte to a socket whenever a signal comes; Tk waits on it.
"""

import signal
import socket
import tkinter as tk
from collections.abc import Callable
from typing import Final

__all__ = ["Interrupts"]

_NAMES: Final = ("SIGINT", "SIGTERM", "SIGHUP")
"""Those of them that the platform has."""


class Interrupts:
    """Calls back when the process is asked to end; owner: the main thread.

    Args:
        root: the window.
        close: what to do.
    """

    def __init__(self, root: tk.Misc, close: Callable[[], None]) -> None:
        self._root, self._close = root, close
        self._mine, self._pythons = socket.socketpair()
        for end in (self._mine, self._pythons):
            end.setblocking(False)
        self._watches = hasattr(root.tk, "createfilehandler")
        self._before = {
            number: signal.signal(number, self._asked)
            for name in _NAMES
            if (number := getattr(signal, name, None)) is not None
        }
        self._wakeup_before = signal.set_wakeup_fd(
            self._pythons.fileno(), warn_on_full_buffer=False
        )
        if self._watches:
            root.tk.createfilehandler(self._mine, tk.READABLE, self._woken)

    def stop(self) -> None:
        """Let signals do what they did before."""
        signal.set_wakeup_fd(self._wakeup_before)
        for number, handler in self._before.items():
            signal.signal(number, handler)
        if self._watches:
            self._root.tk.deletefilehandler(self._mine)
        self._mine.close()
        self._pythons.close()

    def _asked(self, _number: int, _frame: object) -> None:
        """Close where Tk is not woken by the socket but wakes often by itself (Windows)."""
        if not self._watches:
            self._root.after_idle(self._close)

    def _woken(self, _file: object, _mask: int) -> None:
        self._mine.recv(64)
        self._close()
