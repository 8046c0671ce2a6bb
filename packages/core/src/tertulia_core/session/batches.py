"""Open batches: what their messages inherit, and what is gathered until they end.

Netsplits become one line each, messages of several lines are put together. A
batch may be nested, repeated, or never closed; at most ``OPEN_LIMIT`` are
remembered and the oldest gives way.

Sources: https://ircv3.net/specs/extensions/batch and
https://ircv3.net/specs/extensions/multiline
"""

from contextlib import suppress
from dataclasses import dataclass, field
from typing import Final

from tertulia_core.session.state import LineKind
from tertulia_core.wire.capabilities import VENDOR
from tertulia_core.wire.message import Message
from tertulia_core.wire.multiline import (
    BATCH_TYPE,
    CONCAT_TAG,
    Assembly,
    Limits,
    MultilineError,
    join_pieces,
)

__all__ = ["COLLECTING", "GATHERING", "Batch", "Batches"]

OPEN_LIMIT: Final = 64

MOST_COLLECTED: Final = 10_000
"""Messages of one answer that are taken in; what comes beyond them is left out."""

GATHERING: Final = frozenset({"netsplit", "netjoin"})
"""Batches whose comings and goings are one line per room, shown when the batch ends."""

COLLECTING: Final = frozenset(
    {"chathistory", "draft/chathistory-targets", "znc.in/playback", f"{VENDOR}/search"}
)
"""Batches whose messages are not news: they are an answer, taken in when the batch ends."""

MOST: Final = Limits(max_bytes=2**20, max_lines=10_000)
"""How much of a message of several lines is taken in; what a server sends beyond it is left out."""


@dataclass(slots=True)
class Batch:
    """One open batch.

    Attributes:
        opening: its first line, whose tags are those of a message of several lines.
        kind: its type, ``"labeled-response"``.
        params: what follows the type on its first line.
        label: of the request that it answers, ``""`` for none.
        people: (room name, kind of line) → nicks, for ``GATHERING`` ones.
        first: the first line inside of a message of several lines.
        collected: the messages of a ``COLLECTING`` one.
    """

    opening: Message
    kind: str
    params: tuple[str, ...]
    label: str
    people: dict[tuple[str, LineKind], list[str]] = field(default_factory=dict)
    first: Message | None = None
    collected: list[Message] = field(default_factory=list)
    _assembly: Assembly = field(default_factory=lambda: Assembly(MOST))

    @property
    def is_message(self) -> bool:
        """Whether it is one message of several lines."""
        return self.kind == BATCH_TYPE

    def collect(self, message: Message) -> None:
        """Take a message of an answer."""
        if len(self.collected) < MOST_COLLECTED:
            self.collected.append(message)

    def add(self, line: Message) -> None:
        """Take a PRIVMSG or NOTICE that is a line of the message."""
        self.first = self.first or line
        with suppress(MultilineError):
            self._assembly.add(line.params[1], is_concat=CONCAT_TAG in line.tags)

    def message(self) -> Message | None:
        """Return the message as if it had come in one line; ``None`` if it says nothing."""
        text = join_pieces(self._assembly.pieces)
        if self.first is None or not text.strip():
            return None
        target = self.params[0] if self.params else self.first.params[0]
        source = self.opening.source or self.first.source
        return Message(self.first.command, (target, text), source, self.opening.tags)


class Batches:
    """The open batches of one connection, by their reference."""

    def __init__(self) -> None:
        self._open: dict[str, Batch] = {}

    def of(self, message: Message) -> Batch | None:
        """Return the batch a message belongs to."""
        if not message.tags or not self._open:
            return None
        return self._open.get(message.tags.get("batch", ""))

    def collector_of(self, message: Message) -> Batch | None:
        """Return the answer a message belongs to; the lines of one message go there as a whole."""
        batch = self.of(message)
        for _depth in range(len(self._open)):  # a batch may claim to be inside of itself
            if batch is None or batch.is_message:
                return None
            if batch.kind in COLLECTING:
                return batch
            batch = self.of(batch.opening)
        return None

    def label_of(self, message: Message) -> str:
        """Return the label of a message, its own or that of its batch."""
        if not message.tags:
            return ""
        batch = self.of(message)
        return message.tags.get("label") or (batch.label if batch else "")

    def begin(self, reference: str, message: Message) -> list[Batch]:
        """Open the batch of a ``BATCH +reference type …``; return those that end by it."""
        ended = self.end(reference)
        params = message.params
        kind = params[1] if len(params) > 1 else ""
        self._open[reference] = Batch(message, kind, params[2:], self.label_of(message))
        if len(self._open) > OPEN_LIMIT:
            ended += self.end(next(iter(self._open)))
        return ended

    def end(self, reference: str) -> list[Batch]:
        """Close a batch; return it, or nothing if it is not open."""
        batch = self._open.pop(reference, None)
        return [batch] if batch is not None else []

    def end_all(self) -> list[Batch]:
        """Close every batch: the connection is gone."""
        ended = list(self._open.values())
        self._open.clear()
        return ended
