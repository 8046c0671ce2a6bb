"""A disk of a few MiB of a server's own, which a test fills up and makes room on.

It is a tmpfs that only the server's process sees, mounted as root or, by others, in a user
namespace: it is gone when the server is.
"""

import errno
import os
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

from tests.support.peers import need
from tests.support.processes import LAUNCHER, ServerProcess

__all__ = ["SmallDisk", "on_small_disk"]


def on_small_disk(folder: Path, *, mebibytes: int) -> tuple[str, ...]:
    """Return the command of a server that finds a small disk of its own at ``folder``.

    Skips the test where nothing may be mounted, and fails it where ``CI=true``.
    """
    options = ("-m",) if os.geteuid() == 0 else ("-Urm",)
    mount = f"mount -t tmpfs -o size={mebibytes}m tmpfs {shlex.quote(str(folder))}"
    alone = (need("unshare"), *options, "sh", "-c")
    tried = subprocess.run([*alone, mount], capture_output=True, text=True, check=False)
    if tried.returncode != 0:
        sentence = f"no disk can be mounted here: {tried.stderr}"
        if os.environ.get("CI") == "true":
            pytest.fail(sentence)
        pytest.skip(sentence)
    return (*alone, f'{mount} && exec "$@"', "sh", sys.executable, "-S", str(LAUNCHER))


class SmallDisk:
    """The disk of a running server.

    Args:
        server: started by ``on_small_disk``.
        folder: the same as there.
    """

    def __init__(self, server: ServerProcess, folder: Path) -> None:
        self._filler = Path(f"/proc/{server.pid}/root{folder}") / "filler"

    def fill(self) -> None:
        """Leave no room at all."""
        with self._filler.open("ab", buffering=0) as file:
            for size in (65_536, 4096, 1):
                try:
                    while file.write(b"\0" * size) == size:
                        pass
                except OSError as error:
                    if error.errno != errno.ENOSPC:
                        raise

    def make_room(self) -> None:
        """Take away what fills it."""
        self._filler.unlink()
