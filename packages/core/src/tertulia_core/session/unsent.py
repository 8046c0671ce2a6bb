"""Own messages that are not confirmed, as an outbox keeps them between two runs."""

from collections.abc import Iterable
from dataclasses import dataclass

from tertulia_core.ids import MessageId, new_key
from tertulia_core.session import speaking
from tertulia_core.session.context import Context
from tertulia_core.session.delivery import Outgoing
from tertulia_core.session.state import Delivery, LineKind

__all__ = ["Unsent", "restore", "unsent_of"]


@dataclass(frozen=True, slots=True)
class Unsent:
    """An own message that is not confirmed.

    Attributes:
        is_written: it was handed to the network, so it may have arrived.
        key: under which the server would know it; ``""`` if it was written without one.
        time: Unix seconds at which it was typed.
        reply_to: the id of the message that it answers.
    """

    room: str
    text: str
    is_action: bool
    is_written: bool
    key: str = ""
    time: float = 0.0
    reply_to: str = ""


def unsent_of(ctx: Context) -> tuple[Unsent, ...]:
    """Return the own messages that are not confirmed, in the order typed."""
    return tuple(_to_unsent(outgoing) for outgoing in ctx.deliveries.all())


def restore(ctx: Context, unsent: Iterable[Unsent]) -> None:
    """Take over what an earlier run left; what cannot be sent again by itself is shown so."""
    for one in unsent:
        room = ctx.open_target(one.room)
        kind = LineKind.ACTION if one.is_action else LineKind.MESSAGE
        time = one.time or ctx.clock.wall()
        line = ctx.add_line(
            room, kind, ctx.state.nick, one.text, time=time,
            own=True, delivery=Delivery.SENDING, reply_to=MessageId(one.reply_to) or None,
        )  # fmt: skip
        outgoing = Outgoing(line, room.name, key=one.key or new_key(), time=time)
        outgoing.is_written, outgoing.is_keyed = one.is_written, bool(one.key)
        ctx.deliveries.add(outgoing)
    speaking.abandon_written(ctx)


def _to_unsent(outgoing: Outgoing) -> Unsent:
    may_be_known = outgoing.was_written or outgoing.is_written
    is_unkeyed = outgoing.is_written and not outgoing.is_keyed
    return Unsent(
        outgoing.target,
        outgoing.line.text,
        outgoing.is_action,
        may_be_known,
        "" if is_unkeyed else outgoing.key,
        outgoing.time,
        outgoing.line.reply_to or "",
    )
