"""WHO and WHOX: people by channel, nick or mask, a line each.

Sources: https://modern.ircdocs.horse/#who-message and
https://ircv3.net/specs/extensions/whox
"""

from collections.abc import Callable, Iterator, Mapping
from typing import Final, NamedTuple

from tertulia_core.i18n import Catalogue
from tertulia_core.wire import numerics as n
from tertulia_core.wire.capabilities import MULTI_PREFIX
from tertulia_core.wire.message import Message
from tertulia_server.commands.context import Context, Steps
from tertulia_server.commands.table import TABLE
from tertulia_server.model.channel import Membership
from tertulia_server.model.masks import matches
from tertulia_server.model.modes import BOT_MODE
from tertulia_server.model.names import to_host
from tertulia_server.model.user import User

__all__: list[str] = []

_ = Catalogue("tertulia_server").gettext

_EVERYBODY: Final = frozenset({"", "*", "0"})
_MOST_TOKEN_CHARACTERS: Final = 3


class _Found(NamedTuple):
    """One person of the answer, and the channel in which it was found, if any."""

    user: User
    member: Membership | None


@TABLE.command("WHO", cost=2, syntax="[<channel, nick or mask> [o][%<fields>[,<token>]]]")
def who(ctx: Context, message: Message) -> Steps:
    """List people: of a channel, with a nick, or whom a mask fits.

    https://modern.ircdocs.horse/#who-message
    """
    mask = message.params[0] if message.params else "*"
    options = message.params[1] if len(message.params) > 1 else ""
    flags, percent, fields = options.partition("%")
    for found in _find(ctx, mask):
        yield None
        if found is None or ("o" in flags and not found.user.is_oper):
            continue
        if percent:
            _answer_fields(ctx, found, fields)
        else:
            _answer(ctx, found)
    ctx.reply.numeric(n.RPL_ENDOFWHO, mask, _("End of the people"))


def _find(ctx: Context, mask: str) -> Iterator[_Found | None]:
    """Give who fits, and ``None`` for everybody looked at who does not, or has gone meanwhile."""
    channel = ctx.world.channels.get(mask)
    if channel is not None:
        if channel.is_visible_to(ctx.user):
            for member in list(channel.members.values()):
                is_here = channel.members.get(member.user) is member
                is_shown = is_here and channel.may_see(ctx.user, member)
                yield _Found(member.user, member) if is_shown else None
        return
    exact = ctx.world.users.get(mask)
    if exact is not None:
        yield _Found(exact, _shared(ctx.user, exact))
        return
    yield from _find_by_mask(ctx, mask)


def _find_by_mask(ctx: Context, mask: str) -> Iterator[_Found | None]:
    is_all = mask in _EVERYBODY
    for user in list(ctx.world.users.values()):
        is_fit = not user.is_gone and (
            is_all
            or any(
                matches(mask, text, ctx.world.fold)
                for text in (user.nick, user.username, user.host)
            )
        )
        is_shown = is_fit and (not user.is_invisible or ctx.user.shares_channel_with(user))
        yield _Found(user, _shared(ctx.user, user)) if is_shown else None


def _shared(asker: User, user: User) -> Membership | None:
    """Return the membership of ``user`` in a channel where ``asker`` is too."""
    for channel, member in user.memberships.items():
        if channel in asker.memberships:
            return member
    return None


def _answer(ctx: Context, found: _Found) -> None:
    user = found.user
    ctx.reply.numeric(
        n.RPL_WHOREPLY,
        found.member.channel.name if found.member else "*",
        user.username,
        user.host,
        ctx.config.server.name,
        user.nick,
        _flags(ctx, found),
        f"0 {user.realname}",
    )


def _flags(ctx: Context, found: _Found) -> str:
    here = "G" if found.user.away else "H"
    star = "*" if found.user.is_oper else ""
    multi = bool(ctx.session.caps & MULTI_PREFIX)
    symbols = found.member.symbols(multi=multi) if found.member else ""
    return here + star + symbols + (BOT_MODE if found.user.is_bot else "")


def _answer_fields(ctx: Context, found: _Found, wanted: str) -> None:
    letters, _comma, token = wanted.partition(",")
    words = []
    if "t" in letters:
        words.append(token[:_MOST_TOKEN_CHARACTERS] or "0")
    words += [read(ctx, found) for letter, read in _FIELDS.items() if letter in letters]
    if words:
        ctx.reply.numeric(n.RPL_WHOSPCRPL, *words)


def _address(ctx: Context, found: _Found) -> str:
    """Return the address for those who may know it: oneself and operators."""
    may_know = found.user is ctx.user or ctx.user.is_oper
    return to_host(found.user.address) if may_know else "255.255.255.255"


_FIELDS: Final[Mapping[str, Callable[[Context, _Found], str]]] = {
    "c": lambda _ctx, found: found.member.channel.name if found.member else "*",
    "u": lambda _ctx, found: found.user.username,
    "i": _address,
    "h": lambda _ctx, found: found.user.host,
    "s": lambda ctx, _found: ctx.config.server.name,
    "n": lambda _ctx, found: found.user.nick,
    "f": _flags,
    "d": lambda _ctx, _found: "0",
    "l": lambda ctx, found: str(int(ctx.now.mono - found.user.active)),
    "a": lambda _ctx, found: found.user.account or "0",
    "o": lambda _ctx, _found: "n/a",
    "r": lambda _ctx, found: found.user.realname,
}
"""The fields of 354 in the order in which they are given, whatever the order asked."""
