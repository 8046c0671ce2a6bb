"""Help: the keys and the commands, or any page of text the engine wants shown."""

import tkinter as tk
from collections.abc import Sequence
from tkinter import ttk
from typing import Final

from tertulia_core.i18n import Catalogue
from tertulia_core.session.keys import KEYS, MESSAGE_KEYS, KeyRow
from tertulia_core.session.slash import help_text
from tertulia_core.text import sanitize
from tertulia_tk.actions import key_label, label_of
from tertulia_tk.dialogs.base import Dialog
from tertulia_tk.theme import Look

__all__ = ["HelpDialog", "help_sections"]

_ = Catalogue("tertulia_tk").gettext
_core = Catalogue("tertulia_core").gettext

COLUMN: Final = 200
"""Where the explanations start, in pixels at 100 %."""

Section = tuple[str, Sequence[tuple[str, str]]]
"""A heading and (what to press or type, what it does) rows."""


def help_sections(rows: Sequence[KeyRow] = KEYS) -> list[Section]:
    """Return the keys and the commands, in the language in force."""
    keys = [(key_label(row.id, rows), label_of(row.id)) for row in rows if row.tk]
    letters = [(row.letter.upper(), _core(row.label)) for row in MESSAGE_KEYS]
    cut = [line.partition(" — ") for line in help_text().splitlines()]
    commands = [(usage, meaning) for usage, _dash, meaning in cut]
    return [
        (_("Keys"), keys), (_("With a message in focus"), letters), (_("Commands"), commands),
    ]  # fmt: skip


class HelpDialog(Dialog):
    """A page to read; owner: the UI thread.

    Args:
        parent: the main window.
        look: colours, fonts and sizes.
        title: what the page is about.
        text: a page of plain text; without it, the keys and commands.
        rows: the actions with their keys.
    """

    def __init__(
        self,
        parent: tk.Tk,
        look: Look,
        title: str,
        text: str = "",
        rows: Sequence[KeyRow] = KEYS,
    ) -> None:
        super().__init__(parent, look, look.fit(sanitize(title)))
        self._rows = rows
        self.page = tk.Text(
            self.body, wrap="word", borderwidth=0, highlightthickness=0, cursor="arrow",
            font=look.font("text"), height=20, width=64,
        )  # fmt: skip
        look.follow(self.page, self._restyle_page)
        self._restyle_page()
        if text:
            self.page.insert("end", look.fit(sanitize(text, keep_newlines=True)), ("text",))
        else:
            self._write_sections()
        self.page.configure(state="disabled")
        bar = ttk.Scrollbar(
            self.body, style="Surface.Vertical.TScrollbar", command=self.page.yview, takefocus=False
        )
        self.page.configure(yscrollcommand=bar.set)
        bar.pack(side="right", fill="y")
        self.page.pack(fill="both", expand=True)
        self.bind("<F1>", lambda _event: self._show_all())
        self.open(self.page)

    def _restyle_page(self) -> None:
        look, column = self.look, self.look.scale(COLUMN)
        self.page.configure(
            background=look.colours.surface, foreground=look.colours.text,
            selectbackground=look.colours.accent, selectforeground=look.colours.on_accent,
        )  # fmt: skip
        leading = look.leading("text")
        self.page.tag_configure("heading", font=look.font("bold"), spacing1=look.scale(16),
                                spacing3=look.scale(8))  # fmt: skip
        self.page.tag_configure("row", tabs=(column,), lmargin2=column, spacing3=leading)
        self.page.tag_configure("text", spacing3=leading)
        self.page.tag_configure("key", foreground=look.colours.accent)

    def _show_all(self) -> None:
        """Turn to the page with all keys and commands."""
        self.page.configure(state="normal")
        self.page.delete("1.0", "end")
        self._write_sections()
        self.page.configure(state="disabled")

    def _write_sections(self) -> None:
        for heading, rows in help_sections(self._rows):
            self.page.insert("end", f"{heading}\n", ("heading",))
            for key, meaning in rows:
                self.page.insert("end", key, ("row", "key"), f"\t{meaning}\n", ("row",))
