"""The terminal client in a real terminal, with the real server in the same room."""

import os
import signal
import socket
import sys
from collections.abc import Iterator
from contextlib import AbstractContextManager, ExitStack
from pathlib import Path

import pytest

from tests.support.processes import ServerProcess
from tests.support.sockets import free_port
from tests.support.tmux import Terminal, terminal
from tests.support.waiting import eventually


def client(port: int, nick: str, home: Path, **size: int) -> AbstractContextManager[Terminal]:
    """Start a terminal client for ``localhost:port``."""
    command = [sys.executable, "-m", "tertulia_tui", f"localhost:{port}", "--nick", nick]
    environment = {"XDG_STATE_HOME": str(home), "TERM": "screen-256color", "LANGUAGE": "en"}
    return terminal(command, environment=environment, **size)


def test_two_terminals_and_a_bare_socket_hear_each_other(tmp_path: Path) -> None:
    """What one writes the others read, and a closed one is missed."""
    with ExitStack() as stack:
        port = stack.enter_context(ServerProcess(tmp_path)).port
        ana = stack.enter_context(client(port, "ana", tmp_path))
        ana.shows("Connected")
        luis = stack.enter_context(client(port, "luis", tmp_path))
        luis.shows("Connected")
        ana.shows("luis came in")

        ana.enter("hola a todos")
        luis.shows("hola a todos")
        ana.shows("hola a todos ✓")

        with socket.create_connection(("127.0.0.1", port)) as guest:
            guest.sendall("buenas, ñandú 日本".encode())
            ana.shows("buenas, ñandú 日本")
            luis.enter("bienvenido")
            guest.settimeout(15)
            heard = b""
            while b"bienvenido" not in heard:
                heard += guest.recv(1024)

        ana.shows("invitado-1 left")
        luis.enter("/quit adiós")
        assert luis.ends() == 0
        ana.shows("and luis left")


def test_it_waits_for_the_server_and_sends_what_was_typed(tmp_path: Path) -> None:
    """Started before the server, it says so, keeps the line, and delivers it."""
    port = free_port()
    with client(port, "ana", tmp_path) as ana:
        ana.shows("trying again")
        ana.enter("dicho sin servidor")
        ana.shows("dicho sin servidor")

        with ServerProcess(tmp_path, "--port", str(port)):
            ana.shows("dicho sin servidor ✓")

        ana.shows("Not connected")


def test_a_room_is_started_from_the_terminal(tmp_path: Path) -> None:
    """Where nobody serves the address, one key does, for as long as the client lives."""
    port = free_port()
    with client(port, "ana", tmp_path) as ana:
        ana.shows("Start a room here")
        ana.press("C-o")
        ana.shows("● Connected")
        with client(port, "luis", tmp_path) as luis:
            luis.shows("● Connected")
            luis.enter("hola")
            ana.shows("hola")
            ana.enter("/quit")
            luis.shows("Not connected")


@pytest.mark.parametrize(("columns", "rows"), [(120, 40), (80, 24), (40, 12)])
def test_it_fits_the_terminal(tmp_path: Path, columns: int, rows: int) -> None:
    """Timeline, composer and status are there at every size we promise."""
    with (
        ServerProcess(tmp_path) as server,
        client(server.port, "ana", tmp_path, columns=columns, rows=rows) as ana,
    ):
        ana.shows("● Connected")
        ana.enter("cabe")
        screen = ana.shows("cabe ✓")

        assert "#sala" in screen
        assert any(line.lstrip().startswith("ana ") for line in screen.splitlines()[-4:-1])


def test_letters_typed_at_once_with_enter_all_arrive(tmp_path: Path) -> None:
    """A paste or a fast typist loses nothing: Enter waits for the letters before it."""
    with ServerProcess(tmp_path) as server, client(server.port, "ana", tmp_path) as ana:
        ana.shows("● Connected")

        ana.run("send-keys", "uno dos tres", "Enter", "cuatro", "Enter")

        ana.shows("uno dos tres ✓")
        ana.shows("cuatro ✓")


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP])
def test_a_signal_gives_the_terminal_back(tmp_path: Path, number: signal.Signals) -> None:
    """The others see one leave; the screen that was there before is there again."""
    with ServerProcess(tmp_path) as server, server.irc("rosa") as rosa:
        program = f"{sys.executable} -m tertulia_tui localhost:{server.port} --nick ana"
        script = f"echo antes; {program}; echo código $?; cat"
        environment = {"XDG_STATE_HOME": str(tmp_path), "LANGUAGE": "en"}
        with terminal(["sh", "-c", script], environment=environment) as ana:
            ana.shows("● Connected")
            *_shells, process = descendants(int(ana.run("display", "-p", "#{pane_pid}")))
            os.kill(process, number)

            screen = ana.shows("código 0")
            rosa.read_until(lambda line: line.startswith(":ana!") and " QUIT " in line)

        assert screen.split()[:3] == ["antes", "código", "0"]


def test_it_is_suspended_and_goes_on(tmp_path: Path) -> None:
    """Going on starts again what was stopped; who was never suspended has nothing to start."""
    with ServerProcess(tmp_path) as server, client(server.port, "ana", tmp_path) as ana:
        ana.shows("● Connected")
        *_shells, process = descendants(int(ana.run("display", "-p", "#{pane_pid}")))
        tasks = Path(f"/proc/{process}/task")
        before = len(list(tasks.iterdir()))

        os.kill(process, signal.SIGCONT)  # as the system does where a terminal is closed
        ana.enter("sigo")
        ana.shows("sigo ✓")
        assert len(list(tasks.iterdir())) == before

        os.kill(process, signal.SIGTSTP)
        eventually(lambda: "(stopped)" in (tasks.parent / "status").read_text(), "stopped")
        os.kill(process, signal.SIGCONT)
        ana.enter("otra vez")
        ana.shows("otra vez ✓")
        assert len(list(tasks.iterdir())) == before


def descendants(pid: int) -> Iterator[int]:
    """Yield the processes that a process has started, and theirs (Linux)."""
    for child in Path(f"/proc/{pid}/task/{pid}/children").read_text(encoding="ascii").split():
        yield int(child)
        yield from descendants(int(child))
