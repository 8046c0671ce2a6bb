"""Lines that are no messages: what can be read of them, and how they are answered."""

from tertulia_core.errors import InvalidUtf8, LineTooLong, ParseError
from tertulia_core.wire import numerics as n
from tertulia_core.wire.codec import decode_line
from tertulia_core.wire.message import Message
from tertulia_server.commands.topics import TABLE
from tertulia_server.model.fail_codes import INVALID_UTF8
from tertulia_server.model.refusals import Fail, Refusal

__all__ = ["refusal_of", "salvage"]


def salvage(line: bytes) -> Message:
    """Return what can be read of a bad line, for its command and its label.

    One without a command is read as if it had ``*``, which names none.
    """
    for attempt in (line, line + b" *"):
        try:
            return decode_line(attempt, errors="replace")
        except ParseError:
            continue
    return Message("*")


def refusal_of(error: ParseError, message: Message) -> Refusal:
    """Return how a bad line is answered."""
    if isinstance(error, LineTooLong):
        return Refusal(n.ERR_INPUTTOOLONG)
    if isinstance(error, InvalidUtf8):
        command = message.command if message.command in TABLE.rows else "*"
        return Fail(INVALID_UTF8.to_command(command))
    return Refusal(n.ERR_UNKNOWNCOMMAND, "*")
