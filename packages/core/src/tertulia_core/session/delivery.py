"""Own messages on their way: typed, written, confirmed or refused.

What counts as confirmed, best first: the server's echo (matched by label,
else by target and text), its ACK to our label, and the PONG to a PING written
after the message, because servers answer in order and would have refused the
message before.

What was never handed to the network is sent after a reconnect. What was
written but not confirmed when the connection broke may have arrived. Under a
key, which the server stores with the message, it is sent again all the same:
the server knows it then and says it once. Without one, sending it again by
ourselves could say it twice, so it is shown as not sent, with the reason and
the offer to retry.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Final

from tertulia_core.ids import LineId, new_key
from tertulia_core.session.formatting import strip_formatting
from tertulia_core.session.state import Line, LineKind

__all__ = ["Deliveries", "Outgoing", "Pacer"]

REFUSED_KEPT: Final = 500
"""How many refused messages can still be retried."""


@dataclass(slots=True)
class Outgoing:
    """One own message.

    Attributes:
        line: as it stands in the timeline.
        target: the channel or nick it goes to.
        key: the server stores it with the message, so that a resend is the same one.
        time: Unix seconds at which it was typed.
        was_written: handed to the network on an earlier connection, under its key: what it
            says must not change any more.
        is_keyed: written on the present connection under its key.
        label: what the server will repeat in its answer, ``""`` where it does not.
        is_written: handed to the network on the present connection.
        ping: how many PINGs had been written before it.
    """

    line: Line
    target: str
    label: str = ""
    is_written: bool = False
    ping: int = 0
    key: str = field(default_factory=new_key)
    time: float = 0.0
    was_written: bool = False
    is_keyed: bool = False

    @property
    def is_action(self) -> bool:
        """Whether it says what one does (``/me``)."""
        return self.line.kind is LineKind.ACTION


class Deliveries:
    """All own messages that are not confirmed, in the order typed; owner: the UI thread.

    Attributes:
        revision: grows with every change, so that an outbox knows when to write.
    """

    def __init__(self) -> None:
        self.revision = 0
        self._pending: dict[LineId, Outgoing] = {}
        self._refused: dict[LineId, Outgoing] = {}

    def add(self, outgoing: Outgoing) -> None:
        """Take a message that waits to be written."""
        self._pending[outgoing.line.id] = outgoing
        self.revision += 1

    def insert_after(self, outgoing: Outgoing, more: Sequence[Outgoing]) -> None:
        """Take messages that come next after one that is on its way already."""
        if not more:
            return
        pending, self._pending = self._pending, {}
        for one in pending.values():
            self._pending[one.line.id] = one
            if one is outgoing:
                self._pending |= {other.line.id: other for other in more}
        self.revision += 1

    def remove(self, outgoing: Outgoing) -> None:
        """Forget a message: it is confirmed, or its room is gone."""
        if self._pending.pop(outgoing.line.id, None) is not None:
            self.revision += 1

    def refuse(self, outgoing: Outgoing) -> None:
        """Put a message aside: it was not sent, and may be retried."""
        self.remove(outgoing)
        self._refused[outgoing.line.id] = outgoing
        while len(self._refused) > REFUSED_KEPT:
            del self._refused[next(iter(self._refused))]

    def take_refused(self, line: LineId) -> Outgoing | None:
        """Return a refused message to be sent again, and forget that it was refused."""
        return self._refused.pop(line, None)

    def mark_written(
        self, outgoing: Outgoing, *, label: str, ping: int, is_keyed: bool = False
    ) -> None:
        """Note that a message was handed to the network, under its key or without."""
        outgoing.is_written, outgoing.label, outgoing.ping = True, label, ping
        outgoing.is_keyed = is_keyed
        self.revision += 1

    def mark_unwritten(self, outgoing: Outgoing) -> None:
        """Note that a message waits for another connection, where its key makes it the same one."""
        outgoing.is_written, outgoing.is_keyed, outgoing.label = False, False, ""
        outgoing.was_written = True
        self.revision += 1

    def touch(self) -> None:
        """Note that a message says something else now."""
        self.revision += 1

    def unwritten(self, line: LineId) -> Outgoing | None:
        """Return a message that nobody but us knows yet."""
        outgoing = self._pending.get(line)
        is_known = outgoing is None or outgoing.is_written or outgoing.was_written
        return None if is_known else outgoing

    def drop(self, line: LineId) -> bool:
        """Forget a message that was not sent, or is not yet; return whether there is one."""
        if self._refused.pop(line, None) is not None:
            return True
        outgoing = self.unwritten(line)
        if outgoing is not None:
            self.remove(outgoing)
        return outgoing is not None

    def all(self) -> tuple[Outgoing, ...]:
        """Return every message that is not confirmed."""
        return tuple(self._pending.values())

    def waiting(self) -> Iterator[Outgoing]:
        """Yield what was not written yet; the caller may change the set meanwhile."""
        return (outgoing for outgoing in self.all() if not outgoing.is_written)

    def written(self) -> Iterator[Outgoing]:
        """Yield what was written and is not confirmed; the caller may change the set meanwhile."""
        return (outgoing for outgoing in self.all() if outgoing.is_written)

    def by_label(self, label: str) -> Outgoing | None:
        """Return the message the server answers to, if it says which."""
        if not label:
            return None
        return next((one for one in self._pending.values() if one.label == label), None)

    def oldest_written(self, is_target: Callable[[str], bool]) -> Outgoing | None:
        """Return the first unconfirmed message to a target: servers answer in order."""
        return next((one for one in self.written() if is_target(one.target)), None)

    def echoed(
        self, is_target: Callable[[str], bool], text: str, *, is_action: bool
    ) -> Outgoing | None:
        """Return the message whose echo has ``text``, as sent or as a server may change it."""
        candidates = [
            one for one in self.written() if is_target(one.target) and one.is_action == is_action
        ]
        for is_same in (_is_equal, _is_stripped, _is_cut):
            for one in candidates:
                if is_same(one.line.text, text):
                    return one
        return None


class Pacer:
    """When the next message may be written, on servers that disconnect who is too fast.

    A token bucket: the first messages go at once, then one per ``interval``.

    Args:
        burst: how many may follow one another without a pause.
        interval: seconds after which one more may.
    """

    def __init__(self, burst: int = 5, interval: float = 1.0) -> None:
        self._allowance = burst * interval
        self._interval = interval
        self._busy_until = 0.0

    def take(self, now: float) -> bool:
        """Tell whether a message may be written at ``now``, and count it if so."""
        if now < self.next_at():
            return False
        self._busy_until = max(self._busy_until, now) + self._interval
        return True

    def next_at(self) -> float:
        """Return the monotonic time from which the next message may be written."""
        return self._busy_until - self._allowance + self._interval


def _is_equal(sent: str, echoed: str) -> bool:
    return sent == echoed


def _is_stripped(sent: str, echoed: str) -> bool:
    return strip_formatting(sent).strip() == echoed.strip()


def _is_cut(sent: str, echoed: str) -> bool:
    return bool(echoed) and sent.startswith(echoed)
