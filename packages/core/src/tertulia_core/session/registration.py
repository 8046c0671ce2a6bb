"""Signing in: capabilities, the nick, the rooms to be in.

``CAP LS 302``, NICK and USER go out together, so a server without
capabilities answers at once; one with them waits for our CAP END.

Source: https://ircv3.net/specs/extensions/capability-negotiation and
https://modern.ircdocs.horse/#connection-registration
"""

from typing import Final

from tertulia_core.session import events
from tertulia_core.session.context import Context
from tertulia_core.session.handlers.table import HandlerTable, param, text_of
from tertulia_core.session.handlers.unknown import show_unknown
from tertulia_core.session.nicks import FALLBACK_NICK, fold_nick, numbered
from tertulia_core.session.state import ConnectionPhase
from tertulia_core.wire import numerics as num
from tertulia_core.wire.capabilities import names, parse_offer, parse_request
from tertulia_core.wire.message import Message

__all__ = ["TABLE", "become_ready", "begin"]

TABLE: Final = HandlerTable()

REQUEST_BYTES: Final = 400
"""How long the list of one CAP REQ may be, so that the line stays within its limit."""

ROOMS_PER_JOIN: Final = 10
"""How many channels without keys one JOIN names."""


def begin(ctx: Context) -> None:
    """Write what a connection begins with."""
    settings, nick = ctx.settings, ctx.wanted_nick
    if nick != ctx.state.nick:
        _show_nick(ctx, nick)
    ctx.set_phase(ConnectionPhase.REGISTERING)
    ctx.send("CAP", "LS", "302")
    if settings.password:
        ctx.send("PASS", settings.password)
    ctx.send("NICK", nick)
    ctx.send("USER", settings.username or nick, "0", "*", settings.realname or nick)


def become_ready(ctx: Context) -> None:
    """Enter the rooms to be in, once the server has said what it has to say first."""
    if ctx.is_ready:
        return
    ctx.is_ready = True
    plain = []
    for name, key in ctx.wished.items():
        if key:
            ctx.join(name, key)
        else:
            plain.append(name)
    for start in range(0, len(plain), ROOMS_PER_JOIN):
        ctx.join(",".join(plain[start : start + ROOMS_PER_JOIN]))
    if ctx.away_reason:
        ctx.send("AWAY", ctx.away_reason)


@TABLE.on("CAP", params=3)
def on_cap(ctx: Context, message: Message) -> None:
    """Negotiate: offers, grants, refusals, and what comes and goes later."""
    handler = _SUBCOMMANDS.get(message.params[1].upper())
    if handler is not None:
        handler(ctx, message)


def _on_ls(ctx: Context, message: Message) -> None:
    ctx.offered.update(parse_offer(message.params[-1]))
    if len(message.params) > 3 and message.params[2] == "*":
        return
    _request(ctx, ctx.offered)
    _end_if_done(ctx)


def _on_new(ctx: Context, message: Message) -> None:
    offer = parse_offer(message.params[-1])
    ctx.offered.update(offer)
    _request(ctx, offer)


def _on_del(ctx: Context, message: Message) -> None:
    removed = parse_request(" ".join(parse_offer(message.params[-1])))
    ctx.caps &= ~removed.enable
    for name in parse_offer(message.params[-1]):
        ctx.offered.pop(name, None)


def _on_ack(ctx: Context, message: Message) -> None:
    granted = message.params[-1].strip()
    ctx.caps = parse_request(granted).apply_to(ctx.caps)
    _answered(ctx, granted)


def _on_nak(ctx: Context, message: Message) -> None:
    """Ask one by one for what was refused together; what is refused alone is done without."""
    refused = message.params[-1].split()
    _answered(ctx, " ".join(refused), again=refused if len(refused) > 1 else [])


_SUBCOMMANDS: Final = {
    "LS": _on_ls,
    "NEW": _on_new,
    "DEL": _on_del,
    "ACK": _on_ack,
    "NAK": _on_nak,
}


def _request(ctx: Context, offer: dict[str, str]) -> None:
    wanted = [name for name in names(ctx.settings.wanted & ~ctx.caps) if name in offer]
    while wanted:
        size, count = 0, 0
        while count < len(wanted) and size + len(wanted[count]) < REQUEST_BYTES:
            size += len(wanted[count]) + 1
            count += 1
        _send_request(ctx, " ".join(wanted[:count]))
        wanted = wanted[count:]


def _send_request(ctx: Context, text: str) -> None:
    ctx.requests.append(text)
    ctx.send("CAP", "REQ", text)


def _answered(ctx: Context, text: str, again: list[str] | None = None) -> None:
    """Take an answered request off the list; a server may spell its answer differently."""
    if text in ctx.requests:
        ctx.requests.remove(text)
    elif ctx.requests:
        ctx.requests.pop(0)
    for name in again or ():
        _send_request(ctx, name)
    _end_if_done(ctx)


def _end_if_done(ctx: Context) -> None:
    if not ctx.requests and ctx.state.phase is ConnectionPhase.REGISTERING:
        ctx.send("CAP", "END")


@TABLE.on(num.RPL_WELCOME)
def on_welcome(ctx: Context, message: Message) -> None:
    """Take the nick the server gives us: it may have cut ours."""
    nick = param(message, 0)
    if nick not in {"", "*", ctx.state.nick}:
        _show_nick(ctx, nick)
    ctx.requests.clear()
    ctx.set_phase(ConnectionPhase.ONLINE)
    ctx.note_server(text_of(message))
    ctx.pings.is_wanted = True  # its PONG is the end of the greeting where no MOTD numeric is


@TABLE.on(num.RPL_MYINFO)
def on_my_info(ctx: Context, message: Message) -> None:
    """Notice one of our own servers, which holds back a fast sender instead of closing."""
    ctx.server_paces = "tertulia" in param(message, 2).lower()


@TABLE.on(num.RPL_ISUPPORT, params=2)
def on_isupport(ctx: Context, message: Message) -> None:
    """Learn how this network names and limits things."""
    ctx.isupport.update(message.params[1:-1] or message.params[1:])
    ctx.learn(ctx.isupport)
    network = ctx.isupport.network
    if network != ctx.state.network:
        ctx.state.network = network


@TABLE.on(num.RPL_ENDOFMOTD, num.ERR_NOMOTD)
def on_end_of_greeting(ctx: Context, _message: Message) -> None:
    """Enter the rooms: everything they depend on has been said."""
    become_ready(ctx)


@TABLE.on(num.ERR_NICKNAMEINUSE, num.ERR_NICKCOLLISION, num.ERR_UNAVAILRESOURCE)
def on_nick_in_use(ctx: Context, message: Message) -> None:
    """Add a number to a nick that is taken while signing in; later only say so."""
    if ctx.state.phase is ConnectionPhase.REGISTERING:
        ctx.nick_attempt += 1
        _try_nick(ctx, numbered(ctx.wanted_nick, ctx.nick_attempt))
    else:
        show_unknown(ctx, message)


@TABLE.on(num.ERR_ERRONEUSNICKNAME, num.ERR_NONICKNAMEGIVEN)
def on_bad_nick(ctx: Context, message: Message) -> None:
    """Sign in under a nick made of plain letters where the wanted one is refused."""
    if ctx.state.phase is not ConnectionPhase.REGISTERING:
        show_unknown(ctx, message)
        return
    folded = fold_nick(ctx.wanted_nick)
    ctx.nick_attempt += 1
    if folded in {ctx.wanted_nick, ctx.state.nick}:
        folded = numbered(FALLBACK_NICK, ctx.nick_attempt - 1)
    _try_nick(ctx, folded)


def _try_nick(ctx: Context, nick: str) -> None:
    _show_nick(ctx, nick)
    ctx.send("NICK", nick)


def _show_nick(ctx: Context, nick: str) -> None:
    ctx.state.nick = nick
    ctx.emit(events.NickChanged(nick))
