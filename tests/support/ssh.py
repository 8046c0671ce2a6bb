"""A real sshd on a free port of this computer, run by the test's own user, a key per person."""

import getpass
import os
import subprocess
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from tests.support.peers import need
from tests.support.sockets import free_port
from tests.support.waiting import eventually

__all__ = ["Ssh", "running_sshd"]

PRIVILEGES = Path("/run/sshd")
"""A folder that sshd insists on where root runs it."""


class Ssh:
    """How people get in."""

    def __init__(self, folder: Path, port: int) -> None:
        self._folder, self._port = folder, port

    def command(self, person: str, *words: str) -> list[str]:
        """Return what somebody types to come in, with what a first visit would ask answered."""
        options = {
            "StrictHostKeyChecking": "no", "UserKnownHostsFile": "/dev/null", "LogLevel": "ERROR",
            "IdentitiesOnly": "yes", "PreferredAuthentications": "publickey",
        }  # fmt: skip
        given = [f"-o{name}={value}" for name, value in options.items()]
        where = ["-p", str(self._port), "-i", str(self._folder / person)]
        return [
            need("ssh"), "-F", "none", "-tt", *where, *given,
            f"{getpass.getuser()}@127.0.0.1", *words,
        ]  # fmt: skip


@contextmanager
def running_sshd(folder: Path, forced: Mapping[str, str]) -> Iterator[Ssh]:
    """Run an sshd that lets people in by their keys.

    Args:
        folder: where keys and configuration are made.
        forced: person → the command that their key runs, whatever they ask for.
    """
    if os.geteuid() == 0:
        PRIVILEGES.mkdir(exist_ok=True)
    lines = []
    for name in ("host", *forced):
        make = [need("ssh-keygen"), "-q", "-t", "ed25519", "-N", "", "-f", str(folder / name)]
        subprocess.run(make, check=True)
    for person, command in forced.items():
        key = (folder / f"{person}.pub").read_text(encoding="ascii").strip()
        quoted = command.replace('"', '\\"')
        lines.append(f'restrict,pty,command="{quoted}" {key}')
    (folder / "authorized_keys").write_text("\n".join(lines) + "\n", encoding="utf-8")
    port = free_port()
    configuration = (
        f"Port {port}\nListenAddress 127.0.0.1\nHostKey {folder / 'host'}\n"
        f"AuthorizedKeysFile {folder / 'authorized_keys'}\nStrictModes no\nUsePAM no\n"
        f"PasswordAuthentication no\nKbdInteractiveAuthentication no\nPidFile none\n"
    )
    (folder / "sshd_config").write_text(configuration, encoding="utf-8")
    log = folder / "log"
    with log.open("wb") as errors:
        server = subprocess.Popen(
            [need("sshd"), "-D", "-e", "-f", str(folder / "sshd_config")], stderr=errors
        )
    try:
        eventually(lambda: "listening on" in log.read_text(), log.read_text)
        yield Ssh(folder, port)
    finally:
        server.terminate()
        server.wait()
