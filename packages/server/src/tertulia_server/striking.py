"""Taking out of sealed bytes what could not be kept, and telling who said it.

This happens when a disk is full or broken, so it may cost something: the
bytes are divided into lines again, and each line that any form of a struck
message has is left out. Whoever said it reads a FAIL in the place of the echo,
or instead of the bare ACK, with the same label; without either, at the end.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence

from tertulia_core.broadcast.outbox import Delivery
from tertulia_core.ids import LinkId
from tertulia_core.wire.codec import decode_line
from tertulia_server.journal import Said

__all__ = ["Refuse", "join", "strike"]

Refuse = Callable[[LinkId, str, str], bytes]
"""Makes the line that tells a link that what it said, by a command to a target, was not kept."""


class _Struck:
    """One message that was not kept."""

    __slots__ = ("is_told", "label", "lines", "refusal")

    def __init__(self, label: str, lines: frozenset[bytes], refusal: bytes) -> None:
        self.label = label.encode()
        self.lines = lines
        self.refusal = refusal
        self.is_told = False


def strike(deliveries: Iterable[Delivery], said: Iterable[Said], refuse: Refuse) -> list[Delivery]:
    """Return the deliveries of a tick without what people said in it.

    Args:
        deliveries: as they were sealed.
        said: all that was said in the tick and not kept.
        refuse: see ``Refuse``.
    """
    own: dict[LinkId, list[_Struck]] = {}
    gone: set[bytes] = set()
    for origin, message in _messages(said, refuse):
        gone |= message.lines
        if origin is not None:
            own.setdefault(origin, []).append(message)
    left = []
    for delivery in deliveries:
        data = b"".join(_without(delivery.data, gone, own.get(delivery.link, ())))
        if data:
            answers = len(delivery.data) - delivery.relayed
            left.append(Delivery(delivery.link, data, max(0, len(data) - answers)))
    for link, messages in own.items():
        untold = b"".join([message.refusal for message in messages if not message.is_told])
        if untold:
            left.append(Delivery(link, untold, 0))
    return left


def join(batches: Sequence[list[Delivery]]) -> list[Delivery]:
    """Return the deliveries of several ticks as one each, so that one write is enough.

    Those who hear the same bytes in each tick share the joined ones.
    """
    if len(batches) == 1 and len({delivery.link for delivery in batches[0]}) == len(batches[0]):
        return batches[0]
    by_link: dict[LinkId, list[Delivery]] = {}
    for batch in batches:
        for delivery in batch:
            by_link.setdefault(delivery.link, []).append(delivery)
    made: dict[tuple[int, ...], bytes] = {}
    joined = []
    for link, parts in by_link.items():
        key = tuple([id(part.data) for part in parts])
        data = made.get(key)
        if data is None:
            data = made[key] = b"".join([part.data for part in parts])
        joined.append(Delivery(link, data, sum([part.relayed for part in parts])))
    return joined


def _messages(said: Iterable[Said], refuse: Refuse) -> Iterator[tuple[LinkId | None, _Struck]]:
    for each in said:
        messages = (forms for outbound in each.outbounds for forms in outbound.forms())
        for line, forms in zip(each.lines, messages, strict=False):
            lines = frozenset(part for form in forms for part in form.splitlines(keepends=True))
            refusal = b""
            if each.origin is not None:
                refusal = refuse(each.origin, *_addressed(line))
            yield each.origin, _Struck(each.label, lines, refusal)


def _addressed(stored: bytes) -> tuple[str, str]:
    """Return by which command and to whom a line was said."""
    first, *rest = stored.split(b"\r\n")
    message = decode_line(first)
    if message.command == "BATCH":
        message = decode_line(rest[0])
    return message.command, message.params[0]


def _without(data: bytes, gone: set[bytes], own: Sequence[_Struck]) -> Iterator[bytes]:
    """Give the lines that are left, with refusals in the place of the own ones."""
    for line in data.splitlines(keepends=True):
        tag, label, bare = _without_mark(line)
        if own and (message := _find(own, line, label, bare)) is not None:
            message.is_told = True
            yield _with_tag(message.refusal, tag)
        elif line not in gone and bare not in gone:
            yield line


def _find(own: Sequence[_Struck], line: bytes, label: bytes, bare: bytes) -> _Struck | None:
    """Return the own message, not told of yet, whose echo or acknowledgement a line is."""
    is_ack = bare.rstrip().endswith(b" ACK")
    for message in own:
        if message.is_told:
            continue
        is_echo = line in message.lines or bare in message.lines
        if is_echo or (is_ack and label and label == message.label):
            return message
    return None


def _without_mark(line: bytes) -> tuple[bytes, bytes, bytes]:
    """Return a line's first tag if an answer put it there, its label, and the line without it."""
    if not line.startswith((b"@label=", b"@batch=")):
        return b"", b"", line
    tags, _, rest = line[1:].partition(b" ")
    tag, _, others = tags.partition(b";")
    bare = b"@%b %b" % (others, rest) if others else rest
    return tag, tag.removeprefix(b"label=") if tag.startswith(b"label=") else b"", bare


def _with_tag(line: bytes, tag: bytes) -> bytes:
    if not tag:
        return line
    return b"@%b;%b" % (tag, line[1:]) if line.startswith(b"@") else b"@%b %b" % (tag, line)
