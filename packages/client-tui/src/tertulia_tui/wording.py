"""Sentences of this client that core's catalogue does not have."""

from collections.abc import Callable
from typing import Final

from tertulia_core.i18n import Catalogue
from tertulia_core.session.presentation import room_label
from tertulia_core.session.state import ConnectionPhase, Room, RoomKind, SessionState
from tertulia_core.text import sanitize
from tertulia_tui.keymap import Keymap

__all__ = [
    "empty_text",
    "hint_text",
    "leave_text",
    "news_text",
    "offer_text",
    "placeholder_text",
    "problem_text",
]

_catalogue = Catalogue("tertulia_tui")
_ = _catalogue.gettext


def news_text(count: int, keys: Keymap) -> str:
    """Return what stands below a timeline that is not at its end; ``""`` for nothing new."""
    if not count:
        return ""
    sentence = _catalogue.ngettext("{count} new ↓ {key}", "{count} new ↓ {key}", count)
    return sentence.format(count=count, key=keys.label("latest"))


def problem_text(state: SessionState) -> str:
    """Return why nothing goes out and what can be done; ``""`` while all is well."""
    if state.phase is ConnectionPhase.OFFLINE:
        return _("You are not connected. /connect takes you back.")
    if state.phase is ConnectionPhase.ONLINE or not state.problem:
        return ""
    return _("{problem} /connect tries at once.").format(problem=sanitize(state.problem))


def offer_text(keys: Keymap) -> str:
    """Return the offer that stands there while no server answers."""
    return _("Start a room here: {key}").format(key=keys.label("start_room"))


def hint_text(unread: int, keys: Keymap) -> str:
    """Return what waits in other rooms, or the keys with which everything else is found."""
    if unread:
        sentence = _catalogue.ngettext("{count} unread: {key}", "{count} unread: {key}", unread)
        return sentence.format(count=unread, key=keys.label("unread_next"))
    return _("{help} help · {switch} go to").format(
        help=keys.label("help"), switch=keys.label("switch")
    )


def leave_text(keys: Keymap) -> str:
    """Return how to leave, for who presses Ctrl+C."""
    return _("{key} leaves tertulia.").format(key=keys.label("quit"))


def empty_text(room: Room) -> str:
    """Return what to do next in a room where nothing was said."""
    return _EMPTY[room.kind](sanitize(room.name, name=True))


def placeholder_text(room: Room, state: SessionState) -> str:
    """Return what an empty composer says."""
    return _PLACEHOLDERS[room.kind](room_label(room, state))


_EMPTY: Final[dict[RoomKind, Callable[[str], str]]] = {
    RoomKind.CHANNEL: lambda label: _(
        "Nobody has said anything in {room} yet.\nWrite below and press Enter."
    ).format(room=label),
    RoomKind.PRIVATE: lambda label: _(
        "This is between you and {nick}.\nWrite below and press Enter."
    ).format(nick=label),
    RoomKind.SERVER: lambda _label: _(
        "What the server says appears here.\n/join #room takes you to a room."
    ),
}

_PLACEHOLDERS: Final[dict[RoomKind, Callable[[str], str]]] = {
    RoomKind.CHANNEL: lambda label: _("Write in {room}").format(room=label),
    RoomKind.PRIVATE: lambda label: _("Write to {nick}").format(nick=label),
    RoomKind.SERVER: lambda _label: _("Type a command, such as /join #room"),
}
