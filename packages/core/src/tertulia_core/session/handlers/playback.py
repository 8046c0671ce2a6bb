"""What the server's history holds, as lines of a timeline.

Comings and goings in it are told, not carried out: who is in a room and what
it is about is known from what happens now.

Source: https://ircv3.net/specs/extensions/chathistory
"""

from collections.abc import Callable, Mapping
from typing import Any, Final, NamedTuple

from tertulia_core.ids import LineId
from tertulia_core.session.client_tags import replied_to
from tertulia_core.session.context import Context
from tertulia_core.session.handlers.table import nick_of, param, text_of
from tertulia_core.session.mentions import is_mentioned
from tertulia_core.session.speech import kind_of, msgid_of
from tertulia_core.session.state import Delivery, Line, LineKind, Room, RoomKind
from tertulia_core.wire.capabilities import VENDOR
from tertulia_core.wire.message import Message

__all__ = ["line_of"]

EDITED: Final = f"{VENDOR}/edited"
"""The tag of a message that was changed after it was said."""


class _Told(NamedTuple):
    """What becomes of a message: the kind of its line, its text, other fields of ``Line``."""

    kind: LineKind
    text: str = ""
    details: Mapping[str, Any] = {}


class _Teller(NamedTuple):
    """How a command is told; its messages have ``params`` parameters at least."""

    params: int
    tell: Callable[[Message], _Told | None]


def line_of(ctx: Context, room: Room, message: Message) -> Line | None:
    """Return the line for a message of a room's history, ``None`` where it has none.

    Its id is 0: only its place in the timeline gives it one.
    """
    nick, teller = nick_of(message), _TELLERS.get(message.command)
    if teller is None or not nick or len(message.params) < teller.params:
        return None
    told = teller.tell(message)
    if told is None or ctx.state.attention.is_ignored(nick, message.source or ""):
        return None
    own = ctx.is_me(nick) or message.tags.get("account", "*") == ctx.state.account
    is_speech = message.command in {"PRIVMSG", "NOTICE"}
    named = room.kind is RoomKind.CHANNEL and is_mentioned(ctx.state.nick, told.text, ctx.fold)
    return Line(
        LineId(0), room.name, told.kind, nick, told.text,
        time=ctx.time_of(message), own=own, msgid=msgid_of(message),
        mention=is_speech and named and not own,
        delivery=Delivery.SENT if own and is_speech else Delivery.NONE,
        **told.details,
    )  # fmt: skip


def _tell_speech(message: Message) -> _Told | None:
    kind, text = kind_of(message.command, message.params[1])
    if text.startswith("\x01"):
        return None
    edited = EDITED in message.tags
    return _Told(kind, text, {"reply_to": replied_to(message.tags), "edited": edited})


def _tell_kick(message: Message) -> _Told:
    return _Told(LineKind.KICKED, param(message, 2), {"members": (message.params[1],)})


_TELLERS: Final = {
    "PRIVMSG": _Teller(2, _tell_speech),
    "NOTICE": _Teller(2, _tell_speech),
    "JOIN": _Teller(1, lambda _message: _Told(LineKind.JOINED)),
    "PART": _Teller(1, lambda message: _Told(LineKind.LEFT, param(message, 1))),
    "QUIT": _Teller(0, lambda message: _Told(LineKind.LEFT, param(message, 0))),
    "KICK": _Teller(2, _tell_kick),
    "NICK": _Teller(1, lambda message: _Told(LineKind.RENAMED, message.params[0])),
    "TOPIC": _Teller(2, lambda message: _Told(LineKind.TOPIC, message.params[1])),
    "MODE": _Teller(2, lambda message: _Told(LineKind.MODE, text_of(message))),
}
"""The commands of history that are shown as lines."""
