"""Which language a new connection speaks, from its first bytes.

A person with a bare socket and an IRC client knock at the same port. Only what
cannot be speech is taken for the protocol: its first words in capitals, or in
lower case with exactly as many parameters as they have, so that "pass me the
salt" is heard by the room. A browser or a TLS hello is neither.
"""

import enum
import re
from typing import Final

__all__ = ["Guess", "guess_line", "guess_partial"]

_CAPITALS: Final = frozenset(b"CAP NICK USER PASS PING AUTHENTICATE WEBIRC QUIT PROXY".split())
"""What an IRC client may begin with."""

_PARAMETERS: Final = {
    b"cap": (1, 2),
    b"nick": (1,),
    b"user": (4,),
    b"pass": (1,),
    b"ping": (1,),
    b"authenticate": (1,),
    b"webirc": (4, 5),
    b"quit": (0,),
    b"proxy": (5,),
}
"""How many parameters the same words have; in lower case only exactly so many count."""

_HTTP: Final = re.compile(rb"[A-Z]+ \S+ HTTP/\d(?:\.\d)?\s*")
_HTTP_VERBS: Final = frozenset(
    (
        b"GET",
        b"HEAD",
        b"POST",
        b"PUT",
        b"DELETE",
        b"CONNECT",
        b"OPTIONS",
        b"TRACE",
        b"PATCH",
        b"PRI",
    )
)
_TLS_HELLO: Final = b"\x16\x03"
"""A TLS handshake record (https://www.rfc-editor.org/rfc/rfc8446#section-5.1)."""


class Guess(enum.Enum):
    """What a connection's first bytes are."""

    IRC = "a line of the protocol"
    TEXT = "what somebody says"
    FOREIGN = "HTTP, TLS or binary data: nothing for this port"
    UNDECIDED = "more bytes may still make it another thing"


def guess_line(line: bytes) -> Guess:
    """Tell what a first complete line is; never ``UNDECIDED``."""
    if line.startswith(_TLS_HELLO) or b"\0" in line or _HTTP.fullmatch(line):
        return Guess.FOREIGN
    word, _space, rest = _after_prefixes(line).partition(b" ")
    if word in _CAPITALS or _count_parameters(rest) in _PARAMETERS.get(word, ()):
        return Guess.IRC
    return Guess.TEXT


def guess_partial(partial: bytes) -> Guess:
    """Tell what a beginning without its line end is, as far as it can be told."""
    if partial.startswith(_TLS_HELLO) or b"\0" in partial:
        return Guess.FOREIGN
    rest = _after_prefixes(partial)
    word, space, _rest = rest.partition(b" ")
    if word in _CAPITALS and space:
        return Guess.IRC
    may_grow = not space and any(known.startswith(word) for known in _CAPITALS | _HTTP_VERBS)
    if may_grow or word in _HTTP_VERBS or _TLS_HELLO.startswith(partial):
        return Guess.UNDECIDED
    return Guess.TEXT


def _after_prefixes(line: bytes) -> bytes:
    """Return ``line`` without its ``@tags`` and its ``:source``."""
    for prefix in (b"@", b":"):
        if line.startswith(prefix):
            line = line.partition(b" ")[2].lstrip(b" ")
    return line


def _count_parameters(rest: bytes) -> int:
    """Return how many parameters follow a command; the one after `` :`` counts as one."""
    middle, trailing, _text = (b" " + rest).partition(b" :")
    return len(middle.split()) + bool(trailing)
