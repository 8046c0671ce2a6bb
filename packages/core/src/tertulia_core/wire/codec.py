"""One line of bytes to one ``Message`` and back.

Reading is forgiving (many spaces count as one, any word may be a command);
writing is strict. The server first asks ``limits.check_line`` whether a line
is short enough. The common ``PRIVMSG target :text`` is recognised before the
general reading, which costs three times as much.

Source: https://modern.ircdocs.horse/#message-format
"""

from collections.abc import Mapping
from typing import Final

from tertulia_core.errors import EncodeError, InvalidUtf8, ParseError
from tertulia_core.wire.message import NO_TAGS, Message
from tertulia_core.wire.tags import format_tags, parse_tags

__all__ = ["decode_line", "encode"]

_TEXT_AT: Final = {
    "AWAY": 0,
    "ERROR": 0,
    "KICK": 2,
    "NOTICE": 1,
    "PART": 1,
    "PRIVMSG": 1,
    "QUIT": 0,
    "SETNAME": 0,
    "TOPIC": 1,
    "USER": 3,
    "302": 1,
    "319": 2,
    "332": 2,
    "353": 3,
}
"""Where free text stands: there a colon is written even before a single word, since
simple clients and scripts look for it."""

_make: Final = tuple.__new__
"""What ``Message(…)`` comes down to; called directly it takes half the time."""

_NEVER_IN_LINES: Final = ("\r", "\n", "\0")


def decode_line(line: bytes, *, errors: str = "strict") -> Message:
    """Read one line, given without its CR LF.

    Args:
        line: the bytes; its length is not judged here.
        errors: ``"strict"`` for a server, ``"replace"`` for a client, which
            shows U+FFFD for what is not UTF-8.

    Raises:
        InvalidUtf8: the line is not UTF-8 and ``errors`` is ``"strict"``.
        ParseError: it has no command, or holds CR, LF or NUL.
    """
    try:
        text = line.decode("utf-8", errors)
    except UnicodeDecodeError as error:
        raise InvalidUtf8("The line is not valid UTF-8.", line=line) from error
    if "\0" in text or "\r" in text or "\n" in text:
        raise ParseError("The line holds a character that ends lines.", line=line)
    if text.startswith("PRIVMSG "):
        target, colon, body = text[8:].partition(" :")
        if colon and target and " " not in target and target[0] != ":":
            return _make(Message, ("PRIVMSG", (target, body), None, NO_TAGS))
    return _decode_any(text, line)


def encode(message: Message) -> bytes:
    """Write ``message`` as one line with its CR LF; its length is the caller's matter.

    An empty source is left out.

    Raises:
        EncodeError: something in it cannot stand where it is: CR, LF, NUL or
            a lone surrogate anywhere; a space or a leading colon in the
            command, the source or any parameter but the last; an empty
            parameter that is not the last.
    """
    command, params, source, tags = message
    words = [f"@{format_tags(tags)}"] if tags else []
    if source:
        if " " in source:
            raise EncodeError(f"A source cannot hold a space: {source!r}.")
        words.append(f":{source}")
    if not command or " " in command or command[0] in ":@":
        raise EncodeError(f"A command cannot be {command!r}.")
    words.append(command)
    words += _written_params(command, params)
    return _to_bytes(" ".join(words))


def _decode_any(text: str, line: bytes) -> Message:
    """Read any line: tags, source, command, parameters."""
    tags: Mapping[str, str] = NO_TAGS
    source = None
    if text.startswith("@"):
        section, _, text = text.partition(" ")
        tags = parse_tags(section[1:])
        text = text.lstrip(" ")
    if text.startswith(":"):
        source, _, text = text[1:].partition(" ")
        text = text.lstrip(" ")
    head, colon, trailing = text.partition(" :")
    words = head.split(" ")
    if "" in words:
        words = [word for word in words if word]
    if not words:
        raise ParseError("The line has no command.", line=line)
    command = words[0].upper() if words[0].isascii() else words[0]
    if colon:
        words.append(trailing)
    return Message(command, tuple(words[1:]), source or None, tags)


def _written_params(command: str, params: tuple[str, ...]) -> list[str]:
    """Return the parameters as they stand in a line, the last one with a colon if need be."""
    if not params:
        return []
    *words, last = params
    for word in words:
        if not word or " " in word or word[0] == ":":
            raise EncodeError(f"Only the last parameter of {command} can be {word!r}.")
    is_text = not last or " " in last or last[0] == ":" or _TEXT_AT.get(command) == len(words)
    words.append(f":{last}" if is_text else last)
    return words


def _to_bytes(line: str) -> bytes:
    """Close the line, having made sure that it is only one."""
    if any(character in line for character in _NEVER_IN_LINES):
        raise EncodeError("A message cannot hold CR, LF or NUL.")
    try:
        return f"{line}\r\n".encode()
    except UnicodeEncodeError as error:
        raise EncodeError("A message cannot hold half a surrogate pair.") from error
