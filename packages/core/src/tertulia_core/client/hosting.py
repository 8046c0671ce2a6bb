"""A server of ours as a child process, for whoever finds none: "Start a room here".

The child runs ``--until-eof``: it stops when its standard input closes, so it
cannot outlive the client that started it, however that one ends.
"""

import contextlib
import enum
import importlib.util
import os
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from tertulia_core.address import TcpAddress
from tertulia_core.i18n import Catalogue

__all__ = ["HostState", "RoomHost", "can_host"]

_ = Catalogue("tertulia_core").gettext

SERVER_MODULE: Final = "tertulia_server"

FAREWELL: Final = 3.0
"""Seconds the server has to say goodbye before it is ended."""


class HostState(enum.Enum):
    """How far the child process is."""

    STARTING = "starting"
    READY = "ready"
    ENDED = "ended"


def can_host() -> bool:
    """Say whether the server's module can be found by this interpreter."""
    return importlib.util.find_spec(SERVER_MODULE) is not None


class RoomHost:
    """A server as a child process; owner: the UI thread.

    What it says goes to two files in a folder of its own: nothing of ours has
    to read along, and it never waits for us.

    Args:
        address: where it is to listen.
        command: what to run; another one in tests.
    """

    def __init__(self, address: TcpAddress, command: Sequence[str] = ()) -> None:
        self._folder = tempfile.TemporaryDirectory(prefix="tertulia-")
        self._said = Path(self._folder.name, "out")
        self._complaints = Path(self._folder.name, "err")
        with self._said.open("wb") as said, self._complaints.open("wb") as complaints:
            self._process = subprocess.Popen(
                [*(command or _command(address))],
                stdin=subprocess.PIPE,
                stdout=said,
                stderr=complaints,
                env=_environment(),
                start_new_session=True,  # Ctrl+C in the terminal reaches us, and we say when
            )

    def state(self) -> HostState:
        """Return how far it is; never blocks."""
        if self._process.poll() is not None:
            return HostState.ENDED
        return HostState.READY if b"\n" in self._said.read_bytes() else HostState.STARTING

    def problem(self) -> str:
        """Return why it ended, one sentence."""
        complaints = self._complaints.read_text("utf-8", "replace").splitlines()
        return next(
            (line.strip() for line in reversed(complaints) if line.strip()),
            _("The server stopped"),
        )

    def stop(self, timeout: float = FAREWELL) -> None:
        """Let it say goodbye and wait for its end, at most ``timeout`` seconds."""
        assert self._process.stdin is not None
        with contextlib.suppress(OSError):
            self._process.stdin.close()
        try:
            self._process.wait(timeout)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        with contextlib.suppress(OSError):
            self._folder.cleanup()


def _command(address: TcpAddress) -> list[str]:
    return [
        sys.executable, "-m", SERVER_MODULE, "--until-eof",
        "--host", address.host, "--port", str(address.port),
    ]  # fmt: skip


def _environment() -> dict[str, str]:
    """Return the environment with our own module path, which a launcher may have extended."""
    path = os.pathsep.join(entry for entry in sys.path if entry)
    return {**os.environ, "PYTHONPATH": path, "PYTHONUNBUFFERED": "1"}
