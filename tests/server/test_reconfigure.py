"""Another configuration while the server runs: everything that can be, is followed at once."""

from typing import Any

import pytest

from tertulia_server.config import WebircConfig
from tests.support.harness import Client, Harness, make_config
from tests.support.matchers import SERVER, Pattern, line
from tests.support.switchboard import GUESTS, NO_GUESTS, Switchboard


def reconfigured(chat: Harness, **tables: dict[str, Any]) -> None:
    """Give a harness' server another configuration."""
    chat.act(lambda: chat.dispatcher.reconfigure(make_config(**tables), chat.now))


def switched(board: Switchboard, listener: str = GUESTS, **tables: dict[str, Any]) -> None:
    """Give a switchboard's server another configuration; guests may come through one listener."""
    board.hub.reconfigure(make_config(**tables), [listener], board.now)
    board.tick()


def commands(client: Client) -> list[str]:
    """Return the verbs that came since the last time."""
    return [message.command for message in client.read()]


# -- what commands see -------------------------------------------------------------


def test_texts_are_those_of_the_new_file(chat: Harness, ana: Client) -> None:
    """Nobody is bothered with them until they ask."""
    reconfigured(chat, server={"motd": ("Hola",)})

    assert ana.read() == []
    assert "- Hola" in [message.params[-1] for message in ana.ask("MOTD")]


def test_the_password_holds_for_those_who_come(chat: Harness, ana: Client) -> None:
    """Who is in stays in."""
    reconfigured(chat, server={"password": "x"})

    late = chat.connect()
    late.send("NICK eva", "USER e 0 * :Eva")

    assert late.is_closed
    assert ana.sync() == []


def test_limits_hold_from_the_next_command_on(chat: Harness, ana: Client) -> None:
    """What is beyond them already stays as it is."""
    ana.send("JOIN #a,#b,#c")
    ana.read()
    reconfigured(chat, limits={"channels": 2})
    ana.read()

    ana.send("JOIN #d")

    assert commands(ana) == ["405"]
    assert len(chat.dispatcher.world.users["ana"].memberships) == 3


def test_gateways_come_and_go(chat: Harness) -> None:
    """The known ones are those of the new file."""
    reconfigured(chat, webirc={"kiwi": WebircConfig("x", ("localhost",))})
    first = chat.connect()
    first.send("WEBIRC x kiwi a.example 198.51.100.3")
    reconfigured(chat)
    second = chat.connect()
    second.send("WEBIRC x kiwi a.example 198.51.100.3")

    assert (first.is_closed, second.is_closed) == (False, True)


# -- what people were told -----------------------------------------------------------


def test_tokens_that_change_are_told_again(chat: Harness, ana: Client) -> None:
    """Everybody registered, and nobody who is not yet."""
    late, guest = chat.connect(), chat.guest()
    late.send("NICK eva")

    reconfigured(chat, limits={"topic_length": 100})

    lines = ana.read()
    assert {message.command for message in lines} == {"005"}
    assert "TOPICLEN=100" in [token for message in lines for token in message.params]
    assert (late.read(), guest.hear()) == ([], [])


def test_capabilities_that_change_are_told_to_who_asked_for_it(chat: Harness, ana: Client) -> None:
    """With their new value only."""
    web = chat.connect("web", "cap-notify draft/multiline batch message-tags")
    reconfigured(chat, limits={"multiline_max_bytes": 5000})

    assert web.read() == [
        line("CAP", "web", "NEW", Pattern("draft/multiline=max-bytes=5000,.*"), source=SERVER)
    ]
    assert ana.read() == []


def test_capabilities_that_are_gone_are_off(chat: Harness, ana: Client) -> None:
    """CAP DEL for who asked for it; nobody has them any more, and CAP NEW once they are back.

    https://ircv3.net/specs/extensions/capability-negotiation#cap-del
    """
    name = "draft/account-registration"
    web = chat.connect("web", f"cap-notify {name}")
    reconfigured(chat, accounts={"registration": False})
    gone = web.read()
    listed = web.ask("CAP LIST")
    reconfigured(chat)

    assert gone == [line("CAP", "web", "DEL", name, source=SERVER)]
    assert listed == [line("CAP", "web", "LIST", "cap-notify", source=SERVER)]
    assert web.read() == [line("CAP", "web", "NEW", f"{name}=before-connect", source=SERVER)]
    assert ana.read() == []


def test_what_is_the_same_is_not_told(chat: Harness, ana: Client) -> None:
    """A reload by itself is nobody's business."""
    chat.connect("web", "cap-notify")

    reconfigured(chat)

    assert ana.read() == []


# -- patience, silence and doors --------------------------------------------------------


def test_the_flood_is_measured_by_the_new_numbers() -> None:
    """Also of those who are in."""
    board = Switchboard(make_config(limits={"flood": True}))
    ana = board.irc("ana")
    board.pass_time(60)
    ana.read()

    switched(board, limits={"flood": True, "flood_burst": 20.0})
    board.pass_time(60)
    ana.read()
    ana.send("MODE #sala\r\n" * 15)

    assert len([row for row in ana.lines() if " 324 " in row]) == 15


def test_the_flood_can_be_switched_off() -> None:
    """What waits then waits no longer than before."""
    board = Switchboard(make_config(limits={"flood": True}))
    ana = board.irc("ana")

    switched(board, limits={"flood": False})
    ana.read()
    board.pass_time(5)
    ana.send("MODE #sala\r\n" * 100)

    assert len([row for row in ana.lines() if " 324 " in row]) == 100


def test_silence_is_measured_by_the_new_numbers() -> None:
    """From the next look at each connection on."""
    board = Switchboard()
    ana = board.irc("ana")
    switched(board, limits={"ping_after": 1000.0})

    board.pass_time(900)
    assert "PING" not in ana.read()
    board.pass_time(200)

    assert "PING" in ana.read()


def test_connections_are_counted_by_the_new_numbers() -> None:
    """Who is in stays in and counts."""
    board = Switchboard()
    wires = [board.plug(NO_GUESTS, host="203.0.113.7") for _ in range(5)]

    switched(board, limits={"connections_per_address": 5})

    assert board.plug(NO_GUESTS, host="203.0.113.7").is_closed
    assert not any(wire.is_closed for wire in wires)


def test_guests_are_let_in_or_not_by_the_new_file() -> None:
    """Through other listeners too; those who are in stay."""
    board = Switchboard()
    before = board.guest("antes")
    switched(board, "another listener")

    late = board.plug()
    late.send("hola\r\n")

    assert " 421 " in late.read()
    assert board.dispatcher.world.guests == 1
    assert not before.is_closed


def test_guests_go_to_the_new_room_after_the_new_wait() -> None:
    """Those who are silent as well."""
    board = Switchboard()
    ana, listener = board.irc("ana", room="#otra"), board.plug()
    switched(board, guests={"room": "#otra", "wait": 5.0})
    board.pass_time(4.0)
    ana.send("PRIVMSG #otra :uno\r\n")
    board.pass_time(1.0)

    ana.send("PRIVMSG #otra :dos\r\n")

    assert listener.read() == "ana: dos\n"


def test_guests_from_elsewhere_are_let_in_once_that_is_meant() -> None:
    """As it says in the new file."""
    board = Switchboard()
    switched(board, guests={"enabled": True})

    board.plug(host="203.0.113.7").send("hola\r\n")

    assert board.dispatcher.world.guests == 1


def test_a_command_in_the_middle_of_a_burst(chat: Harness, ana: Client) -> None:
    """The lines after it go by the new configuration."""
    with chat.one_tick():
        ana.send("MOTD")
        reconfigured(chat, server={"motd": ("Hola",)})
        ana.send("MOTD")

    assert commands(ana) == ["422", "375", "372", "376"]


@pytest.mark.parametrize("language", ["es", "en"])
def test_the_name_stays(chat: Harness, ana: Client, language: str) -> None:
    """Whatever else changes, answers come from the same server."""
    reconfigured(chat, server={"language": language, "network": "Otra"})

    assert {message.source for message in ana.read()} == {SERVER}
