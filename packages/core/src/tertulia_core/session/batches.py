"""Open batches: what their messages inherit, and netsplits gathered to one line each.

A batch may be nested, repeated, or never closed; at most ``OPEN_LIMIT`` are
remembered and the oldest gives way.

Source: https://ircv3.net/specs/extensions/batch
"""

from dataclasses import dataclass, field
from typing import Final

from tertulia_core.session.state import LineKind
from tertulia_core.wire.message import Message

__all__ = ["GATHERING", "Batch", "Batches"]

OPEN_LIMIT: Final = 64

GATHERING: Final = frozenset({"netsplit", "netjoin"})
"""Batches whose comings and goings are one line per room, shown when the batch ends."""


@dataclass(slots=True)
class Batch:
    """One open batch.

    Attributes:
        kind: its type, ``"labeled-response"``.
        params: what follows the type on its first line.
        label: of the request that it answers, ``""`` for none.
        people: (room name, kind of line) → nicks, for ``GATHERING`` ones.
    """

    kind: str
    params: tuple[str, ...]
    label: str
    people: dict[tuple[str, LineKind], list[str]] = field(default_factory=dict)


class Batches:
    """The open batches of one connection, by their reference."""

    def __init__(self) -> None:
        self._open: dict[str, Batch] = {}

    def of(self, message: Message) -> Batch | None:
        """Return the batch a message belongs to."""
        if not message.tags or not self._open:
            return None
        return self._open.get(message.tags.get("batch", ""))

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
        self._open[reference] = Batch(kind, params[2:], self.label_of(message))
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
