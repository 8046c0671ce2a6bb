"""Bots made with libraries from PyPI hold one conversation on our server, and a person listens."""

from collections.abc import Iterator
from contextlib import ExitStack
from typing import Final, NamedTuple

import pytest

from tests.support.processes import ServerProcess
from tests.support.sockets import LineClient
from tests.support.waiting import eventually

for _library in ("irc", "pydle"):
    pytest.importorskip(_library)

from tests.support.library_clients import LIBRARIES, Heard, LibraryClient, Person  # noqa: E402

pytestmark = pytest.mark.peer

ROOM: Final = "#sala"
PAIRS: Final = [("irc", "pydle"), ("pydle", "irc")]


class Room(NamedTuple):
    """Everybody: one who does things, one who sees them, and a bare connection."""

    active: LibraryClient
    passive: LibraryClient
    ana: LineClient


def sees(client: LibraryClient, wanted: Heard) -> None:
    """Wait until a library has told its user exactly this."""
    eventually(lambda: wanted in client.heard, lambda: f"{wanted} in {client.heard}")


@pytest.fixture(scope="module", params=PAIRS, ids=" and ".join)
def room(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Room]:
    """Let both into the room, as operators beside ``ana``; nobody is slowed down."""
    home = tmp_path_factory.mktemp("server")
    config = home / "server.toml"
    config.write_text("[limits]\nflood = false\n", encoding="utf-8")
    with ExitStack() as stack:
        server = stack.enter_context(ServerProcess(home, "--port", "0", "--config", str(config)))
        ana = stack.enter_context(server.irc("ana"))
        active, passive = (
            stack.enter_context(LIBRARIES[name](server.port, name)) for name in request.param
        )
        for client in (active, passive):
            client.join(ROOM)
            sees(client, Heard("join", client.nick, ROOM))
        ana.send_line(f"MODE {ROOM} +oo irc pydle")
        sees(active, Heard("join", passive.nick, ROOM))
        yield Room(active, passive, ana)


def ana_hears(room: Room, command: str, ending: str) -> str:
    """Wait until the bare connection hears something of the active one, and return the line."""
    return room.ana.read_until(
        lambda line: (
            line.startswith(f":{room.active.nick}!")
            and f" {command} " in line
            and line.endswith(ending)
        )
    )[-1]


@pytest.mark.parametrize(
    "text", ["hola", "¿qué tal? 🙂", "👩‍👩‍👧‍👦 עברית 日本語 e\u0301", ":con dos puntos", "a  b   c"]
)
def test_what_one_says_the_others_hear(room: Room, text: str) -> None:
    """In any script, sign by sign."""
    room.active.say(ROOM, text)

    sees(room.passive, Heard("message", room.active.nick, ROOM, text))
    ana_hears(room, "PRIVMSG", f" :{text}")


def test_what_one_whispers_one_hears(room: Room) -> None:
    """A private message."""
    room.active.say(room.passive.nick, "solo para ti 🤫")

    sees(room.passive, Heard("message", room.active.nick, room.passive.nick, "solo para ti 🤫"))


def test_long_texts_arrive_whole(room: Room) -> None:
    """The longest line that others can get, and what a library cuts into several by itself."""
    frame = len(f":{room.active.nick}!{room.active.nick}@127.0.0.1 PRIVMSG {ROOM} :\r\n")
    size = 512 - frame if room.active.nick == "irc" else 3000
    text = "".join(chr(ord("a") + place % 26) for place in range(size))
    before = len(room.passive.heard)

    room.active.say(ROOM, text)
    room.active.say(ROOM, "fin")

    sees(room.passive, Heard("message", room.active.nick, ROOM, "fin"))
    said = [heard.text for heard in room.passive.heard[before:] if heard.kind == "message"]
    assert "".join(said) == f"{text}fin"
    assert (len(said) == 2) == (room.active.nick == "irc")


def test_a_topic_is_seen(room: Room) -> None:
    """By whom it was set, too."""
    room.active.set_topic(ROOM, "Cine de los jueves 🎬")

    sees(room.passive, Heard("topic", room.active.nick, ROOM, "Cine de los jueves 🎬"))
    ana_hears(room, "TOPIC", " :Cine de los jueves 🎬")


def test_who_is_away_is_told_by_whois(room: Room) -> None:
    """With the rest of what there is to know, before and after."""
    nick = room.active.nick
    room.active.set_away("comiendo 🍲")
    eventually(lambda: room.passive.whois(nick).away, "away")

    away = room.passive.whois(nick)
    room.active.set_away("")
    eventually(lambda: not room.passive.whois(nick).away, "back")

    person = Person(nick, "127.0.0.1", nick, frozenset({f"@{ROOM}"}), "comiendo 🍲")
    assert away == person
    assert room.passive.whois(nick) == person._replace(away="")


def test_who_is_thrown_out_sees_it_and_comes_back(room: Room) -> None:
    """With the reason; the others see both."""
    active, passive = room.active.nick, room.passive.nick
    room.active.kick(ROOM, passive, "un descanso")

    sees(room.passive, Heard("kick", active, ROOM, f"{passive} un descanso"))
    ana_hears(room, "KICK", f" {passive} :un descanso")
    before = len(room.active.heard)
    eventually(lambda: not room.active.whois(passive).channels, "out")
    room.passive.join(ROOM)

    joined = Heard("join", passive, ROOM)
    eventually(lambda: joined in room.active.heard[before:], lambda: room.active.heard[before:])


def test_who_leaves_is_gone(room: Room) -> None:
    """The last words reach the others."""
    room.active.quit("hasta mañana")

    eventually(
        lambda: any(
            heard.kind == "quit" and heard.who == room.active.nick and "hasta mañana" in heard.text
            for heard in room.passive.heard
        ),
        lambda: room.passive.heard,
    )
