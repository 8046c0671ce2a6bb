"""The load generator proves what it gets: whatever is planted at any receiver is found."""

import json
import subprocess
from pathlib import Path

import pytest

from benchmarks.building import Built, build
from tests.benchmarks.played_server import Deliver, PlayedServer, exactly
from tests.support.peers import need

SENDER, FOLLOWER, WITNESS = 1, 2, 3
"""Of four clients the first two send, and the last one is who the windows go by."""


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Built:
    """The programs in C."""
    need("cc")
    return build(tmp_path_factory.mktemp("built"))


def run_load(built: Built, port: int, *options: str) -> subprocess.CompletedProcess[str]:
    """Let four clients talk for a moment."""
    shape = ["clients=4", "senders=2", "window=3", "seconds=0.05", "patience=1", *options]
    command = [str(built.load), str(port), *shape]
    return subprocess.run(command, capture_output=True, text=True, check=False, timeout=30)


def lose(receiver: int, sender: int, number: int, line: bytes, *, at: int) -> list[bytes]:
    """Lose a message."""
    is_lost = receiver == at and sender == 0 and number == 4
    return [] if is_lost else exactly(receiver, sender, number, line)


def double(receiver: int, sender: int, number: int, line: bytes, *, at: int) -> list[bytes]:
    """Deliver a message twice."""
    is_doubled = receiver == at and sender == 0 and number == 4
    return exactly(receiver, sender, number, line) * (2 if is_doubled else 1)


def swap(receiver: int, sender: int, number: int, line: bytes, *, at: int) -> list[bytes]:
    """Deliver the fifth message of a sender before its fourth."""
    if receiver != at or sender != 0 or number not in {4, 5}:
        return exactly(receiver, sender, number, line)
    return [] if number == 4 else [line, line.replace(b" 00000005 ", b" 00000004 ")]


def echo(receiver: int, sender: int, number: int, line: bytes, *, at: int) -> list[bytes]:
    """Deliver a message to its own sender too, or somebody's of another room to the others."""
    if receiver != at or sender != 0 or number != 4:
        return exactly(receiver, sender, number, line)
    return [line, line.replace(b" :00000 ", b" :%05d " % at)]


def damage(receiver: int, sender: int, number: int, line: bytes, *, at: int) -> list[bytes]:
    """Change a byte of a message."""
    is_damaged = receiver == at and sender == 0 and number == 4
    line = line.replace(b"xx\r", b"xy\r") if is_damaged else line
    return exactly(receiver, sender, number, line)


def test_a_faithful_server_passes(built: Built) -> None:
    """Every stage tells its figures, and each message is delivered to all but its sender."""
    with PlayedServer(exactly) as server:
        result = run_load(built, server.port)

    told = [json.loads(line) for line in result.stdout.splitlines()]
    assert result.stderr == ""
    assert [next(iter(figures)) for figures in told] == ["registering", "joining", "deliveries"]
    assert told[2]["deliveries"] > 0
    assert told[2]["deliveries"] % 3 == 0


@pytest.mark.parametrize("at", [SENDER, FOLLOWER, WITNESS], ids=["sender", "follower", "witness"])
@pytest.mark.parametrize("fault", [lose, double, swap, echo, damage])
def test_planted_faults_are_found(built: Built, fault: Deliver, at: int) -> None:
    """At a client that sends, at one that is compared, and at the one others are compared to."""

    def deliver(receiver: int, sender: int, number: int, line: bytes) -> list[bytes]:
        return fault(receiver, sender, number, line, at=at)  # type: ignore[call-arg]

    with PlayedServer(deliver) as server:
        result = run_load(built, server.port)

    assert result.returncode == 1
    assert f"client {at}" in result.stderr or f"client {FOLLOWER} did not get" in result.stderr
    assert "deliveries" not in result.stdout


def test_the_last_message_may_not_be_lost(built: Built) -> None:
    """There is no later one whose number would tell."""

    def deliver(receiver: int, sender: int, number: int, line: bytes) -> list[bytes]:
        is_late = receiver == FOLLOWER and number >= 4
        return [] if is_late else exactly(receiver, sender, number, line)

    with PlayedServer(deliver) as server:
        result = run_load(built, server.port, "senders=1")

    assert "deliveries are missing" in result.stderr


def test_nothing_may_come_after_the_last_message(built: Built) -> None:
    """A copy that comes late is found by the last question."""
    late: list[bytes] = []

    def deliver(receiver: int, sender: int, number: int, line: bytes) -> list[bytes]:
        if receiver == SENDER and sender == 0:
            late.append(line)
            return [line, late[0]] if number == 40 else [line]
        return exactly(receiver, sender, number, line)

    with PlayedServer(deliver) as server:
        result = run_load(built, server.port)

    assert result.returncode == 1


def test_delays_are_told_where_messages_are_paced(built: Built) -> None:
    """Half of them are not later than the median, which is not later than the worst."""
    with PlayedServer(exactly) as server:
        result = run_load(built, server.port, "senders=4", "rate=100", "seconds=0.2")

    figures = json.loads(result.stdout.splitlines()[-1])
    assert figures["deliveries"] == 20 * 3
    assert 0 < figures["p50"] <= figures["p99"] <= figures["worst"] < 5


def test_a_server_that_throws_clients_out_is_told(built: Built) -> None:
    """A figure of those who stayed would be none."""
    with PlayedServer(exactly) as server:
        pass
    result = run_load(built, server.port)

    assert "cannot connect" in result.stderr


@pytest.mark.parametrize("option", ["senders=9", "nonsense=1", "clients"])
def test_what_cannot_be_measured_is_refused(built: Built, option: str) -> None:
    """Before anything is started."""
    assert run_load(built, 9, option).returncode == 1


def test_the_limit_delivers(built: Built, tmp_path: Path) -> None:
    """The server that does the least passes the same proof, in rooms and with full windows."""
    with (tmp_path / "out").open("wb") as out:
        server = subprocess.Popen([str(built.limit)], stdout=subprocess.PIPE, stderr=out)
    try:
        assert server.stdout is not None
        port = int(server.stdout.readline().rpartition(b":")[2])

        result = run_load(built, port, "clients=40", "rooms=4", "senders=12", "window=64")

        assert result.stderr == ""
        assert json.loads(result.stdout.splitlines()[-1])["deliveries"] > 0
    finally:
        server.kill()
        server.wait()
        if server.stdout is not None:
            server.stdout.close()
