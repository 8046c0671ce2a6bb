"""Signing in: capabilities, the nick, the rooms to be in.

``CAP LS 302``, NICK and USER go out together, so a server without
capabilities answers at once; one with them waits for our CAP END.

Source: https://ircv3.net/specs/extensions/capability-negotiation and
https://modern.ircdocs.horse/#connection-registration
"""

from typing import Final

from tertulia_core.session import events, history, logins, markers, naming, speaking
from tertulia_core.session.context import Context
from tertulia_core.session.nicks import FALLBACK_NICK, fold_nick, numbered
from tertulia_core.session.state import ConnectionPhase
from tertulia_core.wire.capabilities import names, parse_offer, parse_request

__all__ = [
    "become_ready",
    "begin",
    "negotiate",
    "show_nick",
    "try_numbered_nick",
    "try_plainer_nick",
]

REQUEST_BYTES: Final = 400
"""How long the list of one CAP REQ may be, so that the line stays within its limit."""

ROOMS_PER_JOIN: Final = 10
"""How many channels without keys one JOIN names."""


def begin(ctx: Context) -> None:
    """Write what a connection begins with."""
    settings, nick = ctx.settings, ctx.held_nick or ctx.wanted_nick
    if nick != ctx.state.nick:
        show_nick(ctx, nick)
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
    naming.introduce(ctx)
    logins.ask_for_token(ctx)
    speaking.flush(ctx)
    for room in ctx.state.rooms.values():
        markers.ask(ctx, room)
    history.ask_for_targets(ctx)


def negotiate(ctx: Context, params: tuple[str, ...]) -> None:
    """Take in a CAP message: offers, grants, refusals, and what comes and goes later."""
    step = _SUBCOMMANDS.get(params[1].upper())
    if step is not None:
        step(ctx, params)


def try_numbered_nick(ctx: Context) -> None:
    """Ask for the wanted nick with the next number: it is taken."""
    ctx.nick_attempt += 1
    _try_nick(ctx, numbered(ctx.wanted_nick, ctx.nick_attempt))


def try_plainer_nick(ctx: Context) -> None:
    """Ask for a nick made of plain letters: the server refuses the spelling of the wanted one."""
    folded = fold_nick(ctx.wanted_nick)
    ctx.nick_attempt += 1
    if folded in {ctx.wanted_nick, ctx.state.nick}:
        folded = numbered(FALLBACK_NICK, ctx.nick_attempt - 1)
    _try_nick(ctx, folded)


def show_nick(ctx: Context, nick: str) -> None:
    """Show another nick as ours."""
    ctx.state.nick = nick
    ctx.emit(events.NickChanged(nick))


def _try_nick(ctx: Context, nick: str) -> None:
    show_nick(ctx, nick)
    ctx.send("NICK", nick)


def _on_ls(ctx: Context, params: tuple[str, ...]) -> None:
    ctx.offered.update(parse_offer(params[-1]))
    if len(params) > 3 and params[2] == "*":
        return
    _request(ctx, ctx.offered)
    _end_if_done(ctx)


def _on_new(ctx: Context, params: tuple[str, ...]) -> None:
    offer = parse_offer(params[-1])
    ctx.offered.update(offer)
    _request(ctx, offer)


def _on_del(ctx: Context, params: tuple[str, ...]) -> None:
    removed = parse_request(" ".join(parse_offer(params[-1])))
    ctx.caps &= ~removed.enable
    for name in parse_offer(params[-1]):
        ctx.offered.pop(name, None)


def _on_ack(ctx: Context, params: tuple[str, ...]) -> None:
    granted = params[-1].strip()
    ctx.caps = parse_request(granted).apply_to(ctx.caps)
    _answered(ctx, granted)


def _on_nak(ctx: Context, params: tuple[str, ...]) -> None:
    """Ask one by one for what was refused together; what is refused alone is done without."""
    refused = params[-1].split()
    text = " ".join(refused)
    is_ours = text in ctx.requests
    _answered(ctx, text, again=refused if is_ours and len(refused) > 1 else [])


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
    if ctx.requests or ctx.state.phase is not ConnectionPhase.REGISTERING or ctx.attempt:
        return
    if ctx.login is not None and not ctx.state.account:
        logins.begin(ctx)
    else:
        ctx.send("CAP", "END")
