"""What follows each slash command → an intent: the ``parse`` functions of the rows in ``slash``.

Each takes the words after the command and the room on screen.
"""

from collections.abc import Callable
from typing import Final

from tertulia_core.errors import LocalError
from tertulia_core.i18n import Catalogue
from tertulia_core.session import intents
from tertulia_core.session.attention import Level
from tertulia_core.session.intents import Intent
from tertulia_core.session.state import SERVER_ROOM

__all__ = ["Misused", "SlashError", "first_word", "to_conversation"]

_ = Catalogue("tertulia_core").gettext

_LEVELS: Final = frozenset(level.value for level in Level)

CHANNEL_SIGNS: Final = "#&+!"
"""What a room's name may begin with on any network."""


class SlashError(LocalError):
    """What was typed is not a command that can be carried out; the sentence says why."""


class Misused(Exception):
    """A command's words are not what it needs; ``slash.parse`` answers with the usage."""


def first_word(text: str) -> tuple[str, str]:
    """Split a text into its first word and the rest."""
    words = text.split(None, 1)
    if not words:
        return "", ""
    return words[0], words[1].strip() if len(words) > 1 else ""


def _needed(text: str) -> str:
    if not text:
        raise Misused
    return text


def _is_channel(name: str) -> bool:
    return name[:1] != "" and name[0] in CHANNEL_SIGNS


def to_conversation(room: str) -> str:
    """Return the room if something can be said in it.

    Raises:
        SlashError: it is the server's own, where nobody hears.
    """
    if not room or room == SERVER_ROOM:
        raise SlashError(_("Nobody hears you here. Enter a room first: /join #room"))
    return room


def _channel(room: str) -> str:
    if not _is_channel(room):
        raise SlashError(_("This only works in a room. Enter one first: /join #room"))
    return room


def _room_first(rest: str, room: str) -> tuple[str, str]:
    """Return the room meant and what follows: the first word if it is a room's name."""
    first, others = first_word(rest)
    if _is_channel(first):
        return first, others
    return _channel(room), rest


def to_join(rest: str, _room: str) -> Intent:
    """Read a room, with its sign or without, and its key."""
    name, key = first_word(_needed(rest))
    return intents.JoinRoom(name if _is_channel(name) else f"#{name}", key)


def to_part(rest: str, room: str) -> Intent:
    """Read a reason to leave, and perhaps which room; the server's own stands for the server."""
    first, reason = first_word(rest)
    if _is_channel(first):
        return intents.PartRoom(first, reason)
    return intents.PartRoom(room or SERVER_ROOM, rest)


def to_nick(rest: str, _room: str) -> Intent:
    """Read a nick."""
    return intents.ChangeNick(first_word(_needed(rest))[0])


def to_me(rest: str, room: str) -> Intent:
    """Read what one does."""
    return intents.SendAction(to_conversation(room), _needed(rest))


def to_msg(rest: str, _room: str) -> Intent:
    """Read a nick or room and what to say there."""
    target, text = first_word(rest)
    if _is_channel(target):
        return intents.SendText(target, _needed(text))
    return intents.OpenPrivate(target, _needed(text))


def to_query(rest: str, _room: str) -> Intent:
    """Read a nick, and perhaps what to say."""
    nick, text = first_word(_needed(rest))
    return intents.OpenPrivate(nick, text)


def to_topic(rest: str, room: str) -> Intent:
    """Read a topic, and perhaps a room; nothing asks for it, ``-delete`` takes it away."""
    channel, topic = _room_first(rest, room)
    if not topic:
        return intents.SetTopic(channel, None)
    return intents.SetTopic(channel, "" if topic == "-delete" else topic)


def to_names(rest: str, room: str) -> Intent:
    """Read a room, by default this one."""
    return intents.ShowNames(_room_first(rest, room)[0])


def to_whois(rest: str, room: str) -> Intent:
    """Read a nick, by default the one this conversation is with."""
    nick, _others = first_word(rest)
    if not nick and (_is_channel(room) or room in {"", SERVER_ROOM}):
        raise Misused
    return intents.ShowWhois(nick or room)


def to_away(rest: str, _room: str) -> Intent:
    """Read a reason to be away."""
    return intents.SetAway(rest or _("Away"))


def to_back(_rest: str, _room: str) -> Intent:
    """Read nothing."""
    return intents.SetAway("")


def to_invite(rest: str, room: str) -> Intent:
    """Read a nick, and perhaps a room."""
    nick, channel = first_word(_needed(rest))
    return intents.InviteNick(_channel(channel or room), nick)


def to_kick(rest: str, room: str) -> Intent:
    """Read a nick and a reason."""
    channel, words = _room_first(rest, room)
    nick, reason = first_word(_needed(words))
    return intents.KickNick(channel, nick, reason)


def to_ban_change(sign: str) -> Callable[[str, str], Intent]:
    """Return what reads masks to set or take, none asks for the list."""

    def parse_ban(rest: str, room: str) -> Intent:
        channel, words = _room_first(rest, room)
        masks = tuple(_to_mask(word) for word in words.split())
        if sign == "-" and not masks:
            raise Misused
        return intents.ChangeMode(channel, sign + "b" * max(1, len(masks)), masks)

    return parse_ban


def _to_mask(word: str) -> str:
    """Return a ban mask for a bare nick; what is a mask already stays as it is."""
    return word if any(sign in word for sign in "!@*?:$~") else f"{word}!*@*"


def to_status_change(sign: str, letter: str) -> Callable[[str, str], Intent]:
    """Return what reads nicks to give a rank or take it."""

    def parse_status(rest: str, room: str) -> Intent:
        channel, words = _room_first(rest, room)
        nicks = tuple(_needed(words).split())
        return intents.ChangeMode(channel, sign + letter * len(nicks), nicks)

    return parse_status


def to_mode(rest: str, room: str) -> Intent:
    """Read modes with their values, and perhaps whose."""
    first, others = first_word(rest)
    if first and first[0] not in "+-":
        target, words = first, others.split()
    else:
        target, words = to_conversation(room), rest.split()
    return intents.ChangeMode(target, words[0] if words else "", tuple(words[1:]))


def to_list(rest: str, _room: str) -> Intent:
    """Read a mask for rooms."""
    return intents.ListRooms(rest)


def to_ignore(rest: str, _room: str) -> Intent:
    """Read a nick or mask, or nothing."""
    return intents.IgnoreNick(first_word(rest)[0])


def to_mute(rest: str, room: str) -> Intent:
    """Read a room or a conversation, by default this one."""
    return intents.MuteRoom(first_word(rest)[0] or to_conversation(room))


def to_notify(rest: str, room: str) -> Intent:
    """Read what notifies, or nothing."""
    level = first_word(rest)[0].lower()
    if level and level not in _LEVELS:
        raise Misused
    return intents.SetLevel(to_conversation(room), level)


def to_export(rest: str, room: str) -> Intent:
    """Read the name of a file, which may hold spaces, or nothing."""
    return intents.ExportRoom(room, rest)


def to_search(rest: str, _room: str) -> Intent:
    """Read words and filters."""
    return intents.Search(_needed(rest), shows_page=True)


def to_history(_rest: str, room: str) -> Intent:
    """Read nothing."""
    return intents.LoadOlder(to_conversation(room))


def to_register(rest: str, _room: str) -> Intent:
    """Read a password, and perhaps an e-mail address."""
    password, email = first_word(_needed(rest))
    return intents.Register(password, email)


def to_login(rest: str, _room: str) -> Intent:
    """Read an account and its password; a password alone is for the account of our nick."""
    first, second = first_word(_needed(rest))
    return intents.LogIn(first, second) if second else intents.LogIn("", first)


def to_logout(_rest: str, _room: str) -> Intent:
    """Read nothing."""
    return intents.LogOut()


def to_passwd(rest: str, _room: str) -> Intent:
    """Read the old password and the new one."""
    old, new = first_word(rest)
    return intents.ChangePassword(old, _needed(new))


def to_unregister(rest: str, _room: str) -> Intent:
    """Read the password: what it deletes does not come back."""
    return intents.Unregister(_needed(rest))


def to_clear(_rest: str, room: str) -> Intent:
    """Read nothing."""
    return intents.ClearLines(room)


def to_raw(rest: str, _room: str) -> Intent:
    """Read a line."""
    return intents.SendRaw(_needed(rest))


def to_connect(rest: str, _room: str) -> Intent:
    """Read an address, or nothing."""
    return intents.Connect(rest)


def to_disconnect(rest: str, _room: str) -> Intent:
    """Read a reason to leave."""
    return intents.Disconnect(rest)


def to_quit(rest: str, _room: str) -> Intent:
    """Read a reason to leave."""
    return intents.Quit(rest)


def to_help(rest: str, _room: str) -> Intent:
    """Read a command, or nothing."""
    return intents.ShowHelp(first_word(rest)[0])
