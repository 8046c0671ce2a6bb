"""Message tags: ``name=value;name`` with its own escaping.

Source: https://ircv3.net/specs/extensions/message-tags
"""

import re
from collections.abc import Mapping
from typing import Final

from tertulia_core.errors import EncodeError

__all__ = ["escape", "format_tags", "parse_tags", "unescape"]

_ESCAPES: Final = {";": r"\:", " ": r"\s", "\\": r"\\", "\r": r"\r", "\n": r"\n"}
_TO_ESCAPED: Final = str.maketrans(_ESCAPES)
_FROM_ESCAPED: Final = {sequence[1]: character for character, sequence in _ESCAPES.items()}
_SEQUENCE: Final = re.compile(r"\\(.?)", re.DOTALL)
_NOT_IN_NAMES: Final = re.compile(r"[; =\r\n\0]")


def escape(value: str) -> str:
    """Return ``value`` as it may stand in a line."""
    return value.translate(_TO_ESCAPED)


def unescape(value: str) -> str:
    """Return what ``value`` stands for; a backslash that means nothing is dropped."""
    return _SEQUENCE.sub(_unescape_one, value) if "\\" in value else value


def parse_tags(text: str) -> dict[str, str]:
    """Read a tag section without its ``@``.

    Names are opaque and none is refused. Of a repeated name the last value
    counts. A tag without a value has the value ``""``.
    """
    tags = {}
    for tag in text.split(";"):
        name, _, value = tag.partition("=")
        if name:
            tags[name] = unescape(value)
    return tags


def format_tags(tags: Mapping[str, str]) -> str:
    """Write a tag section without its ``@``, in the order of ``tags``; ``""`` gets no ``=``.

    Raises:
        EncodeError: a name is empty or holds a sign that would end it.
    """
    parts = []
    for name, value in tags.items():
        if not name or _NOT_IN_NAMES.search(name):
            raise EncodeError(f"The name of a tag cannot be {name!r}.")
        parts.append(f"{name}={value.translate(_TO_ESCAPED)}" if value else name)
    return ";".join(parts)


def _unescape_one(match: re.Match[str]) -> str:
    """Return the character that one backslash and its successor stand for."""
    character = match[1]
    return _FROM_ESCAPED.get(character, character)
