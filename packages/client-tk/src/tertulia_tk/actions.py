"""Everything the window can do, as rows: the menu, the keys and F1 come from here.

An action that has a key is a row of ``tertulia_core.session.keys``; the others
only stand in the menu.
"""

import tkinter as tk
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial
from typing import Final, NamedTuple

from tertulia_core.i18n import N_, Catalogue
from tertulia_core.session.keys import KEYS, KeyRow
from tertulia_core.session.theme import THEMES

__all__ = ["MENU", "WIDGET_KEYS", "MenuRow", "bind_keys", "key_label", "label_of", "menu_rows"]

_ = Catalogue("tertulia_tk").gettext
_core = Catalogue("tertulia_core").gettext

WIDGET_KEYS: Final = frozenset({"complete", "newline"})
"""Actions that the composer does by itself."""

_ONLY_IN_MENU: Final = {
    "join": N_("Enter a room…"),
    "connect": N_("Connect elsewhere…"),
    "part": N_("Leave this room"),
    "nick": N_("Change your nick…"),
    "theme_system": N_("Like the system"),
    "theme_light": N_("Light"),
    "theme_dark": N_("Dark"),
    "theme_high-contrast-light": N_("High contrast, light"),
    "theme_high-contrast-dark": N_("High contrast, dark"),
    "rooms_column": N_("Show the rooms"),
    "people_column": N_("Show the people"),
    "copy": N_("Copy"),
}

_TAG: Final = "TertuliaKeys"
"""The name under which Tk keeps these bindings."""

_KEY_NAMES: Final = {
    "Control": N_("Ctrl"), "Shift": N_("Shift"), "Alt": N_("Alt"), "Up": "↑", "Down": "↓",
    "Escape": N_("Esc"), "Prior": N_("PgUp"), "Next": N_("PgDn"), "Return": N_("Enter"),
    "plus": "+", "equal": "=", "minus": "−", "comma": ",", "period": ".", "Tab": "Tab",
}  # fmt: skip


class MenuRow(NamedTuple):
    """One entry: an action's id, or a line between groups, or a group with its own rows."""

    id: str
    children: tuple["MenuRow", ...] = ()


_LINE: Final = MenuRow("")

MENU: Final = (
    *map(MenuRow, ("switch", "join", "part", "connect", "start_room")), _LINE,
    MenuRow("nick"), MenuRow("copy"), MenuRow("find"), MenuRow("find_everywhere"), _LINE,
    MenuRow(N_("Go"), tuple(map(MenuRow, (
        "room_previous", "room_next", "unread_previous", "unread_next", "message_previous",
        "message_next", "latest", "page_up",
        "page_down", "typed_previous", "typed_next", "complete", "newline", "panes")))),
    MenuRow(N_("View"), (
        *map(MenuRow, ("theme_system", *(f"theme_{name}" for name in THEMES))), _LINE,
        *map(MenuRow, ("text_larger", "text_smaller", "text_normal")), _LINE,
        *map(MenuRow, ("rooms_column", "people_column")))),
    _LINE, MenuRow("settings"), MenuRow("help"), MenuRow("quit"),
)  # fmt: skip
"""The menu; every row of ``KEYS`` stands in it once."""

_KEYS: Final[Mapping[str, KeyRow]] = {row.id: row for row in KEYS}


def menu_rows(rows: Sequence[MenuRow] = MENU) -> list[str]:
    """Return the ids of all actions in the menu."""
    return [
        id_
        for row in rows
        for id_ in (menu_rows(row.children) if row.children else [row.id] if row.id else [])
    ]


def label_of(action: str) -> str:
    """Return what an action does, in the language in force."""
    row = _KEYS.get(action)
    return _core(row.label) if row else _(_ONLY_IN_MENU.get(action, action))


def key_label(action: str, rows: Sequence[KeyRow] = KEYS) -> str:
    """Return an action's first key as people write it, ``Ctrl+K``; ``""`` where it has none."""
    row = next((row for row in rows if row.id == action), None)
    if row is None or not row.tk:
        return ""
    return "+".join(_part_label(part) for part in row.tk[0].split("-"))


def bind_keys(
    root: tk.Misc,
    run: Callable[[str], None],
    open_menu: Callable[[], None],
    rows: Sequence[KeyRow] = KEYS,
) -> None:
    """Let every key work in all widgets that the window has now; keys bound before work no more.

    They come before Tk's own bindings of a text (where Ctrl+K would delete to
    the end of the line), and after what a widget itself does with a key. A menu
    that is open keeps its own: Esc closes it.

    Args:
        root: the window.
        run: called with the id of the action.
        open_menu: what F10 does, as everywhere.
        rows: the actions with their keys.
    """
    for sequence in root.bind_class(_TAG) or ():
        root.unbind_class(_TAG, sequence)
    _let_control_a_select_all(root)
    root.bind_class(_TAG, "<F10>", lambda _event: open_menu())
    for row in rows:
        by_itself = _KEYS[row.id].tk if row.id in WIDGET_KEYS else ()
        for key in set(row.tk) - {*by_itself}:
            root.bind_class(_TAG, f"<{key}>", partial(_run, run, row.id))
    for widget in _descendants(root):
        if isinstance(widget, tk.Menu):
            continue
        own, *others = (tag for tag in widget.bindtags() if tag != _TAG)
        widget.bindtags((own, _TAG, *others))


def _let_control_a_select_all(root: tk.Misc) -> None:
    """Ctrl+A selects everything in every field; Tk on X11 goes to the line's start instead."""
    if root.tk.call("tk", "windowingsystem") == "x11":
        for key in ("<Control-Key-a>", "<Control-Lock-Key-A>"):
            root.event_delete("<<LineStart>>", key)
            root.event_add("<<SelectAll>>", key)


def _descendants(widget: tk.Misc) -> Iterator[tk.Misc]:
    yield widget
    for child in widget.winfo_children():
        yield from _descendants(child)


def _run(run: Callable[[str], None], action: str, _event: object) -> str:
    run(action)
    return "break"


def _part_label(part: str) -> str:
    name = _KEY_NAMES.get(part)
    return _(name) if name else part.upper() if len(part) == 1 else part
