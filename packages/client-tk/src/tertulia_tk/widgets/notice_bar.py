"""A notice above the composer that says why nothing goes out, and what can be done."""

import tkinter as tk
from collections.abc import Callable
from tkinter import ttk
from typing import Final

from tertulia_core.i18n import Catalogue
from tertulia_core.session.state import ConnectionPhase, SessionState
from tertulia_core.text import sanitize
from tertulia_tk.theme import Look

__all__ = ["NoticeBar"]

_ = Catalogue("tertulia_tk").gettext

_TROUBLED = frozenset({ConnectionPhase.WAITING, ConnectionPhase.OFFLINE})

_REST: Final = 4
"""Columns of the grid; the last one holds what the buttons below the sentence leave free."""


class NoticeBar(ttk.Frame):
    """Trouble with the connection; takes no room when there is none; owner: the UI thread.

    Args:
        master: the parent.
        look: colours, fonts and sizes.
        retry: called by "Try now".
        host: called by "Start a room here".
    """

    def __init__(
        self,
        master: tk.Misc,
        look: Look,
        *,
        retry: Callable[[], None],
        host: Callable[[], None],
    ) -> None:
        super().__init__(master)
        self._look = look
        self._label = ttk.Label(self, style="Danger.TLabel", justify="left")
        self.retry_button = ttk.Button(self, style="TButton", command=retry)
        self.host_button = ttk.Button(self, style="Accent.TButton", command=host)
        self._buttons = (self.retry_button, self.host_button)
        self.bind("<Configure>", lambda event: self._arrange(event.width))

    @property
    def text(self) -> str:
        """What it says, ``""`` while it is hidden."""
        return str(self._label.cget("text")) if self._label.winfo_manager() else ""

    def show(self, state: SessionState, *, can_host: bool) -> None:
        """Say what is wrong with the connection of ``state``, and offer what can be done."""
        if state.phase in _TROUBLED:
            self._write(state)
            self._open(can_host=can_host)
        elif state.phase is ConnectionPhase.ONLINE:
            self._close()

    def _open(self, *, can_host: bool) -> None:
        space = self._look.scale(8)
        self.retry_button.configure(text=_("Try now"))
        self.host_button.configure(text=_("Start a room here"))
        self._label.grid(row=0, column=0, sticky="w", padx=(0, space), pady=space // 2)
        self.retry_button.grid(padx=(0, space), sticky="w")
        if can_host:
            self.host_button.grid(padx=(0, space), sticky="w")
        else:
            self.host_button.grid_remove()
        self._arrange(self.winfo_width())

    def _close(self) -> None:
        for child in (self._label, *self._buttons):
            child.grid_remove()
        self.configure(height=1)

    def _write(self, state: SessionState) -> None:
        """Say why; how it goes on, and when, the status says."""
        reason = sanitize(state.problem) or _("What you write waits here until you are connected.")
        self._label.configure(text=self._look.fit(reason))

    def _arrange(self, width: int) -> None:
        """Put the buttons beside a sentence that fits in one line there, else below it."""
        space = self._look.scale(8)
        buttons = [button for button in self._buttons if button.winfo_manager()]
        widths = [button.winfo_reqwidth() + space for button in buttons]
        sentence = self._look.font("small").measure(self._label.cget("text")) + 2 * space
        is_below = sentence + sum(widths) > width
        is_stacked = is_below and sum(widths) > width
        self._label.configure(wraplength=max(width - space, 1) if is_below else 0)
        if not self._label.winfo_manager():
            return
        self._label.grid(columnspan=_REST if is_below else 1)
        for index, button in enumerate(buttons):
            row = int(is_below) + index * int(is_stacked)
            column = index * (not is_stacked) + (not is_below)
            button.grid(row=row, column=column, pady=(0, space if is_below else 0))
        self.columnconfigure(0, weight=int(not is_below))
        self.columnconfigure(_REST - 1, weight=int(is_below))
