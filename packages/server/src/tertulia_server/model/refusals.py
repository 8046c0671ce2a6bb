"""A no, as an exception: which numeric or FAIL it is, and the sentence people read.

The model and the commands raise them; ``dispatch`` writes them. The sentences
are catalogue keys, translated when they are shown.

Sources: https://modern.ircdocs.horse/#numerics and
https://ircv3.net/specs/extensions/standard-replies
"""

from collections.abc import Mapping
from typing import Final

from tertulia_core.i18n import N_
from tertulia_core.wire import numerics as n
from tertulia_server.model.fail_codes import FailCode

__all__ = ["LOOKS_ALIKE", "RESERVED", "SENTENCES", "Fail", "Refusal"]

LOOKS_ALIKE: Final = N_("That name looks like that of another channel")
RESERVED: Final = N_("That nick belongs to an account; log in to it, or choose another one")

SENTENCES: Final[Mapping[str, str]] = {
    n.ERR_UNKNOWNERROR: N_("Something went wrong inside the server; it has been noted"),
    n.ERR_NOSUCHNICK: N_("Nobody here has that nick"),
    n.ERR_NOSUCHCHANNEL: N_("There is no such channel"),
    n.ERR_CANNOTSENDTOCHAN: N_("You may not write in that channel"),
    n.ERR_TOOMANYCHANNELS: N_("You are in as many channels as one may be"),
    n.ERR_TOOMANYTARGETS: N_("Those are too many at once; nobody was reached"),
    n.ERR_NOORIGIN: N_("A token is missing"),
    n.ERR_NORECIPIENT: N_("Say to whom"),
    n.ERR_NOTEXTTOSEND: N_("There is no text to send"),
    n.ERR_INPUTTOOLONG: N_("That line is too long; nothing of it was done"),
    n.ERR_UNKNOWNCOMMAND: N_("There is no such command"),
    n.ERR_NOMOTD: N_("There is no message of the day"),
    n.ERR_NONICKNAMEGIVEN: N_("Say which nick"),
    n.ERR_ERRONEUSNICKNAME: N_("That cannot be a nick"),
    n.ERR_NICKNAMEINUSE: N_("Somebody has that nick already"),
    n.ERR_USERNOTINCHANNEL: N_("That person is not in the channel"),
    n.ERR_NOTONCHANNEL: N_("You are not in that channel"),
    n.ERR_USERONCHANNEL: N_("is already in the channel"),
    n.ERR_NOTREGISTERED: N_("Register first, with NICK and USER"),
    n.ERR_ACCEPTFULL: N_("The list is full"),
    n.ERR_ACCEPTEXIST: N_("is on your list already"),
    n.ERR_ACCEPTNOT: N_("is not on your list"),
    n.ERR_NEEDMOREPARAMS: N_("Parameters are missing"),
    n.ERR_ALREADYREGISTERED: N_("You are registered already"),
    n.ERR_PASSWDMISMATCH: N_("The password is wrong"),
    n.ERR_INVALIDUSERNAME: N_("That cannot be a username or a host"),
    n.ERR_CHANNELISFULL: N_("The channel is full"),
    n.ERR_LINKCHANNEL: N_("That channel sends you to another one"),
    n.ERR_UNKNOWNMODE: N_("is a mode this server does not know"),
    n.ERR_INVITEONLYCHAN: N_("One enters that channel by invitation only"),
    n.ERR_BANNEDFROMCHAN: N_("You are banned from that channel"),
    n.ERR_BADCHANNELKEY: N_("That channel has another key"),
    n.ERR_BADCHANMASK: N_("That cannot be the name of a channel"),
    n.ERR_NEEDREGGEDNICK: N_("Only people with an account may do that"),
    n.ERR_BANLISTFULL: N_("The list is full"),
    n.ERR_CANNOTKNOCK: N_("One cannot knock there"),
    n.ERR_TOOMANYKNOCK: N_("You have knocked already; wait a little"),
    n.ERR_CHANOPEN: N_("That channel is open; just join it"),
    n.ERR_KNOCKONCHAN: N_("You are in that channel"),
    n.ERR_NOPRIVILEGES: N_("Only operators of the server may do that"),
    n.ERR_CHANOPRIVSNEEDED: N_("Only operators of the channel may do that"),
    n.ERR_CANNOTSENDRP: N_("That role cannot be played there"),
    n.ERR_UMODEUNKNOWNFLAG: N_("That user mode is unknown"),
    n.ERR_USERSDONTMATCH: N_("One changes or sees only one's own modes"),
    n.ERR_HELPNOTFOUND: N_("There is no help on that"),
    n.ERR_INVALIDCAPCMD: N_("There is no such CAP subcommand"),
    n.ERR_INVALIDMODEPARAM: N_("That is not a value for this mode"),
    n.ERR_MONLISTFULL: N_("You watch as many people as one may"),
    n.ERR_SASLFAIL: N_("Logging in failed"),
    n.ERR_SASLTOOLONG: N_("That is too long"),
    n.ERR_SASLABORTED: N_("Logging in was given up"),
    n.ERR_SASLALREADY: N_("Your other connections are logged in to another account"),
    n.ERR_NICKLOCKED: N_("That account is suspended"),
    n.ERR_WASNOSUCHNICK: N_("Nobody here had that nick"),
}
"""The sentence of each numeric, as catalogue keys."""


class Refusal(Exception):
    """A command that is not done, answered with a numeric.

    Args:
        numeric: three digits, a key of ``SENTENCES`` unless ``sentence`` is given.
        params: what stands between the nick and the sentence.
        sentence: a catalogue key that says it better here.
    """

    def __init__(self, numeric: str, *params: str, sentence: str = "") -> None:
        super().__init__(numeric, *params)
        self.numeric = numeric
        self.params = params
        self.sentence = sentence or SENTENCES[numeric]


class Fail(Refusal):
    """A command that is not done, answered with ``FAIL COMMAND CODE context… :sentence``.

    Args:
        row: which of the codes, a row of ``fail_codes``.
        context: what the row's ``context`` describes.
        sentence: a catalogue key that says it better here than that of the row.
    """

    def __init__(self, row: FailCode, *context: str, sentence: str = "") -> None:
        sentence = sentence or row.sentence
        super().__init__("FAIL", row.command, row.code, *context, sentence=sentence)
