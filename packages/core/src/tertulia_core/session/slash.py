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

from tertulia_core.i18n import N_, Catalogue
from tertulia_core.session import intents
from tertulia_core.session import slash_words as words
from tertulia_core.session.intents import Intent
from tertulia_core.session.slash_words import SlashError
from tertulia_core.text import sanitize

__all__ = ["COMMANDS", "Completes", "SlashError", "SlashRow", "find", "help_text", "parse"]

_ = Catalogue("tertulia_core").gettext


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
        return intents.SendText(words.to_conversation(room), text)
    if text.startswith("//"):
        return intents.SendText(words.to_conversation(room), text[1:])
    name, rest = words.first_word(text[1:])
    row = find(name)
    if row is None:
        raise SlashError(_unknown(name))
    try:
        return row.parse(rest, room)
    except words.Misused:
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


def _unknown(name: str) -> str:
    shown = sanitize(name, name=True)
    nearest = difflib.get_close_matches(name.lower(), _BY_NAME, n=1, cutoff=0.5)
    if nearest:
        return _("There is no command /{name}. Did you mean /{nearest}?").format(
            name=shown, nearest=nearest[0]
        )
    return _("There is no command /{name}. /help lists them all.").format(name=shown)


_NICK, _ROOM, _NONE = Completes.NICK, Completes.ROOM, Completes.NOTHING

COMMANDS: Final = (
    SlashRow("join", N_("/join #room [key]"), N_("Enter a room, or open a new one."),
             words.to_join, (_ROOM, _NONE), ("j",)),
    SlashRow("part", N_("/part [#room] [reason]"), N_("Leave a room or close a conversation."),
             words.to_part, (_ROOM, _NONE), ("leave",)),
    SlashRow("nick", N_("/nick name"), N_("Take another nick."), words.to_nick),
    SlashRow("me", N_("/me text"), N_("Say what you do: * ana waves."), words.to_me, (_NICK,)),
    SlashRow("msg", N_("/msg nick text"), N_("Say something to one person."),
             words.to_msg, (_NICK, _NONE)),
    SlashRow("query", N_("/query nick [text]"), N_("Open a conversation with one person."),
             words.to_query, (_NICK, _NONE)),
    SlashRow("topic", N_("/topic [#room] [text | -delete]"),
             N_("Show or change what the room is about."), words.to_topic),
    SlashRow("names", N_("/names [#room]"), N_("Show who is in the room."),
             words.to_names, (_ROOM,)),
    SlashRow("whois", N_("/whois nick"), N_("Show who somebody is."), words.to_whois, (_NICK,)),
    SlashRow("away", N_("/away [reason]"), N_("Tell people that you are away."), words.to_away),
    SlashRow("back", N_("/back"), N_("Tell people that you are back."), words.to_back),
    SlashRow("invite", N_("/invite nick [#room]"), N_("Ask somebody into the room."),
             words.to_invite, (_NICK, _ROOM)),
    SlashRow("kick", N_("/kick nick [reason]"), N_("Remove somebody from the room."),
             words.to_kick, (_NICK, _NONE)),
    SlashRow("ban", N_("/ban [nick or mask]…"), N_("Keep somebody out, or list who is."),
             words.to_ban_change("+"), (_NICK,)),
    SlashRow("unban", N_("/unban mask…"), N_("Let somebody in again."),
             words.to_ban_change("-"), (_NICK,)),
    SlashRow("op", N_("/op nick…"), N_("Make somebody an operator of the room."),
             words.to_status_change("+", "o"), (_NICK,)),
    SlashRow("deop", N_("/deop nick…"), N_("Make somebody an operator no longer."),
             words.to_status_change("-", "o"), (_NICK,)),
    SlashRow("voice", N_("/voice nick…"), N_("Let somebody speak in a moderated room."),
             words.to_status_change("+", "v"), (_NICK,)),
    SlashRow("devoice", N_("/devoice nick…"), N_("Take that right away again."),
             words.to_status_change("-", "v"), (_NICK,)),
    SlashRow("mode", N_("/mode [target] [modes] [values]…"), N_("Show or change modes."),
             words.to_mode, (_NICK,)),
    SlashRow("list", N_("/list [mask]"), N_("Show which rooms there are."), words.to_list),
    SlashRow("ignore", N_("/ignore [nick or mask]"),
             N_("Hear somebody no more, or again; or list whom you ignore."),
             words.to_ignore, (_NICK,)),
    SlashRow("mute", N_("/mute [#room]"), N_("Let a room fill quietly, or be counted again."),
             words.to_mute, (_ROOM,)),
    SlashRow("notify", N_("/notify [all | mentions | nothing]"),
             N_("Choose which messages of this room call you."), words.to_notify),
    SlashRow("export", N_("/export [file]"),
             N_("Write this room into a file: text, or JSON lines if it ends in .jsonl."),
             words.to_export),
    SlashRow("search", N_("/search words [from:nick] [in:#room] [before:2026-05-01] [has:link]"),
             N_("Find what was said, in all your rooms."), words.to_search),
    SlashRow("history", N_("/history"), N_("Fetch what was said before the oldest line here."),
             words.to_history),
    SlashRow("register", N_("/register password [e-mail]"),
             N_("Make an account, which keeps your nick."), words.to_register),
    SlashRow("login", N_("/login [account] password"), N_("Use your account."), words.to_login),
    SlashRow("logout", N_("/logout"), N_("Be a guest again."), words.to_logout),
    SlashRow("passwd", N_("/passwd old new"), N_("Change your password."), words.to_passwd),
    SlashRow("unregister", N_("/unregister password"), N_("Delete your account."),
             words.to_unregister),
    SlashRow("clear", N_("/clear"), N_("Empty the room on your screen."), words.to_clear),
    SlashRow("raw", N_("/raw line"), N_("Send a line of the protocol as it is."),
             words.to_raw, aliases=("quote",)),
    SlashRow("connect", N_("/connect [host:port]"), N_("Connect now, here or elsewhere."),
             words.to_connect),
    SlashRow("disconnect", N_("/disconnect [reason]"), N_("Leave the server and stay away."),
             words.to_disconnect),
    SlashRow("quit", N_("/quit [reason]"), N_("Leave the server and the program."),
             words.to_quit, aliases=("exit",)),
    SlashRow("help", N_("/help [command]"), N_("Show the commands, or one of them."),
             words.to_help, (Completes.COMMAND,)),
)  # fmt: skip
"""Every command, in the order in which help lists them."""

_BY_NAME: Final = {name: row for row in COMMANDS for name in (row.name, *row.aliases)}
