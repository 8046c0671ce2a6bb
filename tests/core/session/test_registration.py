"""Signing in works with every kind of server, and gets a nick and the rooms."""

import pytest

from tertulia_core.clock import ManualClock
from tertulia_core.session import events, registration
from tertulia_core.session.engine import ClientSession
from tertulia_core.session.settings import SessionSettings
from tertulia_core.session.state import ConnectionPhase
from tests.support.scripted import ALL_CAPABILITIES, ScriptedClient, scripted_options

GREETING = (":s 001 ana :Welcome", ":s 422 ana :no MOTD")


@pytest.fixture
def client() -> ScriptedClient:
    """Return a client that is connected and has introduced itself."""
    made = ScriptedClient()
    made.start()
    made.server.accept()
    made.pump()
    return made


def test_everything_goes_out_together(client: ScriptedClient) -> None:
    """A server without capabilities need not be waited for."""
    assert client.written() == ["CAP LS 302", "NICK ana", "USER ana 0 * :ana"]
    assert client.state.phase is ConnectionPhase.REGISTERING


def test_a_server_without_capabilities(client: ScriptedClient) -> None:
    """It refuses CAP and lets us in."""
    client.written()
    client.receive(":s 421 * CAP :Unknown command", *GREETING)

    assert client.written() == ["JOIN #sala"]
    assert client.state.phase is ConnectionPhase.ONLINE


def test_only_what_is_offered_and_wanted_is_asked_for(client: ScriptedClient) -> None:
    """Offers may come in several lines and with values."""
    client.written()
    client.receive(
        ":s CAP * LS * :server-time sts=port=6697 batch", ":s CAP * LS :multi-prefix xyz=1"
    )

    assert client.written() == ["CAP REQ :batch multi-prefix server-time"]
    client.receive(":s CAP * ACK :batch multi-prefix server-time ")
    assert client.written() == ["CAP END"]


def test_nothing_wanted_ends_the_negotiation_at_once(client: ScriptedClient) -> None:
    """A server that offers nothing of use is not kept waiting."""
    client.written()
    client.receive(":s CAP * LS :draft/relaymsg")

    assert client.written() == ["CAP END"]


def test_what_is_refused_together_is_asked_for_singly(client: ScriptedClient) -> None:
    """One refused capability does not cost the others; refused alone it is done without."""
    client.written()
    client.receive(":s CAP * LS :batch server-time")
    assert client.written() == ["CAP REQ :batch server-time"]

    client.receive(":s CAP * NAK :batch server-time")
    assert client.written() == ["CAP REQ batch", "CAP REQ server-time"]
    client.receive(":s CAP * NAK :batch", ":s CAP * ACK :server-time")
    assert client.written() == ["CAP END"]


def test_capabilities_come_and_go_later(client: ScriptedClient) -> None:
    """CAP NEW is followed by a request, CAP DEL by doing without."""
    client.receive(":s CAP * LS :batch", ":s CAP * ACK :batch", *GREETING)
    client.answer_pings()

    client.receive(":s CAP ana NEW :echo-message=x away-notify")
    assert client.written() == ["CAP REQ :away-notify echo-message"]
    client.receive(":s CAP ana ACK :away-notify echo-message", ":ana!a@h JOIN #sala")
    client.receive(":s CAP ana DEL :echo-message")
    client.type("hola")
    assert client.answer_pings()[-1] == "PRIVMSG #sala :hola"
    assert client.unsent() == ()


def test_a_taken_nick_gets_a_number(client: ScriptedClient) -> None:
    """ana, ana2, ana3; the screen shows what we are called."""
    client.written()
    client.receive(":s 433 * ana :taken", ":s 433 * ana2 :taken")

    assert client.written() == ["NICK ana2", "NICK ana3"]
    client.receive(":s 001 ana3 :Welcome")
    assert client.state.nick == "ana3"


def test_a_refused_nick_is_made_plainer() -> None:
    """What a server does not take is folded, then replaced."""
    client = ScriptedClient(scripted_options("ana^x"))
    client.start()
    client.server.accept()
    client.pump()
    client.written()

    client.receive(":s 432 * ana^x :bad", ":s 432 * persona :bad", ":s 433 * persona2 :taken")

    assert [line.split()[0] for line in client.written()] == ["NICK"] * 3
    assert client.state.phase is ConnectionPhase.REGISTERING


def test_the_server_may_cut_the_nick(client: ScriptedClient) -> None:
    """The nick of the welcome is ours."""
    happened = client.receive(":s 001 an :Welcome")

    assert events.NickChanged("an") in happened
    assert client.state.nick == "an"


def test_a_greeting_without_end_is_ended_by_the_pong(client: ScriptedClient) -> None:
    """A server without 376 and 422 still gets us into the room."""
    client.receive(":s 001 ana :Welcome")
    assert "JOIN #sala" not in client.answer_pings()

    assert client.written() == ["JOIN #sala"]


def test_a_reconnect_asks_for_the_nick_that_others_know(client: ScriptedClient) -> None:
    """After a restart nobody takes over the name, and the conversations, of somebody else."""
    client.receive(":s 433 * ana :taken", ":s 001 ana2 :Welcome", ":s 422 ana2 :x")
    client.break_off()
    client.wait_for_retry()
    client.written()
    client.server.accept()
    client.pump()

    assert "NICK ana2" in client.written()
    assert client.state.nick == "ana2"


def test_another_nick_after_a_reconnect_is_told(client: ScriptedClient) -> None:
    """Who is quicker gets the name; we say so, and ask for ours again the next time."""
    client.receive(":s 001 ana :Welcome", ":s 422 ana :x")
    client.break_off()
    client.wait_for_retry()
    client.server.accept()
    client.receive(":s 433 * ana :taken", ":s 001 ana2 :Welcome", ":s 422 ana2 :x")

    assert client.last().text == "Somebody else is called ana now; you are ana2."

    client.break_off()
    client.wait_for_retry()
    client.written()
    client.server.accept()
    client.pump()
    assert "NICK ana" in client.written()


def test_keys_and_many_rooms_after_a_reconnect() -> None:
    """Rooms without key are joined together, those with one by themselves."""
    client = ScriptedClient()
    client.go_online()
    for number in range(11):
        client.type(f"/join #r{number}")
    client.type("/join #k clave")
    for number in range(11):
        client.server.join(f"#r{number}")
    client.server.join("#k")
    client.pump()
    client.break_off()
    client.wait_for_retry()
    client.server.accept()
    client.pump()
    client.written()

    client.receive(*GREETING)

    joins = client.written()
    assert joins[0] == "JOIN #k clave"
    assert joins[1].startswith("JOIN #sala,#r0,")
    assert sum(join.count("#") for join in joins) == 13


def test_a_server_that_lets_nobody_in_is_given_up(client: ScriptedClient) -> None:
    """After a minute the connection is closed and another try follows."""
    client.advance(61)
    client.pump()

    assert client.state.phase is ConnectionPhase.WAITING
    assert client.state.problem == "The server did not let us in."


def test_a_server_password_comes_first() -> None:
    """Before NICK and USER, as servers want it."""
    session = ClientSession(
        SessionSettings("ana", "localhost:1", username="u", password="a b"), ManualClock()
    )
    session.connected()

    assert session.take_output() == [
        b"CAP LS 302\r\n",
        b"PASS :a b\r\n",
        b"NICK ana\r\n",
        b"USER u 0 * :ana\r\n",
    ]


def test_long_requests_are_parted(monkeypatch: pytest.MonkeyPatch, client: ScriptedClient) -> None:
    """No CAP REQ is longer than a line may be."""
    monkeypatch.setattr(registration, "REQUEST_BYTES", 30)
    client.written()
    client.receive(f":s CAP * LS :{ALL_CAPABILITIES}")

    requests = client.written()
    assert len(requests) > 5
    assert all(len(line) <= len("CAP REQ :") + 30 for line in requests)
    assert {name for line in requests for name in line[8:].removeprefix(":").split()} == set(
        ALL_CAPABILITIES.split()
    )
