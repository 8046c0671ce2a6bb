"""Tab offers what fits where the cursor is."""

import pytest

from tertulia_core.session.completion import complete
from tertulia_core.session.state import LineKind, Member, Room, RoomKind, SessionState
from tests.core.session.lines import line


@pytest.fixture
def state() -> SessionState:
    """Return a session with two rooms, a conversation and people; luis spoke last."""
    made = SessionState("ana", "localhost:12345", current="#sala")
    room = made.rooms["#sala"] = Room("#sala", RoomKind.CHANNEL)
    made.rooms["#santander"] = Room("#santander", RoomKind.CHANNEL)
    made.rooms["roberto"] = Room("roberto", RoomKind.PRIVATE)
    for nick in ("ana", "Rosa", "rober", "luis", "rafa"):
        room.members[nick] = Member(nick)
    room.lines += [line(nick="rober"), line(nick="Rosa"), line(nick="gone"), line(nick="luis")]
    room.lines.append(line(LineKind.JOINED, "rafa"))
    return made


@pytest.mark.parametrize(
    ("text", "candidates"),
    [
        ("r", ("Rosa: ", "rober: ", "rafa: ")),
        ("hola r", ("Rosa ", "rober ", "rafa ")),
        ("ROS", ("Rosa: ",)),
        ("a", ("ana: ",)),
        ("#sa", ("#sala ", "#santander ")),
        ("ve a #san", ("#santander ",)),
        ("/jo", ("/join ",)),
        ("/unb", ("/unban ",)),
        ("/join #san", ("#santander ",)),
        ("/join san", ()),
        ("/kick lu", ("luis ",)),
        ("toma :beer", ("🍺 ",)),
        (":)", ()),
        ("/kick luis lu", ()),
        ("/invite lu", ("luis ",)),
        ("/invite luis #sa", ("#sala ", "#santander ")),
        ("/help wh", ("whois ",)),
        ("/me saluda a lu", ("luis ",)),
        ("/nada x", ()),
        ("//r", ()),
        ("", ()),
        ("hola ", ()),
        ("zzz", ()),
    ],
)
def test_candidates(state: SessionState, text: str, candidates: tuple[str, ...]) -> None:
    """Who spoke last comes first, we come last, commands take what their row says."""
    assert complete(state, text, len(text)).candidates == candidates


def test_only_the_word_before_the_cursor_is_replaced(state: SessionState) -> None:
    """What stands after the cursor stays."""
    found = complete(state, "hola lu y adiós", 7)

    assert (found.start, found.end, found.candidates) == (5, 7, ("luis ",))


def test_the_other_side_of_a_conversation_is_offered(state: SessionState) -> None:
    """A conversation has no member list, but somebody to talk to."""
    state.current = "roberto"

    assert complete(state, "ro", 2).candidates == ("roberto: ",)


def test_emoji_are_listed_with_their_names(state: SessionState) -> None:
    """The list says what each one is; what is written is the emoji alone."""
    found = complete(state, "toma :cerv", 10)

    assert (found.start, found.candidates, found.labels) == (5, ("🍺 ",), ("🍺  cerveza",))
