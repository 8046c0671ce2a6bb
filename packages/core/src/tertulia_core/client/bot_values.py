"""What a bot hears, and what it is told when something could not be said."""

from dataclasses import dataclass, field
from typing import Protocol

from tertulia_core.errors import RemoteError
from tertulia_core.ids import MessageId
from tertulia_core.session.state import Line, LineKind

__all__ = ["BotError", "BotMessage", "Speaker", "message_of"]


class BotError(RemoteError):
    """The server refused what a bot wanted, or did not answer; the sentence says why."""


class Speaker(Protocol):
    """Who can answer a message: the bot."""

    def send(
        self, room: str, text: str, *, reply_to: str = "", timeout: float | None = None
    ) -> MessageId:
        """Say something; see ``Bot.send``."""
        ...


@dataclass(frozen=True, slots=True)
class BotMessage:
    """Something that was said.

    Attributes:
        room: the channel, or the nick of the person whom one talks to privately.
        nick: who said it.
        text: as received; lines are separated by line feeds.
        time: Unix seconds.
        msgid: the server's id, ``""`` where it gives none.
        own: whether the bot said it itself.
        is_action: whether it says what somebody does (``/me``).
    """

    room: str
    nick: str
    text: str
    time: float
    msgid: MessageId
    own: bool
    is_action: bool
    _speaker: Speaker = field(repr=False, compare=False)

    def reply(self, text: str, *, timeout: float | None = None) -> MessageId:
        """Answer in the same room, as a reply to this message; see ``Bot.send``."""
        return self._speaker.send(self.room, text, reply_to=self.msgid, timeout=timeout)


def message_of(speaker: Speaker, line: Line) -> BotMessage:
    """Return what a line of a timeline is to a bot."""
    return BotMessage(
        line.room,
        line.nick,
        line.text,
        line.time,
        line.msgid or MessageId(""),
        line.own,
        line.kind is LineKind.ACTION,
        speaker,
    )
