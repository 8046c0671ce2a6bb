"""People come in over SSH, each with a key: a line of ``authorized_keys`` is a seat in the room."""

import os
import shlex
import sys
from collections.abc import Iterator
from contextlib import AbstractContextManager
from pathlib import Path

import pytest

from tests.support.processes import ServerProcess
from tests.support.ssh import Ssh, running_sshd
from tests.support.tmux import Terminal, terminal


def seat(nick: str, port: int, home: Path) -> str:
    """Return the command of somebody's key, as docs/en/hosting.md has it."""
    environment = {
        "HOME": str(home),
        "LANGUAGE": "en",
        "PYTHONPATH": os.environ.get("PYTHONPATH", ""),
        "XDG_STATE_HOME": str(home / "state"),
    }
    variables = " ".join(f"{name}={shlex.quote(value)}" for name, value in environment.items())
    client = f"{sys.executable} -m tertulia_tui localhost:{port}"
    return f"env {variables} {client} --guest-host --nick {nick} --instance {nick}"


@pytest.fixture
def house(tmp_path: Path) -> Iterator[Ssh]:
    """A server and an sshd, with seats for ana and luis."""
    with ServerProcess(tmp_path) as server:
        seats = {nick: seat(nick, server.port, tmp_path) for nick in ("ana", "luis")}
        with running_sshd(tmp_path, seats) as ssh:
            yield ssh


def come_in(house: Ssh, person: str, *words: str) -> AbstractContextManager[Terminal]:
    """Type ``ssh`` in a terminal."""
    return terminal(house.command(person, *words), columns=80, rows=24)


def test_two_people_talk_over_ssh(house: Ssh) -> None:
    """Each is who their key says; leaving the room ends the login."""
    with come_in(house, "ana") as ana, come_in(house, "luis") as luis:
        ana.shows("● Connected")
        luis.shows("● Connected")

        ana.enter("hola por ssh")

        luis.shows("hola por ssh")
        ana.shows("hola por ssh ✓")
        luis.enter("/quit")
        assert luis.ends() == 0
        ana.shows(" left")  # or, where nothing stands between the two: came in and left


def test_a_key_opens_the_room_and_nothing_else(house: Ssh) -> None:
    """Whatever command somebody asks for, and whatever they try inside."""
    with come_in(house, "ana", "cat", "/etc/passwd") as ana:
        ana.shows("● Connected")
        ana.enter("/connect otra.example")
        ana.shows("Guests of this computer stay on its server.")
        ana.enter("/export")
        screen = ana.shows("Guests of this computer write no files here.")

        assert "root:" not in screen
        ana.press("C-z")
        ana.enter("sigo aquí")
        ana.shows("sigo aquí ✓")


def test_a_broken_line_leaves_the_room(house: Ssh) -> None:
    """The program ends with the connection; the others see it."""
    with come_in(house, "ana") as ana:
        ana.shows("● Connected")
        with come_in(house, "luis") as luis:
            luis.shows("● Connected")
            ana.shows("luis came in")

        ana.shows("left")
