"""What was said can be said differently and taken back, on the server or before it goes there."""

from typing import Any

import pytest

from tertulia_core.session import intents
from tertulia_core.session.events import LinesRemoved
from tertulia_core.session.state import Delivery, LineKind
from tests.support.scripted import ALL_CAPABILITIES, ScriptedClient

CHANGES = f"{ALL_CAPABILITIES} draft/message-redaction tertulia.invalid/edit"


def said(text: str = "hola", capabilities: str = CHANGES) -> ScriptedClient:
    """Return a client that said something."""
    client = ScriptedClient()
    client.go_online(capabilities)
    client.type(text)
    assert client.server.echo() == 1
    client.pump()
    client.answer_pings()
    return client


@pytest.mark.parametrize(
    ("text", "written"),
    [("hola", "EDIT #sala s1 :buenas"), ("/me ríe", "EDIT #sala s1 :\x01ACTION buenas\x01")],
)
def test_an_edit_goes_to_the_server(text: str, written: str) -> None:
    """The line changes when the server says so."""
    client = said(text)
    before = client.last()

    client.request(intents.Edit(before.id, "buenas"))

    assert client.written() == [written.replace(" :buenas", " buenas")]
    assert client.last() == before


def test_a_removal_goes_to_the_server() -> None:
    """With the reason, if there is one; anybody's message may be tried."""
    client = said()
    client.server.say("rosa", "spam")
    client.pump()

    client.request(intents.Redact(client.last().id, "no va aquí"))
    client.request(intents.Redact(client.lines()[-2].id))

    assert client.written() == ["REDACT #sala s2 :no va aquí", "REDACT #sala s1"]


@pytest.mark.parametrize(
    ("capabilities", "text", "reason"),
    [
        (ALL_CAPABILITIES, "buenas", "This server cannot change what was said."),
        (CHANGES, "dos\nlíneas", "What replaces a message has to fit in one line."),
    ],
)
def test_an_edit_that_cannot_be_says_why(capabilities: str, text: str, reason: str) -> None:
    """Nothing is written."""
    client = said(capabilities=capabilities)

    client.request(intents.Edit(client.last().id, text))

    assert client.written() == []
    assert (client.last().kind, client.last().text) == (LineKind.ERROR, reason)


def test_a_server_that_keeps_everything_is_not_asked() -> None:
    """The person reads why."""
    client = said(capabilities=ALL_CAPABILITIES)

    client.request(intents.Redact(client.last().id))

    assert client.written() == []
    assert client.last().text == "This server cannot take back what was said."


def test_without_a_connection_it_has_to_wait() -> None:
    """What was said is on the server."""
    client = said()
    line = client.last()
    client.break_off()

    client.request(intents.Edit(line.id, "buenas"))

    assert client.last().text == "Not connected: this has to wait."


def test_what_waits_is_changed_here() -> None:
    """The server hears the last version only."""
    client = ScriptedClient()
    client.start()
    client.type("hola")

    client.request(intents.Edit(client.last().id, "buenas"))

    assert client.last().text == "buenas"
    assert [one.text for one in client.unsent()] == ["buenas"]


def test_what_waits_is_dropped_here() -> None:
    """As if it had not been typed."""
    client = ScriptedClient()
    client.start()
    client.type("hola")
    line = client.last()

    assert client.request(intents.Redact(line.id)) == [LinesRemoved("#sala", (line.id,))]
    assert (client.unsent(), client.texts()) == ((), [])


def test_what_was_refused_is_dropped_here() -> None:
    """Nobody has it but us."""
    client = ScriptedClient()
    client.go_online(CHANGES)
    client.type("hola")
    client.receive(":s 404 ana #sala :Cannot send to channel")
    assert client.last().delivery is Delivery.NOT_SENT

    client.request(intents.Redact(client.last().id))

    assert "hola" not in client.texts()


@pytest.mark.parametrize("line", [0, -5, 10**9])
def test_a_line_that_is_not_there_is_no_error(line: int) -> None:
    """It may have been trimmed meanwhile."""
    client = said()

    assert client.request(intents.Redact(line)) == []
    assert client.request(intents.Edit(line, "x")) == []


def test_what_others_said_is_not_edited() -> None:
    """Nor is an edit without a change one."""
    client = said()
    client.request(intents.Edit(client.last().id, "hola"))
    client.server.say("rosa", "buenas")
    client.pump()
    client.request(intents.Edit(client.last().id, "malas"))

    assert client.written() == []


@pytest.mark.parametrize("change", [intents.Redact, lambda line: intents.Edit(line, "buenas")])
def test_what_is_on_its_way_can_be_changed_once_it_is_sent(change: Any) -> None:
    """The server is able to: nothing else is said of it."""
    client = ScriptedClient()
    client.go_online(CHANGES)
    client.type("hola")
    assert client.last().delivery is Delivery.SENDING
    client.written()

    client.request(change(client.last().id))

    assert "until it is sent" in client.last().text
    assert client.written() == []
