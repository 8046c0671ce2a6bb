"""The end of registration: what has to be there, and the burst that every client waits for.

Source: https://modern.ircdocs.horse/#connection-registration
"""

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Final

from tertulia_core.i18n import Catalogue
from tertulia_core.wire import numerics as n
from tertulia_server.commands.answers import (
    answer_isupport,
    answer_lusers,
    answer_motd,
    history_sentence,
)
from tertulia_server.commands.context import Context, Services, Steps
from tertulia_server.commands.entering import greet
from tertulia_server.commands.playback import play_back
from tertulia_server.commands.values import welcome_values
from tertulia_server.model.modes import CHANNEL_MODES, PREFIXES, USER_MODES, ModeKind
from tertulia_server.model.refusals import Refusal
from tertulia_server.model.session import Phase
from tertulia_server.model.user import User

__all__ = ["complete_registration", "knows_password", "person_of"]

_ = Catalogue("tertulia_server").gettext


def _mode_letters() -> tuple[str, str, str]:
    """Return the letters of user modes, channel modes, and channel modes with a parameter."""
    statuses = [prefix.letter for prefix in PREFIXES]
    with_parameter = [m.letter for m in CHANNEL_MODES.values() if m.kind is not ModeKind.FLAG]
    groups = (USER_MODES, [*CHANNEL_MODES, *statuses], [*with_parameter, *statuses])
    user_modes, channel_modes, parameters = ("".join(sorted(group)) for group in groups)
    return user_modes, channel_modes, parameters


_MODE_LETTERS: Final = _mode_letters()


def complete_registration(ctx: Context) -> Steps | None:
    """Welcome the connection once everything needed is there; else wait for the rest."""
    session = ctx.session
    if session.is_negotiating or not (session.nick and session.username):
        return None
    if not knows_password(ctx):
        refusal = Refusal(n.ERR_PASSWDMISMATCH)
        ctx.reply.refuse(refusal)
        ctx.services.end_session(session, "", _("The password is wrong"), ctx.reply)
        return None
    if session.exchange is not None:
        session.exchange = None
        ctx.reply.refuse(Refusal(n.ERR_SASLABORTED))
    person = person_of(ctx)
    if person is not None:
        return _resume(ctx, person)
    _arrive(ctx)
    return None


def person_of(ctx: Context) -> User | None:
    """Return the person whose further connection this is, ``None`` for somebody new."""
    world, name = ctx.world, ctx.session.account
    account = world.accounts.get(name) if name else None
    person = next(iter(world.people.of(name)), None) if account is not None else None
    if account is None or person is None:
        return None
    return person if account.is_shared or not person.sessions else None


def _resume(ctx: Context, user: User) -> Steps:
    """Let the connection be one more of somebody who is here, in all rooms; nobody notices."""
    session = ctx.session
    session.nick = ""
    ctx.world.attach(session, user)
    ctx.world.set_phase(session, Phase.REGISTERED)
    _welcome(ctx)
    if user.modes:
        ctx.reply.numeric(n.RPL_UMODEIS, "+" + "".join(sorted(user.modes)))
    ctx.services.update_away(user, ctx.now, session.link)
    for member in list(user.memberships.values()):
        if member.channel.members.get(user) is member:
            ctx.reply.own(ctx.relay.resumed(member, ctx.now, session))
            yield from greet(ctx, member.channel)
            yield from play_back(ctx, member)


def _arrive(ctx: Context) -> None:
    """Let somebody new in."""
    session = ctx.session
    wanted, session.nick = session.nick, ""
    ctx.world.check_nick(wanted, None, session.account)
    ctx.world.add_user(session, wanted, ctx.now)
    ctx.world.set_phase(session, Phase.REGISTERED)
    modes = [letter for letter in ctx.config.server.default_user_modes if _set(ctx, letter)]
    _welcome(ctx)
    if modes:
        line = ctx.relay.user_modes_set(ctx.user, f"+{''.join(modes)}", ctx.now, session.link)
        ctx.reply.own(line)
    ctx.relay.arrived(ctx.user, ctx.now)


def _set(ctx: Context, letter: str) -> bool:
    return ctx.world.set_mode(ctx.user, letter, is_on=True)


def knows_password(ctx: Context) -> bool:
    """Tell whether the connection gave the server's password, or needs none."""
    wanted = ctx.config.server.password
    return not wanted or ctx.services.doorkeeper.lets_in(ctx.session.password or "", wanted)


def _welcome(ctx: Context) -> None:
    """Send the burst that every client waits for."""
    server, reply = ctx.config.server, ctx.reply
    reply.numeric(
        n.RPL_WELCOME,
        _("Welcome to {network}, {source}").format(network=server.network, source=ctx.user.source),
    )
    reply.repeat(_about_the_server, ctx.services)
    answer_isupport(ctx)
    answer_lusers(ctx)
    welcome_values(ctx)
    answer_motd(ctx)
    reply.line("NOTICE", ctx.user.nick, history_sentence(ctx))


def _about_the_server(services: Services) -> Iterator[tuple[str, ...]]:
    name, version = services.config.server.name, services.version
    sentence = _("Your host is {server}, running {version}")
    yield n.RPL_YOURHOST, sentence.format(server=name, version=version)
    started = datetime.fromtimestamp(services.started, UTC).strftime("%Y-%m-%d %H:%M:%S UTC")
    yield n.RPL_CREATED, _("This server was started {time}").format(time=started)
    yield n.RPL_MYINFO, name, version, *_MODE_LETTERS
