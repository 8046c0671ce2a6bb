"""Member lists are complete, with ranks, absence and display names."""

import pytest

from tertulia_core.session import events
from tertulia_core.session.state import Member
from tests.support.scripted import ScriptedClient


@pytest.fixture
def client() -> ScriptedClient:
    """Return a client in its room."""
    made = ScriptedClient()
    made.go_online()
    made.written()
    return made


def test_names_with_several_signs_and_hosts(client: ScriptedClient) -> None:
    """multi-prefix and userhost-in-names; the list counts as complete at its end."""
    client.receive(
        ":ana!a@h JOIN #otra", ":s 353 ana = #otra :@+ana!a@h +rosa!r@h", ":s 353 ana = #otra :luis"
    )
    assert not client.room("#otra").synced

    happened = client.receive(":s 366 ana #otra :End")

    assert client.room("#otra").synced
    assert events.MembersChanged("#otra") in happened
    assert [(m.nick, m.prefixes) for m in client.room("#otra").members.values()] == [
        ("ana", "@+"),
        ("rosa", "+"),
        ("luis", ""),
    ]


def test_names_of_a_room_we_are_not_in_are_shown(client: ScriptedClient) -> None:
    """Somebody asked for them."""
    client.type("/names #otra")
    assert client.written() == ["NAMES #otra"]

    client.receive(":s 353 ana = #otra :eva", ":s 366 ana #otra :End")

    assert client.last().text == "#otra: eva"


def test_names_of_our_room_need_no_server(client: ScriptedClient) -> None:
    """The list is known."""
    client.type("/names")

    assert client.written() == []
    assert client.last().text == "In #sala: @ana, rosa and luis"


def test_absence(client: ScriptedClient) -> None:
    """away-notify dims and lights up again."""
    client.receive(":rosa!r@h AWAY :comiendo")
    assert client.room().members["rosa"].away

    happened = client.receive(":rosa!r@h AWAY")

    assert not client.room().members["rosa"].away
    assert happened == [events.MembersChanged("#sala")]


def test_display_names(client: ScriptedClient) -> None:
    """SETNAME changes them."""
    client.receive(":rosa!r@h SETNAME :Rosa María")

    assert client.room().members["rosa"] == Member("rosa", "", False, "Rosa María")


def test_who_fills_in_what_names_does_not_say() -> None:
    """Asked for silently where the server surely knows it, shown where the person asked."""
    client = ScriptedClient()
    client.go_online()
    client.receive(
        ":s 005 ana WHOX :are supported", ":ana!a@h JOIN #otra", ":s 353 ana = #otra :ana eva"
    )
    client.written()
    client.receive(":s 366 ana #otra :End")
    assert client.written() == ["WHO #otra"]
    lines = len(client.lines())

    client.receive(":s 352 ana #otra e h s eva G :0 Eva María", ":s 315 ana #otra :End")

    assert client.room("#otra").members["eva"] == Member("eva", "", True, "Eva María")
    assert len(client.lines()) == lines
    client.receive(":s 352 ana #otra e h s eva H :0 Eva María")
    assert client.last().text == "#otra e h s eva H 0 Eva María"


def test_our_own_host_counts_in_what_fits(client: ScriptedClient) -> None:
    """CHGHOST makes our lines longer for others."""
    client.receive(":ana!a@h CHGHOST usuario " + "h" * 60)
    client.type("x" * 460)

    assert len([line for line in client.written() if "PRIVMSG" in line]) == 2


def test_accounts_are_taken_note_of_silently(client: ScriptedClient) -> None:
    """No line, no event."""
    assert client.receive(":rosa!r@h ACCOUNT rosa") == []
