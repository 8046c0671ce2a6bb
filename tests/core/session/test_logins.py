"""Logging in: by the best way there is, not over a line others can read, or not at all.

Sources: https://ircv3.net/specs/extensions/sasl-3.1 and
https://ircv3.net/specs/extensions/account-registration
"""

from base64 import b64decode, b64encode

import pytest

from tertulia_core.session import intents
from tertulia_core.session.state import SERVER_ROOM, ConnectionPhase
from tertulia_core.transport.events import Peer
from tertulia_core.wire.scram import Exchange, Verifier
from tests.support.scripted import ScriptedClient

PASSWORD = "secreto"
REMOTE = Peer("192.0.2.1", 6667, is_loopback=False, is_tls=False)
SECURE = Peer("192.0.2.1", 6697, is_loopback=False, is_tls=True)
LOCAL = Peer("127.0.0.1", 6667, is_loopback=True, is_tls=False)


def asking(peer: Peer = LOCAL, capabilities: str = "sasl=PLAIN,SCRAM-SHA-256") -> ScriptedClient:
    """Return a client that wants to be ana, on a server that has answered its CAP LS."""
    client = ScriptedClient()
    client.start()
    client.request(intents.LogIn("ana", PASSWORD))
    client.link.open(peer)
    client.pump()
    client.written()
    client.receive(f":s CAP * LS :{capabilities}")
    if client.link.is_connected and "CAP REQ sasl" in client.written():
        client.receive(":s CAP * ACK :sasl")
    return client


def let_in(client: ScriptedClient) -> None:
    """Let the client in, logged in."""
    client.receive(":s 900 ana ana!u@h ana :x", ":s 903 ana :x")
    assert client.written() == ["CAP END"]
    client.server.welcome("")
    client.pump()


def prove(client: ScriptedClient, verifier: Verifier) -> None:
    """Play the server's side of SCRAM-SHA-256."""
    exchange = Exchange("server")
    client.receive("AUTHENTICATE +")
    assert exchange.begin(said(client)) == "ana"
    client.receive(f"AUTHENTICATE {b64encode(exchange.challenge(verifier)).decode()}")
    client.receive(f"AUTHENTICATE {b64encode(exchange.finish(said(client))).decode()}")


def said(client: ScriptedClient) -> bytes:
    """Return the data of the one AUTHENTICATE that the client wrote."""
    (line,) = client.written()
    return b64decode(line.removeprefix("AUTHENTICATE "))


def test_the_password_is_proved_and_not_shown() -> None:
    """SCRAM-SHA-256 where the server has it, also over an open line."""
    client = asking(REMOTE)
    assert client.written() == ["AUTHENTICATE SCRAM-SHA-256"]

    prove(client, Verifier.make(PASSWORD, b"salt", 4096))

    assert client.written() == ["AUTHENTICATE +"]
    let_in(client)
    assert client.state.account == "ana"
    assert client.state.phase is ConnectionPhase.ONLINE


@pytest.mark.parametrize("peer", [LOCAL, SECURE])
def test_plain_is_good_enough_where_nobody_listens(peer: Peer) -> None:
    """Under TLS, or on this computer."""
    client = asking(peer, "sasl=PLAIN")
    assert client.written() == ["AUTHENTICATE PLAIN"]

    client.receive("AUTHENTICATE +")

    assert said(client) == b"\0ana\0secreto"
    let_in(client)


@pytest.mark.parametrize(
    ("peer", "capabilities", "reason"),
    [
        (REMOTE, "sasl=PLAIN", "Your password would go over a line that others can read."),
        (LOCAL, "batch", "This server does not let anybody log in."),
        (
            LOCAL,
            "sasl=EXTERNAL",
            "This server does not know a way to log in that this program knows.",
        ),
    ],
)
def test_who_cannot_log_in_does_not_become_a_guest(
    peer: Peer, capabilities: str, reason: str
) -> None:
    """The connection ends with a sentence, and is not tried again by itself."""
    client = asking(peer, capabilities)
    if client.link.is_connected:
        client.receive(":s CAP * ACK :batch")
    client.pump()

    assert client.state.phase is ConnectionPhase.OFFLINE
    assert client.state.problem.startswith(reason)
    assert not any("AUTHENTICATE" in line or "CAP END" in line for line in client.written())


def test_a_server_without_capabilities_is_left() -> None:
    """It welcomes us as a guest, which is not what was asked for."""
    client = ScriptedClient()
    client.start()
    client.request(intents.LogIn("ana", PASSWORD))
    client.link.open()
    client.pump()
    client.receive(":s 421 ana CAP :x", ":s 001 ana :Welcome")
    client.pump()

    assert client.state.phase is ConnectionPhase.OFFLINE
    assert client.state.problem.startswith("This server does not let anybody log in.")


@pytest.mark.parametrize("numeric", ["902", "904", "905", "906"])
def test_a_wrong_password_ends_the_connection(numeric: str) -> None:
    """And says what to do."""
    client = asking()
    client.receive(f":s {numeric} ana :no")
    client.pump()

    hint = "/login tries again, /logout goes on as a guest; then /connect."
    assert client.state.problem == f"You could not log in as ana. {hint}"
    assert (client.state.phase, client.state.retry_at) == (ConnectionPhase.OFFLINE, None)


def test_a_server_that_does_not_know_the_password_is_left() -> None:
    """Whoever only pretends to be it cannot answer the proof."""
    client = asking()
    client.written()
    exchange = Exchange("server")
    client.receive("AUTHENTICATE +")
    exchange.begin(said(client))
    challenge = exchange.challenge(Verifier.make("otra", b"salt", 4096))
    client.receive(f"AUTHENTICATE {b64encode(challenge).decode()}")
    client.written()
    client.receive(f"AUTHENTICATE {b64encode(b'v=AAAA').decode()}")
    client.pump()

    assert client.state.problem.startswith("The server cannot prove that it knows your account.")


def test_logging_in_later_says_how_it_went() -> None:
    """The connection stays; a failure costs only the login."""
    client = ScriptedClient()
    client.go_online("sasl=SCRAM-SHA-256 batch")
    client.type("/login ana secreto")
    assert client.written() == ["AUTHENTICATE SCRAM-SHA-256"]

    client.receive(":s 904 ana :no")

    assert client.last().text == "You could not log in as ana."
    assert client.state.phase is ConnectionPhase.ONLINE
    client.type("/login secreto")
    client.receive(":s 900 ana ana!u@h ana :x", ":s 903 ana :x")
    assert client.last().text == "You are logged in as ana."


def test_a_reconnect_logs_in_again() -> None:
    """Without asking the person."""
    client = asking()
    client.written()
    let_in(client)
    client.break_off()
    client.wait_for_retry()
    client.link.open()
    client.pump()
    client.receive(":s CAP * LS :sasl=SCRAM-SHA-256", ":s CAP * ACK :sasl")

    assert client.written()[-1] == "AUTHENTICATE SCRAM-SHA-256"
    assert client.state.account == ""


@pytest.mark.parametrize(
    ("typed", "written"),
    [
        ("/register secreto", "REGISTER * * secreto"),
        ("/register secreto a@example.org", "REGISTER * a@example.org secreto"),
        ("/passwd viejo nuevo", "NS PASSWD viejo nuevo"),
        ("/unregister secreto", "NS DROP secreto"),
    ],
)
def test_accounts_by_commands(typed: str, written: str) -> None:
    """What holds a password stands in no timeline and in no outbox."""
    client = ScriptedClient()
    client.go_online("sasl draft/account-registration")
    before = client.lines()
    client.type(typed)

    assert client.written() == [written]
    assert (client.lines(), client.unsent()) == (before, ())


def test_registering_keeps_the_nick_and_logs_in() -> None:
    """The account is used from then on."""
    client = ScriptedClient()
    client.go_online("sasl draft/account-registration")
    client.type("/register secreto")
    client.receive(":s REGISTER SUCCESS ana :x", ":s 900 ana ana!u@h ana :x")

    assert client.state.account == "ana"
    assert "The account ana is yours, and so is the nick. Next time: /login" in client.texts()


def test_logging_out_goes_on_as_a_guest() -> None:
    """The server is told where there is one."""
    client = ScriptedClient()
    client.go_online("sasl account-notify")
    client.receive(":ana!u@h ACCOUNT ana")
    client.type("/logout")
    assert client.written() == ["NS LOGOUT"]

    client.receive(":s 901 ana ana!u@h :x")

    assert (client.state.account, client.last().text) == ("", "You are logged in no more.")


@pytest.mark.parametrize("typed", ["/register x", "/passwd a b", "/unregister x"])
def test_without_a_connection_it_has_to_wait(typed: str) -> None:
    """Nothing is kept for later that holds a password."""
    client = ScriptedClient()
    client.start()
    client.type(typed)

    assert client.last().text == "Not connected: this has to wait."


def test_a_password_that_can_be_none_is_not_sent() -> None:
    """Control characters have no place in it."""
    client = ScriptedClient()
    client.go_online("sasl")
    client.request(intents.LogIn("ana", "a\x07b"))

    assert client.last(client.state.current).text == "That cannot be a password."
    assert client.last(SERVER_ROOM).text != ""
