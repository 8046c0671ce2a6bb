"""The lines of an answer: made, marked, and told apart from a batch."""

from typing import Final, NamedTuple

from tertulia_core.wire.limits import LINE_BYTES, cut_bytes

__all__ = ["ReplyLine", "is_one", "to_line", "with_tag"]

_ROOM: Final = LINE_BYTES - 2
_SHORT: Final = _ROOM // 4
"""A text of so few characters fits a line in any script."""


class ReplyLine(NamedTuple):
    """A line that waits for the end of the answer.

    Attributes:
        data: the line, with all tags but that of the label.
        is_inside: whether it is in a batch of the answer's own.
        is_frame: whether it begins or ends such a batch.
    """

    data: bytes
    is_inside: bool = False
    is_frame: bool = False


def to_line(server: str, command: str, params: tuple[str, ...]) -> bytes:
    """Return a line of the server's own, without tags."""
    words = [f":{server}", command]
    if params:
        words += [_to_middle(param) for param in params[:-1]]
        words.append(f":{params[-1]}")
    text = " ".join(words)
    if len(text) > _SHORT and len(text.encode()) > _ROOM:
        text = cut_bytes(text, _ROOM)
    return f"{text}\r\n".encode()


def is_one(lines: list[ReplyLine]) -> bool:
    """Tell whether an answer is one line, or one batch with all that is in it."""
    frames = sum(line.is_frame for line in lines)
    return len(lines) == 1 or (frames == 2 and all(ln.is_inside or ln.is_frame for ln in lines))


def with_tag(line: bytes, tag: str) -> bytes:
    """Return ``line`` with one more tag, before those it has."""
    if line.startswith(b"@"):
        return f"@{tag};".encode() + line[1:]
    return f"@{tag} ".encode() + line


def _to_middle(param: str) -> str:
    """Return ``param``, or ``*`` for one that cannot stand inside a line."""
    return param if param and " " not in param and param[0] != ":" else "*"
