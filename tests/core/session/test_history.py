"""History is asked for page by page, fills gaps in order, and repeats nothing.

Source: https://ircv3.net/specs/extensions/chathistory
"""

from collections.abc import Iterable

import pytest

from tertulia_core.session import history, intents
from tertulia_core.session.events import HistoryChanged, LinesInserted, LinesRemoved
from tertulia_core.session.state import Line, LineKind
from tertulia_core.transport.events import CloseReason
from tests.support.scripted import ALL_CAPABILITIES, ScriptedClient

HISTORY = f"{ALL_CAPABILITIES} draft/chathistory draft/event-playback draft/message-redaction"
ISUPPORT = "CHATHISTORY=3 MSGREFTYPES=msgid,timestamp"


class Archive:
    """A server's history of ``#sala``: messages ``1``, ``2``… a second apart, asked as clients do.

    Attributes:
        client: who asks.
        size: how many messages there are.
        asked: the questions, without their labels.
    """

    def __init__(self, size: int = 0, capabilities: str = HISTORY) -> None:
        self.client = ScriptedClient()
        self.size = size
        self.asked: list[str] = []
        self.client.start()
        self.enter(capabilities)

    def enter(self, capabilities: str = HISTORY) -> None:
        """Let the client in, and answer what it asks."""
        client = self.client
        client.server.accept()
        client.pump()
        client.server.welcome(capabilities)
        client.receive(f":s 005 ana {ISUPPORT} :x")
        client.server.join()
        client.pump()
        self.answer()

    def line(self, number: int, batch: str = "") -> str:
        """Return a message as it is said, or as it is repeated in a batch."""
        minute, second = divmod(number, 60)
        tags = f"msgid=m{number};time=2026-01-01T00:{minute:02}:{second:02}.000Z"
        return f"@{tags}{f';batch={batch}' if batch else ''} :rosa!r@h PRIVMSG #sala :{number}"

    def say(self) -> None:
        """Let rosa say the next number."""
        self.size += 1
        self.client.receive(self.line(self.size))

    def answer(self) -> None:
        """Answer every question."""
        while questions := [one for one in self.client.answer_pings() if "CHATHISTORY" in one]:
            for question in questions:
                label, _, text = question.partition(" ")
                self.asked.append(text)
                if "TARGETS" in text:
                    begin = f"{label} :s BATCH +t draft/chathistory-targets"
                    self.client.receive(begin, ":s BATCH -t")
                else:
                    self.client.receive(*self._batch(label, self._range(text.split())))

    def _range(self, words: list[str]) -> Iterable[int]:
        _verb, how, *rest = words
        reference, limit = rest[1:]
        number = int(reference.rpartition("m")[2]) if "=" in reference else 0
        if how == "AFTER":
            return range(number + 1, min(self.size, number + int(limit)) + 1)
        end = number if how == "BEFORE" else self.size + 1
        return range(max(1, end - int(limit)), end)

    def _batch(self, label: str, numbers: Iterable[int]) -> list[str]:
        inside = (self.line(number, "h") for number in numbers)
        return [f"{label} :s BATCH +h chathistory #sala", *inside, ":s BATCH -h"]


def speech(client: ScriptedClient) -> list[str]:
    """Return what is said in the room, as it stands there."""
    return [line.text for line in client.lines() if line.kind is LineKind.MESSAGE]


def test_entering_a_room_shows_its_newest_page() -> None:
    """Above our own arrival, without counting as unread."""
    archive = Archive(5)

    assert archive.asked == ["CHATHISTORY LATEST #sala * 3"]
    assert speech(archive.client) == ["3", "4", "5"]
    assert archive.client.last().kind is LineKind.JOINED
    assert archive.client.room().unread == 0


def test_older_pages_come_before_all_others_until_the_start() -> None:
    """Each page is asked for by the id of the oldest message; an empty one ends it."""
    archive = Archive(5)
    client, asked = archive.client, archive.asked
    client.events.clear()

    for _page in range(4):
        client.request(intents.LoadOlder("#sala"))
        archive.answer()

    assert asked[1:] == [
        "CHATHISTORY BEFORE #sala msgid=m3 3",
        "CHATHISTORY BEFORE #sala msgid=m1 3",
    ]
    assert speech(client) == ["1", "2", "3", "4", "5"]
    assert client.room().reached_start
    (inserted,) = [event for event in client.events if isinstance(event, LinesInserted)]
    assert [line.text for line in inserted.lines] == ["1", "2"]
    assert inserted.before == client.lines()[2].id
    assert HistoryChanged("#sala") in client.events


def test_ids_grow_along_the_timeline() -> None:
    """Whoever compares ids knows what comes first, wherever lines were put in."""
    archive = Archive(9)
    for _page in range(2):
        archive.client.request(intents.LoadOlder("#sala"))
        archive.answer()
    archive.client.break_off()
    archive.size += 2
    archive.client.wait_for_retry()
    archive.enter()

    ids = [line.id for line in archive.client.lines()]
    assert ids == sorted(set(ids))
    assert speech(archive.client) == [str(number) for number in range(1, 12)]


def test_a_page_on_its_way_is_not_asked_for_again() -> None:
    """However often one scrolls."""
    archive = Archive(9)

    archive.client.request(intents.LoadOlder("#sala"))
    archive.client.request(intents.LoadOlder("#sala"))

    assert archive.client.room().loading
    assert len(archive.client.written()) == 1


@pytest.mark.parametrize("missed", [0, 1, 3, 7])
def test_a_reconnect_fills_the_gap_in_order(missed: int) -> None:
    """Page by page after the last message that is here; what is said meanwhile stands after it."""
    archive = Archive(4)
    archive.say()
    archive.client.break_off()
    archive.size += missed
    archive.client.wait_for_retry()
    archive.enter()
    archive.say()

    said = speech(archive.client)
    assert said == [str(number) for number in range(2, archive.size + 1)]
    assert "CHATHISTORY AFTER #sala msgid=m5 3" in archive.asked


def test_what_is_said_while_a_gap_is_filled_is_shown_once_and_after_it() -> None:
    """The answer may hold what was relayed already."""
    archive = Archive(1)
    client = archive.client
    client.break_off()
    archive.size = 2
    client.wait_for_retry()
    client.server.accept()
    client.pump()
    client.server.welcome(HISTORY)
    client.server.join()
    client.pump()
    archive.say()
    archive.answer()

    assert speech(client) == ["1", "2", "3"]


def test_a_gap_that_was_not_filled_is_filled_the_next_time() -> None:
    """What came after it is fetched again, in its order."""
    archive = Archive(1)
    client = archive.client
    for is_last in (False, True):
        client.break_off(CloseReason.ERROR)
        archive.size += 1
        client.wait_for_retry()
        if not is_last:
            client.server.accept()
            client.pump()
            client.server.welcome(HISTORY)
            client.server.join()
            client.pump()
            archive.say()  # 3, and nobody answers the question about 2
    removed = [event for event in client.events if isinstance(event, LinesRemoved)]
    archive.enter()

    assert speech(client) == ["1", "2", "3", "4"]
    assert len(removed) == 1


def test_a_gap_too_long_to_fill_lets_the_room_begin_anew(monkeypatch: pytest.MonkeyPatch) -> None:
    """There is no hole: one reads back from the end."""
    monkeypatch.setattr(history, "MOST_PAGES", 2)
    archive = Archive(2)
    archive.client.break_off()
    archive.client.type("mía")
    archive.size = 50
    archive.client.wait_for_retry()
    archive.enter()
    archive.client.request(intents.LoadOlder("#sala"))
    archive.answer()

    assert [text for text in speech(archive.client) if text != "mía"] == [
        *("45", "46", "47", "48", "49", "50")
    ]
    assert "mía" in speech(archive.client)


def test_a_server_without_history_is_not_asked() -> None:
    """Reading back ends at once, quietly."""
    archive = Archive(5, ALL_CAPABILITIES)
    archive.client.events.clear()

    archive.client.request(intents.LoadOlder("#sala"))

    assert archive.asked == []
    assert archive.client.room().reached_start
    assert archive.client.events == [HistoryChanged("#sala")]


def test_a_message_unknown_to_the_server_is_replaced_by_its_time() -> None:
    """A server with another store does not know our ids; the second refusal is taken quietly."""
    archive = Archive(1)
    client = archive.client
    client.break_off()
    client.wait_for_retry()
    client.server.accept()
    client.pump()
    client.server.welcome(HISTORY)
    client.server.join()
    client.pump()
    before: list[Line] = client.lines()

    for expected in (
        "AFTER #sala msgid=m1 100",
        "AFTER #sala timestamp=2026-01-01T00:00:01.000Z 100",
    ):
        question = next(one for one in client.answer_pings() if f"HISTORY {expected}" in one)
        client.receive(f"{question.split()[0]} FAIL CHATHISTORY MESSAGE_ERROR AFTER #sala :no")

    assert client.lines() == before
    assert client.room().gap is None


def test_conversations_missed_while_away_are_found() -> None:
    """Who wrote privately meanwhile has a conversation afterwards, unread."""
    archive = Archive(1)
    client = archive.client
    client.break_off()
    client.wait_for_retry()
    client.server.accept()
    client.pump()
    client.server.welcome(HISTORY)
    client.pump()
    (question,) = [one for one in client.answer_pings() if "TARGETS" in one]
    label, _, text = question.partition(" ")

    client.receive(
        f"{label} :s BATCH +t draft/chathistory-targets",
        "@batch=t :s CHATHISTORY TARGETS #sala 2026-01-01T00:00:05.000Z",
        "@batch=t :s CHATHISTORY TARGETS luis 2026-01-01T00:00:05.000Z",
        ":s BATCH -t",
    )
    (asked,) = [one for one in client.answer_pings() if "AFTER luis" in one]
    client.receive(
        f"{asked.split()[0]} :s BATCH +h chathistory luis",
        "@batch=h;msgid=p1;time=2026-01-01T00:00:05.000Z :luis!l@h PRIVMSG ana :¿estás?",
        ":s BATCH -h",
    )

    assert text.startswith("CHATHISTORY TARGETS timestamp=2025-12-31T23:59:51.000Z timestamp=")
    assert client.texts("luis") == ["¿estás?"]
    assert (client.room("luis").unread, client.room("luis").mentions) == (1, 1)


@pytest.mark.parametrize("ids", [True, False])
def test_what_a_bouncer_plays_back_by_itself_is_shown_once(ids: bool) -> None:
    """By its id, or without one by time, sender and text, in a batch or not."""
    client = ScriptedClient()
    client.go_online()
    tags = f"time=2026-01-01T00:00:05.000Z{';msgid=m1' if ids else ''}"
    line = f"{tags} :rosa!r@h PRIVMSG #sala :hola"

    client.receive(f"@{line}", f"@{line}")
    client.receive(":s BATCH +z znc.in/playback #sala", f"@batch=z;{line}", ":s BATCH -z")

    assert speech(client) == ["hola"]


@pytest.mark.parametrize(
    ("time", "written"),
    [
        (1_767_225_600.5, "2026-01-01T00:00:00.500Z"),
        (1_767_225_600.9996, "2026-01-01T00:00:01.000Z"),
        (1_767_225_600.123, "2026-01-01T00:00:00.123Z"),
    ],
)
def test_times_are_written_as_servers_write_them(time: float, written: str) -> None:
    """In milliseconds, which a float holds exactly enough."""
    assert history.stamp(time) == written
