"""Logging in: how AUTHENTICATE carries a SASL exchange, and PLAIN and EXTERNAL.

A response travels as base64 in parameters of 400 bytes; the first shorter one
ends it, ``+`` alone stands for nothing or for the end after a full one::

    for parameter in to_parameters(Plain("ana", "secreto").encode()):
        send("AUTHENTICATE", parameter)

and on the other side::

    answer = incoming.feed(parameter)     # None: more is to come
    plain = Plain.decode(answer)

SCRAM-SHA-256, which never shows the password, is in ``scram``.

Sources: https://ircv3.net/specs/extensions/sasl-3.1,
https://www.rfc-editor.org/rfc/rfc4616 and
https://www.rfc-editor.org/rfc/rfc4422#appendix-A
"""

from base64 import b64decode, b64encode
from binascii import Error as BadBase64
from typing import Final, NamedTuple

__all__ = [
    "ABORT",
    "CHUNK",
    "EMPTY",
    "MOST_BYTES",
    "Incoming",
    "Plain",
    "SaslError",
    "TooLong",
    "to_parameters",
]

CHUNK: Final = 400
"""Characters of base64 in one AUTHENTICATE."""

EMPTY: Final = "+"
"""The parameter that stands for no bytes at all."""

ABORT: Final = "*"
"""The parameter that ends an exchange without a result."""

MOST_BYTES: Final = 8 * CHUNK
"""Base64 characters of the longest answer that is put together."""


class SaslError(Exception):
    """What the other side sent makes no sense; says why in English."""


class TooLong(SaslError):
    """A parameter, or an answer as a whole, is longer than it may be."""


def to_parameters(data: bytes) -> list[str]:
    """Return the parameters of the AUTHENTICATE lines that carry ``data``."""
    text = b64encode(data).decode("ascii")
    pieces = [text[at : at + CHUNK] for at in range(0, len(text), CHUNK)]
    if not pieces or len(pieces[-1]) == CHUNK:
        pieces.append(EMPTY)
    return pieces


class Incoming:
    """Puts one answer after the other together; belongs to one exchange.

    After an error it is as new.
    """

    __slots__ = ("_pieces", "_size")

    def __init__(self) -> None:
        self._pieces: list[str] = []
        self._size = 0

    def feed(self, parameter: str) -> bytes | None:
        """Take a parameter; return the whole answer, ``None`` while more is to come.

        Raises:
            TooLong: it is longer than 400, or the answer is longer than ``MOST_BYTES``.
            SaslError: it is not base64.
        """
        if len(parameter) > CHUNK:
            self._begin()
            raise TooLong("an AUTHENTICATE holds 400 characters")
        if parameter != EMPTY:
            self._pieces.append(parameter)
            self._size += len(parameter)
        if self._size > MOST_BYTES:
            self._begin()
            raise TooLong("the answer is too long")
        if len(parameter) == CHUNK:
            return None
        text = "".join(self._pieces)
        self._begin()
        try:
            return b64decode(text, validate=True)
        except (BadBase64, ValueError) as error:
            raise SaslError("it is not base64") from error

    def _begin(self) -> None:
        self._pieces, self._size = [], 0


class Plain(NamedTuple):
    """The one message of PLAIN: who one is, the password, and as whom one wants to act.

    Attributes:
        account: the authentication identity.
        password: as it was typed.
        acts_as: the authorization identity, ``""`` for the same.
    """

    account: str
    password: str
    acts_as: str = ""

    def encode(self) -> bytes:
        """Return the message."""
        return f"{self.acts_as}\0{self.account}\0{self.password}".encode()

    @classmethod
    def decode(cls, data: bytes) -> "Plain":
        """Read the message.

        Raises:
            SaslError: it has not exactly three parts, or the account or the password is empty.
        """
        try:
            acts_as, account, password = data.decode().split("\0")
        except ValueError as error:  # also what is not UTF-8
            raise SaslError("PLAIN has three parts of UTF-8") from error
        if not account or not password:
            raise SaslError("a name and a password are needed")
        return cls(account, password, acts_as)
