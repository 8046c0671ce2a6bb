"""What becomes of everything when the connection is gone."""

from tertulia_core.i18n import Catalogue
from tertulia_core.session import events, history, speaking
from tertulia_core.session.context import Context
from tertulia_core.session.state import ConnectionPhase, Room, RoomKind

__all__ = ["break_off"]

_ = Catalogue("tertulia_core").gettext


def break_off(ctx: Context, reason: str, retry_at: float | None) -> None:
    """Leave the rooms, settle what was under way, and say why.

    Why is ``state.problem``, for as long as it lasts; only a room that we were in keeps a
    line about it.

    Args:
        ctx: the working set.
        reason: a sentence, ``""`` if we wanted it so.
        retry_at: when the next try follows (monotonic), ``None`` for never.
    """
    reason = ctx.server_error or ctx.stalled or reason
    was_online = ctx.state.phase is ConnectionPhase.ONLINE
    ctx.typists.clear()
    for room in ctx.state.rooms.values():
        _leave(ctx, room, reason if was_online else "")
    speaking.abandon_written(ctx)
    ctx.forget_connection()
    ctx.state.lag, ctx.state.away, ctx.state.retry_at = None, False, retry_at
    ctx.state.account = ""
    is_over = retry_at is None
    ctx.set_phase(ConnectionPhase.OFFLINE if is_over else ConnectionPhase.WAITING, reason)


def _leave(ctx: Context, room: Room, reason: str) -> None:
    """Note in a room that we are there no longer."""
    was_joined = room.kind is RoomKind.CHANNEL and room.joined
    if room.kind is RoomKind.CHANNEL:
        room.joined = room.synced = False
    if room.members or room.typing:
        room.members.clear()
        room.typing = ()
        ctx.emit(events.MembersChanged(room.name))
    if reason and (was_joined or ctx.is_same(room.name, ctx.state.current)):
        ctx.note(_("The connection broke: {reason}").format(reason=reason), room)
    history.lose_touch(ctx, room)
