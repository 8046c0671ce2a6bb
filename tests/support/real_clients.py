"""Chat clients of other people, driven as their users drive them: WeeChat and irssi.

Each takes commands as its input line would and tells what it was shown. Homes
are temporary folders, so nobody's own configuration is read or written.
"""

import signal
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Protocol

from tests.support.peers import need
from tests.support.tmux import Terminal, terminal
from tests.support.waiting import eventually

__all__ = ["Irssi", "RealClient", "WeeChat", "irssi", "weechat"]


class RealClient(Protocol):
    """What both can do."""

    def command(self, line: str) -> None:
        """Enter one line: a command, or text for the room that is open."""
        ...

    def shown(self) -> str:
        """Return what the client has been showing until now."""
        ...

    def shows(self, text: str) -> None:
        """Wait until ``text`` has been shown."""
        ...


class WeeChat:
    """WeeChat without a screen (https://weechat.org/files/doc/stable/weechat_user.en.html).

    Its fifo plugin is in another Debian package, so a command reaches it in two
    steps: it stands as an alias in a file, and a signal makes WeeChat read the
    file again and run the alias. What it was shown is read from its logs.
    """

    def __init__(self, home: Path, room: str) -> None:
        self._home = home
        self._room = room
        self._alias("/print ready")
        self._write("weechat", '[signal]\nsigusr1 = "/reload alias;/step"\n')
        self._write("logger", "[file]\nflush_delay = 0\n")
        self._process = subprocess.Popen(
            [need("weechat-headless"), "--dir", str(home)],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.STDOUT,
        )
        self.shows("Plugins loaded")

    def command(self, line: str) -> None:
        """Run one command, or say a line in the room, and wait until it was taken."""
        reloads = self.shown().count("Options reloaded from alias.conf")
        self._alias(line if line.startswith("/") else f"/msg -server room {self._room} {line}")
        self._process.send_signal(signal.SIGUSR1)
        eventually(
            lambda: self.shown().count("Options reloaded from alias.conf") > reloads,
            f"WeeChat took {line!r}",
        )

    def in_room(self, command: str) -> None:
        """Run a command as if it were typed in the room, for those that take no ``-server``."""
        self.command(f"/command -buffer irc.room.{self._room} irc {command}")

    def shown(self) -> str:
        """Return the logs of all its buffers, one after the other."""
        logs = sorted((self._home / "logs").glob("*.weechatlog"))
        return "\n".join(log.read_text(encoding="utf-8", errors="replace") for log in logs)

    def shows(self, text: str) -> None:
        """Wait until one of the logs holds ``text``."""
        eventually(lambda: text in self.shown(), lambda: f"{text!r} in\n{self.shown()}")

    def stop(self) -> None:
        """End the program without its farewell."""
        self._process.kill()
        self._process.wait()

    def _alias(self, command: str) -> None:
        escaped = command.replace("$", "\\$").replace(";", "\\;")
        self._write("alias", f'[cmd]\nstep = "{escaped}"\n')

    def _write(self, name: str, text: str) -> None:
        (self._home / f"{name}.conf").write_text(text, encoding="utf-8")


class Irssi:
    """Irssi in a terminal (https://irssi.org/documentation/manual/).

    The room is its second window; what servers answer stands in the first.
    """

    def __init__(self, screen: Terminal) -> None:
        self._terminal = screen

    @contextmanager
    def in_server_window(self) -> Iterator[None]:
        """Look at the first window meanwhile."""
        self.command("/window 1")
        self.shows("[(status)]")
        yield
        self.command("/window 2")
        self.shows("[#")

    def command(self, line: str) -> None:
        """Type one line and press Enter."""
        self._terminal.enter(line)

    def shown(self) -> str:
        """Return what its screen shows."""
        return self._terminal.screen()

    def shows(self, text: str) -> None:
        """Wait until its screen shows ``text``."""
        self._terminal.shows(text)


@contextmanager
def weechat(home: Path, port: int, *, nick: str, room: str = "#sala") -> Iterator[WeeChat]:
    """Run WeeChat, connected to a server on this machine and in ``room``."""
    client = WeeChat(home, room)
    try:
        client.command(f"/server add room 127.0.0.1/{port} -nicks={nick} -username={nick}")
        for option in ("anti_flood", "anti_flood_prio_high", "anti_flood_prio_low"):
            client.command(f"/set irc.server.room.{option} 0")  # by version; it would wait 2 s
        client.command("/connect room")
        client.shows("Welcome")
        client.command(f"/join -server room {room}")
        client.shows(f"Channel {room}: ")
        yield client
    finally:
        client.stop()


@contextmanager
def irssi(home: Path, port: int, *, nick: str, room: str = "#sala") -> Iterator[Irssi]:
    """Run irssi, connected to a server on this machine and in ``room``."""
    program = [need("irssi"), f"--home={home}", f"--nick={nick}"]
    with terminal(program, columns=120, rows=40) as screen:
        client = Irssi(screen)
        client.shows("[(status)]")
        client.command("/set cmd_queue_speed 1msec")  # it would wait 2 s between commands
        client.command(f"/connect 127.0.0.1 {port}")
        client.shows("Welcome")
        client.command(f"/join {room}")
        client.shows(f"Irssi: {room}: Total of")
        yield client
