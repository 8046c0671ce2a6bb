"""Settings: a page for what can be chosen, a page for the keys; each change holds at once."""

import tkinter as tk
from collections.abc import Callable
from tkinter import ttk
from typing import Final

from tertulia_core.client.settings import ROWS, SettingRow
from tertulia_core.i18n import N_, Catalogue
from tertulia_core.session.keys import KEYS
from tertulia_core.session.rebinding import to_text
from tertulia_tk.actions import label_of
from tertulia_tk.dialogs.base import Dialog
from tertulia_tk.preferences import Preferences
from tertulia_tk.theme import Look
from tertulia_tk.widgets.scrolled import Scrolled

__all__ = ["SettingsDialog"]

_ = Catalogue("tertulia_tk").gettext
_core = Catalogue("tertulia_core").gettext

_WORDS: Final = {
    "system": N_("Like the system"), "light": N_("Light"), "dark": N_("Dark"),
    "high-contrast-light": N_("High contrast, light"),
    "high-contrast-dark": N_("High contrast, dark"),
    "es": "Español", "en": "English", "all": N_("Every message"),
    "mentions": N_("Mentions and private messages"), "nothing": N_("Nothing"),
}  # fmt: skip
"""Values that are chosen → how they are called."""


class SettingsDialog(Dialog):
    """Every setting and every key; owner: the UI thread.

    Args:
        parent: the main window.
        look: colours, fonts and sizes.
        preferences: the settings in force, which are changed.
    """

    def __init__(self, parent: tk.Tk, look: Look, preferences: Preferences) -> None:
        super().__init__(parent, look, _("Settings"))
        self._main, self._preferences = parent, preferences
        self.fields: dict[str, tk.StringVar | tk.BooleanVar] = {}
        self.problem = ttk.Label(
            self.body, style="SurfaceDanger.TLabel", wraplength=look.scale(520)
        )
        self.problem.pack(side="bottom", anchor="w", fill="x", pady=(look.scale(8), 0))
        self.book = ttk.Notebook(self.body)
        self.book.pack(fill="both", expand=True)
        first = self._settings_page()
        self._keys_page()
        self.open(first)

    def _settings_page(self) -> tk.Misc:
        page = Scrolled(self.book, self.look)
        self.book.add(page, text=_("Settings"))
        rows = [row for row in ROWS if row.field not in _ELSEWHERE]
        widgets = [self._setting(page.inside, number, row) for number, row in enumerate(rows)]
        return widgets[0]

    def _setting(self, parent: tk.Misc, number: int, row: SettingRow) -> tk.Misc:
        """Put one setting on the page: a box for yes or no, a choice, a field."""
        value = getattr(self._preferences.settings, row.field)
        space = self.look.scale(4)
        widget: tk.Misc
        if isinstance(value, bool):
            switch = tk.BooleanVar(self, value)
            self.fields[row.field] = switch
            box = ttk.Checkbutton(
                parent, text=_core(row.help), variable=switch, takefocus=True,
                command=lambda: self._change(row, switch.get()),
            )  # fmt: skip
            box.grid(row=number, column=0, columnspan=2, sticky="w", pady=space)
            return box
        ttk.Label(parent, text=_core(row.help), style="Surface.TLabel").grid(
            row=number, column=0, sticky="w", padx=(0, self.look.scale(16)), pady=space
        )
        text = tk.StringVar(self, _to_words(value))
        self.fields[row.field] = text
        if row.choices:
            choices = [choice for choice in row.choices if choice in _WORDS]
            words = [_word(choice) for choice in choices]
            text.set(_word(value if value in _WORDS else choices[0]))
            chooser = ttk.Combobox(parent, textvariable=text, values=words, state="readonly",
                                   width=30, font=self.look.font("text"))  # fmt: skip
            chooser.bind(
                "<<ComboboxSelected>>",
                lambda _event: self._change(row, choices[chooser.current()]),
            )
            widget = chooser
        else:
            entry = ttk.Entry(parent, textvariable=text, width=32, font=self.look.font("text"))
            self._on_done(entry, lambda: self._change(row, _from_words(value, text.get())))
            widget = entry
        widget.grid(row=number, column=1, sticky="ew", pady=space)
        return widget

    def _keys_page(self) -> None:
        page = Scrolled(self.book, self.look)
        self.book.add(page, text=_("Keys"))
        for number, row in enumerate(row for row in KEYS if row.tk):
            ttk.Label(page.inside, text=label_of(row.id), style="Surface.TLabel").grid(
                row=number, column=0, sticky="w", padx=(0, self.look.scale(16)),
                pady=self.look.scale(2),
            )  # fmt: skip
            text = tk.StringVar(self, self._keys_of(row.id))
            self.fields[f"keys.{row.id}"] = text
            entry = ttk.Entry(page.inside, textvariable=text, width=32, font=self.look.font("text"))
            entry.grid(row=number, column=1, sticky="ew", pady=self.look.scale(2))
            self._on_done(entry, lambda action=row.id, text=text: self._change_keys(action, text))  # type: ignore[misc]

    def _keys_of(self, action: str) -> str:
        rows = {row.id: row for row in self._preferences.keys}
        return ", ".join(to_text(key) for key in rows[action].tk)

    def _on_done(self, entry: ttk.Entry, deed: Callable[[], None]) -> None:
        for sequence in ("<Return>", "<KP_Enter>", "<FocusOut>"):
            entry.bind(sequence, lambda _event: deed())

    def _change(self, row: SettingRow, value: object) -> None:
        """Take a value over, or say what is wrong with it."""
        if value == getattr(self._preferences.settings, row.field):
            return  # a field that was only passed through says nothing about another one's problem
        changes: dict[str, object] = {row.field: value}
        problem = self._preferences.change(**changes)  # type: ignore[arg-type]
        if row.field == "language" and not problem:
            self.after_idle(self._open_anew)  # the list of choices is still closing
        self._tell(problem)

    def _open_anew(self) -> None:
        """Show the same in the language that was chosen."""
        self.close()
        SettingsDialog(self._main, self.look, self._preferences)

    def _change_keys(self, action: str, text: tk.StringVar) -> None:
        """Give an action other keys, or say whose they are; then the old ones stay."""
        keys = tuple(filter(None, (key.strip() for key in text.get().split(","))))
        if ", ".join(keys) == self._keys_of(action):
            return
        problem = self._preferences.change_keys(action, keys)
        text.set(self._keys_of(action))
        self._tell(problem)

    def _tell(self, problem: str) -> None:
        self.problem.configure(text=self.look.fit(problem))


_ELSEWHERE: Final = frozenset({"notify_rooms", "muted"})
"""Lists of rooms: they are chosen in the menu of each room."""


def _word(value: str) -> str:
    return _(_WORDS[value])


def _to_words(value: object) -> str:
    return ", ".join(value) if isinstance(value, tuple) else str(value)


def _from_words(before: object, text: str) -> object:
    """Return what was written as a value of the setting's type; what cannot be one stays a text."""
    if isinstance(before, tuple):
        return tuple(filter(None, (word.strip() for word in text.split(","))))
    if isinstance(before, int):
        return int(text) if text.strip().isdecimal() else text
    return text.strip()
