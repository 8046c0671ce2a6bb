"""Proof that a server delivered: every line, once, in order, and nobody's own."""

from collections.abc import Mapping

from benchmarks.doors import PAYLOAD, payload

__all__ = ["DeliveryError", "check_stream"]


class DeliveryError(Exception):
    """A receiver did not get exactly what it should; says what and where."""


def check_stream(stream: bytes, end: bytes, sent: Mapping[int, range]) -> None:
    """Make sure that one receiver got exactly the messages of its room.

    Args:
        stream: all that the receiver got.
        end: the line end.
        sent: for each sender that it must hear, the numbers of its messages.

    Raises:
        DeliveryError: a message is missing, comes twice, out of its sender's
            order, damaged, or should not be there.
    """
    *lines, rest = stream.split(end)
    if rest:
        raise DeliveryError(f"the last line is not whole: {rest[-100:]!r}")
    expected = {sender: iter(numbers) for sender, numbers in sent.items()}
    for line in lines:
        text = line[-PAYLOAD:]
        try:
            sender, number = int(text[:5]), int(text[6:14])
        except ValueError:
            raise DeliveryError(f"not a message: {line!r}") from None
        if sender not in expected:
            raise DeliveryError(f"not to be heard here: {line!r}")
        wanted = next(expected[sender], None)
        if number != wanted or text != payload(sender, number):
            raise DeliveryError(f"got {line!r} where message {wanted} of {sender} was due")
    for sender, numbers in expected.items():
        missing = next(numbers, None)
        if missing is not None:
            raise DeliveryError(f"message {missing} of {sender} is missing")
