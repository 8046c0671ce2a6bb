"""How many may come from one address: on the hub, with made-up peers and a clock of its own."""

import dataclasses

import pytest

from tertulia_core.ids import LinkId
from tertulia_core.transport.events import CloseReason
from tertulia_server.admission import TOO_MANY, TOO_MANY_NEW, Admission
from tertulia_server.config import LimitsConfig, WebircConfig
from tertulia_server.model.now import Now
from tests.support.harness import make_config
from tests.support.switchboard import NO_GUESTS, Switchboard, Wire

PUBLIC, PRIVATE = "203.0.113.7", "192.168.1.7"


@pytest.fixture
def board() -> Switchboard:
    """A server with nobody in it, and with the limits it has by itself."""
    return Switchboard()


def fill(board: Switchboard, host: str, number: int) -> list[Wire]:
    """Open so many connections from an address, all of which are let in."""
    wires = [board.plug(NO_GUESTS, host=host) for _ in range(number)]
    assert not any(wire.is_closed for wire in wires)
    return wires


def is_refused(board: Switchboard, host: str) -> bool:
    """Open one more connection; tell whether it is closed, with a word."""
    wire = board.plug(NO_GUESTS, host=host)
    heard = wire.read()
    assert wire.is_closed == bool(heard)
    assert not heard or " ERROR :" in heard
    return wire.is_closed


# -- connections at a time -----------------------------------------------------------


@pytest.mark.parametrize(
    ("host", "most"),
    [
        (PUBLIC, 16),
        ("2a01:4f8::7", 16),
        ("172.32.0.1", 16),
        (PRIVATE, 64),
        ("10.1.2.3", 64),
        ("172.31.255.255", 64),
        ("::ffff:10.1.2.3", 64),
        ("fd00::1", 64),
        ("fe80::1%eth0", 64),
    ],
)
def test_an_address_may_have_so_many(board: Switchboard, host: str, most: int) -> None:
    """One more is told why, and closed; the others stay, and make room when they go."""
    wires = fill(board, host, most)

    assert is_refused(board, host)

    assert not any(wire.is_closed for wire in wires)
    wires[3].break_off(CloseReason.EOF)
    assert not is_refused(board, host)
    assert is_refused(board, host)


@pytest.mark.parametrize("host", ["127.0.0.1", "127.3.3.3", "::1", "::ffff:127.0.0.1", ""])
def test_this_computer_is_exempt(board: Switchboard, host: str) -> None:
    """Also from Unix sockets; a test opens a thousand."""
    assert len(fill(board, host, 1000)) == 1000


def test_each_address_counts_for_itself(board: Switchboard) -> None:
    """But all of one IPv6 network are one customer's."""
    fill(board, PUBLIC, 16)
    fill(board, "203.0.113.8", 16)
    fill(board, "2a01:4f8:0:1::1", 8)
    fill(board, "2a01:4f8:0:1:ffff::2", 8)

    assert is_refused(board, "::ffff:203.0.113.7")
    assert is_refused(board, "2a01:4f8:0:1::3")
    assert not is_refused(board, "2a01:4f8:0:2::1")


def test_who_quits_makes_room(board: Switchboard) -> None:
    """However a connection ends."""
    wires = fill(board, PUBLIC, 16)
    wires[0].send("QUIT\r\n")
    wires[1].break_off()
    wires[2].finish()

    fill(board, PUBLIC, 3)

    assert is_refused(board, PUBLIC)


def test_who_was_refused_is_nobody(board: Switchboard) -> None:
    """Not on the lists, and not among those who have been here."""
    fill(board, PUBLIC, 16)
    ana = board.irc("ana")
    board.plug(host=PUBLIC)

    ana.send("LUSERS\r\n")

    assert " 265 ana 1 1 " in ana.read()
    assert len(board.hub) == 17


def test_who_was_refused_is_not_summoned_as_a_guest() -> None:
    """Not even in the tick in which it came, where guests are let in at once."""
    board = Switchboard(make_config(guests={"enabled": True, "wait": 0.0}))
    ana = board.irc("ana")
    for _ in range(16):
        board.plug(host=PUBLIC)
    late = board.plug(host=PUBLIC)

    ana.send("PRIVMSG #sala :hola\r\n")

    assert late.lines()[1:] == []
    assert board.dispatcher.world.guests == 16


# -- new connections ------------------------------------------------------------------


@pytest.mark.parametrize(("host", "most"), [(PUBLIC, 32), (PRIVATE, 200)])
def test_an_address_may_begin_so_many_in_ten_minutes(
    board: Switchboard, host: str, most: int
) -> None:
    """Each is forgotten ten minutes after it began, and makes room for one."""
    for number in range(most):
        board.pass_time(1.0 if number else 0.0)
        assert not is_refused(board, host)
        board.wires[max(board.wires)].break_off()

    assert is_refused(board, host)
    board.pass_time(600.0 - most)
    assert is_refused(board, host)
    board.pass_time(1.0)
    assert not is_refused(board, host)
    board.wires[max(board.wires)].break_off()
    assert is_refused(board, host)


def test_attempts_that_are_refused_do_not_count(board: Switchboard) -> None:
    """Who tries again and again is let in as soon as who waits."""
    for wire in fill(board, PUBLIC, 16) + fill(board, "203.0.113.8", 16):
        wire.break_off()
    for wire in fill(board, PUBLIC, 16):
        wire.break_off()
    for _ in range(599):
        board.pass_time(1.0)
        assert is_refused(board, PUBLIC)

    board.pass_time(1.0)

    assert not is_refused(board, PUBLIC)


def test_how_many_at_a_time_is_a_setting() -> None:
    """One for private addresses, one for the others."""
    limits = {"connections_per_address": 2, "connections_per_private_address": 3}
    board = Switchboard(make_config(limits=limits))

    for host, most in ((PUBLIC, 2), (PRIVATE, 3)):
        fill(board, host, most)
        assert is_refused(board, host)


def test_how_many_new_ones_is_a_setting() -> None:
    """And the time in which they are counted."""
    limits = {
        "new_connections_per_address": 4,
        "new_connections_per_private_address": 5,
        "new_connections_seconds": 60.0,
    }
    for host, most in ((PUBLIC, 4), (PRIVATE, 5)):
        board = Switchboard(make_config(limits=limits))
        for wire in fill(board, host, most):
            wire.break_off()
        assert is_refused(board, host)

        board.pass_time(60.0)

        assert not is_refused(board, host)


# -- gateways ---------------------------------------------------------------------------


def test_a_gateway_is_exempt_and_those_behind_it_are_not() -> None:
    """They count by the address that it tells."""
    gateway = WebircConfig(password="x", hosts=(PUBLIC,))
    config = dataclasses.replace(make_config(), webirc={"kiwi": gateway})
    board = Switchboard(config)
    wires = fill(board, PUBLIC, 40)

    for wire in wires[:17]:
        wire.send("WEBIRC x kiwi a.example 198.51.100.3\r\n")
    wires[17].send("WEBIRC x kiwi a.example 198.51.100.4\r\n")

    assert [wire.is_closed for wire in wires] == [False] * 16 + [True] + [False] * 23
    assert is_refused(board, "198.51.100.3")
    wires[0].break_off()
    assert not is_refused(board, "198.51.100.3")


# -- memory -----------------------------------------------------------------------------


def test_addresses_are_forgotten() -> None:
    """Of a million that come once, those of the last ten minutes are remembered."""
    admission = Admission(make_config())
    for second in range(5000):
        link, host = LinkId(second), f"203.{second // 256}.{second % 256}.1"
        assert admission.admit(link, host, Now(float(second), 0.0)) == ""
        admission.leave(link)

    assert len(admission._arrivals) <= 600
    assert not admission._open
    assert not admission._counted


def test_the_two_reasons_are_told_apart() -> None:
    """One waits for others to go, the other for time to pass."""
    admission = Admission(make_config())
    now = Now(0.0, 0.0)
    links = [LinkId(number) for number in range(33)]

    first = [admission.admit(link, PUBLIC, now) for link in links[:17]]
    for link in links[:17]:
        admission.leave(link)
    second = [admission.admit(link, PUBLIC, now) for link in links[:17]]

    assert first == [""] * 16 + [TOO_MANY]
    assert second == [""] * 16 + [TOO_MANY]
    for link in links[:17]:
        admission.leave(link)
    assert admission.admit(links[20], PUBLIC, now) == TOO_MANY_NEW


def test_leaving_twice_or_without_having_come_is_harmless() -> None:
    """The count of the others stays right."""
    admission = Admission(make_config())
    now = Now(0.0, 0.0)
    for number in range(16):
        admission.admit(LinkId(number), PUBLIC, now)
    admission.leave(LinkId(99))
    admission.leave(LinkId(0))
    admission.leave(LinkId(0))

    assert admission.admit(LinkId(0), PUBLIC, now) == ""
    assert admission.admit(LinkId(20), PUBLIC, now) == TOO_MANY


def test_the_defaults_are_those_that_are_promised() -> None:
    """64 and 200 for a private address, 16 and 32 for others, in ten minutes."""
    limits = LimitsConfig()

    assert (limits.connections_per_private_address, limits.connections_per_address) == (64, 16)
    assert limits.new_connections_per_private_address == 200
    assert (limits.new_connections_per_address, limits.new_connections_seconds) == (32, 600.0)
