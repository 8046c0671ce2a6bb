"""A relayed line as a value: its wire text for every kind of receiver, each written once.

What a receiver sees depends on its *delivery profile*, the capability bits
that change a relayed line. The part that all IRC receivers share is composed
when the value is made, so that an invalid line fails where its author can
still be told, and never in the middle of a delivery. Tags and the text for
bare sockets are added when the first receiver of that profile asks.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import UTC, datetime
from functools import lru_cache
from types import MappingProxyType
from typing import Final

from tertulia_core.errors import EncodeError
from tertulia_core.text import sanitize
from tertulia_core.wire import codec
from tertulia_core.wire.capabilities import (
    ACCOUNT_TAG,
    EXTENDED_JOIN,
    MESSAGE_TAGS,
    PLAIN,
    RELAYMSG,
    RELAYMSG_TAG,
    SERVER_TIME,
)
from tertulia_core.wire.limits import LINE_BYTES, TAGS_CLIENT, cut_bytes
from tertulia_core.wire.message import NO_TAGS, Message
from tertulia_core.wire.tags import format_tags

__all__ = ["TAG_NEEDS", "ExtendedJoin", "Outbound", "compose", "server_time", "tagged"]

TAG_NEEDS: Final[Mapping[str, int]] = MappingProxyType(
    {
        "time": SERVER_TIME,
        "account": ACCOUNT_TAG,
        RELAYMSG_TAG: RELAYMSG,
    }
)
"""Which capability lets a receiver see a tag; tags without a row need message-tags."""

TAG_DATA_BYTES: Final = TAGS_CLIENT - len("@ ")
"""How long the server's tags may be, and how long the client-only ones, without ``@`` and space.

Source: https://ircv3.net/specs/extensions/message-tags#size-limit
"""

_TEXT_COMMANDS: Final = frozenset({"PRIVMSG", "NOTICE"})
"""Commands whose last parameter is free text and always stands behind a colon."""


@lru_cache(maxsize=64)
def server_time(seconds: float) -> str:
    """Return Unix time as the ``time`` tag writes it: UTC with milliseconds.

    Cached, because all lines of a tick carry the same time
    (https://ircv3.net/specs/extensions/server-time).
    """
    moment = datetime.fromtimestamp(seconds, UTC)
    return moment.replace(tzinfo=None).isoformat(timespec="milliseconds") + "Z"


class Outbound:
    """One relayed line, written at most once per delivery profile; immutable from outside.

    What is said most often is best said without names: a call with keywords
    takes Python twice as long.

    Args:
        command: the verb in upper case.
        params: its parameters; the last one may hold spaces.
        source: ``nick!user@host`` or a server name.
        time: Unix time of the line, for receivers with server-time.
        msgid: the line's id, ``""`` for none, for receivers with message-tags.
        tags: further unescaped tags by name; ``TAG_NEEDS`` says who sees which.
        plain: what a bare-text guest hears, unsanitized, or what makes it of the
            line without tags when the first guest is to hear it; ``None`` for nothing.
        requires: bits a receiver must all have, or it gets nothing (guests
            have no capabilities: for them ``plain`` alone decides).

    Raises:
        EncodeError: a parameter or a tag cannot stand in one line.
    """

    __slots__ = ("_body", "_lines", "_matters", "_msgid", "_pieces", "_plain", "_requires", "_time")

    def __init__(
        self,
        command: str,
        params: tuple[str, ...],
        source: str,
        time: float,
        msgid: str = "",
        tags: Mapping[str, str] = NO_TAGS,
        plain: str | Callable[[bytes], str | None] | None = None,
        requires: int = 0,
    ) -> None:
        self._body = compose(command, params, source)
        self._time = time
        self._msgid = msgid
        self._pieces = _tag_pieces(tags) if tags else ()
        self._plain = plain
        self._requires = requires
        self._matters = _ALWAYS_MATTER | requires
        for needed, _ in self._pieces:
            self._matters |= needed
        self._lines: dict[int, bytes] | None = None

    def siblings(
        self, bodies: Sequence[bytes], time: float, msgids: Sequence[str]
    ) -> "list[Outbound]":
        """Return further lines of the same sender with the same further tags.

        ``bodies`` are whole lines without tags, with their CRLF, and taken as they are.
        """
        others = []
        for body, msgid in zip(bodies, msgids, strict=True):
            other: Outbound = object.__new__(Outbound)
            other._body = body
            other._time = time
            other._msgid = msgid
            other._pieces = self._pieces
            other._plain = self._plain
            other._requires = self._requires
            other._matters = self._matters
            other._lines = None
            others.append(other)
        return others

    def encode(self, profile: int) -> bytes:
        """Return the line for one delivery profile, with its line end; ``b""`` if not for it.

        IRC profiles get a CRLF line; ``PLAIN`` gets sanitized text and LF.
        The same object is returned to every profile that sees the same.
        """
        key = profile & self._matters
        if not key:
            return b"" if self._requires else self._body
        if self._lines is None:
            self._lines = {}
        line = self._lines.get(key)
        if line is None:
            line = self._lines[key] = self._write(key)
        return line

    def encoded(self, profile: int) -> Sequence[bytes]:
        """Return the one line that this is; see ``encode`` and ``Burst``."""
        return (self.encode(profile),)

    def is_bare(self, profile: int) -> bool:
        """Tell whether a receiver sees the line without any tag."""
        return not (profile & self._matters or self._requires)

    def forms(self) -> Iterator[list[bytes]]:
        """Yield every look the line was written in so far, also as text for guests."""
        yield [self._body, *(self._lines or {}).values()]

    def stored(self) -> bytes:
        """Return the line as history keeps it: as much as any receiver sees, but time and id."""
        return tagged(";".join([text for _needed, text in self._pieces]), self._fullest())

    def stored_siblings(self, bodies: Sequence[bytes]) -> Sequence[bytes]:
        """Return the same for lines like this one; see ``siblings``."""
        if not self._pieces:
            return bodies
        tags = f"@{';'.join([text for _needed, text in self._pieces])} ".encode()
        return [tags + body for body in bodies]

    def _fullest(self) -> bytes:
        """Return what follows the tags where the receiver has every capability."""
        return self._body

    def _write(self, profile: int) -> bytes:
        if profile & PLAIN:
            plain = self._words()
            return b"" if plain is None else f"{sanitize(plain)}\n".encode()
        if profile & self._requires != self._requires:
            return b""
        return tagged(self._tags(profile), self._shape(profile))

    def _words(self) -> str | None:
        """Return what a guest hears, not sanitized yet."""
        return self._plain(self._body) if callable(self._plain) else self._plain

    def _shape(self, profile: int) -> bytes:
        """Return what follows the tags; a subclass may differ by capability."""
        return self._body

    def _tags(self, profile: int) -> str:
        shown = []
        if profile & SERVER_TIME:
            shown.append(f"time={server_time(self._time)}")
        if self._msgid and profile & MESSAGE_TAGS:
            shown.append(f"msgid={self._msgid}")
        if self._pieces:
            shown += [text for needed, text in self._pieces if profile & needed]
        return ";".join(shown)


class ExtendedJoin(Outbound):
    """Somebody enters a channel; receivers with extended-join also see account and real name.

    Args:
        source: ``nick!user@host`` of who enters.
        channel: the channel's name.
        account: the account's name, ``"*"`` for none.
        realname: the real name, which may hold spaces.
        time: as in ``Outbound``, like ``msgid`` and ``tags``.

    Source: https://ircv3.net/specs/extensions/extended-join
    """

    __slots__ = ("_extended",)

    def __init__(
        self,
        source: str,
        channel: str,
        *,
        account: str = "*",
        realname: str,
        time: float,
        msgid: str = "",
        tags: Mapping[str, str] = NO_TAGS,
    ) -> None:
        super().__init__("JOIN", (channel,), source, time=time, msgid=msgid, tags=tags)
        self._extended = compose("JOIN", (channel, account, realname), source)
        self._matters |= EXTENDED_JOIN

    def _fullest(self) -> bytes:
        return self._extended

    def _shape(self, profile: int) -> bytes:
        return self._extended if profile & EXTENDED_JOIN else self._body


_ALWAYS_MATTER: Final = PLAIN | SERVER_TIME | MESSAGE_TAGS


def compose(command: str, params: tuple[str, ...], source: str) -> bytes:
    """Return ``:source COMMAND params`` with CRLF, cut at a character to the limit of a line.

    Free text takes a short way of its own, being nearly all there is.
    """
    if command in _TEXT_COMMANDS and len(params) == 2:
        text = f":{source} {command} {params[0]} :{params[1]}"
        if "\n" in text or "\r" in text or "\0" in text:
            raise EncodeError("A line cannot hold CR, LF or NUL.")
        try:
            body = f"{text}\r\n".encode()
        except UnicodeEncodeError as error:
            raise EncodeError("A line cannot hold half a character.") from error
    else:
        body = codec.encode(Message(command, params, source))
    if len(body) <= LINE_BYTES:
        return body
    return cut_bytes(body.decode()[:-2], LINE_BYTES - 2).encode() + b"\r\n"


def tagged(tags: str, line: bytes) -> bytes:
    """Return a line that has no tags yet with written ones before it, ``""`` for none."""
    return f"@{tags} ".encode() + line if tags else line


def _tag_pieces(tags: Mapping[str, str]) -> tuple[tuple[int, str], ...]:
    """Return each tag as (bits of which one is needed, escaped text), within the limits."""
    pieces = []
    sizes = {True: -1, False: -1}
    for name, value in tags.items():
        text = format_tags({name: value})
        pieces.append((TAG_NEEDS.get(name, MESSAGE_TAGS), text))
        sizes[name.startswith("+")] += len(text.encode()) + 1
    if max(sizes.values()) > TAG_DATA_BYTES:
        raise EncodeError(f"The tags of a line are longer than {TAG_DATA_BYTES} bytes.")
    return tuple(pieces)
