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

# https://modern.ircdocs.horse/#rehash-message
REHASH_INVALID_CONFIG: Final = FailCode(
    "REHASH",
    "INVALID_CONFIG",
    "",
    "the configuration has a mistake, which the sentence tells; the old one stays in force",
    "",
)

# https://ircv3.net/specs/extensions/channel-rename
RENAME_CANNOT_RENAME: Final = FailCode(
    "RENAME",
    "CANNOT_RENAME",
    "<old name> <new name>",
    "the new name is none, or is the old one, or the channel has more than 1,000 members",
    N_("The channel cannot be called that"),
)
RENAME_CHANNEL_NAME_IN_USE: Final = FailCode(
    "RENAME",
    "CHANNEL_NAME_IN_USE",
    "<old name> <new name>",
    "another channel has the name",
    N_("That name is taken"),
)

# https://ircv3.net/specs/extensions/setname
SETNAME_INVALID_REALNAME: Final = FailCode(
    "SETNAME",
    "INVALID_REALNAME",
    "",
    "the real name is empty or too long",
    N_("That cannot be a real name"),
)

FAIL_CODES: Final = tuple(row for row in list(globals().values()) if isinstance(row, FailCode))
"""Every row, in the order above."""
