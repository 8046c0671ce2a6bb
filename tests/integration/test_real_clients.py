"""WeeChat, irssi, ``nc`` and a bare IRC connection hold one conversation on our server."""

import subprocess
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import NamedTuple

import pytest

from tests.support.peers import need
from tests.support.processes import ServerProcess
from tests.support.real_clients import Irssi, WeeChat, irssi, weechat
from tests.support.sockets import LineClient
from tests.support.waiting import eventually

pytestmark = pytest.mark.peer


class Netcat:
    """``nc`` as a person uses it: what is typed goes out, what comes in is shown."""

    def __init__(self, port: int, shown: Path) -> None:
        self._shown = shown
        with shown.open("wb") as file:
            self._process = subprocess.Popen(
                [need("nc"), "127.0.0.1", str(port)], stdin=subprocess.PIPE, stdout=file
            )

    def type(self, line: str) -> None:
        """Type a line and press Enter."""
        assert self._process.stdin is not None
        self._process.stdin.write(f"{line}\n".encode())
        self._process.stdin.flush()

    def shown(self) -> str:
        """Return everything it has shown."""
        return self._shown.read_text(encoding="utf-8")

    def shows(self, line: str) -> None:
        """Wait until it has shown ``line``."""
        eventually(
            lambda: line in self.shown().splitlines(), lambda: f"{line!r} in {self.shown()!r}"
        )

    def stop(self) -> None:
        """End it as Ctrl+C does."""
        self._process.kill()
        self._process.communicate()


class Room(NamedTuple):
    """Everybody who is in #sala."""

    ana: LineClient
    wee: WeeChat
    iris: Irssi
    netcat: Netcat


@pytest.fixture(scope="module")
def room(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Room]:
    """Start the server and let all four in; ``ana``, a bare IRC connection, is the operator."""
    with ExitStack() as stack:
        server = stack.enter_context(ServerProcess(tmp_path_factory.mktemp("server")))
        port = server.port
        ana = stack.enter_context(server.irc("ana"))
        wee = stack.enter_context(weechat(tmp_path_factory.mktemp("wee"), port, nick="wee"))
        iris = stack.enter_context(irssi(tmp_path_factory.mktemp("iris"), port, nick="iris"))
        netcat = Netcat(port, tmp_path_factory.mktemp("nc") / "shown")
        stack.callback(netcat.stop)
        netcat.type("ya estoy")
        ana.read_until(lambda line: line.endswith(":ya estoy"))
        yield Room(ana, wee, iris, netcat)


def ana_hears(room: Room, nick: str, text: str) -> None:
    """Wait until the bare connection gets exactly this message."""
    line = room.ana.read_until(lambda line: line.endswith(f":{text}"))[-1]

    assert line.startswith(f":{nick}!")
    assert line.endswith(f" PRIVMSG #sala :{text}")


def test_ana_is_heard(room: Room) -> None:
    """What a bare IRC connection says is seen by all others, with its nick."""
    room.ana.send_line("PRIVMSG #sala :hola, soy Ana; ¿me oís? 🙂")

    room.wee.shows("@ana\thola, soy Ana; ¿me oís? 🙂")
    room.iris.shows("<@ana> hola, soy Ana; ¿me oís? 🙂")
    room.netcat.shows("ana: hola, soy Ana; ¿me oís? 🙂")


def test_weechat_is_heard(room: Room) -> None:
    """What WeeChat's user says is seen by all others."""
    room.wee.command('aquí WeeChat: $HOME; "ñandú"')

    ana_hears(room, "wee", 'aquí WeeChat: $HOME; "ñandú"')
    room.iris.shows('< wee> aquí WeeChat: $HOME; "ñandú"')
    room.netcat.shows('wee: aquí WeeChat: $HOME; "ñandú"')


def test_irssi_is_heard(room: Room) -> None:
    """What irssi's user says is seen by all others."""
    room.iris.command("aquí irssi")

    ana_hears(room, "iris", "aquí irssi")
    room.wee.shows("iris\taquí irssi")
    room.netcat.shows("iris: aquí irssi")


def test_netcat_is_heard(room: Room) -> None:
    """What is typed into ``nc`` is seen by all others, and not echoed to itself."""
    room.netcat.type("  aquí nc  ")

    ana_hears(room, "invitado-1", "aquí nc")
    room.wee.shows("invitado-1\taquí nc")
    room.iris.shows("< invitado-1> aquí nc")
    assert "aquí nc" not in room.netcat.shown()


def test_private_message_reaches_one(room: Room) -> None:
    """What WeeChat's user whispers to ``nc`` is shown there as private, and nowhere else."""
    room.wee.command("/msg -server room invitado-1 solo para ti")
    room.netcat.shows("[privado] wee: solo para ti")
    room.ana.send_line("PRIVMSG #sala :después")
    room.iris.shows("<@ana> después")

    assert "solo para ti" not in room.iris.shown()


def test_topic_is_seen(room: Room) -> None:
    """A topic set by the operator shows in both clients."""
    room.ana.send_line("TOPIC #sala :Cine de los jueves")

    room.wee.shows("Cine de los jueves")
    room.iris.shows("Cine de los jueves")


def test_operators_set_topics(room: Room) -> None:
    """Each client's user sets one, with an emoji, and the other client shows it."""
    room.ana.send_line("MODE #sala +oo wee iris")
    room.iris.shows("[+oo wee iris]")
    room.wee.in_room("/topic Cine 🎬 a las 20 h")
    room.iris.shows("Cine 🎬 a las 20 h")

    room.iris.command("/topic Teatro 🎭 a las 21 h")

    room.wee.shows("Teatro 🎭 a las 21 h")
    lines = room.ana.read_until(lambda line: line.endswith(":Teatro 🎭 a las 21 h"))
    assert any(line.endswith(" TOPIC #sala :Cine 🎬 a las 20 h") for line in lines)


@pytest.mark.parametrize("text", ["👩‍👩‍👧‍👦 🏳️‍🌈 👍🏽", "日本語 한국어 e\u0301 ñ", "עברית العربية"])
def test_any_script_passes(room: Room, text: str) -> None:
    """Sign by sign, in both directions; what a terminal makes of it is its own matter."""
    room.iris.command(text)
    ana_hears(room, "iris", text)
    room.wee.shows(f"iris\t{text}")

    room.wee.command(text)
    ana_hears(room, "wee", text)
    room.netcat.shows(f"wee: {text}")


def test_long_lines_arrive_whole(room: Room) -> None:
    """Clients cut what is too long for one line; put together it is what was typed."""
    text = " ".join(f"palabra{number}" for number in range(120))

    for client, nick in ((room.wee, "wee"), (room.iris, "iris")):
        client.command(f"{text} fin-{nick}")
        lines = room.ana.read_until(lambda line, nick=nick: line.endswith(f"fin-{nick}"))  # type: ignore[misc]
        said = [line for line in lines if line.startswith(f":{nick}!") and " PRIVMSG " in line]
        whole = " ".join(line.partition(" PRIVMSG #sala :")[2].strip() for line in said)
        assert len(said) > 1
        assert whole == f"{text} fin-{nick}"


def test_who_is_away_is_told_by_whois(room: Room) -> None:
    """Each asks about the other; WeeChat's user is away and comes back."""
    room.wee.command("/command -buffer irc.server.room irc /away comiendo 🍲")
    room.wee.shows("You are marked as away")
    with room.iris.in_server_window():
        room.iris.command("/whois wee")
        room.iris.shows("channels : @#sala")
        room.iris.shows("away     : comiendo 🍲")
        room.iris.shows("End of WHOIS")

    room.wee.command("/command -buffer irc.server.room irc /away")
    room.wee.command("/command -buffer irc.server.room irc /whois iris")

    room.wee.shows("[iris] @#sala")
    room.wee.shows("[iris] That is all about the person")


def test_operators_throw_out(room: Room) -> None:
    """WeeChat's user throws out irssi's, who sees why, and comes back and does the same."""
    room.wee.in_room("/kick iris un ratito")
    room.iris.shows("un ratito")
    room.iris.command("/join #sala")
    room.ana.read_until(lambda line: line.startswith(":iris!") and " JOIN " in line)
    room.ana.send_line("MODE #sala +o iris")

    room.iris.command("/kick wee ahora tú")

    room.wee.shows("ahora tú")
    room.wee.command("/join -server room #sala")
    room.ana.read_until(lambda line: line.startswith(":wee!") and " JOIN " in line)
    room.ana.send_line("MODE #sala -o iris")
    room.iris.shows("[-o iris]")


def test_new_nick_is_seen(room: Room) -> None:
    """A client that changes its nick is known by the new one everywhere."""
    room.iris.command("/nick flor")
    room.iris.shows("You're now known as flor")
    room.iris.command("ahora soy flor")

    ana_hears(room, "flor", "ahora soy flor")
    room.wee.shows("iris is now known as flor")
    room.netcat.shows("flor: ahora soy flor")
    room.iris.command("/nick iris")
    room.iris.shows("You're now known as iris")


def test_thrown_out_is_told(room: Room) -> None:
    """Who is kicked sees by whom and why, and can come back."""
    room.ana.send_line("KICK #sala iris :un descanso")
    room.iris.shows("un descanso")
    room.wee.shows("un descanso")

    room.iris.command("/join #sala")

    room.ana.read_until(lambda line: line.startswith(":iris!") and " JOIN " in line)


def test_leaving_is_seen(room: Room) -> None:
    """Who quits is gone for the others, with the reason given."""
    room.iris.command("/quit hasta mañana")

    line = room.ana.read_until(lambda line: " QUIT " in line)[-1]
    assert line.startswith(":iris!")
    assert "hasta mañana" in line
    room.wee.shows("hasta mañana")
