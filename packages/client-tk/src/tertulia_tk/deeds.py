"""What a click or a key in a widget means to the app: one row for each."""

import webbrowser
from typing import TYPE_CHECKING

from tertulia_core.client.server_events import RoomKey
from tertulia_core.session.intents import (
    ChangeNick,
    Connect,
    LoadOlder,
    OpenPrivate,
    Retry,
    SelectRoom,
)
from tertulia_core.session.state import SERVER_ROOM
from tertulia_tk.window import Deeds

if TYPE_CHECKING:
    from tertulia_tk.app import App

__all__ = ["deeds_of"]


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
        on_message=app.messages.run,
        message_menu=app.menus.open_for_message,
        person_menu=app.menus.open_for_person,
        room_menu=open_room_menu,
        load_older=lambda room: app.request(LoadOlder(room)),
        cancel_hint=app.messages.cancel,
        find=app.finding.search,
        find_next=app.finding.step,
        find_close=app.finding.close,
    )
