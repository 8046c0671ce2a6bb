"""CAP: what both sides can do beyond the old protocol, agreed on.

Source: https://ircv3.net/specs/extensions/capability-negotiation
"""

from collections.abc import Callable, Mapping
from typing import Final

from tertulia_core.wire import numerics as n
from tertulia_core.wire.capabilities import CAP_NOTIFY, names, parse_request, to_lines
from tertulia_core.wire.limits import LINE_BYTES
from tertulia_core.wire.message import Message
from tertulia_server.capabilities import offered_names, offered_set
from tertulia_server.commands.context import Context, Steps
from tertulia_server.commands.table import TABLE, When
from tertulia_server.commands.welcome import complete_registration
from tertulia_server.model.refusals import Refusal
from tertulia_server.model.session import Phase

__all__: list[str] = []

_ROOM: Final = LINE_BYTES - len("\r\n")

_VERSION_302: Final = 302


@TABLE.command(
    "CAP", min_params=1, when=When.ALWAYS, cost=0, syntax="LS|LIST|REQ|END [<capabilities>]"
)
def cap(ctx: Context, message: Message) -> Steps | None:
    """Agree on what client and server can do beyond the old protocol.

    https://ircv3.net/specs/extensions/capability-negotiation
    """
    subcommand, *rest = message.params
    run = _SUBCOMMANDS.get(subcommand.upper())
    if run is None:
        raise Refusal(n.ERR_INVALIDCAPCMD, subcommand)
    return run(ctx, rest[0] if rest else "")


def _ls(ctx: Context, version: str) -> None:
    _hold(ctx)
    session = ctx.session
    asked = _to_version(version)
    session.cap_version = max(session.cap_version, asked)
    is_302 = asked >= _VERSION_302
    if is_302:
        session.set_caps(session.caps | CAP_NOTIFY)
    _list(ctx, "LS", _offered(ctx, with_values=is_302), may_continue=is_302)


def _offered(ctx: Context, *, with_values: bool) -> list[str]:
    is_private = ctx.session.is_private
    return offered_names(ctx.config, with_values=with_values, is_private=is_private)


def _list_enabled(ctx: Context, _rest: str) -> None:
    is_302 = ctx.session.cap_version >= _VERSION_302
    _list(ctx, "LIST", names(ctx.session.caps), may_continue=is_302)


def _req(ctx: Context, wanted: str) -> None:
    """Grant all that is asked, or nothing; the answer still looks as agreed before."""
    _hold(ctx)
    request = parse_request(wanted)
    offered = offered_set(ctx.config, is_private=ctx.session.is_private)
    if request.unknown or (request.enable | request.disable) & ~offered:
        _answer(ctx, "NAK", wanted)
        return
    _answer(ctx, "ACK", wanted.rstrip(" "))
    ctx.session.set_caps(request.apply_to(ctx.session.caps))
    ctx.relay.profile_changed(ctx.session)


def _end(ctx: Context, _rest: str) -> Steps | None:
    if not ctx.session.is_negotiating:
        return None
    ctx.session.is_negotiating = False
    return complete_registration(ctx)


_SUBCOMMANDS: Final[Mapping[str, Callable[[Context, str], Steps | None]]] = {
    "LS": _ls,
    "LIST": _list_enabled,
    "REQ": _req,
    "END": _end,
}


def _hold(ctx: Context) -> None:
    """Let registration wait for CAP END."""
    if ctx.session.phase is not Phase.REGISTERED:
        ctx.session.is_negotiating = True


def _to_version(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else 0


def _list(ctx: Context, subcommand: str, words: list[str], *, may_continue: bool) -> None:
    """Give a list in as many lines as it takes; an old client gets what fits one."""
    head = f":{ctx.config.server.name} CAP {ctx.session.shown_nick} {subcommand} "
    if may_continue:
        *first, last = to_lines(words, _ROOM - len(f"{head}* :".encode()))
        for line in first:
            ctx.reply.line("CAP", ctx.session.shown_nick, subcommand, "*", line)
    else:
        last = to_lines(words, _ROOM - len(f"{head}:".encode()))[0]
    _answer(ctx, subcommand, last)


def _answer(ctx: Context, subcommand: str, text: str) -> None:
    ctx.reply.line("CAP", ctx.session.shown_nick, subcommand, text)
