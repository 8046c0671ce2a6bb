"""What a person wants, carried out: one function per intent."""

from collections.abc import Callable
from typing import Any, Final

from tertulia_core.i18n import Catalogue
from tertulia_core.ids import LineId
from tertulia_core.session import (
    correcting,
    events,
    hearing,
    history,
    intents,
    logins,
    markers,
    reactions,
    search,
    slash,
    speaking,
    typists,
)
from tertulia_core.session.context import Context
from tertulia_core.session.intents import Intent
from tertulia_core.session.nicks import fold_nick
from tertulia_core.session.state import (
    SERVER_ROOM,
    ConnectionPhase,
    LineKind,
    Room,
    RoomKind,
)
from tertulia_core.session.wording import join_names
from tertulia_core.wire.modes import ModeChange, format_changes, parse_changes

__all__ = ["WISHES"]

_ = Catalogue("tertulia_core").gettext

NOT_IN_NAMES: Final = frozenset(" ,\0\r\n\a\x01")


def _is_online(ctx: Context) -> bool:
    return ctx.state.phase is ConnectionPhase.ONLINE


def _ask(ctx: Context, command: str, *params: str) -> None:
    """Write a command, or say that it cannot be done now."""
    if _is_online(ctx):
        ctx.send(command, *params)
    else:
        ctx.note(_("Not connected: this has to wait."), kind=LineKind.ERROR)


def _is_name(ctx: Context, name: str) -> bool:
    """Tell whether something can be a room's or a person's name; say so if not."""
    if name and name[0] not in ":*$" and not NOT_IN_NAMES.intersection(name):
        return True
    ctx.note(_("“{name}” cannot be anybody's name.").format(name=name), kind=LineKind.ERROR)
    return False


def send_text(ctx: Context, intent: intents.SendText) -> None:
    """Say something."""
    if _is_name(ctx, intent.room):
        speaking.say(ctx, intent.room, intent.text, reply_to=intent.reply_to)


def send_action(ctx: Context, intent: intents.SendAction) -> None:
    """Say what we do."""
    if _is_name(ctx, intent.room):
        speaking.say(ctx, intent.room, intent.text, is_action=True)


def retry(ctx: Context, intent: intents.Retry) -> None:
    """Send a refused line again."""
    speaking.retry(ctx, LineId(intent.line))


def join_room(ctx: Context, intent: intents.JoinRoom) -> None:
    """Enter a channel: now, or as soon as we are connected."""
    for name in intent.room.split(","):
        if not name or not _is_name(ctx, name):
            continue
        room = ctx.room(name)
        if room is not None and room.joined:
            ctx.select(room.name)
            continue
        ctx.wished[name] = intent.key
        if _is_online(ctx) and ctx.is_ready:
            ctx.selecting.add(ctx.fold(name))
            ctx.join(name, intent.key)
        else:
            ctx.open_room(name, RoomKind.CHANNEL)
            ctx.select(name)


def part_room(ctx: Context, intent: intents.PartRoom) -> None:
    """Leave a channel, or close a conversation."""
    room = ctx.room(intent.room)
    if room is None:
        return
    if room.kind is RoomKind.SERVER:
        ctx.note(_("Here the server speaks; /disconnect leaves it."), kind=LineKind.ERROR)
        return
    ctx.wished.pop(room.name, None)
    if room.joined and room.kind is RoomKind.CHANNEL and _is_online(ctx):
        ctx.parting.add(ctx.fold(room.name))
        ctx.send("PART", room.name, *_if_any(intent.reason))
    else:
        ctx.close_room(room)


def open_private(ctx: Context, intent: intents.OpenPrivate) -> None:
    """Open a conversation, show it, and say something in it: what was said is seen."""
    if not _is_name(ctx, intent.nick):
        return
    is_new = ctx.room(intent.nick) is None
    room = ctx.open_target(intent.nick)
    ctx.select(room.name)
    if is_new and _is_online(ctx):
        markers.ask(ctx, room)
        history.catch_up(ctx, room)
    if intent.text:
        speaking.say(ctx, room.name, intent.text)


def select_room(ctx: Context, intent: intents.SelectRoom) -> None:
    """Show a room."""
    if ctx.room(intent.room) is not None:
        ctx.select(intent.room)


def change_nick(ctx: Context, intent: intents.ChangeNick) -> None:
    """Take another nick: now, or when we connect."""
    nick = intent.nick if intent.nick.isascii() else fold_nick(intent.nick)
    if not _is_name(ctx, nick):
        return
    if nick != intent.nick:
        ctx.note(_("Nicks are made of plain letters: yours becomes {nick}.").format(nick=nick))
    if _is_online(ctx):
        ctx.asked.add(("nick", ctx.fold(nick)))
        ctx.send("NICK", nick)
        return
    ctx.wanted_nick = ctx.held_nick = ctx.state.nick = nick
    ctx.nick_attempt = 1
    ctx.emit(events.NickChanged(nick))
    if ctx.state.phase is ConnectionPhase.REGISTERING:
        ctx.send("NICK", nick)


def set_topic(ctx: Context, intent: intents.SetTopic) -> None:
    """Change a topic, or ask for it."""
    if intent.topic is not None:
        _ask(ctx, "TOPIC", intent.room, intent.topic)
        return
    folded = ctx.fold(intent.room)
    ctx.asked |= {("topic", folded), ("topic who", folded)}
    _ask(ctx, "TOPIC", intent.room)


def set_away(ctx: Context, intent: intents.SetAway) -> None:
    """Be away or back; a reconnect keeps it so."""
    ctx.away_reason = intent.reason
    _ask(ctx, "AWAY", *_if_any(intent.reason))


def set_typing(ctx: Context, intent: intents.SetTyping) -> None:
    """Tell a room that we are writing."""
    typists.tell(ctx, intent.room, intent.state)


def kick_nick(ctx: Context, intent: intents.KickNick) -> None:
    """Remove somebody."""
    _ask(ctx, "KICK", intent.room, intent.nick, *_if_any(intent.reason))


def invite_nick(ctx: Context, intent: intents.InviteNick) -> None:
    """Ask somebody in."""
    _ask(ctx, "INVITE", intent.nick, intent.room)


def change_mode(ctx: Context, intent: intents.ChangeMode) -> None:
    """Change modes, in as many lines as the server wants them; or ask for them."""
    if not intent.modes:
        _ask(ctx, "MODE", intent.target)
        return
    prefixes = "".join(ctx.isupport.prefix)
    changes = parse_changes(intent.modes, intent.params, ctx.isupport.chanmodes, prefixes)
    with_params = sum(change.param is not None for change in changes)
    if not ctx.is_channel(intent.target) or with_params <= ctx.isupport.modes_per_line:
        _ask(ctx, "MODE", intent.target, intent.modes, *intent.params)
        return
    for start in range(0, len(changes), ctx.isupport.modes_per_line):
        _ask_modes(ctx, intent.target, changes[start : start + ctx.isupport.modes_per_line])


def _ask_modes(ctx: Context, target: str, changes: list[ModeChange]) -> None:
    modes, params = format_changes(changes)
    _ask(ctx, "MODE", target, modes, *params)


def show_whois(ctx: Context, intent: intents.ShowWhois) -> None:
    """Ask who somebody is; with the nick twice, their own server knows how long they are idle."""
    _ask(ctx, "WHOIS", intent.nick)


def show_names(ctx: Context, intent: intents.ShowNames) -> None:
    """Show who is in a room: from what we know, or from the server."""
    room = ctx.room(intent.room)
    if room is None or not room.synced:
        _ask(ctx, "NAMES", intent.room)
        return
    names = [f"{member.prefixes[:1]}{member.nick}" for member in room.members.values()]
    sentence = _("In {room}: {names}")
    ctx.note(sentence.format(room=room.name, names=join_names(names, shown=500)), room)


def list_rooms(ctx: Context, intent: intents.ListRooms) -> None:
    """Ask which rooms there are; the answer comes to the server's room."""
    ctx.select(SERVER_ROOM)
    _ask(ctx, "LIST", *_if_any(intent.mask))


def send_raw(ctx: Context, intent: intents.SendRaw) -> None:
    """Write a line as typed."""
    if not _is_online(ctx):
        ctx.note(_("Not connected: this has to wait."), kind=LineKind.ERROR)
        return
    line = intent.line.translate({10: " ", 13: " ", 0: None})
    ctx.send_line(line.encode("utf-8", "replace") + b"\r\n")


def clear_lines(ctx: Context, intent: intents.ClearLines) -> None:
    """Empty a room on screen."""
    room: Room | None = ctx.room(intent.room)
    if room is not None:
        room.lines.clear()
        room.read_line = None
        ctx.mark_seen(room)
        ctx.emit(events.LinesCleared(room.name))


def show_help(ctx: Context, intent: intents.ShowHelp) -> None:
    """Show the commands."""
    try:
        text = slash.help_text(intent.subject)
    except slash.SlashError as error:
        ctx.note(str(error), kind=LineKind.ERROR)
        return
    ctx.emit(events.TextShown(_("Help"), text))


def leave(ctx: Context, intent: intents.Disconnect | intents.Quit) -> None:
    """Take leave of the server; whoever owns the connection closes it."""
    if ctx.state.phase in {ConnectionPhase.ONLINE, ConnectionPhase.REGISTERING}:
        ctx.send("QUIT", *_if_any(intent.reason))
    if isinstance(intent, intents.Quit):
        ctx.emit(events.QuitRequested())


def leave_to_controller(_ctx: Context, _intent: Intent) -> None:
    """Do nothing: connections and files belong to the controller."""


def _if_any(text: str) -> tuple[str, ...]:
    return (text,) if text else ()


WISHES: Final[dict[type, Callable[[Context, Any], None]]] = {
    intents.ChangeMode: change_mode,
    intents.ChangeNick: change_nick,
    intents.ChangePassword: logins.change_password,
    intents.ClearLines: clear_lines,
    intents.Connect: leave_to_controller,
    intents.Disconnect: leave,
    intents.Edit: correcting.edit,
    intents.ExportRoom: leave_to_controller,
    intents.IgnoreNick: hearing.ignore_nick,
    intents.InviteNick: invite_nick,
    intents.JoinRoom: join_room,
    intents.KickNick: kick_nick,
    intents.ListRooms: list_rooms,
    intents.LoadOlder: history.load_older,
    intents.LogIn: logins.log_in,
    intents.LogOut: logins.log_out,
    intents.MuteRoom: hearing.mute_room,
    intents.OpenPrivate: open_private,
    intents.PartRoom: part_room,
    intents.Quit: leave,
    intents.React: reactions.toggle,
    intents.Redact: correcting.redact,
    intents.Register: logins.register,
    intents.Retry: retry,
    intents.Search: search.begin,
    intents.SelectRoom: select_room,
    intents.SendAction: send_action,
    intents.SendRaw: send_raw,
    intents.SendText: send_text,
    intents.SetAway: set_away,
    intents.SetLevel: hearing.set_level,
    intents.SetTopic: set_topic,
    intents.SetTyping: set_typing,
    intents.ShowHelp: show_help,
    intents.ShowNames: show_names,
    intents.ShowWhois: show_whois,
    intents.Unregister: logins.unregister,
}
"""Every intent and what it does."""
