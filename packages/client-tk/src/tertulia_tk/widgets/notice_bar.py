"""One line above the composer that says why nothing goes out, and what can be done."""

import tkinter as tk
from collections.abc import Callable
from tkinter import ttk

from tertulia_core.i18n import Catalogue
from tertulia_core.session.presentation import connection_text
from tertulia_core.session.state import ConnectionPhase, SessionState
from tertulia_core.text import sanitize
from tertulia_tk.theme import Look
from tertulia_tk.widgets.status_bar import Countdown

__all__ = ["NoticeBar"]

_ = Catalogue("tertulia_tk").gettext

_TROUBLED = frozenset({ConnectionPhase.WAITING, ConnectionPhase.OFFLINE})


class NoticeBar(ttk.Frame):
    """Trouble with the connection; takes no room when there is none; owner: the UI thread.

    Args:
        master: the parent.
        look: colours, fonts and sizes.
        monotonic: the time scale of ``SessionState.retry_at``.
        retry: called by "Try now".
        host: called by "Start a room here".
    """

    def __init__(
        self,
        master: tk.Misc,
        look: Look,
        *,
        monotonic: Callable[[], float],
        retry: Callable[[], None],
        host: Callable[[], None],
    ) -> None:
        super().__init__(master)
        self._look, self._monotonic = look, monotonic
        self._state: SessionState | None = None
        self._label = ttk.Label(self, style="Danger.TLabel", justify="left")
        self.retry_button = ttk.Button(self, style="TButton", command=retry)
        self.host_button = ttk.Button(self, style="Accent.TButton", command=host)
        self._countdown = Countdown(self, self._write)
        self.bind("<Configure>", lambda event: self._wrap(event.width))

    @property
    def text(self) -> str:
        """What it says, ``""`` while it is hidden."""
        return str(self._label.cget("text")) if self._label.winfo_manager() else ""

    def show(self, state: SessionState, *, can_host: bool) -> None:
        """Say what is wrong with the connection of ``state``, and offer what can be done."""
        self._state = state
        if state.phase in _TROUBLED:
            self._open(can_host=can_host)
        elif state.phase is ConnectionPhase.ONLINE:
            self._close()
        self._countdown.start()

    def _open(self, *, can_host: bool) -> None:
        space = self._look.scale(8)
        self.retry_button.configure(text=_("Try now"))
        self.host_button.configure(text=_("Start a room here"))
        self._label.grid(row=0, column=0, sticky="w", padx=(0, space), pady=space // 2)
        self.retry_button.grid(row=0, column=1, padx=(0, space))
        if can_host:
            self.host_button.grid(row=0, column=2)
        else:
            self.host_button.grid_remove()
        self.columnconfigure(0, weight=1)
        self._wrap(self.winfo_width())

    def _close(self) -> None:
        for child in (self._label, self.retry_button, self.host_button):
            child.grid_remove()
        self.configure(height=1)

    def _write(self) -> bool:
        """Write the sentence; say whether it will change by itself."""
        assert self._state is not None
        reason = sanitize(self._state.problem)
        how = connection_text(self._state, self._monotonic())
        parts = [part for part in (reason, how) if part]
        self._label.configure(text=self._look.fit(" ".join(parts)))
        return self._state.phase is ConnectionPhase.WAITING

    def _wrap(self, width: int) -> None:
        """Give the sentence the room beside the buttons, or a row of its own above them."""
        buttons = sum(button.winfo_reqwidth() for button in (self.retry_button, self.host_button))
        beside = width - buttons - self._look.scale(32)
        is_narrow = beside < self._look.scale(200)
        self._label.configure(
            wraplength=max(width - self._look.scale(8) if is_narrow else beside, 1)
        )
        if self._label.winfo_manager():
            self._label.grid(columnspan=3 if is_narrow else 1)
            for button in (self.retry_button, self.host_button):
                if button.winfo_manager():
                    button.grid(row=int(is_narrow))
