"""The window as a person has it: the launchers, a screen, a window manager, keys and mouse."""

import signal
import time
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from tertulia_core.address import TcpAddress
from tests.support.processes import ServerProcess, clean_environment
from tests.support.real_window import Desk, RealWindow
from tests.support.sockets import LineClient, free_port
from tests.support.waiting import eventually
from tests.support.xvfb import window_manager, xvfb

PROMPT = 2.5
"""Seconds within which a closed window's process has to be gone."""


@pytest.fixture(scope="module")
def display() -> Iterator[str]:
    """A screen with a window manager, for all tests here."""
    with xvfb() as name, window_manager(name):
        yield name


@pytest.fixture
def desk(display: str, tmp_path: Path) -> Desk:
    """The screen, with an empty home and English."""
    environ = clean_environment(tmp_path, DISPLAY=display, LC_ALL="C.UTF-8", LANGUAGE="en")
    environ.pop("DBUS_SESSION_BUS_ADDRESS", None)
    return Desk(environ)


@pytest.fixture
def server(tmp_path: Path) -> Iterator[ServerProcess]:
    """A running server."""
    with ServerProcess(tmp_path) as process:
        yield process


def open_window(desk: Desk, port: int, nick: str) -> RealWindow:
    """Open a window that is going to ``#sala``."""
    return RealWindow(desk, f"localhost:{port}", "--nick", nick)


def hear(client: LineClient, text: str) -> str:
    """Read until a line holds a text, and return that line."""
    return client.read_until(lambda line: text in line)[-1]


def test_two_windows_talk(desk: Desk, server: ServerProcess) -> None:
    """What is written in one appears in the other and, once, in its own; blanks go nowhere."""
    with (
        server.irc("oreja") as ear,
        open_window(desk, server.port, "ana") as ana,
        open_window(desk, server.port, "luis") as luis,
    ):
        for nick in ("ana", "luis"):
            hear(ear, f":{nick}!")
        ana.keys("Return")
        ana.say("   ")
        ana.say("hola desde una ventana [exit] {x}")
        heard = hear(ear, "PRIVMSG")
        seen = luis.shows("hola desde una ventana [exit] {x}")
        own = ana.shows("✓")
        luis.say("y yo desde otra")
        answered = ana.shows("y yo desde otra")

    assert heard.endswith("PRIVMSG #sala :hola desde una ventana [exit] {x}")
    assert "ana  " in seen
    assert own.count("hola desde una ventana") == 1
    assert "luis  " in answered


def test_letters_beyond_ascii_are_typed_and_sent(desk: Desk, server: ServerProcess) -> None:
    """As the keys of a Spanish keyboard give them."""
    with (
        desk.keyboard("es"),
        server.irc("oreja") as ear,
        open_window(desk, server.port, "ana") as ana,
    ):
        hear(ear, ":ana!")
        ana.type("ñÑç¡¿")
        ana.keys("Return")

        assert hear(ear, "PRIVMSG").endswith(":ñÑç¡¿")


def test_a_bare_socket_and_the_window_hear_each_other(desk: Desk, server: ServerProcess) -> None:
    """``nc`` in the same room."""
    with open_window(desk, server.port, "ana") as ana, server.connect() as guest:
        ana.shows("ana came in")
        guest.send("hola desde nc\n")
        seen = ana.shows("hola desde nc")
        ana.say("te leo")

        assert "invitado-1" in seen
        assert guest.read_line() == "ana: te leo"


def test_closing_the_window_tells_the_others_at_once(desk: Desk, server: ServerProcess) -> None:
    """By the window manager's key; the process ends by itself with code 0."""
    with server.irc("oreja") as ear, open_window(desk, server.port, "ana") as ana:
        hear(ear, ":ana!")
        ana.focus()
        closed = time.monotonic()
        ana.keys("alt+F4")
        gone = hear(ear, "QUIT")
        ended = ana.wait()

        assert time.monotonic() - closed < PROMPT
        assert gone.startswith(":ana!")
        assert (ended.code, ended.output, ended.errors) == (0, "", "")


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_a_signal_closes_it_the_same_way(
    desk: Desk, server: ServerProcess, number: signal.Signals
) -> None:
    """Ctrl+C in the terminal it was started from, or the end of the session."""
    with server.irc("oreja") as ear, open_window(desk, server.port, "ana") as ana:
        hear(ear, ":ana!")
        asked = time.monotonic()
        ana.process.send_signal(number)
        hear(ear, "QUIT")
        ended = ana.wait()

        assert time.monotonic() - asked < PROMPT
        assert (ended.code, ended.errors) == (0, "")


def test_the_server_may_come_later_and_go_and_come_back(desk: Desk, tmp_path: Path) -> None:
    """The window waits, and is in the room by itself; what was typed is sent then."""
    port = free_port()
    arguments = ("--port", str(port))
    with open_window(desk, port, "ana") as ana:
        ana.say("escrito antes")
        ana.shows("escrito antes")
        for _start in range(2):
            with ServerProcess(tmp_path, *arguments) as server:
                with server.irc("oreja") as ear:
                    lines = ear.read_until(lambda line: ":ana!" in line and "JOIN" in line)
                    if _start == 0:
                        lines += ear.read_until(lambda line: "PRIVMSG" in line)
                        assert lines[-1].endswith(":escrito antes")
                server.stop()
            ana.shows("The connection broke")


def test_a_room_started_here_ends_with_the_window(desk: Desk) -> None:
    """One window is enough to begin, Ctrl+O where no server answers; with a guest it asks first."""
    port = free_port()
    with open_window(desk, port, "ana") as ana, ExitStack() as stack:
        ana.keys("ctrl+o")
        ana.shows("ana came in")
        guest = stack.enter_context(_connected(port))
        guest.send("hola\n")
        ana.shows("hola")
        known = desk.windows()
        ana.keys("alt+F4")
        (question,) = eventually(lambda: desk.windows() - known, "the question")
        desk.xdotool("windowactivate", "--sync", question, "key", "Tab", "space")
        ended = ana.wait()
        guest.read_to_end()

    assert ended.code == 0
    with pytest.raises(ConnectionRefusedError):
        _connected(port)


def test_the_mouse_sends_and_opens_conversations(desk: Desk, server: ServerProcess) -> None:
    """The button, and a row of the member list."""
    with server.irc("oreja") as ear, open_window(desk, server.port, "ana") as ana:
        hear(ear, ":ana!")
        ana.shows("ana came in")
        ana.type("con el ratón")
        ana.click(-250, -40)  # the button at the right end of the composer
        public = hear(ear, "PRIVMSG")
        ana.click(-100, 60)  # the first of the people: the operator
        eventually(lambda: "oreja" in ana.title, lambda: ana.title)
        ana.say("en privado")
        private = hear(ear, "PRIVMSG")

    assert "PRIVMSG #sala :con el rat" in public
    assert private.endswith("PRIVMSG oreja :en privado")


def test_unread_messages_are_counted_in_the_title(desk: Desk, server: ServerProcess) -> None:
    """While another window has the focus."""
    with (
        server.irc("oreja") as ear,
        open_window(desk, server.port, "ana") as ana,
        open_window(desk, server.port, "luis") as luis,
    ):
        for nick in ("ana", "luis"):
            hear(ear, f":{nick}!")
        luis.focus()
        ear.send_line("PRIVMSG #sala :ana: ¿estás?")
        eventually(lambda: ana.title.startswith("(1)"), lambda: ana.title)
        ana.focus()

        eventually(lambda: not ana.title.startswith("("), lambda: ana.title)


def test_two_windows_of_one_person_are_two_people(desk: Desk, server: ServerProcess) -> None:
    """The second one gets a number."""
    with (
        server.irc("oreja") as ear,
        open_window(desk, server.port, "ana"),
        open_window(desk, server.port, "ana"),
    ):
        joined = {hear(ear, "JOIN").partition("!")[0] for _window in range(2)}

    assert joined == {":ana", ":ana2"}


def test_an_idle_window_uses_no_processor(desk: Desk, server: ServerProcess) -> None:
    """Between two messages nothing runs: what it uses is far less than half a percent."""
    with server.irc("oreja") as ear, open_window(desk, server.port, "ana") as ana:
        hear(ear, ":ana!")
        ana.shows("ana came in")
        before, began = _cpu_seconds(ana), time.monotonic()
        eventually(lambda: time.monotonic() - began > 2.0, every=0.5)

        assert (_cpu_seconds(ana) - before) / (time.monotonic() - began) < 0.02


def test_a_message_is_answered_by_keyboard(desk: Desk, server: ServerProcess) -> None:
    """Alt+PgUp, R, the answer, Enter: the other window shows what it answers."""
    with (
        server.irc("oreja") as ear,
        open_window(desk, server.port, "ana") as ana,
        open_window(desk, server.port, "luis") as luis,
    ):
        for nick in ("ana", "luis"):
            hear(ear, f":{nick}!")
        ana.say("quien viene el jueves?")
        luis.shows("quien viene el jueves?")
        luis.keys("alt+Prior", "r")
        luis.say("yo voy")
        answered = ana.shows("yo voy")

    assert "↪ ana: quien viene el jueves?\n" in answered.replace("\u21aa", "↪")


def test_what_was_being_written_survives_a_kill(desk: Desk, server: ServerProcess) -> None:
    """The next window of the person has it in its composer."""
    with server.irc("oreja") as ear:
        with open_window(desk, server.port, "ana") as ana:
            hear(ear, ":ana!")
            ana.type("a medias")
            home = Path(desk.environ["HOME"])
            eventually(lambda: any(map(_has_draft, home.rglob("drafts.json"))), "kept")
            ana.process.kill()
            ana.process.communicate()
        hear(ear, "QUIT")
        with open_window(desk, server.port, "ana") as ana:
            hear(ear, ":ana!")
            ana.say(" y entera")
            heard = hear(ear, "PRIVMSG")

    assert heard.endswith(":a medias y entera")


def _has_draft(path: Path) -> bool:
    return "a medias" in path.read_text(encoding="utf-8")


def _cpu_seconds(window: RealWindow) -> float:
    tasks = Path(f"/proc/{window.process.pid}/task").iterdir()
    return sum(int((task / "schedstat").read_text().split()[0]) for task in tasks) / 1e9


def _connected(port: int) -> LineClient:
    return LineClient(TcpAddress("127.0.0.1", port))
