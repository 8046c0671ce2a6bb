"""What is said as bare sockets hear it: plain text behind a name, one line for each."""

import re
from typing import Final

__all__ = ["ACTION", "to_spoken", "to_spoken_line"]

_FORMATTING: Final = re.compile(
    r"\x03(?:\d{1,2}(?:,\d{1,2})?)?"
    r"|\x04(?:[0-9A-Fa-f]{6}(?:,[0-9A-Fa-f]{6})?)?"
    r"|[\x02\x0f\x11\x16\x1d-\x1f]"
)
"""Colours and styles, which a bare socket is spared (https://modern.ircdocs.horse/formatting)."""

ACTION: Final = "\x01ACTION "
"""How the text of a ``/me`` begins (https://modern.ircdocs.horse/ctcp#action)."""


def to_spoken_line(body: bytes) -> str | None:
    """Return what a guest hears of ``:nick!user@host PRIVMSG #sala :text``."""
    source, _, rest = body.decode().removesuffix("\r\n").partition(" ")
    return to_spoken(source[1:].partition("!")[0], rest.partition(" :")[2])


def to_spoken(nick: str, text: str) -> str | None:
    """Return what a guest hears when ``nick`` says ``text``, ``None`` for a CTCP."""
    if text.isprintable():
        return f"{nick}: {text}"
    if text.startswith(ACTION):
        return f"* {nick} {_FORMATTING.sub('', text[len(ACTION) :].rstrip(chr(1)))}"
    if text.startswith("\x01"):
        return None
    return f"{nick}: {_FORMATTING.sub('', text)}"
