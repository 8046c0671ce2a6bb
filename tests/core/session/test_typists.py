"""Who is writing is shown while it is true, and told as often as needed."""

import pytest

from tertulia_core.session import intents
from tertulia_core.session.events import TypingChanged
from tests.support.scripted import ALL_CAPABILITIES, ScriptedClient


@pytest.fixture
def client() -> ScriptedClient:
    """Return a client in its room."""
    made = ScriptedClient()
    made.go_online()
    return made


def test_a_notice_is_shown_until_it_is_old(client: ScriptedClient) -> None:
    """Without another notice it ends after six seconds."""
    happened = client.receive("@+typing=active :rosa!r@h TAGMSG #sala")

    assert happened == [TypingChanged("#sala")]
    assert client.room().typing == ("rosa",)
    client.advance(5.9)
    assert client.room().typing == ("rosa",)
    assert client.advance(0.2) == [TypingChanged("#sala")]
    assert client.room().typing == ()


@pytest.mark.parametrize(
    "line",
    [
        "@+typing=done :rosa!r@h TAGMSG #sala",
        ":rosa!r@h PRIVMSG #sala :ya",
        ":rosa!r@h PART #sala",
        ":rosa!r@h QUIT :x",
    ],
)
def test_a_notice_ends(client: ScriptedClient, line: str) -> None:
    """By another notice, by what was written, by going."""
    client.receive("@+typing=active :rosa!r@h TAGMSG #sala", line)

    assert client.room().typing == ()


def test_our_own_notices_and_nonsense_are_not_shown(client: ScriptedClient) -> None:
    """Echoes of ours, unknown states, rooms we are not in."""
    client.receive(
        "@+typing=active :ana!a@h TAGMSG #sala",
        "@+typing=dancing :rosa!r@h TAGMSG #sala",
        "@+typing=active :rosa!r@h TAGMSG #otra",
        "@+typing=active :rosa!r@h TAGMSG ana",
    )

    assert client.room().typing == ()


def test_we_tell_at_most_every_three_seconds(client: ScriptedClient) -> None:
    """Each key pressed calls it; one notice in three seconds is written."""
    for text in ("h", "ho", "hol"):
        client.controller.typed(text)
    assert client.written() == ["@label=typing;+typing=active TAGMSG #sala"]

    client.clock.advance(3)
    client.controller.typed("hola")
    client.controller.typed("")
    client.controller.typed("")
    assert client.written() == [
        "@label=typing;+typing=active TAGMSG #sala",
        "@label=typing;+typing=done TAGMSG #sala",
    ]


def test_commands_are_nobodys_business(client: ScriptedClient) -> None:
    """Typing a command tells nothing; a text with two slashes is speech."""
    client.controller.typed("/msg rosa secreto")
    assert client.written() == []
    client.controller.typed("//hola")
    assert client.written() == ["@label=typing;+typing=active TAGMSG #sala"]


def test_sending_ends_it_without_a_notice(client: ScriptedClient) -> None:
    """The message itself says so; the next key tells anew."""
    client.controller.typed("h")
    client.type("hola")
    client.controller.typed("")
    client.controller.typed("y")

    assert [line.split()[1] for line in client.written()] == ["TAGMSG", "PRIVMSG", "TAGMSG"]


@pytest.mark.parametrize(
    ("capabilities", "isupport"),
    [
        (ALL_CAPABILITIES.replace("message-tags ", ""), ""),
        (ALL_CAPABILITIES, "CLIENTTAGDENY=typing"),
        (ALL_CAPABILITIES, "CLIENTTAGDENY=*"),
    ],
)
def test_servers_that_do_not_relay_it_are_not_bothered(capabilities: str, isupport: str) -> None:
    """Without message-tags, or where the tag is denied, nothing is written."""
    client = ScriptedClient()
    client.go_online(capabilities)
    client.receive(f":s 005 ana {isupport} :are supported")

    client.request(intents.SetTyping("#sala", "active"))

    assert client.written() == []


def test_a_denial_with_an_exception_relays_it(client: ScriptedClient) -> None:
    """``*,-typing`` denies all tags but this one."""
    client.receive(":s 005 ana CLIENTTAGDENY=*,-typing :are supported")

    client.request(intents.SetTyping("#sala", "active"))

    assert len(client.written()) == 1


class TestRefused:
    """Nobody asked for a notice, so nobody is told that it was refused."""

    def test_with_labels(self, client: ScriptedClient) -> None:
        """Where the room is moderated; no other is sent until something is said there."""
        before = client.texts()
        client.controller.typed("h")
        client.receive("@label=typing :s 404 ana #sala :You may not")
        client.clock.advance(10)
        client.controller.typed("ho")

        assert client.texts() == before
        assert len(client.written()) == 1
        client.type("hola")
        client.controller.typed("h")
        assert [line.split()[1] for line in client.written()] == ["PRIVMSG", "TAGMSG"]

    def test_a_message_is_not_taken_for_it(self, client: ScriptedClient) -> None:
        """Its own refusal says on it why it was not sent."""
        client.controller.typed("h")
        client.type("hola")
        label = client.written()[-1].split()[0]

        client.receive("@label=typing :s 404 ana #sala :no")
        assert client.last().reason == ""
        client.receive(f"{label} :s 404 ana #sala :no")

        assert client.last().reason == "#sala: no"

    def test_without_labels(self) -> None:
        """A refusal is about the notice if nothing was said after it."""
        client = ScriptedClient()
        client.go_online("message-tags")
        before = client.texts()
        client.controller.typed("h")

        client.receive(":s 404 ana #sala :no")
        client.type("hola")
        client.receive(":s 404 ana #sala :no")

        assert client.texts() == [*before, "hola"]
        assert client.last().reason == "#sala: no"
