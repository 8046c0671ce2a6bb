"""``paths`` tells every file that a program leaves behind."""

import subprocess
import sys
from fnmatch import fnmatch
from pathlib import Path

from tests.support.processes import ROOT, ServerProcess, clean_environment, run_server
from tests.support.xvfb import xvfb

WINDOW = [sys.executable, "-S", str(ROOT / "cliente.py")]


def files_in(home: Path) -> list[Path]:
    """Return all files of a home but the caches, which belong to the system's libraries."""
    found = (path for path in home.rglob("*") if path.is_file())
    return [path for path in found if ".cache" not in path.parts]


def told(output: str) -> list[str]:
    """Return the paths in what ``paths`` printed: the ends of its lines, ``*`` for any name."""
    return [line[line.index("/") :] for line in output.splitlines() if "/" in line]


def is_told(path: Path, patterns: list[str]) -> bool:
    """Tell whether ``paths`` named a file, or a folder that it is in."""
    return any(fnmatch(str(place), rule) for place in (path, *path.parents) for rule in patterns)


def test_server_tells_its_files(tmp_path: Path) -> None:
    """A server that served has left what it tells, no more, and some of it."""
    with ServerProcess(tmp_path) as server, server.irc("ana"):
        address = ("--port", str(server.port))
        server.stop()
    files = files_in(tmp_path)
    patterns = told(run_server(tmp_path, "paths", *address).output)

    assert files
    assert [path for path in files if str(path) not in patterns] == []


def test_window_tells_its_files(tmp_path: Path) -> None:
    """A window that was open, wrote and was closed has left what it tells."""
    home = tmp_path / "home"
    home.mkdir()
    with ServerProcess(tmp_path) as server, xvfb() as screen, server.irc("ana") as ana:
        environment = clean_environment(home, DISPLAY=screen)
        command = [*WINDOW, f"localhost:{server.port}/#sala", "--nick", "luis"]
        with subprocess.Popen(command, env=environment) as window:
            ana.read_until(lambda line: line.startswith(":luis!") and " JOIN " in line)
            window.terminate()
            ana.read_until(lambda line: line.startswith(":luis!") and " QUIT " in line)
    listing = subprocess.run(
        [*WINDOW, "paths"], env=environment, capture_output=True, text=True, check=True
    )
    patterns = told(listing.stdout)

    files = files_in(home)
    assert files
    assert [path for path in files if not is_told(path, patterns)] == []
