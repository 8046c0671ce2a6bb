"""Guests: people behind a bare socket, who just write text and read what others say.

They are members of one channel like anybody else; what differs is that they
hear text instead of IRC lines and have three commands. The mark of a private
message is the same in every language: programs read it.
"""

from collections.abc import Callable, Mapping
from typing import Final

from tertulia_core.i18n import Catalogue
from tertulia_core.wire import numerics as n
from tertulia_core.wire.limits import LINE_BYTES, split_text
from tertulia_core.wire.message import NO_TAGS
from tertulia_server.audiences import Part
from tertulia_server.commands.answers import history_sentence
from tertulia_server.commands.context import Context
from tertulia_server.model.channel import Channel
from tertulia_server.model.guest_names import GUEST
from tertulia_server.model.modes import OPS
from tertulia_server.model.refusals import Refusal
from tertulia_server.model.session import Phase

__all__ = ["GUEST_COMMANDS", "enter_as_guest", "leave_as_guest", "say_as_guest"]

_ = Catalogue("tertulia_server").gettext

_FRAME_BYTES: Final = len(": PRIVMSG  :\r\n")
_TO_LINE: Final = str.maketrans({"\r": " ", "\n": " ", "\0": "�"})


def enter_as_guest(ctx: Context) -> None:
    """Let a bare socket into the guests' room, where it counts and is seen from now on.

    Where there is no place for it, it is told so and the connection ends.
    """
    session, world = ctx.session, ctx.world
    session.username, session.realname = GUEST, _("Guest")
    world.set_phase(session, Phase.GUEST)
    if world.guests >= ctx.config.guests.max:
        _end(ctx, _("There are as many guests as there may be"))
        return
    user = world.add_guest(session, ctx.now)
    try:
        channel = world.check_join(ctx.config.guests.room, user, ctx.now)
    except Refusal as refusal:
        _end(ctx, _(refusal.sentence))
        return
    ctx.relay.entered(world.enter(channel, user), ctx.now, session)
    ctx.relay.arrived(user, ctx.now)


def leave_as_guest(ctx: Context) -> None:
    """Take the guest out of the room: the connection turns out to be an IRC client."""
    ctx.services.leave(ctx.session, _("Guest no more"), ctx.now)
    ctx.session.username = ctx.session.realname = ""


def say_as_guest(ctx: Context, text: str) -> None:
    """Say ``text`` in the guests' room.

    Others hear it whole: as one line if they are guests, in as many messages
    as it takes if they are IRC clients.
    """
    user = ctx.user
    user.active = ctx.now.mono
    ctx.session.has_spoken = True
    channel = _room(ctx)
    text = text.translate(_TO_LINE)
    frame = _FRAME_BYTES + len(f"{user.source}{channel.name}".encode())
    pieces = split_text(text, LINE_BYTES - frame)
    link = ctx.session.link
    if "U" in channel.modes:
        operators = Part(channel, channel.name, OPS)
        for piece in pieces:
            ids = channel.ids
            ctx.speech.to(operators, "PRIVMSG", user, piece, ctx.now, NO_TAGS, link, ids)
    else:
        ctx.speech.in_pieces(user, channel, text, pieces, ctx.now, link)


def _room(ctx: Context) -> Channel:
    """Return the room the guest is in, however it is called by now, or refuse."""
    channel = next(iter(ctx.user.memberships), None)
    if channel is None:
        raise Refusal(n.ERR_NOTONCHANNEL)
    if not channel.may_speak(ctx.user):
        raise Refusal(n.ERR_CANNOTSENDTOCHAN)
    return channel


def _nick(ctx: Context, argument: str) -> None:
    user = ctx.user
    if argument != user.nick:
        ctx.world.check_nick(argument, user)
        ctx.services.rename(user, argument, ctx.now, ctx.session.link)
    ctx.reply.plain(_("* You are {nick} now").format(nick=user.nick))


def _quit(ctx: Context, argument: str) -> None:
    ctx.services.end_session(
        ctx.session, f"Quit: {argument}" if argument else "Quit", "", ctx.reply
    )


def _help(ctx: Context, _argument: str) -> None:
    ctx.reply.plain(_("* Write a line to say it to everybody"))
    ctx.reply.plain(_("* /nick NAME: be called something else"))
    ctx.reply.plain(_("* /quit: leave"))
    ctx.reply.plain(f"* {history_sentence(ctx)}")


GUEST_COMMANDS: Final[Mapping[str, Callable[[Context, str], None]]] = {
    "nick": _nick,
    "quit": _quit,
    "help": _help,
}
"""The commands of a bare socket by name; any other line with a slash is text."""


def _end(ctx: Context, sentence: str) -> None:
    ctx.services.end_session(ctx.session, sentence, sentence, ctx.reply)
