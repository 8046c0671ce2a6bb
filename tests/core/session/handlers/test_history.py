"""What history holds is told, not carried out, and changes what it changes.

Source: https://ircv3.net/specs/extensions/chathistory
"""

import pytest

from tertulia_core.session import intents
from tertulia_core.session.state import Delivery, LineKind, Reaction
from tests.core.session.test_history import HISTORY, Archive

T = "time=2026-01-01T00:00:00.000Z"


def play(*inside: str) -> Archive:
    """Return a client that reads a page back which holds some lines."""
    archive = Archive(1)
    archive.client.request(intents.LoadOlder("#sala"))
    (question,) = archive.client.written()
    label = question.split()[0]
    archive.client.receive(
        f"{label} :s BATCH +h chathistory #sala",
        *(line.replace("@", "@batch=h;", 1) for line in inside),
        ":s BATCH -h",
    )
    return archive


@pytest.mark.parametrize(
    ("line", "kind", "text"),
    [
        ("NOTICE #sala :ojo", LineKind.NOTICE, "ojo"),
        ("PRIVMSG #sala :\x01ACTION saluda\x01", LineKind.ACTION, "saluda"),
        ("PRIVMSG @#sala :solo ops", LineKind.MESSAGE, "solo ops"),
        ("JOIN #sala", LineKind.JOINED, ""),
        ("PART #sala :adiós", LineKind.LEFT, "adiós"),
        ("QUIT :adiós", LineKind.LEFT, "adiós"),
        ("KICK #sala luis :fuera", LineKind.KICKED, "fuera"),
        ("NICK rosita", LineKind.RENAMED, "rosita"),
        ("TOPIC #sala :hoy", LineKind.TOPIC, "hoy"),
        ("MODE #sala +o luis", LineKind.MODE, "+o luis"),
    ],
)
def test_events_of_history_are_lines_and_change_nothing(
    line: str, kind: LineKind, text: str
) -> None:
    """The member list, the topic and the ranks are those of now."""
    members = {"ana": "@", "rosa": "", "luis": ""}
    archive = play(f"@msgid=e1;{T} :rosa!r@h {line}")
    room = archive.client.room()

    first = room.lines[0]
    assert (first.kind, first.nick, first.text) == (kind, "rosa", text)
    assert {each.nick: each.prefixes for each in room.members.values()} == members
    assert room.topic == ""


def test_what_was_edited_before_we_came_says_so() -> None:
    """The server sends the last text, with the time of the change as a tag."""
    archive = play(
        f"@msgid=e1;{T};tertulia.invalid/edited=2026-01-01T00:01:00Z :rosa!r@h PRIVMSG #sala :a",
        f"@msgid=e2;{T} :rosa!r@h PRIVMSG #sala :b",
    )

    assert [(line.text, line.edited) for line in archive.client.room().lines][:2] == [
        ("a", True),
        ("b", False),
    ]


def test_our_own_comings_and_goings_are_not_told_again() -> None:
    """They were, when they happened."""
    archive = play(f"@msgid=e1;{T} :ana!a@h JOIN #sala", f"@msgid=e2;{T} :ana!a@h QUIT :x")

    assert [line.kind for line in archive.client.lines()] == [LineKind.MESSAGE, LineKind.JOINED]


def test_what_we_said_before_is_ours_and_sent() -> None:
    """It has the mark of what the server holds."""
    first = play(f"@msgid=e1;{T} :ana!a@h PRIVMSG #sala :mío").client.lines()[0]

    assert (first.own, first.delivery, first.msgid) == (True, Delivery.SENT, "e1")


def test_an_event_seen_live_is_not_told_again_by_history() -> None:
    """Where it has no id, its time and its person tell."""
    archive = Archive(1)
    client = archive.client
    gone = "2026-01-01T00:00:09.000Z :rosa!r@h QUIT :adiós"
    client.receive(f"@time={gone}")
    client.break_off()
    client.wait_for_retry()
    client.server.accept()
    client.pump()
    client.server.welcome(HISTORY)
    client.server.join()
    client.pump()
    (question,) = [one for one in client.answer_pings() if "AFTER #sala" in one]
    client.receive(
        f"{question.split()[0]} :s BATCH +h chathistory #sala",
        f"@batch=h;msgid=q9;time={gone}",
        ":s BATCH -h",
    )

    kinds = [(line.kind, line.nick) for line in client.lines()]
    assert kinds.count((LineKind.LEFT, "rosa")) == 1


def test_a_message_of_several_lines_in_history_is_one() -> None:
    """Its batch stands inside the page."""
    archive = Archive(1)
    archive.client.request(intents.LoadOlder("#sala"))
    (question,) = archive.client.written()
    archive.client.receive(
        f"{question.split()[0]} :s BATCH +h chathistory #sala",
        f"@batch=h;msgid=e1;{T} :rosa!r@h BATCH +b draft/multiline #sala",
        "@batch=b :rosa!r@h PRIVMSG #sala :uno",
        "@batch=b :rosa!r@h PRIVMSG #sala :dos",
        "@batch=h :rosa!r@h BATCH -b",
        f"@batch=h;msgid=e2;{T} :rosa!r@h PRIVMSG #sala :tres",
        ":s BATCH -h",
    )

    assert [line.text for line in archive.client.lines()][:2] == ["uno\ndos", "tres"]


def test_reactions_of_history_count_where_they_belong() -> None:
    """In the page itself, or later when the message they are about is read back."""
    react = "TAGMSG #sala"
    archive = play(
        f"@msgid=e1;{T} :rosa!r@h PRIVMSG #sala :uno",
        f"@msgid=e2;{T};+draft/reply=e1;+draft/react=👍 :luis!l@h {react}",
        f"@msgid=e3;{T};+draft/reply=m0;+draft/react=👎 :luis!l@h {react}",
    )
    client = archive.client
    client.request(intents.LoadOlder("#sala"))
    (question,) = client.written()
    client.receive(
        f"{question.split()[0]} :s BATCH +h chathistory #sala",
        f"@batch=h;msgid=m0;{T} :rosa!r@h PRIVMSG #sala :cero",
        ":s BATCH -h",
    )

    assert [(line.text, line.reactions) for line in client.lines()[:2]] == [
        ("cero", (Reaction("👎", ("luis",)),)),
        ("uno", (Reaction("👍", ("luis",)),)),
    ]


def test_a_refused_page_is_the_last_one() -> None:
    """Nobody needs to know why."""
    archive = Archive(5)
    client = archive.client
    client.request(intents.LoadOlder("#sala"))
    label = client.written()[0].split()[0]
    before = client.lines()

    client.receive(f"{label} FAIL CHATHISTORY INVALID_TARGET BEFORE #sala :no")

    assert (client.room().loading, client.room().reached_start) == (False, True)
    assert client.lines() == before


def test_an_answer_for_a_room_that_is_closed_is_dropped() -> None:
    """It may come after we left."""
    archive = Archive(5)
    client = archive.client
    client.request(intents.LoadOlder("#sala"))
    label = client.written()[0].split()[0]
    client.request(intents.PartRoom("#sala"))
    client.receive(":ana!a@h PART #sala")

    client.receive(
        f"{label} :s BATCH +h chathistory #sala", f"@batch=h;{T} :r!r@h PRIVMSG #sala :x",
        ":s BATCH -h",
    )  # fmt: skip

    assert "#sala" not in client.state.rooms
