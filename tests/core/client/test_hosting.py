"""A server of ours as a child process: ready when it says so, gone when we are."""

import sys

import pytest

from tertulia_core.address import TcpAddress
from tertulia_core.client import hosting
from tertulia_core.client.hosting import HostState, RoomHost, can_host
from tests.support.waiting import eventually

HERE = TcpAddress("127.0.0.1", 0)
LISTENS = "print('ready', flush=True); import sys; sys.stdin.read()"
REFUSES = "import sys; sys.stderr.write('\\nThe port is busy.\\n\\n'); sys.exit(2)"
IGNORES = "print('ready', flush=True); import time; time.sleep(600)"


def python(program: str) -> list[str]:
    """Return the command for a few lines in the server's place."""
    return [sys.executable, "-S", "-c", program]


def test_it_is_ready_when_it_has_said_so_and_stops_with_its_input() -> None:
    """One line on its standard output; the end of its standard input ends it."""
    host = RoomHost(HERE, python(LISTENS))
    eventually(lambda: host.state() is HostState.READY, "ready")

    host.stop()

    assert host.state() is HostState.ENDED


@pytest.mark.parametrize(
    ("program", "problem"), [(REFUSES, "The port is busy."), ("", "The server stopped")]
)
def test_one_that_ends_says_why(program: str, problem: str) -> None:
    """The last words on its standard error, or that there were none."""
    host = RoomHost(HERE, python(program))
    eventually(lambda: host.state() is HostState.ENDED, "ended")

    assert host.problem() == problem
    host.stop()


def test_one_that_does_not_listen_is_ended() -> None:
    """After the time it is given."""
    host = RoomHost(HERE, python(IGNORES))
    eventually(lambda: host.state() is HostState.READY, "ready")

    host.stop(timeout=0.05)

    assert host.state() is HostState.ENDED


def test_it_is_offered_only_where_it_can_be_found(monkeypatch: pytest.MonkeyPatch) -> None:
    """Looked for, not imported: a client may be installed without a server."""
    monkeypatch.setattr(hosting, "SERVER_MODULE", "tertulia_core")
    assert can_host()
    monkeypatch.setattr(hosting, "SERVER_MODULE", "tertulia_no_such_server")
    assert not can_host()
