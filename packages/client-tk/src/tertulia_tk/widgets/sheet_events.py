"""What clicks and keys on the timeline mean: links, retries, menus, the keys of a message."""

import tkinter as tk
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from tertulia_core.ids import LineId
from tertulia_core.session.grouping import SPEECH
from tertulia_core.session.keys import MESSAGE_KEYS
from tertulia_core.session.presentation import Body
from tertulia_core.session.state import Line
from tertulia_tk.widgets.menu_events import MENU_EVENTS, MENU_KEYS, bind_if_known
from tertulia_tk.widgets.message_focus import TAG, MessageFocus
from tertulia_tk.widgets.sheet import Sheet

__all__ = ["SheetDeeds", "SheetEvents"]

_COMMANDING: Final = 0x4 | 0x8
"""The bits of Control and Alt in the state of a key event."""

_ACTIONS: Final = {row.letter: row.id for row in MESSAGE_KEYS}


@dataclass(frozen=True, slots=True)
class SheetDeeds:
    """What the timeline calls when the person does something in it.

    Attributes:
        follow_link: with the address of a link that was clicked.
        retry: with a line that is to be sent again.
        typed: with what is typed while the lines have the keyboard.
        on_message: with a message's action (``keys.MESSAGE_KEYS``) and the message.
        open_menu: with a message and where on the screen its menu is to open.
        load_older: with a room whose older lines are wanted.
    """

    follow_link: Callable[[str], object]
    retry: Callable[[LineId], None]
    typed: Callable[[str], None]
    on_message: Callable[[str, Line], None]
    open_menu: Callable[[Line, int, int], None]
    load_older: Callable[[str], None]


class SheetEvents:
    """Binds everything that the person can do in a sheet; owner: the UI thread.

    Args:
        sheet: where messages are drawn.
        focus: the message that keys are about.
        deeds: what is called.
    """

    def __init__(self, sheet: Sheet, focus: MessageFocus, deeds: SheetDeeds) -> None:
        self._sheet, self._focus, self._deeds = sheet, focus, deeds
        for tag, click in (
            ("link", self._click_link),
            ("retry", self._click_retry),
            ("reactions", self._click_reaction),
        ):
            sheet.tag_bind(tag, "<Button-1>", click)
            sheet.tag_bind(tag, "<Enter>", lambda _event: self._point("hand2"))
            sheet.tag_bind(tag, "<Leave>", lambda _event: self._point("xterm"))
        for sequence in MENU_EVENTS:
            sheet.bind(sequence, self._open_menu)
        for sequence in MENU_KEYS:
            bind_if_known(sheet, sequence, self._menu_key)
        sheet.bind("<Up>", lambda _event: self._walk(-1))
        sheet.bind("<Down>", lambda _event: self._walk(1))
        sheet.bind("<Key>", self._key, add=True)

    def _point(self, cursor: str) -> None:
        self._sheet.configure(cursor=cursor)

    def _click_link(self, _event: object) -> None:
        if address := self._sheet.link_at("current"):
            self._deeds.follow_link(address)

    def _click_retry(self, _event: object) -> None:
        entry = self._sheet.entry_at("current")
        if entry is not None:
            self._deeds.retry(entry.line)

    def _click_reaction(self, _event: object) -> None:
        line = self._message_at("current")
        if line is not None:
            self._deeds.on_message("react", line)

    def _open_menu(self, event: "tk.Event[tk.Misc]") -> str:
        line = self._message_at(f"@{event.x},{event.y}")
        if line is not None:
            self._focus.put_on(line.id)
            self._deeds.open_menu(line, event.x_root, event.y_root)
        return "break"

    def _menu_key(self, _event: object) -> str:
        line = self._focus.message
        if line is not None:
            place = self._sheet.dlineinfo(f"{TAG}.first") or (0, 0, 0, 0, 0)
            x, y = self._sheet.winfo_rootx() + place[0], self._sheet.winfo_rooty() + place[1]
            self._deeds.open_menu(line, x, y + place[3])
        return "break"

    def _walk(self, step: int) -> str | None:
        """Go from message to message while one is in focus; else the keys scroll as always."""
        if self._focus.line is None:
            return None
        self._focus.step(step)
        return "break"

    def _key(self, event: "tk.Event[tk.Misc]") -> str | None:
        """Carry out a message's letter, or hand letters on to where one writes."""
        if not event.char or not event.char.isprintable() or int(event.state) & _COMMANDING:
            return None
        message, action = self._focus.message, _ACTIONS.get(event.char.lower())
        if message is not None and action is not None:
            self._deeds.on_message(action, message)
            return "break"
        self._focus.clear()
        self._deeds.typed(event.char)
        return None

    def _message_at(self, index: str) -> Line | None:
        """Return the message drawn at a text index."""
        entry = self._sheet.entry_at(index)
        if entry is None or not isinstance(entry.item, Body):
            return None
        return entry.item.line if entry.item.line.kind in SPEECH else None
