"""Ignoring people, muting rooms, choosing what notifies: the wishes behind ``Attention``."""

from typing import Final

from tertulia_core.i18n import N_, Catalogue
from tertulia_core.session import events, intents
from tertulia_core.session.attention import Level
from tertulia_core.session.context import Context
from tertulia_core.session.wording import join_names

__all__ = ["LEVELS", "ignore_nick", "mute_room", "set_level"]

_ = Catalogue("tertulia_core").gettext

LEVELS: Final = {
    Level.ALL: N_("every message"),
    Level.MENTIONS: N_("mentions and private messages"),
    Level.NOTHING: N_("nothing"),
}
"""What notifies, in words."""


def ignore_nick(ctx: Context, intent: intents.IgnoreNick) -> None:
    """Hear somebody no more, or again; or say who is not heard."""
    attention = ctx.state.attention
    if not intent.nick:
        names = join_names(attention.ignored, shown=100)
        ctx.note(_("You ignore {names}.").format(names=names) if names else _("You ignore nobody."))
    elif attention.toggle_ignored(intent.nick):
        sentence = _("You do not see what {nick} writes any more. /ignore {nick} takes it back.")
        ctx.note(sentence.format(nick=intent.nick))
    else:
        ctx.note(_("You see what {nick} writes again.").format(nick=intent.nick))


def mute_room(ctx: Context, intent: intents.MuteRoom) -> None:
    """Let a room fill quietly, or be counted again."""
    room = ctx.room(intent.room)
    if ctx.state.attention.toggle_muted(intent.room):
        sentence = _("{room} is muted: nothing is counted or notified.")
    else:
        sentence = _("{room} is no longer muted.")
    ctx.note(sentence.format(room=intent.room), room)
    if room is not None:
        room.unread = room.mentions = 0
        ctx.emit_once(events.UnreadChanged(room.name))


def set_level(ctx: Context, intent: intents.SetLevel) -> None:
    """Choose which messages of a room notify, or say which do."""
    if intent.level:
        ctx.state.attention.set_level(intent.room, Level(intent.level))
    level = _(LEVELS[ctx.state.attention.level(intent.room)])
    ctx.note(_("In {room} this notifies you: {level}.").format(room=intent.room, level=level))
