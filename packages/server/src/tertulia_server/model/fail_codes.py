"""Every FAIL that the server sends: the command it answers, its code, when, and the sentence.

A table: one constant per row, named command and code. Who refuses raises
``Fail(ROW, context…)``; the reference lists the rows as they stand here. A
code that two commands share has a row for each, because what it names differs.

Source: https://ircv3.net/specs/extensions/standard-replies
"""

from typing import Final, NamedTuple

from tertulia_core.i18n import N_

__all__ = ["FAIL_CODES", "FailCode"]


class FailCode(NamedTuple):
    """One row.

    Attributes:
        command: what is answered; ``*`` for whatever was sent, see ``to_command``.
        code: what programs compare.
        context: the parameters between code and sentence, as the reference shows them.
        when: what is wrong, for authors of clients, in English.
        sentence: a catalogue key; ``""`` where only who refuses can say it.
    """

    command: str
    code: str
    context: str
    when: str
    sentence: str

    def to_command(self, command: str) -> "FailCode":
        """Return the row of a code for any command, as it answers one of them."""
        return self._replace(command=command)


INVALID_UTF8: Final = FailCode(
    "*",
    "INVALID_UTF8",
    "",
    "the line is not UTF-8",
    N_("That is not UTF-8; nothing was done"),
)

# BATCH: https://ircv3.net/specs/extensions/client-batch and
# https://ircv3.net/specs/extensions/multiline
BATCH_INVALID_REFTAG: Final = FailCode(
    "BATCH",
    "INVALID_REFTAG",
    "<reference>",
    "the reference has something else than letters, digits and hyphens, or no sign before it",
    N_("That cannot be the reference of a batch"),
)
BATCH_MULTILINE_INVALID: Final = FailCode(
    "BATCH",
    "MULTILINE_INVALID",
    "",
    "the batch, or a line that claims to be of it, breaks a rule",
    N_("That is no message of several lines; nothing of it was said"),
)
BATCH_MULTILINE_INVALID_TARGET: Final = FailCode(
    "BATCH",
    "MULTILINE_INVALID_TARGET",
    "<target of the batch> <target of the line>",
    "a line goes to another target than its batch",
    N_("All lines of a message go to one target"),
)
BATCH_MULTILINE_MAX_BYTES: Final = FailCode(
    "BATCH",
    "MULTILINE_MAX_BYTES",
    "<limit>",
    "the message has more bytes than max-bytes of the capability",
    N_("The message is too long; nothing of it was said"),
)
BATCH_MULTILINE_MAX_LINES: Final = FailCode(
    "BATCH",
    "MULTILINE_MAX_LINES",
    "<limit>",
    "the message has more lines than max-lines of the capability",
    N_("The message has too many lines; nothing of it was said"),
)
BATCH_TIMEOUT: Final = FailCode(
    "BATCH",
    "TIMEOUT",
    "<reference>",
    "the batch was not closed within half a minute",
    N_("The message was not finished in time; nothing of it was said"),
)
BATCH_UNKNOWN_TYPE: Final = FailCode(
    "BATCH",
    "UNKNOWN_TYPE",
    "<reference> <type>",
    "the type is unknown, or not negotiated",
    N_("Batches of that type cannot be sent here"),
)

# https://ircv3.net/specs/extensions/chathistory#errors-and-warnings
CHATHISTORY_INVALID_MSGREFTYPE: Final = FailCode(
    "CHATHISTORY",
    "INVALID_MSGREFTYPE",
    "<subcommand> <target>",
    "a reference begins neither with msgid= nor with timestamp=",
    N_("That is no reference to a message"),
)
CHATHISTORY_INVALID_PARAMS: Final = FailCode(
    "CHATHISTORY",
    "INVALID_PARAMS",
    "<subcommand> [<parameter>]",
    "there is no such subcommand, or its parameters cannot be read",
    N_("That question about history cannot be read"),
)
CHATHISTORY_INVALID_TARGET: Final = FailCode(
    "CHATHISTORY",
    "INVALID_TARGET",
    "<subcommand> <target>",
    "there is no such channel, one is not in it, or what is said to a person is not kept",
    N_("There is no history that you may read there"),
)
CHATHISTORY_MESSAGE_ERROR: Final = FailCode(
    "CHATHISTORY",
    "MESSAGE_ERROR",
    "<subcommand> <target>",
    "history cannot be read now, nothing is kept, or the id is none of this history",
    N_("Nothing can be shown of that history"),
)

# The command is ours: docs/protocol.md
EDIT_EDIT_FORBIDDEN: Final = FailCode(
    "EDIT",
    "EDIT_FORBIDDEN",
    "<target> <msgid>",
    "somebody else said it",
    N_("You can only edit what you said"),
)
EDIT_INVALID_TARGET: Final = FailCode(
    "EDIT",
    "INVALID_TARGET",
    "<target>",
    "there is no such channel, one is not in it, or what is said to a person is not kept",
    N_("There is nothing that you may change there"),
)
EDIT_UNKNOWN_MSGID: Final = FailCode(
    "EDIT",
    "UNKNOWN_MSGID",
    "<target> <msgid>",
    "there is no such message there that one may read, or it was taken back",
    N_("There is no such message, or it is too old"),
)

# https://ircv3.net/specs/extensions/read-marker#errors-and-warnings
MARKREAD_INVALID_PARAMS: Final = FailCode(
    "MARKREAD",
    "INVALID_PARAMS",
    "<target> <parameter>",
    "the moment is not written as timestamp=YYYY-MM-DDThh:mm:ss.sssZ",
    N_("That is no moment"),
)
MARKREAD_NEED_MORE_PARAMS: Final = FailCode(
    "MARKREAD",
    "NEED_MORE_PARAMS",
    "",
    "no target was named",
    N_("Of what conversation?"),
)

# https://ircv3.net/specs/extensions/metadata#standard-replies
METADATA_INVALID_TARGET: Final = FailCode(
    "METADATA",
    "INVALID_TARGET",
    "<target>",
    "there is no such person or channel, or one may not know of it",
    N_("There is nobody and nothing of that name"),
)
METADATA_INVALID_VALUE: Final = FailCode(
    "METADATA",
    "INVALID_VALUE",
    "<key>",
    "the value is longer than max-value-bytes of the capability",
    N_("That value is too long"),
)
METADATA_KEY_INVALID: Final = FailCode(
    "METADATA",
    "KEY_INVALID",
    "<key>",
    "a key has something else than a-z, 0-9 and _./-, or is too long",
    N_("That cannot be a key"),
)
METADATA_KEY_NOT_SET: Final = FailCode(
    "METADATA",
    "KEY_NOT_SET",
    "<target> <key>",
    "what is to be removed is not there",
    N_("There is no such value"),
)
METADATA_KEY_NO_PERMISSION: Final = FailCode(
    "METADATA",
    "KEY_NO_PERMISSION",
    "<target> <key>",
    "it is neither oneself nor a channel one operates; the key is * for CLEAR",
    N_("You may not change that"),
)
METADATA_LIMIT_REACHED: Final = FailCode(
    "METADATA",
    "LIMIT_REACHED",
    "<target>",
    "there are as many values as max-keys of the capability",
    N_("There are too many values already"),
)
METADATA_SUBCOMMAND_INVALID: Final = FailCode(
    "METADATA",
    "SUBCOMMAND_INVALID",
    "<subcommand>",
    "there is no such subcommand",
    N_("There is no such subcommand"),
)
METADATA_TOO_MANY_SUBS: Final = FailCode(
    "METADATA",
    "TOO_MANY_SUBS",
    "<key>",
    "there are as many keys as max-subs of the capability; those after it are not looked at",
    N_("You follow too many keys already"),
)

# https://ircv3.net/specs/extensions/message-redaction#errors
REDACT_INVALID_TARGET: Final = FailCode(
    "REDACT",
    "INVALID_TARGET",
    "<target>",
    "there is no such channel, one is not in it, or what is said to a person is not kept",
    N_("There is nothing that you may change there"),
)
REDACT_REDACT_FORBIDDEN: Final = FailCode(
    "REDACT",
    "REDACT_FORBIDDEN",
    "<target> <msgid>",
    "somebody else said it, and one does not operate the channel",
    N_("You can only take back what you said"),
)
REDACT_UNKNOWN_MSGID: Final = FailCode(
    "REDACT",
    "UNKNOWN_MSGID",
    "<target> <msgid>",
    "there is no such message there that one may read, or it was taken back",
    N_("There is no such message, or it is too old"),
)

# https://ircv3.net/specs/extensions/account-registration
REGISTER_ACCOUNT_EXISTS: Final = FailCode(
    "REGISTER",
    "ACCOUNT_EXISTS",
    "<account>",
    "an account or another person has the name, or one that looks like it",
    N_("That name is taken"),
)
REGISTER_ACCOUNT_NAME_MUST_BE_NICK: Final = FailCode(
    "REGISTER",
    "ACCOUNT_NAME_MUST_BE_NICK",
    "<account>",
    "the name is not the nick in use",
    N_("An account is called like the nick one is using"),
)
REGISTER_ALREADY_AUTHENTICATED: Final = FailCode(
    "REGISTER",
    "ALREADY_AUTHENTICATED",
    "<account>",
    "the connection is logged in",
    N_("You are logged in to an account already"),
)
REGISTER_COMPLETE_CONNECTION_REQUIRED: Final = FailCode(
    "REGISTER",
    "COMPLETE_CONNECTION_REQUIRED",
    "<account>",
    "it came before the welcome, which the configuration or a server password forbids",
    N_("Connect first, and make an account then"),
)
REGISTER_INVALID_EMAIL: Final = FailCode(
    "REGISTER",
    "INVALID_EMAIL",
    "<account>",
    "the address is none, or none was given and one is needed",
    N_("An e-mail address is needed"),
)
REGISTER_NEED_NICK: Final = FailCode(
    "REGISTER",
    "NEED_NICK",
    "*",
    "no NICK came before",
    N_("Choose a nick first"),
)
REGISTER_TEMPORARILY_UNAVAILABLE: Final = FailCode(
    "REGISTER",
    "TEMPORARILY_UNAVAILABLE",
    "<account>",
    "the configuration allows nobody to register, or others could read the password",
    N_("Accounts are made by the administrator here"),
)
REGISTER_UNACCEPTABLE_PASSWORD: Final = FailCode(
    "REGISTER",
    "UNACCEPTABLE_PASSWORD",
    "<account>",
    "the password is longer than 1,024 bytes or has characters that no password may have",
    N_("That cannot be a password"),
)
REGISTER_WEAK_PASSWORD: Final = FailCode(
    "REGISTER",
    "WEAK_PASSWORD",
    "<account>",
    "the password is shorter than six characters, or is the name",
    N_("Choose a longer password, of six characters at least"),
)

# https://modern.ircdocs.horse/#rehash-message
REHASH_INVALID_CONFIG: Final = FailCode(
    "REHASH",
    "INVALID_CONFIG",
    "",
    "the configuration has a mistake, which the sentence tells; the old one stays in force",
    "",
)

# https://github.com/ircv3/ircv3-specifications/pull/417
RELAYMSG_INVALID_NICK: Final = FailCode(
    "RELAYMSG",
    "INVALID_NICK",
    "",
    "the name is not one of another network: nick and network with a slash between",
    N_("That is no name of another network; write it as nick/network"),
)
RELAYMSG_PRIVS_NEEDED: Final = FailCode(
    "RELAYMSG",
    "PRIVS_NEEDED",
    "",
    "the sender is operator neither of the channel nor of the server",
    N_("Only operators may relay messages"),
)

# https://ircv3.net/specs/extensions/channel-rename
RENAME_CANNOT_RENAME: Final = FailCode(
    "RENAME",
    "CANNOT_RENAME",
    "<old name> <new name>",
    "the new name is none, is the old one or looks like another, or there are over 1,000 members",
    N_("The channel cannot be called that"),
)
RENAME_CHANNEL_NAME_IN_USE: Final = FailCode(
    "RENAME",
    "CHANNEL_NAME_IN_USE",
    "<old name> <new name>",
    "another channel has the name",
    N_("That name is taken"),
)

# The command is ours: docs/protocol.md
SEARCH_INVALID_QUERY: Final = FailCode(
    "SEARCH",
    "INVALID_QUERY",
    "<part>",
    "there is nothing to look for, or a date is not written as YYYY-MM-DD",
    N_("That cannot be searched for"),
)
SEARCH_INVALID_TARGET: Final = FailCode(
    "SEARCH",
    "INVALID_TARGET",
    "<target>",
    "one of the targets is a channel one is not in, or a person without kept messages",
    N_("There is no history that you may read there"),
)
SEARCH_UNAVAILABLE: Final = FailCode(
    "SEARCH",
    "UNAVAILABLE",
    "<target>",
    "history cannot be read now, or nothing is kept",
    N_("Nothing can be searched now"),
)

# https://ircv3.net/specs/extensions/setname
SETNAME_INVALID_REALNAME: Final = FailCode(
    "SETNAME",
    "INVALID_REALNAME",
    "",
    "the real name is empty or too long",
    N_("That cannot be a real name"),
)

# The command is ours: docs/protocol.md
TOKEN_ACCOUNT_REQUIRED: Final = FailCode(
    "TOKEN",
    "ACCOUNT_REQUIRED",
    "",
    "who asks is logged in to no account, or others could read the token",
    N_("You are not logged in to an account"),
)
TOKEN_INVALID_PARAMS: Final = FailCode(
    "TOKEN",
    "INVALID_PARAMS",
    "<subcommand>",
    "the subcommand is none of those there are",
    N_("There are CREATE, LIST and REVOKE"),
)
TOKEN_TOO_MANY_TOKENS: Final = FailCode(
    "TOKEN",
    "TOO_MANY_TOKENS",
    "",
    "the account has as many tokens as one may have",
    N_("You have too many; revoke one first"),
)
TOKEN_UNKNOWN_TOKEN: Final = FailCode(
    "TOKEN",
    "UNKNOWN_TOKEN",
    "<id>",
    "the account has no such token",
    N_("There is no such token"),
)

# https://ircv3.net/specs/extensions/account-registration
VERIFY_ALREADY_AUTHENTICATED: Final = FailCode(
    "VERIFY",
    "ALREADY_AUTHENTICATED",
    "<account>",
    "the connection is logged in",
    N_("You are logged in to an account already"),
)
VERIFY_INVALID_CODE: Final = FailCode(
    "VERIFY",
    "INVALID_CODE",
    "<account>",
    "always: no account waits for a code",
    N_("No account waits for that code"),
)

# Sending under a key: a message sent again is the same message.
KEY_IN_USE: Final = FailCode(
    "*",
    "KEY_IN_USE",
    "",
    "somebody else sent a message under the key, or the message was taken back",
    N_("Another message was sent under that key; nothing was said"),
)
KEY_INVALID: Final = FailCode(
    "*",
    "KEY_INVALID",
    "",
    "the key has less than 22 base64url characters, or stands on a message to several targets",
    N_("That cannot be a message's key; nothing was said"),
)

# What is said is kept before anybody hears it.
STORE_UNAVAILABLE: Final = FailCode(
    "*",
    "STORE_UNAVAILABLE",
    "<target>",
    "the server cannot keep messages now, its disk may be full; nobody heard this one",
    N_("The server cannot keep messages now; nobody heard this one"),
)

FAIL_CODES: Final = tuple(row for row in list(globals().values()) if isinstance(row, FailCode))
"""Every row, in the order above."""
