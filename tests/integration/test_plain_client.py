"""The line client with the real server: in pipes, and at a keyboard."""

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support.processes import ServerProcess
from tests.support.tmux import terminal

COMMAND = [sys.executable, "-m", "tertulia_tui"]


@pytest.fixture
def server(tmp_path: Path) -> Iterator[ServerProcess]:
    """A server of its own."""
    with ServerProcess(tmp_path) as process:
        yield process


def run(server: ServerProcess, *words: str, given: str) -> subprocess.CompletedProcess[str]:
    """Run the client between pipes, connected to the server."""
    return subprocess.run(
        [*COMMAND, f"localhost:{server.port}", *words],
        input=given,
        capture_output=True,
        check=False,
        text=True,
        encoding="utf-8",
        timeout=60,
        env={**os.environ, "LANGUAGE": "en"},
    )


def test_a_script_sends_a_line_and_knows_that_it_arrived(server: ServerProcess) -> None:
    """``echo done | tertulia-tui --plain --send '#builds'``."""
    with server.irc("rosa", "#builds") as rosa:
        done = run(server, "--plain", "--send", "#builds", "--nick", "ci", given="done\n")

        heard = rosa.read_until(lambda line: "PRIVMSG" in line)

    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    assert heard[-1].startswith(":ci!")
    assert heard[-1].endswith(" PRIVMSG #builds :done")


def test_a_script_writes_to_a_person_who_is_not_there(server: ServerProcess) -> None:
    """The server's words, and exit code 1."""
    done = run(server, "--send", "nadie", "--nick", "ci", given="¿estás?\n")

    assert done.returncode == 1
    assert done.stderr.startswith("tertulia-tui: ¿estás?: not sent: ")


def test_a_pipe_is_a_conversation_too(server: ServerProcess) -> None:
    """Without a terminal it needs no flag; commands work, what was confirmed is written."""
    done = run(server, "--nick", "ana", given="hola\n/me saluda\n")

    assert done.returncode == 0
    assert "\x1b" not in done.stdout
    texts = [line.partition(" ")[2] for line in done.stdout.splitlines()]
    assert texts[-2:] == ["<ana> hola", "* ana saluda"]


@pytest.mark.parametrize("term", ["screen-256color", "dumb"])
def test_somebody_types_line_by_line(server: ServerProcess, tmp_path: Path, term: str) -> None:
    """What arrives stands above what is being typed, on any terminal."""
    command = [
        "env",
        f"TERM={term}",
        *COMMAND,
        f"localhost:{server.port}",
        "--plain",
        "--nick",
        "ana",
    ]
    environment = {"XDG_STATE_HOME": str(tmp_path), "LANGUAGE": "en"}
    with terminal(command, environment=environment) as ana, server.connect() as guest:
        ana.shows("-- Connected")
        ana.shows("ana came in")
        ana.type("a med")
        guest.send(b"buenas")
        ana.shows("<invitado-1> buenas")
        ana.enter("ias")
        guest.read_until(lambda line: "a medias" in line)
        ana.press("C-d")

        assert ana.ends() == 0


def test_a_terminal_that_cannot_draw_is_served_line_by_line(
    server: ServerProcess, tmp_path: Path
) -> None:
    """Nobody has to know the flag."""
    command = ["env", "TERM=dumb", *COMMAND, f"localhost:{server.port}", "--nick", "ana"]
    environment = {"XDG_STATE_HOME": str(tmp_path), "LANGUAGE": "en"}
    with terminal(command, environment=environment) as ana:
        ana.shows("-- Connected")
        ana.enter("/quit")

        assert ana.ends() == 0
