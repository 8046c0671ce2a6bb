"""What a connection is told about its own commands: the only place of labels and batches.

Without a label each line goes out at once, in its place between what others
say. With one, how the answer has to look is known at its end only: an ACK
for nothing, a tag for one line, a batch for several. So its lines wait until
the command is done or until so much waits that it can only be a batch.

Sources: https://ircv3.net/specs/extensions/labeled-response,
https://ircv3.net/specs/extensions/batch and
https://ircv3.net/specs/extensions/standard-replies
"""

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from itertools import count
from typing import Any, Final, TypeVar

from tertulia_core.broadcast.multiline import MultilineOutbound
from tertulia_core.broadcast.outbound import Outbound, server_time
from tertulia_core.broadcast.outbox import Outbox
from tertulia_core.i18n import Catalogue
from tertulia_core.text import sanitize
from tertulia_core.wire.capabilities import BATCH, LABELED_RESPONSE, MULTILINE, PLAIN, SERVER_TIME
from tertulia_core.wire.limits import LINE_BYTES
from tertulia_core.wire.message import Message
from tertulia_core.wire.tags import escape
from tertulia_server.model.now import Now
from tertulia_server.model.refusals import Fail, Refusal
from tertulia_server.model.session import Session
from tertulia_server.reply_lines import ReplyLine, is_one, to_line, with_tag

__all__ = ["Replies", "Reply", "label_of"]

_ = Catalogue("tertulia_server").gettext

_LABELS: Final = LABELED_RESPONSE | BATCH
_LABEL_BYTES: Final = 64
_NOBODY: Final = "*"
"""What numerics call who has no nick."""

T = TypeVar("T")
Make = Callable[[T], Iterable[tuple[str, ...]]]
"""Gives numerics of what they are made of."""


def label_of(session: Session, message: Message) -> str:
    """Return the label ``session`` may expect back, escaped, ``""`` for none."""
    if not message.tags or session.caps & _LABELS != _LABELS:
        return ""
    label = message.tags.get("label", "")
    return escape(label) if len(label.encode()) <= _LABEL_BYTES else ""


class Replies:
    """Makes the answer to each command; owner: the network thread.

    Args:
        outbox: where lines go.
        server: the server's name, the source of its lines.
    """

    def __init__(self, outbox: Outbox, server: str) -> None:
        self.outbox = outbox
        self.server = server
        self._batches = count(1)
        self._repeated: dict[Callable[..., Any], tuple[object, list[tuple[bytes, bytes]]]] = {}

    def open(self, session: Session, now: Now, label: str = "") -> "Reply":
        """Begin the answer to one command; ``Reply.finish`` ends it."""
        return Reply(self, session, now, label)

    def to_line(self, session: Session, fail: Fail) -> bytes:
        """Return the line that tells a connection what was not done, without any tags."""
        sentence = _(fail.sentence)
        if session.profile & PLAIN:
            return f"* {sanitize(sentence)}\n".encode()
        return to_line(self.server, "FAIL", (*fail.params, sentence))

    def repeated(self, make: Make[T], source: T) -> list[tuple[bytes, bytes]]:
        """Return what stands before and behind the nick in each line; see ``Reply.repeat``."""
        known, pieces = self._repeated.get(make, (None, []))
        if known is not source:
            lines = [to_line(self.server, row[0], (_NOBODY, *row[1:])) for row in make(source)]
            parted = [line.partition(f" {_NOBODY} ".encode()) for line in lines]
            pieces = [(head + b" ", b" " + tail) for head, _nobody, tail in parted]
            self._repeated[make] = source, pieces
        return pieces

    def next_batch(self) -> str:
        """Return a batch id no other batch has."""
        return f"b{next(self._batches):x}"


class Reply:
    """The answer to one command of one connection.

    Attributes:
        written: bytes so far, for those who write long answers in slices.
        now: the moment its lines carry; later slices set a later one.
    """

    __slots__ = ("_inner", "_label", "_lines", "_outer", "_replies", "_session", "now", "written")

    def __init__(self, replies: Replies, session: Session, now: Now, label: str) -> None:
        self._replies = replies
        self._session = session
        self._label = label
        self._outer = ""
        self._inner = ""
        self._lines: list[ReplyLine] | None = [] if label else None
        self.now = now
        self.written = 0

    @property
    def label(self) -> str:
        """What the answer is marked with, escaped, ``""`` for nothing."""
        return self._label

    # -- lines ------------------------------------------------------------

    def numeric(self, numeric: str, *params: str) -> None:
        """Add ``:server numeric nick params… :last``."""
        self.line(numeric, self._session.shown_nick, *params)

    def repeat(self, make: Make[T], source: T) -> None:
        """Add numerics that tell everybody the same; they are written once and kept.

        A welcome is mostly that: written anew for everybody it takes a sixth of the
        processor time of a registration.

        Args:
            make: gives for each its number and what follows the nick.
            source: all that it is made of; for another one they are written anew.
        """
        nick = self._session.shown_nick.encode()
        pieces = self._replies.repeated(make, source)
        lines = [head + nick + tail for head, tail in pieces]
        if max(map(len, lines)) > LINE_BYTES:
            for row in make(source):
                self.numeric(*row)
        elif self._session.profile & SERVER_TIME or self._label or self._inner:
            for line in lines:
                self.body(line)
        else:
            self._add(b"".join(lines))

    def line(self, command: str, *params: str) -> None:
        """Add a line of the server's own; the last parameter always has its colon."""
        self.body(to_line(self._replies.server, command, params))

    def body(self, data: bytes) -> None:
        """Add a complete line of the server's own that has no tags yet."""
        if self._session.profile & SERVER_TIME:
            data = f"@time={server_time(self.now.wall)} ".encode() + data
        self._add(data)

    def own(self, outbound: Outbound) -> None:
        """Add the connection's own copy of a line that others hear too."""
        profile = self._session.profile
        if profile & MULTILINE and isinstance(outbound, MultilineOutbound):
            self._own_batch(*outbound.parts(profile))
        elif data := outbound.encode(profile):
            for line in data.splitlines(keepends=True) if self._inner else (data,):
                self._add(line)

    def _own_batch(self, opening: bytes, inside: bytes, closing: bytes) -> None:
        """Add a batch of somebody's, which may be in one of the answer's own.

        Source: https://ircv3.net/specs/extensions/batch#nested-batches
        """
        is_nested = bool(self._inner)
        if is_nested:
            opening = with_tag(opening, f"batch={self._inner}")
        self._put(ReplyLine(opening, is_inside=is_nested, is_frame=not is_nested))
        self._put(ReplyLine(inside, is_inside=True))
        self._put(ReplyLine(closing, is_inside=is_nested, is_frame=not is_nested))

    def refuse(self, refusal: Refusal) -> None:
        """Add the numeric or the FAIL that ``refusal`` stands for."""
        sentence = _(refusal.sentence)
        if refusal.numeric == "FAIL":
            self.line("FAIL", *refusal.params, sentence)
        else:
            self.numeric(refusal.numeric, *refusal.params, sentence)

    def plain(self, text: str) -> None:
        """Add a line of text for a bare socket; IRC clients get nothing."""
        if self._session.profile & PLAIN:
            self._add(f"{sanitize(text)}\n".encode())

    def farewell(self, text: str) -> None:
        """Add the last line: ERROR to an IRC client, the text to a bare socket, if there is any."""
        if not self._session.profile & PLAIN:
            self.line("ERROR", text)
        elif text:
            self.plain(f"* {text}")

    @contextmanager
    def batch(self, kind: str, *params: str) -> Iterator[None]:
        """Put the lines added meanwhile into a batch, for those who have the capability."""
        if not self._session.caps & BATCH:
            yield
            return
        reference = self._replies.next_batch()
        self._put(ReplyLine(self._frame(f"+{reference}", kind, *params), is_frame=True))
        self._inner = reference
        yield
        self._inner = ""
        self._put(ReplyLine(self._frame(f"-{reference}"), is_frame=True))

    # -- the end ----------------------------------------------------------

    def postpone(self) -> str:
        """Leave the answer to a later command; return the label that it is to have."""
        label, self._label = self._label, ""
        self._lines = None
        return label

    def pause(self) -> None:
        """Let go of what waits: more follows in a later slice."""
        if self._lines and not self._outer:
            self._open_outer()

    def finish(self) -> None:
        """End the answer."""
        if not self._label:
            return
        if self._outer:
            self._send(self._frame(f"-{self._outer}"))
        elif not self._lines:
            self._send(f"@label={self._label} :{self._replies.server} ACK\r\n".encode())
        elif is_one(self._lines):
            first, *rest = self._lines
            self._send(with_tag(first.data, f"label={self._label}"))
            for line in rest:
                self._send(line.data)
        else:
            self._open_outer()
            self.finish()
        self._label = ""
        self._lines = None

    def _open_outer(self) -> None:
        """Begin the batch that holds the whole answer, with what waits."""
        self._outer = self._replies.next_batch()
        opening = self._frame(f"+{self._outer}", "labeled-response")
        self._send(with_tag(opening, f"label={self._label}"))
        for line in self._lines or ():
            self._send(line.data if line.is_inside else self._wrapped(line.data))
        self._lines = None

    def _add(self, data: bytes) -> None:
        if self._inner:
            self._put(ReplyLine(with_tag(data, f"batch={self._inner}"), is_inside=True))
        elif self._label:
            self._put(ReplyLine(data))
        else:
            self.written += len(data)
            self._send(data)

    def _put(self, line: ReplyLine) -> None:
        self.written += len(line.data)
        if self._lines is not None:
            self._lines.append(line)
        elif self._outer and not line.is_inside:
            self._send(self._wrapped(line.data))
        else:
            self._send(line.data)

    def _wrapped(self, data: bytes) -> bytes:
        return with_tag(data, f"batch={self._outer}")

    def _frame(self, *params: str) -> bytes:
        return f":{self._replies.server} BATCH {' '.join(params)}\r\n".encode()

    def _send(self, data: bytes) -> None:
        self._replies.outbox.to_link(self._session.link, data)
