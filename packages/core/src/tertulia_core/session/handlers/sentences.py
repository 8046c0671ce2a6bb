"""Numerics in words: ours where their meaning is certain, else the server's.

Source: https://modern.ircdocs.horse/#numerics
"""

from collections.abc import Sequence
from typing import Final

from tertulia_core.i18n import N_, Catalogue
from tertulia_core.wire import numerics as num
from tertulia_core.wire.message import Message

__all__ = ["GREETING", "SENTENCES", "SILENT", "sentence_of", "worded"]

_ = Catalogue("tertulia_core").gettext

SENTENCES: Final = {
    num.RPL_UMODEIS: N_("Your modes: {1}"),
    num.RPL_WHOISUSER: N_("{1} is {2}@{3}: {5}"),
    num.RPL_WHOISSERVER: N_("{1} is on the server {2} ({3})"),
    num.RPL_WHOISOPERATOR: N_("{1} looks after this server"),
    num.RPL_WHOISCHANNELS: N_("{1} is in {2}"),
    num.RPL_WHOISIDLE: N_("{1} has said nothing for {2} seconds"),
    num.RPL_WHOISACCOUNT: N_("{1} is signed in as {2}"),
    num.RPL_WHOISSECURE: N_("{1} uses an encrypted connection"),
    num.RPL_WHOISBOT: N_("{1} is a program"),
    num.RPL_LIST: N_("{1} · people: {2} · {3}"),
    num.RPL_BANLIST: N_("Kept out of {1}: {2}"),
    num.RPL_UNAWAY: N_("People see that you are back."),
    num.RPL_NOWAWAY: N_("People see that you are away."),
    num.ERR_NOSUCHNICK: N_("Nothing and nobody here is called {1}."),
    num.ERR_NOSUCHCHANNEL: N_("There is no room called {1}."),
    num.ERR_NOTONCHANNEL: N_("You are not in {1}."),
    num.ERR_USERNOTINCHANNEL: N_("{1} is not in {2}."),
    num.ERR_USERONCHANNEL: N_("{1} is in {2} already."),
    num.ERR_NICKNAMEINUSE: N_("Somebody else is called {1}."),
    num.ERR_ERRONEUSNICKNAME: N_("Nobody can be called {1} here."),
    num.ERR_UNKNOWNCOMMAND: N_("The server does not know the command {1}."),
    num.ERR_CHANNELISFULL: N_("{1} is full."),
    num.ERR_INVITEONLYCHAN: N_("{1} is only for those who are invited."),
    num.ERR_BANNEDFROMCHAN: N_("You are kept out of {1}."),
    num.ERR_BADCHANNELKEY: N_("{1} needs another key: /join {1} key"),
    num.ERR_CHANOPRIVSNEEDED: N_("Only operators of {1} can do that."),
}
"""Numerics whose meaning is certain, worded by us; the number is that of the parameter."""

COUNTS: Final = frozenset({num.RPL_LUSEROP, num.RPL_LUSERUNKNOWN, num.RPL_LUSERCHANNELS})
"""Numerics whose text continues the number before it: ``2 :operators online``."""

REPEATS: Final = frozenset({num.RPL_LOCALUSERS, num.RPL_GLOBALUSERS})
"""Numerics whose text says again what stands before it."""

SILENT: Final = frozenset(
    {
        num.RPL_LISTSTART,
        num.RPL_ENDOFWHOIS,
        num.RPL_ENDOFBANLIST,
        num.RPL_ENDOFWHOWAS,
        num.RPL_ENDOFINFO,
        num.RPL_MOTDSTART,
        num.RPL_ENDOFHELP,
    }
)
"""Numerics that only frame others."""

GREETING: Final = frozenset(
    {
        num.RPL_YOURHOST,
        num.RPL_CREATED,
        num.RPL_LUSERCLIENT,
        num.RPL_LUSEROP,
        num.RPL_LUSERUNKNOWN,
        num.RPL_LUSERCHANNELS,
        num.RPL_LUSERME,
        num.RPL_LOCALUSERS,
        num.RPL_GLOBALUSERS,
        num.RPL_MOTD,
        num.RPL_LIST,
        num.RPL_LISTEND,
        num.RPL_VISIBLEHOST,
        num.RPL_YOURID,
        "250",  # how many connections there were at most, beside the numerics of LUSERS
    }
)
"""Numerics that belong into the server's own room."""


def sentence_of(message: Message) -> str:
    """Return a numeric in words: ours where its meaning is certain, else the server's."""
    template = SENTENCES.get(message.command)
    if template is not None:
        try:
            return _(template).format(*message.params)
        except IndexError:
            pass  # the server left parameters out
    if message.command in COUNTS:
        return " ".join(message.params[1:])
    if message.command in REPEATS:
        return message.params[-1] if message.params else ""
    return worded(message.params[1:-1], message.params[-1] if len(message.params) > 1 else "")


def worded(context: Sequence[str], text: str) -> str:
    """Return a text with what it is about before it, ``"#sala: Cannot send"``."""
    return f"{' '.join(context)}: {text}" if context else text
