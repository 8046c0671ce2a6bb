"""The keys of both user interfaces: one row per action, with each toolkit's spelling.

The ids are what the settings file names; the label is translated where it is
shown (menus, F1, the palette).
"""

from dataclasses import dataclass
from typing import Final

from tertulia_core.i18n import N_

__all__ = ["KEYS", "MESSAGE_KEYS", "KeyRow", "MessageKey", "clashes"]


@dataclass(frozen=True, slots=True)
class KeyRow:
    """One action.

    Attributes:
        id: its name in the settings.
        label: what it does, an English msgid of this package's catalogue.
        tk: Tk event patterns without angle brackets, the first is the one shown in menus.
        tui: Textual key names, the first is the one shown in hints.
    """

    id: str
    label: str
    tk: tuple[str, ...]
    tui: tuple[str, ...]


KEYS: Final = (
    KeyRow("switch", N_("Go to a room or command"), ("Control-k",), ("ctrl+k",)),
    KeyRow("room_previous", N_("Previous room"), ("Alt-Up",), ("alt+up",)),
    KeyRow("room_next", N_("Next room"), ("Alt-Down",), ("alt+down",)),
    KeyRow(
        "unread_previous", N_("Previous unread room"), ("Alt-Shift-Up",), ("alt+shift+up",)
    ),
    KeyRow(
        "unread_next", N_("Next unread room"), ("Alt-Shift-Down", "Alt-a"),
        ("alt+a", "alt+shift+down"),
    ),
    KeyRow("message_previous", N_("Message before, to act on it"), ("Alt-Prior",), ("alt+pageup",)),
    KeyRow("message_next", N_("Message after, to act on it"), ("Alt-Next",), ("alt+pagedown",)),
    KeyRow("find", N_("Find in this room"), ("Control-f",), ("ctrl+f",)),
    KeyRow("find_everywhere", N_("Find everywhere"), ("Control-Shift-F",), ("f3",)),
    KeyRow("latest", N_("Go to the end and mark as read"), ("Escape",), ("escape",)),
    KeyRow("typed_previous", N_("What was typed before"), ("Control-Up", "Alt-p"),
           ("ctrl+up", "alt+p")),
    KeyRow("typed_next", N_("What was typed after that"), ("Control-Down", "Alt-n"),
           ("ctrl+down", "alt+n")),
    KeyRow("complete", N_("Complete the word"), ("Tab",), ("tab",)),
    KeyRow("newline", N_("New line"), ("Shift-Return",), ("ctrl+j", "shift+enter", "alt+enter")),
    KeyRow("page_up", N_("One page up"), ("Prior",), ("pageup",)),
    KeyRow("page_down", N_("One page down"), ("Next",), ("pagedown",)),
    KeyRow(
        "text_larger", N_("Larger text"), ("Control-plus", "Control-equal", "Control-KP_Add"), ()
    ),
    KeyRow("text_smaller", N_("Smaller text"), ("Control-minus", "Control-KP_Subtract"), ()),
    KeyRow("text_normal", N_("Normal text size"), ("Control-0", "Control-KP_0"), ()),
    KeyRow("panes", N_("Next pane"), ("F6",), ("f6",)),
    KeyRow("jump", N_("Jump by letters"), (), ("ctrl+g",)),
    KeyRow("start_room", N_("Start a room here"), ("Control-o",), ("ctrl+o",)),
    KeyRow("settings", N_("Settings"), ("Control-comma", "F2"), ("f2",)),
    KeyRow("help", N_("Help"), ("F1",), ("f1",)),
    KeyRow("quit", N_("Quit"), ("Control-q",), ("ctrl+q",)),
)  # fmt: skip
"""Every action that has a key, in the order in which help lists them."""


@dataclass(frozen=True, slots=True)
class MessageKey:
    """What one letter does with the message in focus.

    Attributes:
        id: the action's name.
        letter: the key, alone.
        label: what it does, an English msgid of this package's catalogue.
    """

    id: str
    letter: str
    label: str


MESSAGE_KEYS: Final = (
    MessageKey("reply", "r", N_("Reply")),
    MessageKey("react", "e", N_("React…")),
    MessageKey("copy_message", "y", N_("Copy")),
    MessageKey("edit", "i", N_("Edit")),
    MessageKey("remove", "d", N_("Remove")),
)
"""The letters that work while a message is in focus, in the order of its menu."""


def clashes(rows: tuple[KeyRow, ...] = KEYS) -> list[tuple[str, str, str]]:
    """Return ``(key, id, id)`` for each key that two actions claim in one toolkit."""
    found = []
    for toolkit in ("tk", "tui"):
        owners: dict[str, str] = {}
        for row in rows:
            for key in getattr(row, toolkit):
                owner = owners.setdefault(key, row.id)
                if owner != row.id:
                    found.append((key, owner, row.id))
    return found
