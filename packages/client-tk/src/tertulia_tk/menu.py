"""The menu: every action with its key, drawn flat in the window's colours."""

import tkinter as tk
from collections.abc import Callable, Mapping, Sequence
from typing import Final

from tertulia_core.i18n import Catalogue
from tertulia_core.session.keys import KeyRow
from tertulia_core.session.theme import THEMES
from tertulia_tk.actions import MENU, MenuRow, key_label, label_of
from tertulia_tk.theme import Look

__all__ = ["MainMenu", "dress"]

_ = Catalogue("tertulia_tk").gettext

_CHOICES: Final = {f"theme_{name}": "theme" for name in ("system", *THEMES)}
"""Actions of which one of a group holds → the group."""

_SWITCHES: Final = frozenset({"rooms_column", "people_column"})
"""Actions that are on or off."""


class MainMenu:
    """The one menu; on macOS it is the bar at the top of the screen; owner: the UI thread.

    Args:
        root: the window.
        look: colours and fonts.
        run: called with the id of the action that was chosen.
        is_possible: tells whether an action can be carried out now; asked when the menu opens.
    """

    def __init__(
        self,
        root: tk.Tk,
        look: Look,
        run: Callable[[str], None],
        is_possible: Callable[[str], bool],
    ) -> None:
        self._root, self._look, self._run = root, look, run
        self._is_possible = is_possible
        self._entries: list[tuple[tk.Menu, int, str]] = []
        self._groups: list[tuple[tk.Menu, int, str]] = []
        self.states: Mapping[str, tk.Variable] = {
            "theme": tk.StringVar(root, "system"),
            **{switch: tk.BooleanVar(root, True) for switch in _SWITCHES},
        }
        self._menus: list[tk.Menu] = []
        self.top = self._build(root, MENU)
        self.top.configure(postcommand=self._enable)
        if root.tk.call("tk", "windowingsystem") == "aqua":
            bar = tk.Menu(root)
            bar.add_cascade(label="tertulia", menu=self.top)
            root.configure(menu=bar)
        look.follow(root, self._restyle)
        self._restyle()

    def post_below(self, widget: tk.Misc) -> None:
        """Open the menu at a widget's right edge."""
        x = widget.winfo_rootx() + widget.winfo_width() - self.top.winfo_reqwidth()
        self.top.tk_popup(max(x, 0), widget.winfo_rooty() + widget.winfo_height())

    def relabel(self) -> None:
        """Name everything in the language in force."""
        for menu, index, action in self._entries:
            menu.entryconfigure(index, label=label_of(action))
        for menu, index, group in self._groups:
            menu.entryconfigure(index, label=_(group))

    def show_keys(self, rows: Sequence[KeyRow]) -> None:
        """Show the keys that actions have now."""
        for menu, index, action in self._entries:
            menu.entryconfigure(index, accelerator=key_label(action, rows))

    def _build(self, parent: tk.Misc, rows: Sequence[MenuRow]) -> tk.Menu:
        menu = tk.Menu(parent, tearoff=False, borderwidth=1, relief="flat")
        self._menus.append(menu)
        for row in rows:
            if not row.id:
                menu.add_separator()
            elif row.children:
                menu.add_cascade(label=_(row.id), menu=self._build(menu, row.children))
                self._groups.append((menu, _last(menu), row.id))
            else:
                self._add(menu, row.id)
        return menu

    def _add(self, menu: tk.Menu, action: str) -> None:
        label, key = label_of(action), key_label(action)

        def run() -> None:
            self._run(action)

        if action in _CHOICES:
            menu.add_radiobutton(
                label=label, command=run, value=action.removeprefix("theme_"),
                variable=self.states[_CHOICES[action]],
            )  # fmt: skip
        elif action in _SWITCHES:
            menu.add_checkbutton(label=label, command=run, variable=self.states[action])
        else:
            menu.add_command(label=label, command=run, accelerator=key)
        self._entries.append((menu, _last(menu), action))

    def _enable(self) -> None:
        """Grey what cannot be done now."""
        for menu, index, action in self._entries:
            menu.entryconfigure(index, state="normal" if self._is_possible(action) else "disabled")

    def _restyle(self) -> None:
        for menu in self._menus:
            dress(menu, self._look)


def _last(menu: tk.Menu) -> int:
    """Return the place of the entry that was just added."""
    index = menu.index("end")
    assert index is not None, "one was just added"
    return index


def dress(menu: tk.Menu, look: Look) -> None:
    """Draw a menu in the window's colours."""
    colours = look.colours
    menu.configure(
        background=colours.surface, foreground=colours.text, font=look.font("text"),
        activebackground=colours.accent, activeforeground=colours.on_accent,
        disabledforeground=colours.muted, selectcolor=colours.accent,
        activeborderwidth=look.scale(2),
    )  # fmt: skip
