"""The small windows: help, connect, the switcher."""

import tkinter as tk
from functools import partial

import pytest

from tertulia_core.address import Target, TcpAddress
from tertulia_core.session.keys import KEYS
from tertulia_core.session.slash import COMMANDS
from tertulia_core.session.theme import DARK
from tertulia_tk.dialogs.connect import ConnectDialog, Wish
from tertulia_tk.dialogs.end_room import EndRoomDialog
from tertulia_tk.dialogs.help import HelpDialog, help_sections
from tertulia_tk.dialogs.switcher import Choice, Switcher
from tertulia_tk.theme import Look
from tests.support.tk_driver import TkDriver
from tests.support.tk_stage import press, type_text


class Connect:
    """A connect dialog and where it led."""

    def __init__(self, root: tk.Tk, look: Look) -> None:
        self.targets: list[Target] = []
        self.wishes: list[Wish] = []
        self.dialog = ConnectDialog(
            root, look, address="localhost:12345", nick="ana", connect=self._connect
        )
        self.dialog.update()

    def _connect(self, wish: Wish) -> None:
        self.targets.append(wish.target)
        self.wishes.append(wish)

    def fill(self, **fields: str) -> None:
        """Write into the fields and press Enter."""
        for name, value in fields.items():
            field: tk.Entry = getattr(self.dialog, name)
            field.delete(0, "end")
            type_text(field, value)
        press(self.dialog.address, "Return")


def test_help_shows_every_key_and_every_command(root: tk.Tk, look: Look) -> None:
    """With what they do."""
    dialog = HelpDialog(root, look, "Help")
    page = dialog.page.get("1.0", "end")

    assert [row.name for row in COMMANDS if f"/{row.name}" not in page] == []
    assert len(help_sections()[0][1]) == len([row for row in KEYS if row.tk])
    assert "Ctrl+K" in page
    assert "//text\tSay something" in page


def test_help_can_be_read_but_not_written_and_follows_the_theme(root: tk.Tk, look: Look) -> None:
    """By the keyboard too."""
    dialog = HelpDialog(root, look, "Title", "a page")
    look.use(DARK)

    assert dialog.page.cget("state") == "disabled"
    assert dialog.page.cget("background") == DARK.surface
    assert dialog.page.get("1.0", "end-1c") == "a page"


def test_escape_closes_and_gives_the_keyboard_back(client: TkDriver) -> None:
    """To where one writes."""
    client.press("help")
    dialog = next(
        child for child in client.app.root.winfo_children() if isinstance(child, HelpDialog)
    )
    dialog.event_generate("<Escape>")

    client.wait_for(lambda screen: not screen.page, "closed")
    assert not dialog.winfo_exists()


def pages(client: TkDriver) -> list[HelpDialog]:
    """Return the pages that are open."""
    return [child for child in client.app.root.winfo_children() if isinstance(child, HelpDialog)]


def test_help_by_key_and_by_command_is_one_page(client: TkDriver) -> None:
    """The same columns, and never two of them."""
    client.press("help")
    by_key = client.screen().page
    client.app.after_request(client.app.servers.submit_text("/help"))
    by_command = client.screen().page
    client.app.after_request(client.app.servers.submit_text("/help join"))
    about_one = client.screen().page
    (page,) = pages(client)
    press(page.page, "F1")

    assert by_command == by_key
    assert about_one != by_key
    assert client.screen().page == by_key
    assert page.page.cget("state") == "disabled"


def questions(client: TkDriver) -> list[EndRoomDialog]:
    """Return the questions that are open."""
    return [child for child in client.app.root.winfo_children() if isinstance(child, EndRoomDialog)]


@pytest.fixture
def host(client: TkDriver) -> TkDriver:
    """A window that opened the room which rosa and luis are in."""
    client.server.break_off()
    client.wait_for(lambda screen: screen.notice, "told")
    client.offer_room()
    client.wait_for(lambda _screen: len(client.link.targets) == 2, "connecting")
    client.server.accept()
    client.wait_for(lambda screen: len(screen.people) == 3, "everybody is there")
    return client


@pytest.mark.parametrize("key", ["Return", "Escape"])
def test_closing_a_room_with_others_in_it_asks_and_stays_by_default(
    host: TkDriver, key: str
) -> None:
    """Once, however often one closes."""
    host.close()
    host.app.commands.run("quit")
    host.app.root.update()
    (question,) = questions(host)
    question.stay_button.focus_force()
    host.app.root.update()
    press(question.stay_button, key)

    assert host.is_open
    assert questions(host) == []
    host.type("sigo")
    assert host.screen().composer == "sigo"


def test_the_room_ends_when_that_is_what_one_wants(host: TkDriver) -> None:
    """With everything that belongs to it."""
    host.close()
    (question,) = questions(host)
    question.end_button.invoke()

    assert not host.is_open
    assert host.hosts[0].is_stopped


def test_a_place_a_room_and_a_nick_are_enough(root: tk.Tk, look: Look) -> None:
    """The room's sign may be left out."""
    connect = Connect(root, look)
    connect.fill(address="chat.example:6667", rooms="redes", nick="anita")

    assert connect.targets == [
        Target(TcpAddress("chat.example", 6667), tls=False, room="#redes", nick="anita")
    ]
    assert not connect.dialog.winfo_exists()


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        (
            "ircs://chat.example/#redes",
            Target(TcpAddress("chat.example", 6697), tls=True, room="#redes", nick="ana"),
        ),
        (
            "localhost:1/#otra",
            Target(TcpAddress("localhost", 1), tls=False, room="#otra", nick="ana"),
        ),
        ("[::1]:5", Target(TcpAddress("::1", 5), tls=False, room="#sala", nick="ana")),
    ],
)
def test_a_place_may_be_written_as_on_the_command_line(
    root: tk.Tk, look: Look, written: str, expected: Target
) -> None:
    """Links and targets with a room."""
    connect = Connect(root, look)
    connect.fill(address=written)

    assert connect.targets == [expected]


@pytest.mark.parametrize("written", ["", "chat.example:none", "a b", "host:99999"])
def test_a_wrong_place_is_told_where_it_was_written(root: tk.Tk, look: Look, written: str) -> None:
    """The dialog stays, nothing is connected."""
    connect = Connect(root, look)
    connect.fill(address=written)

    assert connect.targets == []
    assert connect.dialog.problem.cget("text")
    assert connect.dialog.winfo_exists()


def test_several_rooms_and_every_password_can_be_written(root: tk.Tk, look: Look) -> None:
    """Rooms with spaces or commas between them; what is secret is neither shown nor printed."""
    connect = Connect(root, look)
    connect.fill(
        address="chat.example", server_password="sésamo", rooms="redes, #cine &casa redes",
        account="ana", password="secreto",
    )  # fmt: skip
    (wish,) = connect.wishes

    assert wish.target.room == "#redes"
    assert wish.rooms == ("#cine", "&casa")
    assert (wish.server_password, wish.account, wish.password) == ("sésamo", "ana", "secreto")
    assert "sésamo" not in repr(wish)
    assert "secreto" not in repr(wish)


def test_the_dialog_hides_passwords(root: tk.Tk, look: Look) -> None:
    """Both of them."""
    dialog = Connect(root, look).dialog

    assert [str(field.cget("show")) for field in (dialog.server_password, dialog.password)] == [
        "•", "•",
    ]  # fmt: skip


def test_the_dialog_leads_into_all_rooms_with_the_servers_password(client: TkDriver) -> None:
    """The first of them is on screen, and one can write in it at once."""
    client.app.commands.run("connect")
    dialog = next(
        child for child in client.app.root.winfo_children() if isinstance(child, ConnectDialog)
    )
    for field, value in (
        (dialog.address, "other.example:7000"), (dialog.rooms, "redes cine"),
        (dialog.server_password, "sésamo"),
    ):  # fmt: skip
        field.delete(0, "end")
        type_text(field, value)
    press(dialog.address, "Return")
    client.wait_for(lambda _screen: len(client.links) == 2, "connecting")
    client.links[1].open()
    screen = client.wait_for(lambda _screen: client.links[1].sent, "signing in")

    assert [row.label for row in screen.rooms if row.is_current] == ["#redes"]
    assert "#cine" in [row.label for row in screen.rooms]
    assert b"PASS s\xc3\xa9samo\r\n" in b"".join(client.links[1].sent)


def test_the_dialog_connects_the_window_elsewhere(client: TkDriver) -> None:
    """With the nick that was written there."""
    client.app.commands.run("connect")
    dialog = next(
        child for child in client.app.root.winfo_children() if isinstance(child, ConnectDialog)
    )
    for field, value in ((dialog.address, "other.example:7000"), (dialog.nick, "anita")):
        field.delete(0, "end")
        type_text(field, value)
    press(dialog.address, "Return")

    screen = client.wait_for(lambda _screen: len(client.links) == 2, "connecting")
    assert client.links[1].targets[0].address == TcpAddress("other.example", 7000)
    assert screen.nick == "anita"
    assert [row.label for row in screen.rooms].count("#sala") == 2


def test_the_switcher_finds_and_goes(root: tk.Tk, look: Look) -> None:
    """Letters, arrows, Enter."""
    chosen: list[str] = []
    names = ("#sala", "redes", "rosa")
    choices = [Choice(name, "", partial(chosen.append, name)) for name in names]
    switcher = Switcher(root, look, choices)
    switcher.update()
    type_text(switcher.field, "r")
    switcher.field.event_generate("<KeyRelease-r>")
    press(switcher.field, "Down")
    press(switcher.field, "Return")

    assert chosen == ["rosa"]
    assert not switcher.winfo_exists()


def test_nothing_found_is_nothing_done(root: tk.Tk, look: Look) -> None:
    """Enter on an empty list."""
    switcher = Switcher(root, look, [Choice("#sala", "", str)])
    switcher.update()
    type_text(switcher.field, "zzz")
    switcher.field.event_generate("<KeyRelease-z>")
    press(switcher.field, "Down")
    press(switcher.field, "Return")

    assert switcher.winfo_exists()


def test_the_switcher_leads_to_rooms_people_and_actions(client: TkDriver) -> None:
    """By Ctrl+K from the composer."""
    client.press("switch")
    switcher = next(
        child for child in client.app.root.winfo_children() if isinstance(child, Switcher)
    )
    offered = [str(row) for row in switcher.list.get(0, "end")]
    type_text(switcher.field, "luis")
    switcher.field.event_generate("<KeyRelease-s>")
    press(switcher.field, "Return")

    assert any("#sala" in row for row in offered)
    assert any("F1" in row for row in offered)
    client.wait_for(lambda screen: screen.row("luis").is_current, "there")
