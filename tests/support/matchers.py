"""Whole messages to compare with: what is left open is said, everything else must be equal.

``assert client.sync() == [numeric("366", "ana", "#sala", TEXT)]``
"""

import re
from collections.abc import Mapping
from typing import Final

from tertulia_core.wire.message import NO_TAGS, Message

__all__ = ["ANY", "SERVER", "TEXT", "Line", "Pattern", "line", "numeric"]

SERVER: Final = "My.Little.Server"
"""What the server is called in tests."""


class _Any:
    """Equal to everything."""

    def __eq__(self, other: object) -> bool:
        return True

    __hash__ = None  # type: ignore[assignment]

    def __repr__(self) -> str:
        return "ANY"


class Pattern:
    """Equal to any text that fits a regular expression as a whole."""

    def __init__(self, pattern: str) -> None:
        self._pattern = re.compile(pattern, re.DOTALL)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, str) and self._pattern.fullmatch(other) is not None

    __hash__ = None  # type: ignore[assignment]

    def __repr__(self) -> str:
        return f"Pattern({self._pattern.pattern!r})"


ANY: Final = _Any()
TEXT: Final = Pattern(r".*\S.*")
"""Some words for people; which ones is the catalogue's matter."""


class Line:
    """A message to compare with; build it by ``line`` or ``numeric``."""

    def __init__(
        self, command: str, params: tuple[object, ...], source: object, tags: object
    ) -> None:
        self._parts = (command, params, source, tags)

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Message):
            return NotImplemented
        command, params, source, tags = self._parts
        return (command, params, source) == (other.command, other.params, other.source) and (
            tags == dict(other.tags)
        )

    __hash__ = None  # type: ignore[assignment]

    def __repr__(self) -> str:
        command, params, source, tags = self._parts
        return f"Message(command={command!r}, params={params!r}, source={source!r}, tags={tags!r})"


def line(
    command: str,
    *params: object,
    source: object = ANY,
    tags: Mapping[str, object] | _Any = NO_TAGS,
) -> Line:
    """Return what equals one message; its tags are exactly ``tags``, by default none."""
    return Line(command, params, source, tags if isinstance(tags, _Any) else dict(tags))


def numeric(code: str, *params: object, tags: Mapping[str, object] | _Any = NO_TAGS) -> Line:
    """Return what equals one line of the server's own."""
    return line(code, *params, source=SERVER, tags=tags)
