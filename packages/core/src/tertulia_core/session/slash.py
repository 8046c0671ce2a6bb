"""Slash commands as rows: what is typed → an intent.

A row carries all there is to say about its command: how to use it, what it
does, what Tab completes, and how its words become an intent. Nothing is sent
for a command that is unknown or misused: a ``SlashError`` says what to type.
"""

import difflib
import enum
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from tertulia_core.errors import LocalError
from tertulia_core.i18n import N_, Catalogue
from tertulia_core.session import intents
from tertulia_core.session.intents import Intent
from tertulia_core.session.state import SERVER_ROOM
from tertulia_core.text import sanitize

__all__ = ["COMMANDS", "Completes", "SlashError", "SlashRow", "find", "help_text", "parse"]

_ = Catalogue("tertulia_core").gettext

CHANNEL_SIGNS: Final = "#&+!"
"""What a room's name may begin with on any network."""


class SlashError(LocalError):
    """What was typed is not a command that can be carried out; the sentence says why."""


class Completes(enum.Enum):
    """What Tab offers for an argument."""

    NOTHING = "nothing"
    NICK = "nick"
    ROOM = "room"
    COMMAND = "command"


@dataclass(frozen=True, slots=True)
class SlashRow:
    """One command.

    Attributes:
        name: without the slash.
        usage: how to write it, an English msgid.
        help: what it does, one sentence, an English msgid.
        parse: (what follows the command, stripped; the room on screen) → intent.
        completes: what Tab offers, argument by argument; the last one holds for the rest.
        aliases: other names for it.
    """

    name: str
    usage: str
    help: str
    parse: Callable[[str, str], Intent]
    completes: tuple[Completes, ...] = (Completes.NOTHING,)
    aliases: tuple[str, ...] = ()


def parse(text: str, room: str) -> Intent:
    """Return the intent behind a typed text: a command, or something to say in ``room``.

    ``//text`` says a text that starts with a slash.

    Raises:
        SlashError: nothing can be done with it.
    """
    if not text.startswith("/"):
        return intents.SendText(_conversation(room), text)
    if text.startswith("//"):
        return intents.SendText(_conversation(room), text[1:])
    name, rest = _first_word(text[1:])
    row = find(name)
    if row is None:
        raise SlashError(_unknown(name))
    try:
        return row.parse(rest, room)
    except _Misused:
        usage = _("Usage: {usage}").format(usage=_(row.usage))
        raise SlashError(usage) from None


def find(name: str) -> SlashRow | None:
    """Return the row of a command, by its name or another one it goes by, in any case."""
    return _BY_NAME.get(name.removeprefix("/").lower())


def help_text(subject: str = "") -> str:
    """Return what help shows: one command, or a line for each.

    Raises:
        SlashError: there is no such command.
    """
    if subject:
        row = find(subject)
        if row is None:
            raise SlashError(_unknown(subject.removeprefix("/")))
        return f"{_(row.usage)}\n{_(row.help)}"
    lines = [f"{_(row.usage)} — {_(row.help)}" for row in COMMANDS]
    return "\n".join([*lines, _("//text — Say something that starts with a slash.")])


class _Misused(Exception):
    """A command's words are not what it needs; ``parse`` answers with the usage."""


def _unknown(name: str) -> str:
    shown = sanitize(name, name=True)
    nearest = difflib.get_close_matches(name.lower(), _BY_NAME, n=1, cutoff=0.5)
    if nearest:
        return _("There is no command /{name}. Did you mean /{nearest}?").format(
            name=shown, nearest=nearest[0]
        )
    return _("There is no command /{name}. /help lists them all.").format(name=shown)


def _first_word(text: str) -> tuple[str, str]:
    words = text.split(None, 1)
    if not words:
        return "", ""
    return words[0], words[1].strip() if len(words) > 1 else ""


def _needed(text: str) -> str:
    if not text:
        raise _Misused
    return text


def _is_channel(name: str) -> bool:
    return name[:1] != "" and name[0] in CHANNEL_SIGNS


def _conversation(room: str) -> str:
    if not room or room == SERVER_ROOM:
        raise SlashError(_("Nobody hears you here. Enter a room first: /join #room"))
    return room


def _channel(room: str) -> str:
    if not _is_channel(room):
        raise SlashError(_("This only works in a room. Enter one first: /join #room"))
    return room


def _room_first(rest: str, room: str) -> tuple[str, str]:
    """Return the room meant and what follows: the first word if it is a room's name."""
    first, others = _first_word(rest)
    if _is_channel(first):
        return first, others
    return _channel(room), rest


def _join(rest: str, _room: str) -> Intent:
    name, key = _first_word(_needed(rest))
    return intents.JoinRoom(name if _is_channel(name) else f"#{name}", key)


def _part(rest: str, room: str) -> Intent:
    first, reason = _first_word(rest)
    if _is_channel(first):
        return intents.PartRoom(first, reason)
    return intents.PartRoom(_conversation(room), rest)


def _nick(rest: str, _room: str) -> Intent:
    return intents.ChangeNick(_first_word(_needed(rest))[0])


def _me(rest: str, room: str) -> Intent:
    return intents.SendAction(_conversation(room), _needed(rest))


def _msg(rest: str, _room: str) -> Intent:
    target, text = _first_word(rest)
    if _is_channel(target):
        return intents.SendText(target, _needed(text))
    return intents.OpenPrivate(target, _needed(text))


def _query(rest: str, _room: str) -> Intent:
    nick, text = _first_word(_needed(rest))
    return intents.OpenPrivate(nick, text)


def _topic(rest: str, room: str) -> Intent:
    channel, topic = _room_first(rest, room)
    if not topic:
        return intents.SetTopic(channel, None)
    return intents.SetTopic(channel, "" if topic == "-delete" else topic)


def _names(rest: str, room: str) -> Intent:
    return intents.ShowNames(_room_first(rest, room)[0])


def _whois(rest: str, room: str) -> Intent:
    nick, _others = _first_word(rest)
    if not nick and (_is_channel(room) or room in {"", SERVER_ROOM}):
        raise _Misused
    return intents.ShowWhois(nick or room)


def _away(rest: str, _room: str) -> Intent:
    return intents.SetAway(rest or _("Away"))


def _back(_rest: str, _room: str) -> Intent:
    return intents.SetAway("")


def _invite(rest: str, room: str) -> Intent:
    nick, channel = _first_word(_needed(rest))
    return intents.InviteNick(_channel(channel or room), nick)


def _kick(rest: str, room: str) -> Intent:
    channel, words = _room_first(rest, room)
    nick, reason = _first_word(_needed(words))
    return intents.KickNick(channel, nick, reason)


def _ban_change(sign: str) -> Callable[[str, str], Intent]:
    def parse_ban(rest: str, room: str) -> Intent:
        channel, words = _room_first(rest, room)
        masks = tuple(_to_mask(word) for word in words.split())
        if sign == "-" and not masks:
            raise _Misused
        return intents.ChangeMode(channel, sign + "b" * max(1, len(masks)), masks)

    return parse_ban


def _to_mask(word: str) -> str:
    """Return a ban mask for a bare nick; what is a mask already stays as it is."""
    return word if any(sign in word for sign in "!@*?:$~") else f"{word}!*@*"


def _status_change(sign: str, letter: str) -> Callable[[str, str], Intent]:
    def parse_status(rest: str, room: str) -> Intent:
        channel, words = _room_first(rest, room)
        nicks = tuple(_needed(words).split())
        return intents.ChangeMode(channel, sign + letter * len(nicks), nicks)

    return parse_status


def _mode(rest: str, room: str) -> Intent:
    first, others = _first_word(rest)
    if first and first[0] not in "+-":
        target, words = first, others.split()
    else:
        target, words = _conversation(room), rest.split()
    return intents.ChangeMode(target, words[0] if words else "", tuple(words[1:]))


def _list(rest: str, _room: str) -> Intent:
    return intents.ListRooms(rest)


def _clear(_rest: str, room: str) -> Intent:
    return intents.ClearLines(room)


def _raw(rest: str, _room: str) -> Intent:
    return intents.SendRaw(_needed(rest))


def _connect(rest: str, _room: str) -> Intent:
    return intents.Connect(rest)


def _disconnect(rest: str, _room: str) -> Intent:
    return intents.Disconnect(rest)


def _quit(rest: str, _room: str) -> Intent:
    return intents.Quit(rest)


def _help(rest: str, _room: str) -> Intent:
    return intents.ShowHelp(_first_word(rest)[0])


_NICK, _ROOM, _NONE = Completes.NICK, Completes.ROOM, Completes.NOTHING

COMMANDS: Final = (
    SlashRow("join", N_("/join #room [key]"), N_("Enter a room, or open a new one."),
             _join, (_ROOM, _NONE), ("j",)),
    SlashRow("part", N_("/part [#room] [reason]"), N_("Leave a room or close a conversation."),
             _part, (_ROOM, _NONE), ("leave",)),
    SlashRow("nick", N_("/nick name"), N_("Take another nick."), _nick),
    SlashRow("me", N_("/me text"), N_("Say what you do: * ana waves."), _me, (_NICK,)),
    SlashRow("msg", N_("/msg nick text"), N_("Say something to one person."),
             _msg, (_NICK, _NONE)),
    SlashRow("query", N_("/query nick [text]"), N_("Open a conversation with one person."),
             _query, (_NICK, _NONE)),
    SlashRow("topic", N_("/topic [#room] [text | -delete]"),
             N_("Show or change what the room is about."), _topic),
    SlashRow("names", N_("/names [#room]"), N_("Show who is in the room."), _names, (_ROOM,)),
    SlashRow("whois", N_("/whois nick"), N_("Show who somebody is."), _whois, (_NICK,)),
    SlashRow("away", N_("/away [reason]"), N_("Tell people that you are away."), _away),
    SlashRow("back", N_("/back"), N_("Tell people that you are back."), _back),
    SlashRow("invite", N_("/invite nick [#room]"), N_("Ask somebody into the room."),
             _invite, (_NICK, _ROOM)),
    SlashRow("kick", N_("/kick nick [reason]"), N_("Remove somebody from the room."),
             _kick, (_NICK, _NONE)),
    SlashRow("ban", N_("/ban [nick or mask]…"), N_("Keep somebody out, or list who is."),
             _ban_change("+"), (_NICK,)),
    SlashRow("unban", N_("/unban mask…"), N_("Let somebody in again."), _ban_change("-"), (_NICK,)),
    SlashRow("op", N_("/op nick…"), N_("Make somebody an operator of the room."),
             _status_change("+", "o"), (_NICK,)),
    SlashRow("deop", N_("/deop nick…"), N_("Make somebody an operator no longer."),
             _status_change("-", "o"), (_NICK,)),
    SlashRow("voice", N_("/voice nick…"), N_("Let somebody speak in a moderated room."),
             _status_change("+", "v"), (_NICK,)),
    SlashRow("devoice", N_("/devoice nick…"), N_("Take that right away again."),
             _status_change("-", "v"), (_NICK,)),
    SlashRow("mode", N_("/mode [target] [modes] [values]…"), N_("Show or change modes."),
             _mode, (_NICK,)),
    SlashRow("list", N_("/list [mask]"), N_("Show which rooms there are."), _list),
    SlashRow("clear", N_("/clear"), N_("Empty the room on your screen."), _clear),
    SlashRow("raw", N_("/raw line"), N_("Send a line of the protocol as it is."),
             _raw, aliases=("quote",)),
    SlashRow("connect", N_("/connect [host:port]"), N_("Connect now, here or elsewhere."),
             _connect),
    SlashRow("disconnect", N_("/disconnect [reason]"), N_("Leave the server and stay away."),
             _disconnect),
    SlashRow("quit", N_("/quit [reason]"), N_("Leave the server and the program."),
             _quit, aliases=("exit",)),
    SlashRow("help", N_("/help [command]"), N_("Show the commands, or one of them."),
             _help, (Completes.COMMAND,)),
)  # fmt: skip
"""Every command, in the order in which help lists them."""

_BY_NAME: Final = {name: row for row in COMMANDS for name in (row.name, *row.aliases)}
