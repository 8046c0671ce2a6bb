"""MARKREAD: up to when one has read a conversation, the same on all one's devices.

Source: https://ircv3.net/specs/extensions/read-marker
"""

from tertulia_core.wire.capabilities import READ_MARKER
from tertulia_core.wire.message import Message
from tertulia_server.commands.context import Context
from tertulia_server.commands.entering import tell_marker
from tertulia_server.commands.table import TABLE
from tertulia_server.model import fail_codes as codes
from tertulia_server.model.moments import from_reference
from tertulia_server.model.refusals import Fail
from tertulia_server.model.user import User

__all__: list[str] = []


@TABLE.command("MARKREAD", syntax="<target> [timestamp=<moment>]")
def markread(ctx: Context, message: Message) -> None:
    """Tell up to when you have read a conversation, or ask for it.

    https://ircv3.net/specs/extensions/read-marker#markread-command
    """
    params = message.params
    if not params or not params[0]:
        raise Fail(codes.MARKREAD_NEED_MORE_PARAMS)
    if len(params) == 1:
        tell_marker(ctx, params[0])
        return
    time = from_reference(params[1])
    if time is None or len(params) > 2:
        raise Fail(codes.MARKREAD_INVALID_PARAMS, *params[:2])
    is_news = ctx.world.markers.advance(ctx.user, params[0], min(time, ctx.now.wall))
    tell_marker(ctx, params[0])
    if is_news:
        _tell_others(ctx, params[0])


def _tell_others(ctx: Context, target: str) -> None:
    """Tell the reader's other connections."""
    for user in _same(ctx):
        for session in user.sessions:
            if session is not ctx.session and session.caps & READ_MARKER:
                reply = ctx.services.replies.open(session, ctx.now)
                tell_marker(Context(ctx.services, session, reply, ctx.now), target)


def _same(ctx: Context) -> list[User]:
    """Return the people whose markers are the user's: everybody of the account."""
    return ctx.world.people.of(ctx.user.account) if ctx.user.account else [ctx.user]
