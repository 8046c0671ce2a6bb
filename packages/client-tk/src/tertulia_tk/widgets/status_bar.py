"""How the connection is, in words, with a dot that says the same in colour."""

import tkinter as tk
from collections.abc import Callable
from tkinter import ttk
from typing import Final

from tertulia_core.session.presentation import connection_text
from tertulia_core.session.state import ConnectionPhase, SessionState
from tertulia_tk.theme import Look

__all__ = ["Countdown", "StatusBar"]

_DOTS: Final = {
    ConnectionPhase.ONLINE: "success",
    ConnectionPhase.CONNECTING: "muted",
    ConnectionPhase.REGISTERING: "muted",
    ConnectionPhase.OFFLINE: "danger",
    ConnectionPhase.WAITING: "danger",
}


class Countdown:
    """Calls back once a second while there is something to count; owner: the UI thread.

    Args:
        widget: whose timer it is.
        tick: what to call; it says whether to go on.
    """

    def __init__(self, widget: tk.Misc, tick: Callable[[], bool]) -> None:
        self._widget, self._tick = widget, tick
        self._timer: str | None = None

    def start(self) -> None:
        """Tick now, and every second for as long as ``tick`` wants."""
        if self._timer is not None:
            self._widget.after_cancel(self._timer)
            self._timer = None
        if self._tick():
            self._timer = self._widget.after(1000, self._again)

    def _again(self) -> None:
        self._timer = None
        self.start()


class StatusBar(ttk.Frame):
    """One line at the foot of the room list; owner: the UI thread.

    Args:
        master: the parent.
        look: colours, fonts and sizes.
        monotonic: the time scale of ``SessionState.retry_at``.
    """

    def __init__(self, master: tk.Misc, look: Look, monotonic: Callable[[], float]) -> None:
        super().__init__(master, style="Side.TFrame")
        self._look, self._monotonic = look, monotonic
        self._state: SessionState | None = None
        self._dot = ttk.Label(self, style="SideMuted.TLabel")
        self._label = ttk.Label(self, style="SideMuted.TLabel")
        look.follow(self, self._lay_out)
        self._lay_out()
        self._countdown = Countdown(self, self._write)
        self.bind("<Configure>", lambda event: self._wrap(event.width))

    @property
    def text(self) -> str:
        """What it says."""
        return str(self._label.cget("text"))

    def show(self, state: SessionState) -> None:
        """Say how the connection of ``state`` is, and count down to the next try."""
        self._state = state
        self._countdown.start()

    def _lay_out(self) -> None:
        scale = self._look.scale
        self._dot.pack(side="left", padx=(scale(20), scale(8)))
        self._label.pack(side="left", pady=scale(12))

    def _wrap(self, width: int) -> None:
        room = width - self._dot.winfo_reqwidth() - self._look.scale(40)
        self._label.configure(wraplength=max(room, self._look.scale(80)))

    def _write(self) -> bool:
        assert self._state is not None
        self._label.configure(text=connection_text(self._state, self._monotonic()))
        self._dot.configure(image=self._look.dot(_DOTS[self._state.phase], "side"))
        return self._state.phase is ConnectionPhase.WAITING
