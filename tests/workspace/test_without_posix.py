"""Server and window start on a Python that lacks what only POSIX systems have."""

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tertulia_core.address import TcpAddress
from tests.support.processes import ROOT, ServerProcess
from tests.support.sockets import LineClient
from tests.support.xvfb import xvfb

NO_POSIX = str(ROOT / "tests" / "support" / "no_posix.py")


@contextmanager
def program(name: str, *arguments: str, screen: str = "") -> Iterator[subprocess.Popen[str]]:
    """Run a launcher without POSIX names; kill it when the block ends."""
    with subprocess.Popen(
        [sys.executable, NO_POSIX, str(ROOT / name), *arguments],
        env=os.environ | {"DISPLAY": screen},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        encoding="utf-8",
    ) as process:
        try:
            yield process
        finally:
            process.kill()


def test_the_names_are_gone() -> None:
    """The interpreter of these tests really lacks the names."""
    code = "import os, socket; print(hasattr(os, 'getuid'), hasattr(socket, 'AF_UNIX'))"
    script = f"from tests.support import no_posix; no_posix.remove()\n{code}"
    result = subprocess.run(
        [sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, check=True
    )

    assert result.stdout.split() == ["False", "False"]


def test_server_serves(tmp_path: Path) -> None:
    """It prints its line, lets people talk, and stops in peace at the end of its input."""
    with program("servidor.py", "--port", "0", "--until-eof", "--data", str(tmp_path)) as server:
        assert server.stdout is not None
        port = int(server.stdout.readline().rpartition(":")[2])
        with LineClient(TcpAddress("127.0.0.1", port)) as client:
            client.send_line("PING hola")
            client.read_until(lambda line: line.endswith("hola"))
        rest = server.communicate(timeout=15)

    assert (server.returncode, *rest) == (0, "", "")


def test_window_enters_the_room(tmp_path: Path) -> None:
    """It opens, connects and joins, as another person in the room sees."""
    with ServerProcess(tmp_path) as server, xvfb() as screen, server.irc("ana") as ana:
        room = f"localhost:{server.port}/#sala"
        with program("cliente.py", "--nick", "luis", room, screen=screen):
            joined = ana.read_until(lambda line: line.startswith(":luis!"))[-1]

    assert " JOIN " in joined
