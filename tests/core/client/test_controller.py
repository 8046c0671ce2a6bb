"""One hand holds engine and network: connecting, coming back, leaving, and never losing a line."""

import json
from pathlib import Path

import pytest

from tertulia_core.address import TcpAddress
from tertulia_core.client import controller as module
from tertulia_core.client.controller import Controller
from tertulia_core.client.hosting import HostState, RoomHost
from tertulia_core.client.instances import adopt
from tertulia_core.client.link import ScriptedLink
from tertulia_core.client.options import ClientOptions
from tertulia_core.client.settings import ClientSettings
from tertulia_core.clock import ManualClock
from tertulia_core.session import events, intents
from tertulia_core.session.state import ConnectionPhase, Delivery, LineKind
from tertulia_core.transport.events import CloseReason, Peer
from tests.support.scripted import ScriptedClient, scripted_options


@pytest.fixture
def client() -> ScriptedClient:
    """Return a client in its room."""
    made = ScriptedClient()
    made.go_online()
    made.written()
    return made


def phase(client: ScriptedClient) -> ConnectionPhase:
    """Return how the connection is now."""
    return client.state.phase


def kept_options(folder: Path, target: str = "localhost:12345/#sala") -> ClientOptions:
    """Return options with an instance below ``folder``."""
    plain = scripted_options(target=target)
    return ClientOptions(target=plain.target, nick="ana", instance=adopt(folder))


def test_starting_connects_and_is_ready_to_type() -> None:
    """The room is on screen before there is a connection."""
    client = ScriptedClient()

    happened = client.start()

    assert client.state.current == "#sala"
    assert phase(client) is ConnectionPhase.CONNECTING
    assert str(client.target) == "localhost:12345/#sala"
    assert events.RoomSelected("#sala") in happened


def test_problems_of_the_start_are_shown() -> None:
    """Such as that nothing can be kept."""
    options = scripted_options()
    client = ScriptedClient(
        ClientOptions(target=options.target, nick="ana", problems=("Nothing can be kept.",))
    )
    client.start()

    assert client.last().text == "Nothing can be kept."


def test_a_missing_server_is_a_state_and_tried_again() -> None:
    """With longer and longer waits; the room is not filled with lines about it."""
    client = ScriptedClient()
    client.start()
    waits = []
    for _ in range(6):
        client.break_off(CloseReason.REFUSED)
        assert phase(client) is ConnectionPhase.WAITING
        assert client.state.retry_at == client.controller.next_deadline()
        waits.append((client.state.retry_at or 0) - client.clock.monotonic())
        client.wait_for_retry()

    assert waits == [0.5, 1, 2, 4, 8, 10]
    assert client.state.problem == "No server answers at localhost:12345."
    assert client.texts() == []


def test_the_waits_begin_anew_once_we_were_in(client: ScriptedClient) -> None:
    """A server that restarts is found quickly."""
    for _ in range(2):
        client.break_off()
        assert client.state.retry_at == client.clock.monotonic() + 0.5
        client.wait_for_retry()
        client.go_online()


def test_blank_input_is_not_sent(client: ScriptedClient) -> None:
    """Nor is anything said about it."""
    assert client.type("  \n\t ") == []
    assert client.written() == []


def test_what_is_typed_is_stripped(client: ScriptedClient) -> None:
    """Spaces around a text or a command mean nothing."""
    client.type("  hola \n")
    assert client.written()[0].endswith("PRIVMSG #sala :hola")
    client.type("  /topic x")
    assert client.written() == ["TOPIC #sala :x"]


def test_a_mistyped_command_is_an_error_line(client: ScriptedClient) -> None:
    """Nothing is sent for it."""
    (added,) = client.type("/jion #x")

    assert isinstance(added, events.LineAdded)
    assert added.line.kind is LineKind.ERROR
    assert client.written() == []


def test_a_flood_is_taken_in_in_slices() -> None:
    """A pump stops when its time is over; what is left stays pending, and nothing is lost."""

    class TickingClock(ManualClock):
        """A clock on which every look takes a millisecond."""

        def monotonic(self) -> float:
            self.advance(0.001)
            return super().monotonic()

    client = ScriptedClient(clock=TickingClock())
    client.go_online()
    client.server.send(*[":rosa!r@h PRIVMSG #sala :x"] * 2_000)

    pumps = [client.controller.pump(0.008)]
    assert client.controller.pending
    while len(pumps) < 2_000 and pumps[-1]:
        pumps.append(client.controller.pump(0.008))

    assert 5 < len(pumps) < 2_000
    assert all(len(happened) < 400 for happened in pumps)
    assert sum(map(len, pumps)) >= 2_000
    assert not client.controller.pending


def test_leaving_the_server_means_staying_away(client: ScriptedClient) -> None:
    """A goodbye, no error, no other try, until /connect."""
    client.type("/disconnect hasta luego")
    client.pump()

    assert client.written() == ["QUIT :hasta luego"]
    assert phase(client) is ConnectionPhase.OFFLINE
    assert client.state.problem == ""
    client.advance(600)
    assert len(client.link.targets) == 1

    client.type("hola")
    client.type("/connect")
    client.enter()
    assert client.server.echo() == 1
    client.pump()
    assert client.unsent() == ()


def test_leaving_while_waiting_stops_the_tries() -> None:
    """There is no connection to say goodbye on."""
    client = ScriptedClient()
    client.start()
    client.break_off(CloseReason.REFUSED)

    client.type("/disconnect")

    assert phase(client) is ConnectionPhase.OFFLINE
    assert client.controller.next_deadline() is None


def test_connecting_at_once_does_not_wait_for_the_next_try() -> None:
    """/connect, and a second one while the first is under way."""
    client = ScriptedClient()
    client.start()
    client.break_off(CloseReason.REFUSED)

    client.type("/connect")
    assert phase(client) is ConnectionPhase.CONNECTING
    client.type("/connect")
    client.pump()
    assert phase(client) is ConnectionPhase.CONNECTING
    client.go_online()

    assert phase(client) is ConnectionPhase.ONLINE


def test_going_elsewhere(client: ScriptedClient) -> None:
    """Another server, another room; the old connection's last words are not for the new one."""
    client.server.send(":rosa!r@h PRIVMSG #sala :tarde")
    state = client.state

    client.type("/connect example.org:6667/#otra")
    client.pump()

    assert str(client.target) == "example.org:6667/#otra"
    assert client.state is state
    assert (state.address, state.current, phase(client)) == (
        "example.org:6667", "#otra", ConnectionPhase.CONNECTING,
    )  # fmt: skip
    client.server.accept()
    client.pump()
    assert phase(client) is ConnectionPhase.REGISTERING
    assert not any(line.text == "tarde" for room in state.rooms.values() for line in room.lines)


def test_connecting_to_where_we_are_enters_the_room(client: ScriptedClient) -> None:
    """The connection stands already."""
    client.type("/connect localhost:12345/#otra")

    assert client.written() == ["JOIN #otra"]


def test_an_address_that_is_none_is_an_error_line(client: ScriptedClient) -> None:
    """The connection stays."""
    client.type("/connect a b")

    assert "names no host" in client.last().text
    assert phase(client) is ConnectionPhase.ONLINE


def test_tls_is_known() -> None:
    """The status bar shows it."""
    client = ScriptedClient(scripted_options(target="ircs://localhost"))
    client.start()
    client.link.open(Peer("127.0.0.1", 6697, is_loopback=True, is_tls=True))
    client.pump()

    assert client.state.tls


def test_unsent_lines_survive_a_kill(tmp_path: Path) -> None:
    """Two windows die with unsent lines; those started later send each of them once."""
    windows = [ScriptedClient(kept_options(tmp_path)) for _ in range(2)]
    for number, window in enumerate(windows):
        window.start()
        window.type(f"línea {number}")
        assert window.options.instance is not None
        window.options.instance.close()  # what the system does when it kills a process

    said = []
    for _ in range(2):
        window = ScriptedClient(kept_options(tmp_path))
        window.enter()
        said += [line.text for line in window.lines() if line.delivery is Delivery.SENDING]
        assert window.server.echo() == 1
        window.pump()
        window.controller.stop()

    assert sorted(said) == ["línea 0", "línea 1"]


def test_what_may_have_arrived_is_offered_after_a_kill(tmp_path: Path) -> None:
    """It was written, so it is not sent again by itself."""
    window = ScriptedClient(kept_options(tmp_path))
    window.go_online()
    window.type("hola")
    assert window.options.instance is not None
    stored = json.loads((window.options.instance.folder / "outbox.json").read_text())
    assert stored["localhost:12345"][0]["written"] is True
    window.options.instance.close()

    again = ScriptedClient(kept_options(tmp_path))
    again.start()

    assert again.last().delivery is Delivery.NOT_SENT
    again.controller.stop()


def test_confirmed_lines_are_not_kept(tmp_path: Path) -> None:
    """The outbox is empty again."""
    window = ScriptedClient(kept_options(tmp_path))
    window.go_online()
    window.type("hola")
    window.server.echo()
    window.pump()
    window.controller.stop()

    assert not (tmp_path / "1" / "outbox.json").exists()


def test_unsent_lines_belong_to_their_server(tmp_path: Path) -> None:
    """Elsewhere they wait; back there they are sent."""
    window = ScriptedClient(kept_options(tmp_path))
    window.start()
    window.type("para casa")
    window.type("/connect example.org:1/#x")
    window.pump()
    assert window.unsent() == ()

    window.type("/connect localhost:12345/#sala")
    window.pump()

    assert [one.text for one in window.unsent()] == ["para casa"]
    window.controller.stop()


def test_stopping_says_goodbye_and_unlocks(tmp_path: Path) -> None:
    """Twice is as good as once."""
    window = ScriptedClient(kept_options(tmp_path))
    window.go_online()
    window.written()

    window.controller.stop()
    window.controller.stop()

    assert window.written() == ["QUIT"]
    assert not window.link.is_started
    with adopt(tmp_path) as instance:
        assert instance.name == "1"


def test_typing_notices_can_be_switched_off() -> None:
    """By a setting."""
    options = scripted_options()
    client = ScriptedClient(
        ClientOptions(target=options.target, nick="ana", settings=ClientSettings(typing=False))
    )
    client.go_online()
    client.written()

    assert client.controller.typed("hola") == []
    assert client.written() == []


def test_tab_is_answered(client: ScriptedClient) -> None:
    """From the room on screen."""
    assert client.controller.complete("ros", 3).candidates == ("rosa: ",)


class FakeHost(RoomHost):
    """A server process that the test moves along."""

    made: list["FakeHost"] = []  # noqa: RUF012 — emptied by the fixture

    def __init__(self, address: TcpAddress) -> None:
        self.address = address
        self.now = HostState.STARTING
        self.is_stopped = False
        self.made.append(self)

    def state(self) -> HostState:
        return self.now

    def problem(self) -> str:
        return "The port is busy."

    def stop(self, timeout: float = 0.0) -> None:
        self.is_stopped = True


@pytest.fixture
def lonely(monkeypatch: pytest.MonkeyPatch) -> tuple[Controller, ScriptedLink, ManualClock]:
    """Return a controller that found no server and may start one."""
    monkeypatch.setattr(module, "can_host", lambda: True)
    FakeHost.made.clear()
    link, clock = ScriptedLink(), ManualClock()
    made = Controller(scripted_options(), link, clock, chance=lambda: 0.0, host=FakeHost)
    made.start()
    link.close(CloseReason.REFUSED)
    made.pump()
    return made, link, clock


def test_a_room_can_be_started_here(
    lonely: tuple[Controller, ScriptedLink, ManualClock],
) -> None:
    """The server runs where the target is; as soon as it listens we connect."""
    controller, link, clock = lonely
    assert controller.can_start_server()
    controller.start_server()
    assert not controller.can_start_server()
    (host,) = FakeHost.made
    assert str(host.address) == "localhost:12345"

    controller.pump()
    assert len(link.targets) == 1
    host.now = HostState.READY
    clock.advance(0.1)
    controller.pump()

    assert len(link.targets) == 2
    controller.stop()
    assert host.is_stopped


def test_a_room_that_cannot_be_started_says_why(
    lonely: tuple[Controller, ScriptedLink, ManualClock],
) -> None:
    """And can be tried again."""
    controller, _link, _clock = lonely
    controller.start_server()
    FakeHost.made[0].now = HostState.ENDED

    controller.pump()

    assert controller.state.rooms["#sala"].lines[-1].text == "The port is busy."
    assert FakeHost.made[0].is_stopped
    assert controller.can_start_server()


def open_room_here(controller: Controller, link: ScriptedLink, clock: ManualClock) -> None:
    """Start a server, connect to it and enter its room alone."""
    controller.start_server()
    FakeHost.made[0].now = HostState.READY
    clock.advance(0.1)
    controller.pump()
    link.open()
    link.deliver(b":irc.example 001 ana :Welcome", b":irc.example 422 ana :No MOTD",
             b":ana!a@h JOIN #sala", b":irc.example 366 ana #sala :End")  # fmt: skip
    controller.pump()


def test_whoever_opens_a_room_is_told_how_long_it_lasts(
    lonely: tuple[Controller, ScriptedLink, ManualClock],
) -> None:
    """In that room, once, also where one stayed away on purpose."""
    controller, link, clock = lonely
    controller.request(intents.Disconnect())
    controller.pump()
    open_room_here(controller, link, clock)

    told = [
        line for line in controller.state.rooms["#sala"].lines if "until you close" in line.text
    ]
    assert [line.kind for line in told] == [LineKind.INFO]
    assert controller.state.phase is ConnectionPhase.ONLINE


def test_a_room_of_ours_ends_for_others_only_while_they_are_in_it(
    lonely: tuple[Controller, ScriptedLink, ManualClock],
) -> None:
    """Whoever is alone need not be asked."""
    controller, link, clock = lonely
    open_room_here(controller, link, clock)
    alone = controller.is_hosting_others()
    link.deliver(b":rosa!r@h JOIN #sala")
    controller.pump()
    together = controller.is_hosting_others()
    controller.request(intents.Connect("example.org:6667/#sala"))

    assert (alone, together) == (False, True)
    assert not controller.is_hosting_others()


def test_others_in_somebody_elses_room_are_not_ours(client: ScriptedClient) -> None:
    """It goes on without us."""
    client.receive(":rosa!r@h JOIN #sala")

    assert not client.controller.is_hosting_others()


def test_who_is_in_a_room_is_told_that_none_need_be_started(
    lonely: tuple[Controller, ScriptedLink, ManualClock],
) -> None:
    """Nothing is offered, and nothing starts."""
    controller, link, _clock = lonely
    controller.request(intents.Connect())
    link.open()
    link.deliver(b":irc.example 001 ana :Welcome")
    controller.pump()
    controller.start_server()

    assert not controller.can_start_server()
    assert FakeHost.made == []
    assert "in a room already" in controller.state.rooms["#sala"].lines[-1].text


@pytest.mark.parametrize("target", ["example.org:1/#a", "ircs://localhost/a", "unix:/tmp/x/#a"])
def test_rooms_are_started_on_this_computer_only(
    monkeypatch: pytest.MonkeyPatch, target: str
) -> None:
    """Not elsewhere, not with TLS, not on a socket file."""
    monkeypatch.setattr(module, "can_host", lambda: True)
    client = ScriptedClient(scripted_options(target=target))

    assert not client.controller.can_start_server()
    assert client.controller.start_server() == []


def test_wishes_are_written_at_once(client: ScriptedClient) -> None:
    """No pump is needed for what the person does."""
    client.controller.request(intents.ShowWhois("rosa"))

    assert client.written() == ["WHOIS rosa"]
