"""Ten thousand connections at once: everybody comes in, nobody is thrown out, and one is heard."""

import resource
import selectors
import socket
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from tests.support.crashes import CONFIG
from tests.support.processes import ServerProcess
from tests.support.sockets import LineClient

CONNECTIONS = 10_000
DESCRIPTORS = CONNECTIONS + 500
AT_ONCE = 200
"""How many register at a time: more than that wait for the server to accept them anyway."""


@pytest.fixture(autouse=True)
def _descriptors() -> Iterator[None]:
    """Let this process, and the servers it starts, have enough descriptors."""
    before = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (DESCRIPTORS, before[1]))
    yield
    resource.setrlimit(resource.RLIMIT_NOFILE, before)


def test_ten_thousand_people_hear_one(tmp_path: Path) -> None:
    """All of them are in rooms of a hundred, answer a ping, and hear what is said in theirs."""
    config = tmp_path / "patient.toml"
    config.write_text(CONFIG, encoding="utf-8")
    with (
        ServerProcess(tmp_path, "--port", "0", "--config", str(config)) as server,
        ExitStack() as stack,
    ):
        people: list[LineClient] = []
        for first in range(0, CONNECTIONS, AT_ONCE):
            people += _come_in(server, stack, range(first, first + AT_ONCE))
        for room in range(CONNECTIONS // 100):
            people[100 * room].send_line(f"PRIVMSG #r{room} :last words")
        heard = _read_all(people, b":last words\r\n")
        memory = Path(f"/proc/{server.pid}/statm").read_text(encoding="ascii").split()[1]
        print(f"\n{CONNECTIONS:,} connections, {int(memory) * 4096 / 2**20:.0f} MiB")

        assert heard == CONNECTIONS - CONNECTIONS // 100
        assert server.stop().code == 0


def _come_in(server: ServerProcess, stack: ExitStack, numbers: range) -> list[LineClient]:
    people = [stack.enter_context(server.connect()) for _number in numbers]
    for number, client in zip(numbers, people, strict=True):
        lines = (f"NICK n{number}", "USER u 0 * :U", f"JOIN #r{number // 100}")
        client.send("".join(f"{line}\r\n" for line in lines))
    for number, client in zip(numbers, people, strict=True):
        client.read_until(lambda line, nick=f"n{number}": f" 366 {nick} " in line)  # type: ignore[misc]
    return people


def _read_all(people: list[LineClient], ending: bytes) -> int:
    """Return how many read a line that ends so; fails when one is thrown out."""
    heard = 0
    with selectors.DefaultSelector() as selector:
        for client in people:
            client.socket.setblocking(False)
            selector.register(client.socket, selectors.EVENT_READ)
        while ready := selector.select(3.0):
            for key, _events in ready:
                assert isinstance(key.fileobj, socket.socket), "only sockets are registered"
                data = key.fileobj.recv(1 << 20)
                assert data, "somebody was thrown out"
                heard += data.count(ending)
    return heard
