"""Where one writes: the nick, a plain text that grows, and the button that sends.

A plain text widget with Tk's own bindings, so that input methods, dead keys
and the clipboard work; only the keys of a chat are bound on top.
"""

import tkinter as tk
from collections.abc import Callable
from tkinter import ttk
from typing import Final

from tertulia_core.i18n import Catalogue
from tertulia_tk.theme import Look
from tertulia_tk.widgets.nick_field import NickField

__all__ = ["MOST_LINES", "Composer"]

_ = Catalogue("tertulia_tk").gettext

MOST_LINES: Final = 8


class Composer(ttk.Frame):
    """Text on its way; owner: the UI thread.

    Args:
        master: the parent.
        look: colours, fonts and sizes.
        send: called with what was written when Enter is pressed.
        rename: called with another nick.
        complete: called for Tab; says whether there was anything to complete.
        edited: called after the person changed the text.
        copy: called for Ctrl+C while nothing is selected here.
        edit_last: called for ↑ while nothing is written; says whether there was anything to edit.
    """

    def __init__(
        self,
        master: tk.Misc,
        look: Look,
        *,
        send: Callable[[str], None],
        rename: Callable[[str], None],
        complete: Callable[[], bool],
        edited: Callable[[], None],
        copy: Callable[[], None],
        edit_last: Callable[[], bool],
    ) -> None:
        super().__init__(master, style="Field.TFrame")
        self._look, self._send, self._complete, self._edited = look, send, complete, edited
        self._copy, self._edit_last = copy, edit_last
        self._placeholder_text = ""
        self.nick = NickField(self, look, rename=rename, leave=self.take_keyboard)
        self.text = tk.Text(
            self, height=1, width=1, wrap="word", borderwidth=0, highlightthickness=0, undo=True,
            maxundo=200, font=look.font("text"),
        )  # fmt: skip
        self._placeholder = tk.Label(self.text, anchor="w", borderwidth=0, cursor="xterm")
        self._button = ttk.Button(self, style="Accent.TButton", command=self.submit)
        self._bind_events()
        self._restyle()

    def take_keyboard(self) -> None:
        """Let the keyboard write here."""
        self.text.focus_set()

    def content(self) -> str:
        """Return what is written."""
        return self.text.get("1.0", "end-1c")

    def cursor(self) -> int:
        """Return the place of the cursor, counted in characters from the start."""
        return len(self.text.get("1.0", "insert"))

    def set_content(self, text: str, cursor: int | None = None) -> None:
        """Write ``text`` and put the cursor at a place in it, or at its end."""
        self.text.delete("1.0", "end")
        before = text if cursor is None else text[:cursor]
        self.text.insert("1.0", before)
        self.text.mark_set("insert", "end-1c")
        if cursor is not None:
            self.text.insert("end-1c", text[cursor:])
            self.text.mark_set("insert", f"end-1c - {len(text) - cursor} chars")
        self.text.see("insert")

    def insert(self, text: str) -> None:
        """Write at the cursor, as the keyboard does."""
        self.text.insert("insert", text)
        self.text.see("insert")
        self.take_keyboard()

    def set_placeholder(self, text: str) -> None:
        """Say what an empty composer is for."""
        self._placeholder.configure(text=self._look.fit(text))
        self._button.configure(text=_("Send"))
        self._follow_content()

    def submit(self) -> None:
        """Hand over what is written, and empty the composer; blanks go nowhere."""
        text = self.content()
        if not text.strip():
            return
        self.text.delete("1.0", "end")
        self.text.edit_reset()
        self._send(text)
        self.take_keyboard()

    def _lay_out(self) -> None:
        space, edge = self._look.scale(6), self._look.scale(2)
        self.columnconfigure(1, weight=1)
        self.nick.grid(row=0, column=0, sticky="nw", padx=(edge, 0), pady=edge)
        self.text.grid(row=0, column=1, sticky="ew")
        self._button.grid(row=0, column=2, sticky="se", padx=space, pady=space)

    def _bind_events(self) -> None:
        text = self.text
        text.bind("<Return>", self._enter)
        text.bind("<KP_Enter>", self._enter)
        text.bind("<Up>", self._up)
        text.bind("<Tab>", lambda _event: self._tab())
        text.bind("<Shift-Tab>", lambda _event: self._focus_next(backwards=True))
        text.bind("<ISO_Left_Tab>", lambda _event: self._focus_next(backwards=True))
        text.bind("<<Copy>>", lambda _event: self._copy_elsewhere(), add=True)
        text.bind("<<Modified>>", lambda _event: self._modified())
        text.bind("<Configure>", lambda _event: self._follow_content())
        text.bind("<FocusIn>", lambda _event: self.state(["focus"]))
        text.bind("<FocusOut>", lambda _event: self.state(["!focus"]))
        self._placeholder.bind("<Button-1>", lambda _event: self.take_keyboard())
        self._look.follow(self, self._restyle)

    def _restyle(self) -> None:
        self._lay_out()
        look, colours = self._look, self._look.colours
        self.text.configure(
            background=colours.surface, foreground=colours.text, insertbackground=colours.text,
            insertwidth=look.scale(2), selectbackground=colours.accent,
            selectforeground=colours.on_accent, spacing1=look.leading("text"),
            padx=0, pady=look.scale(4),
        )  # fmt: skip
        self._placeholder.configure(
            background=colours.surface, foreground=colours.muted, font=look.font("text"),
            pady=look.leading("text"),
        )  # fmt: skip
        middle = (look.scale(46) - int(look.font("text").metrics("linespace")) - look.scale(8)) // 2
        self.text.grid_configure(pady=max(middle, look.scale(4)))
        self._follow_content()

    def _enter(self, event: "tk.Event[tk.Misc]") -> str | None:
        """Send; with Shift the text widget breaks the line as it always does."""
        if int(event.state) & _SHIFT:
            return None
        self.submit()
        return "break"

    def _up(self, event: "tk.Event[tk.Misc]") -> str | None:
        """Edit what was said last, where nothing is written; else move the cursor."""
        is_alone = not int(event.state) & _MODIFIERS
        is_empty = self.text.compare("end-1c", "==", "1.0")
        return "break" if is_alone and is_empty and self._edit_last() else None

    def _tab(self) -> str:
        """Complete the word before the cursor, or move on where there is none."""
        if self._complete():
            return "break"
        return self._focus_next(backwards=False)

    def _focus_next(self, *, backwards: bool) -> str:
        target = self.text.tk_focusPrev() if backwards else self.text.tk_focusNext()
        if target is not None:
            target.focus_set()
        return "break"

    def _copy_elsewhere(self) -> None:
        """What is selected here Tk copies by itself."""
        if not self.text.tag_ranges("sel"):
            self._copy()

    def _modified(self) -> None:
        if self.text.edit_modified():
            self.text.edit_modified(False)
            self._follow_content()
            self._edited()

    def _follow_content(self) -> None:
        """Grow with the text up to ``MOST_LINES``, and show the placeholder while it is empty."""
        if self.text.compare("end-1c", "==", "1.0"):
            self._placeholder.place(x=self._look.scale(2), rely=0.5, anchor="w")
            lines = 1
        else:
            self._placeholder.place_forget()
            lines = self._display_lines()
        if int(self.text.cget("height")) != lines:
            self.text.configure(height=lines)

    def _display_lines(self) -> int:
        typed = int(self.text.index("end-1c").split(".")[0])
        if typed >= MOST_LINES:
            return MOST_LINES
        breaks = self.text.tk.call(str(self.text), "count", "-displaylines", "1.0", "end-1c")
        return min(int(breaks or 0) + 1, MOST_LINES)


_MODIFIERS: Final = 0x1 | 0x4 | 0x8
"""The bits of Shift, Control and Alt."""

_SHIFT: Final = 0x1
"""The bit of Shift in the state of a key event."""
