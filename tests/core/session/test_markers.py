"""How far one has read is told to the server, and heard from one's other clients.

Source: https://ircv3.net/specs/extensions/read-marker
"""

import pytest

from tertulia_core.session import intents
from tertulia_core.session.events import UnreadChanged
from tests.support.scripted import ALL_CAPABILITIES, ScriptedClient

MARKERS = f"{ALL_CAPABILITIES} draft/read-marker draft/chathistory"


@pytest.fixture
def client() -> ScriptedClient:
    """Return a client in its room, whose person looks at it."""
    made = ScriptedClient()
    made.go_online(MARKERS)
    made.written()
    return made


def say(client: ScriptedClient, second: int, nick: str = "rosa", target: str = "#sala") -> None:
    """Let somebody say something at a second."""
    tags = f"msgid=n{second};time=2026-01-01T00:00:{second:02}.000Z"
    client.receive(f"@{tags} :{nick}!u@h PRIVMSG {target} :{second}")


def marks(client: ScriptedClient) -> list[str]:
    """Return the markers written since the last call."""
    return [line for line in client.written() if line.startswith("MARKREAD")]


def test_what_is_read_is_told_but_not_line_by_line(client: ScriptedClient) -> None:
    """At once, then again when some seconds have passed."""
    say(client, 1)
    say(client, 2)
    assert marks(client) == ["MARKREAD #sala timestamp=2026-01-01T00:00:01.000Z"]
    assert client.controller.next_deadline() == client.clock.monotonic() + 3

    client.advance(3)
    client.advance(3)

    assert marks(client) == ["MARKREAD #sala timestamp=2026-01-01T00:00:02.000Z"]


def test_what_nobody_looks_at_is_not_read(client: ScriptedClient) -> None:
    """Until somebody comes back."""
    client.controller.focus(False)
    say(client, 1)
    assert marks(client) == []

    client.controller.focus(True)

    assert marks(client) == ["MARKREAD #sala timestamp=2026-01-01T00:00:01.000Z"]


def test_a_room_read_elsewhere_is_read_here(client: ScriptedClient) -> None:
    """Up to where; what came later still counts."""
    client.controller.focus(False)
    for second in (1, 2, 3):
        say(client, second)
    lines = client.lines()

    happened = client.receive(":s MARKREAD #sala timestamp=2026-01-01T00:00:02.000Z")

    assert happened == [UnreadChanged("#sala")]
    assert (client.room().unread, client.room().read_line) == (1, lines[-2].id)


@pytest.mark.parametrize("stamp", ["*", "timestamp=nonsense", "timestamp=2020-01-01T00:00:00.000Z"])
def test_a_marker_that_says_nothing_new_changes_nothing(client: ScriptedClient, stamp: str) -> None:
    """It only ever grows."""
    client.controller.focus(False)
    say(client, 1)
    client.receive(":s MARKREAD #sala timestamp=2025-12-31T23:59:59.000Z")

    assert client.receive(f":s MARKREAD #sala {stamp}") == []
    assert client.room().unread == 1


def test_a_marker_for_a_room_that_is_not_open_is_dropped(client: ScriptedClient) -> None:
    """It may be any of ours elsewhere."""
    assert client.receive(":s MARKREAD #otra timestamp=2026-01-01T00:00:02.000Z") == []


def test_history_after_the_marker_is_unread() -> None:
    """A second client knows what the first one has shown."""
    client = ScriptedClient()
    client.enter(MARKERS)
    client.controller.focus(False)
    label = next(one for one in client.written() if "LATEST #sala" in one).split()[0]
    client.receive(":s MARKREAD #sala timestamp=2026-01-01T00:00:01.000Z")

    client.receive(
        f"{label} :s BATCH +h chathistory #sala",
        *(
            f"@batch=h;msgid=n{second};time=2026-01-01T00:00:0{second}.000Z"
            f" :rosa!u@h PRIVMSG #sala :{second}"
            for second in (1, 2, 3)
        ),
        ":s BATCH -h",
    )

    assert client.room().unread == 2


def test_a_conversation_is_asked_about_when_it_is_opened(client: ScriptedClient) -> None:
    """For channels the server says it by itself."""
    client.request(intents.OpenPrivate("luis"))

    assert marks(client) == ["MARKREAD luis"]
