"""What a click or a key in a widget means to the app: one row for each."""

import webbrowser
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from tertulia_core.client.server_events import RoomKey
from tertulia_core.ids import LineId
from tertulia_core.session.intents import (
    ChangeNick,
    Connect,
    LoadOlder,
    OpenPrivate,
    Retry,
    SelectRoom,
)
from tertulia_core.session.state import SERVER_ROOM, Line

if TYPE_CHECKING:
    from tertulia_tk.app import App

__all__ = ["Deeds", "deeds_of"]


@dataclass(frozen=True, slots=True)
class Deeds:
    """What the widgets call when the person does something.

    Attributes:
        send: something was written and Enter pressed.
        rename: another nick is wished for.
        complete: Tab in a word; says whether there is anything to complete.
        edited: the text in the composer changed.
        select: a room was chosen.
        talk_to: a person was chosen.
        follow_link: a link was clicked.
        retry_line: a line is to be sent again.
        reconnect: "Try now".
        host: "Start a room here".
        open_menu: the menu's button.
        show_server: the place of the server was clicked.
        copy: Ctrl+C in the composer while nothing is selected there.
        edit_last: ↑ where nothing is written; says whether there is anything to edit.
        on_message: a message's key or click, and the message.
        message_menu: the menu of a message is asked for, at a place on the screen.
        person_menu: the menu of a person.
        room_menu: the menu of a room.
        load_older: older lines of a room are wanted.
        cancel_hint: what the hint above the composer says is given up.
        find: other words are looked for in the room.
        find_next: an older (1) or newer (-1) place is wanted.
        find_close: nothing is looked for any more.
    """

    send: Callable[[str], None]
    rename: Callable[[str], None]
    complete: Callable[[], bool]
    edited: Callable[[], None]
    select: Callable[[RoomKey], None]
    talk_to: Callable[[str], None]
    follow_link: Callable[[str], object]
    retry_line: Callable[[LineId], None]
    reconnect: Callable[[], None]
    host: Callable[[], None]
    open_menu: Callable[[], None]
    show_server: Callable[[], None]
    copy: Callable[[], None]
    edit_last: Callable[[], bool]
    on_message: Callable[[str, Line], None]
    message_menu: Callable[[Line, int, int], None]
    person_menu: Callable[[str, int, int], None]
    room_menu: Callable[[RoomKey, int, int], None]
    load_older: Callable[[str], None]
    cancel_hint: Callable[[], object]
    find: Callable[[str], None]
    find_next: Callable[[int], None]
    find_close: Callable[[], None]


def deeds_of(app: "App") -> Deeds:
    """Return what the widgets of a window call."""

    def open_room_menu(key: RoomKey, x: int, y: int) -> None:
        app.go_to(key)
        app.menus.open_for_room(key.room, x, y)

    return Deeds(
        send=app.send,
        rename=lambda nick: app.request(ChangeNick(nick)),
        complete=lambda: app.completing.step(1),
        edited=app.edited,
        select=app.go_to,
        talk_to=lambda nick: app.go(OpenPrivate(nick)),
        follow_link=lambda address: webbrowser.open(address),  # noqa: PLW0108 — tests replace it
        retry_line=lambda line: app.request(Retry(line)),
        reconnect=lambda: app.go(Connect()),
        host=lambda: app.commands.run("start_room"),
        open_menu=app.open_menu,
        copy=lambda: app.commands.run("copy"),
        show_server=lambda: app.go(SelectRoom(SERVER_ROOM)),
        edit_last=app.messages.edit_last,
        on_message=app.messages.press,
        message_menu=app.menus.open_for_message,
        person_menu=app.menus.open_for_person,
        room_menu=open_room_menu,
        load_older=lambda room: app.request(LoadOlder(room)),
        cancel_hint=app.messages.cancel,
        find=app.finding.search,
        find_next=app.finding.step,
        find_close=app.finding.close,
    )
