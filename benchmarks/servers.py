"""Who is measured: ours in its modes, the peers, a thread per client, and the limit."""

import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks.building import Built
from benchmarks.processes import Running, free_port, running

__all__ = ["SERVERS", "Server", "started", "version_of", "why_not"]

ROOT = Path(__file__).resolve().parents[1]
CONFIGS = Path(__file__).parent / "configs"

Command = Callable[[Path, int, Built], list[str]]
"""From an empty folder, a free port and what was built, to a program and its arguments."""


@dataclass(frozen=True)
class Server:
    """One line of the tables.

    Attributes:
        name: what tables call it.
        command: how it is started.
        says_port: whether it chooses its port and says so.
        load: what the generator is told beside the shape: capabilities, TLS, bare text.
        opening: how many connections may be on their way in at once: what suits it best.
        needs: a program of somebody else that has to be installed.
    """

    name: str
    command: Command
    says_port: bool = True
    load: Mapping[str, str | int] = field(default_factory=dict)
    opening: int = 1000
    needs: str = ""


def _tertulia(folder: Path, mode: str, lines: str = "") -> list[str]:
    config = _filled("tertulia.toml", folder, mode=mode)
    with Path(config).open("a", encoding="utf-8") as file:
        file.write(lines)
    options = ["--port", "0", "--config", config, "--data", str(folder / "data")]
    return [sys.executable, "-m", "tertulia_server", *options]


def _memory(folder: Path, _port: int, _built: Built) -> list[str]:
    return _tertulia(folder, "memory")


def _durable(folder: Path, _port: int, _built: Built) -> list[str]:
    return _tertulia(folder, "durable")


def _tls(folder: Path, port: int, _built: Built) -> list[str]:
    """Make a certificate of the kind that certificate authorities give today, and use it."""
    key, cert = folder / "key.pem", folder / "cert.pem"
    kind = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-days", "2"]
    names = ["-subj", "/CN=localhost", "-keyout", str(key), "-out", str(cert)]
    subprocess.run(["openssl", "req", "-x509", *kind, *names], check=True, capture_output=True)
    lines = f'[tls]\nlisten = ["127.0.0.1:{port}"]\ncert = "{cert}"\nkey = "{key}"\n'
    return _tertulia(folder, "memory", lines)


def _threads(_folder: Path, _port: int, _built: Built) -> list[str]:
    return [sys.executable, str(ROOT / "benchmarks/thread_server.py")]


def _limit(_folder: Path, _port: int, built: Built) -> list[str]:
    return [str(built.limit)]


def _ngircd(folder: Path, port: int, _built: Built) -> list[str]:
    return ["ngircd", "--nodaemon", "--config", _filled("ngircd.conf", folder, port=port)]


def _inspircd(folder: Path, port: int, _built: Built) -> list[str]:
    options = ["--runasroot"] if os.geteuid() == 0 else []
    config = _filled("inspircd.conf", folder, port=port)
    return ["inspircd", "--nofork", *options, f"--config={config}"]


def _filled(name: str, folder: Path, **values: str | int) -> str:
    """Write a configuration with its values into the folder; return its path."""
    text = (CONFIGS / name).read_text(encoding="utf-8")
    for word, value in {"folder": folder, **values}.items():
        text = text.replace(f"{{{word}}}", str(value))
    file = folder / name
    file.write_text(text, encoding="utf-8")
    return str(file)


ALL_TAGS = {"caps": "message-tags server-time account-tag"}

SERVERS: Mapping[str, Server] = {
    "tertulia": Server("tertulia, history in memory", _memory),
    "durable": Server("tertulia, history on the disk", _durable),
    "tags": Server("in memory, all with tags", _memory, load=ALL_TAGS),
    "durable-tags": Server("on the disk, all with tags", _durable, load=ALL_TAGS),
    "tls": Server(
        "in memory, over TLS", _tls, says_port=False, load={"tls": 1}, needs="openssl",
    ),
    "inspircd": Server("InspIRCd", _inspircd, says_port=False, opening=20_000, needs="inspircd"),
    "ngircd": Server("ngIRCd", _ngircd, says_port=False, opening=8, needs="ngircd"),
    "threads": Server("a thread per client", _threads, load={"text": 1}),
    "limit": Server("the limit (minimal, in C)", _limit),
}  # fmt: skip
"""By the name it has on the command line.

ngIRCd lets ten knock at once and makes the eleventh wait for a second; InspIRCd welcomes whoever
has come once a second. Each is given as many at a time as it likes best.
"""


def why_not(key: str, built: Built) -> str:
    """Return why a server cannot be measured here, ``""`` if it can."""
    server = SERVERS[key]
    if server.needs and shutil.which(server.needs) is None:
        return f"{server.needs} is not installed"
    if "tls" in server.load and not built.has_tls:
        return "the headers of OpenSSL are missing (Debian: libssl-dev)"
    return ""


@contextmanager
def started(key: str, built: Built, cpu: int | None) -> Iterator[Running]:
    """Start a server with a private home and stop it afterwards; see ``running``."""
    server = SERVERS[key]
    with TemporaryDirectory(prefix="tertulia-bench-", ignore_cleanup_errors=True) as home:
        folder = Path(home)
        folder.chmod(0o755)  # ngIRCd leaves root behind, and reads its configuration after that
        port = 0 if server.says_port else free_port()
        command = server.command(folder, port, built)
        with running(command, folder, _environment(home), port, cpu) as process:
            yield process


def version_of(key: str) -> str:
    """Return how a program of others calls its version."""
    program = SERVERS[key].needs
    result = subprocess.run([program, "--version"], capture_output=True, text=True, check=False)
    return result.stdout.partition("\n")[0].strip()


def _environment(home: str) -> dict[str, str]:
    sources = [str(path) for path in sorted((ROOT / "packages").glob("*/src"))]
    places = ("HOME", "XDG_DATA_HOME", "XDG_CONFIG_HOME", "XDG_STATE_HOME")
    return {
        **os.environ,
        **dict.fromkeys(places, home),
        "PYTHONPATH": os.pathsep.join(sources),
        "PYTHONIOENCODING": "utf-8",
    }
