"""What servers answer: PONG, ACK, ERROR, standard replies, and who is away.

Source: https://ircv3.net/specs/extensions/standard-replies and
https://ircv3.net/specs/extensions/labeled-response
"""

from collections.abc import Callable
from typing import Final

from tertulia_core.i18n import Catalogue
from tertulia_core.session import events, logins, naming, search, speaking
from tertulia_core.session.context import Context
from tertulia_core.session.handlers import history
from tertulia_core.session.handlers.sentences import SENTENCES, worded
from tertulia_core.session.handlers.table import HandlerTable, nick_of, param, text_of
from tertulia_core.session.registration import become_ready
from tertulia_core.session.state import SERVER_ROOM, ConnectionPhase, LineKind
from tertulia_core.wire import numerics as num
from tertulia_core.wire.message import Message

__all__ = ["TABLE"]

_ = Catalogue("tertulia_core").gettext

TABLE: Final = HandlerTable()


@TABLE.on("PING")
def on_ping(_ctx: Context, _message: Message) -> None:
    """Leave the answer to the network thread, which gives it without waiting for the screen."""


@TABLE.on("PONG")
def on_pong(ctx: Context, message: Message) -> None:
    """Measure the lag, and settle everything that was written before the PING."""
    answer = ctx.pings.answered(param(message, -1) if message.params else "", ctx.clock.monotonic())
    if answer is None:
        ctx.note_server(text_of(message, 0))
        return
    number, ctx.state.lag = answer
    ctx.emit_once(events.LagMeasured(ctx.state.lag))
    if ctx.state.phase is ConnectionPhase.ONLINE:
        become_ready(ctx)
    speaking.confirm_before(ctx, number)
    for name in [name for name, ping in ctx.joining.items() if ping < number]:
        del ctx.joining[name]
    speaking.flush(ctx)


@TABLE.on("ACK")
def on_ack(ctx: Context, _message: Message) -> None:
    """Take a labelled message as sent that has no other answer."""
    outgoing = ctx.deliveries.by_label(ctx.label)
    if outgoing is not None:
        speaking.confirm(ctx, outgoing)


@TABLE.on("ERROR")
def on_error(ctx: Context, message: Message) -> None:
    """Remember why the server closes the connection."""
    text = text_of(message, 0)
    if not ctx.gives_up:
        ctx.server_error = text
    ctx.note_server(text, LineKind.ERROR)


@TABLE.on("FAIL", params=2)
def on_fail(ctx: Context, message: Message) -> None:
    """Show a refusal, on the message refused where it says which."""
    refuses = _REFUSALS.get(message.params[0])
    if refuses is not None and refuses(ctx, message):
        return
    outgoing = ctx.deliveries.by_label(ctx.label)
    if outgoing is None and message.params[0] in {"PRIVMSG", "NOTICE"}:
        targets = message.params[2:-1]
        outgoing = ctx.deliveries.oldest_written(
            lambda other: not targets or any(ctx.is_same(other, name) for name in targets)
        )
    text = message.params[-1]
    if outgoing is not None:
        speaking.refuse(ctx, outgoing, text)
    else:
        ctx.note(worded(message.params[2:-1], text), kind=LineKind.ERROR)


_REFUSALS: Final[dict[str, Callable[[Context, Message], bool]]] = {
    "CHATHISTORY": history.refused,
    "METADATA": lambda ctx, _message: ctx.label == naming.LABEL,
    "SEARCH": lambda ctx, message: search.fail(ctx, message.params[-1]),
    "TOKEN": lambda ctx, _message: ctx.label == logins.TOKEN_LABEL,
}
"""Commands of ours whose refusals concern no message; whether it was ours is returned."""


@TABLE.on("WARN", "NOTE", params=2)
def on_note(ctx: Context, message: Message) -> None:
    """Show what a server wants us to know."""
    ctx.note(worded(message.params[2:-1], message.params[-1]))


@TABLE.on("KILL")
def on_kill(ctx: Context, message: Message) -> None:
    """Show who ended our connection."""
    sentence = _("{nick} ended your connection: {reason}")
    ctx.note(sentence.format(nick=nick_of(message), reason=text_of(message)), kind=LineKind.ERROR)


@TABLE.on("WALLOPS", params=1)
def on_wallops(ctx: Context, message: Message) -> None:
    """Show what an operator tells everybody."""
    room = ctx.open_target(SERVER_ROOM)
    ctx.add_line(room, LineKind.NOTICE, nick_of(message), message.params[0])


@TABLE.on(num.RPL_AWAY, params=3)
def on_away_reply(ctx: Context, message: Message) -> None:
    """Say once that somebody we wrote to is away, and why."""
    nick, reason = message.params[1], message.params[2]
    room = ctx.room(nick)
    text = _("{nick} is away: {reason}").format(nick=nick, reason=reason)
    said = room is not None and any(line.text == text for line in room.lines)
    if not said:
        ctx.note(text, room)


@TABLE.on(num.RPL_UNAWAY, num.RPL_NOWAWAY)
def on_own_away(ctx: Context, message: Message) -> None:
    """Know whether we are away."""
    ctx.state.away = message.command == num.RPL_NOWAWAY
    ctx.set_phase(ctx.state.phase, ctx.state.problem)
    ctx.note(_(SENTENCES[message.command]))
