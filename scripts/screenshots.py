"""Take the pictures in docs/images from the real programs: one server, two windows, other people.

    python scripts/screenshots.py [FOLDER]

Everything runs for real on a screen in memory: the launchers, real key events
into the windows, people who connect as any chat program does. Needs Xvfb,
xdotool and ImageMagick's ``import``.
"""

import argparse
import os
import re
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

__all__ = ["Scene", "main"]

ROOT = Path(__file__).resolve().parents[1]
SCREEN = (1900, 760)
LEFT = (1180, 760)
RIGHT = (700, 760)
DEADLINE = 20.0

Line = tuple[str, str]
"""Who says it, and what; ``ana`` and ``luis`` type it into their windows."""


@dataclass(frozen=True)
class Scene:
    """One conversation: a topic, rooms to be in, lines said in order, and what comes unseen."""

    topic: str
    other_room: str
    lines: Sequence[Line]
    elsewhere: Sequence[Line]
    private: Line


SCENES: Mapping[str, Scene] = {
    "es": Scene(
        "Clase de redes: hoy, sockets y difusión",
        "#proyecto",
        (
            ("profe_marta", "Buenas tardes. ¿Todos tenéis el servidor en marcha?"),
            ("profe_marta", "Quien no lo vea: \x02python3 servidor.py\x02 en otra terminal"),
            ("luis", "Yo sí. ¿Qué pasa si cierro la ventana a mitad de un mensaje?"),
            ("ana", "Lo que ya está confirmado (✓) lo tienen los demás; lo otro espera aquí"),
            ("rosa", "@ana ¿me pasas el enlace de los apuntes?"),
            ("", "hola desde netcat (ñandú, 日本語, עברית)"),
            ("ana", "Aquí: https://docs.python.org/es/3/howto/sockets.html"),
        ),
        (("rosa", "ana: ¿quedamos a las cinco?"), ("rosa", "traigo los esquemas")),
        ("profe_marta", "Muy bien explicado lo de antes"),
    ),
    "en": Scene(
        "Networking class: today, sockets and broadcast",
        "#project",
        (
            ("profe_marta", "Good afternoon. Does everybody have the server running?"),
            ("profe_marta", "If not: \x02python3 servidor.py\x02 in another terminal"),
            ("luis", "I do. What happens if I close the window in the middle of a message?"),
            ("ana", "What is confirmed (✓) the others have; the rest waits here"),
            ("rosa", "@ana can you give me the link to the notes?"),
            ("", "hello from netcat (ñandú, 日本語, עברית)"),
            ("ana", "Here: https://docs.python.org/3/howto/sockets.html"),
        ),
        (("rosa", "ana: shall we meet at five?"), ("rosa", "I will bring the diagrams")),
        ("profe_marta", "That was a good explanation"),
    ),
}


class Person:
    """Somebody with a chat program of another kind: a bare connection to the server.

    Args:
        port: the server's.
        nick: ``""`` talks without the protocol, as netcat does.
        rooms: to be in.
    """

    def __init__(self, port: int, nick: str, *rooms: str) -> None:
        self.nick = nick
        self._socket = socket.create_connection(("127.0.0.1", port))
        if nick:
            self._write(f"NICK {nick}", f"USER {nick} 0 * :{nick}")
            for room in rooms:
                self._write(f"JOIN {room}")
            self._write("PING :joined")
            self._read_until(b"joined")

    def say(self, target: str, text: str) -> None:
        """Say something and wait until the server has it."""
        if not self.nick:
            self._socket.sendall(f"{text}\n".encode())
            return
        self._write(f"PRIVMSG {target} :{text}", "PING :said")
        self._read_until(b"said")

    def write(self, line: str) -> None:
        """Write a line of the protocol."""
        self._write(line)

    def close(self) -> None:
        """Hang up."""
        self._socket.close()

    def _write(self, *lines: str) -> None:
        self._socket.sendall("".join(f"{line}\r\n" for line in lines).encode())

    def _read_until(self, token: bytes) -> None:
        read = b""
        self._socket.settimeout(DEADLINE)
        while b"PONG" not in read or token not in read.rpartition(b"PONG")[2]:
            read += self._socket.recv(65536)


class Speaker(Protocol):
    """A running client into which somebody types."""

    def say(self, text: str) -> None:
        """Type a text and press Enter."""
        ...

    def focus(self) -> None:
        """Give it the keyboard."""
        ...


class Window:
    """One running ``cliente.py``, seen and typed into from outside.

    Args:
        environ: with the screen it is on.
        place: where it goes: x, width, height.
        others: windows that were there before.
    """

    def __init__(
        self, environ: Mapping[str, str], place: tuple[int, int, int], others: Iterable["Window"]
    ) -> None:
        self._environ = environ
        known = {window.id for window in others}
        self.id: str = wait_for(lambda: self._find(known))
        x, width, height = place
        self._xdotool("windowmove", self.id, str(x), "0")
        self._xdotool("windowsize", self.id, str(width), str(height))

    def say(self, text: str) -> None:
        """Type a text and press Enter, by real key events."""
        self._xdotool("windowfocus", "--sync", self.id)
        for piece in re.findall(r"[ -~]+|[^ -~]", text):
            # A character that the keyboard lacks is put on a spare key first, which takes a moment.
            self._xdotool("type", "--delay", "8" if piece.isascii() else "80", "--", piece)
        self._xdotool("key", "Return")

    def focus(self) -> None:
        """Give it the keyboard."""
        self._xdotool("windowfocus", "--sync", self.id)

    def _find(self, known: Collection[str]) -> str:
        found = self._xdotool("search", "--onlyvisible", "--class", "Tertulia").split()
        return next((window for window in found if window not in known), "")

    def _xdotool(self, *words: str) -> str:
        result = subprocess.run(
            ["xdotool", *words],
            env=dict(self._environ),
            capture_output=True,
            text=True,
            check=False,
        )
        return result.stdout


Program = subprocess.Popen[str]


def wait_for(ask: Callable[[], str]) -> str:
    """Return the first answer of ``ask`` that is not empty."""
    deadline = time.monotonic() + DEADLINE
    while time.monotonic() < deadline:
        if answer := ask():
            return answer
        time.sleep(0.05)
    raise TimeoutError("a program did not get ready in time")


@contextmanager
def running(command: Sequence[str], environ: Mapping[str, str]) -> Iterator[Program]:
    """Run a program until the end of the block."""
    with subprocess.Popen(
        list(command), env=dict(environ), stdout=subprocess.PIPE, text=True, cwd=ROOT
    ) as process:
        try:
            yield process
        finally:
            process.terminate()
            process.wait()


@contextmanager
def screen() -> Iterator[str]:
    """Run a screen in memory and yield its display."""
    read_end, write_end = os.pipe()
    size = "{}x{}x24".format(*SCREEN)
    command = ["Xvfb", "-displayfd", str(write_end), "-screen", "0", size, "-nolisten", "tcp"]
    with subprocess.Popen(command, pass_fds=(write_end,), stderr=subprocess.DEVNULL) as server:
        os.close(write_end)
        with os.fdopen(read_end) as answer:
            display = f":{answer.readline().strip()}"
        try:
            yield display
        finally:
            server.terminate()


def environment(display: str, home: str) -> dict[str, str]:
    """Return an environment with a home of its own and no desktop around it."""
    environ = {**os.environ, "DISPLAY": display, "LC_ALL": "C.UTF-8"}
    environ.pop("DBUS_SESSION_BUS_ADDRESS", None)
    for variable, folder in {
        "HOME": "", "XDG_CONFIG_HOME": "c", "XDG_DATA_HOME": "d", "XDG_STATE_HOME": "s",
    }.items():  # fmt: skip
        environ[variable] = str(Path(home, folder))
    return environ


def play(scene: Scene, port: int, windows: Mapping[str, Speaker], stack: ExitStack) -> None:
    """Let everybody say their lines, in order."""
    people = {
        nick: stack.enter_context(hanging_up(Person(port, nick, "#sala", scene.other_room)))
        for nick in ("profe_marta", "rosa", "pablo")
    }
    people[""] = stack.enter_context(hanging_up(Person(port, "")))
    people["pablo"].write("AWAY :…")
    windows["ana"].say(f"/topic {scene.topic}")
    windows["ana"].say(f"/join {scene.other_room}")
    windows["ana"].say("/join #sala")
    for nick, text in scene.lines:
        if nick in windows:
            windows[nick].say(text)
        else:
            people[nick].say("#sala", text)
        time.sleep(0.4)  # the windows have to draw one after the other, as people see them
    for nick, text in scene.elsewhere:
        people[nick].say(scene.other_room, text)
    people[scene.private[0]].say("ana", scene.private[1])
    windows["ana"].focus()
    time.sleep(1)


@contextmanager
def hanging_up(person: Person) -> Iterator[Person]:
    """Close a person's connection at the end of the block."""
    try:
        yield person
    finally:
        person.close()


def take(folder: Path, language: str, theme: str) -> None:
    """Play the scene of a language and take its pictures in one theme."""
    with ExitStack() as stack:
        home = stack.enter_context(tempfile.TemporaryDirectory())
        environ = environment(stack.enter_context(screen()), home)
        server = stack.enter_context(
            running([sys.executable, "servidor.py", "--port", "0"], environ)
        )
        assert server.stdout is not None
        port = int(server.stdout.readline().rpartition(":")[2])
        windows: dict[str, Window] = {}
        for nick, place in (("ana", (0, *LEFT)), ("luis", (LEFT[0] + 20, *RIGHT))):
            command = [
                sys.executable, "cliente.py", f"localhost:{port}", "--nick", nick,
                "--language", language, "--theme", theme,
            ]  # fmt: skip
            stack.enter_context(running(command, environ))
            windows[nick] = Window(environ, place, windows.values())
            time.sleep(1)
        play(SCENES[language], port, windows, stack)
        shoot(environ, windows["ana"].id, folder / f"window-{language}-{theme}.png")
        shoot(environ, "root", folder / f"two-windows-{language}-{theme}.png")


def shoot(environ: Mapping[str, str], window: str, path: Path) -> None:
    """Write a picture of a window, or of the whole screen (``root``)."""
    subprocess.run(
        ["import", "-window", window, "-strip", "-quality", "95", str(path)],
        env=dict(environ), check=True,
    )  # fmt: skip


def main() -> int:
    """Take all pictures."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("folder", nargs="?", type=Path, default=ROOT / "docs" / "images")
    folder: Path = parser.parse_args().folder
    folder.mkdir(parents=True, exist_ok=True)
    for language in SCENES:
        for theme in ("light", "dark"):
            take(folder, language, theme)
            print(f"{language} {theme}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
