"""The client's own sentences."""

import pytest

from tertulia_core.i18n import set_language
from tertulia_core.session.state import ConnectionPhase, Room, RoomKind
from tertulia_tui import wording
from tertulia_tui.keymap import Keymap
from tests.support.tui_lines import channel, state_with

KEYS = Keymap()


@pytest.mark.parametrize(
    ("count", "in_english", "in_spanish"),
    [(0, "", ""), (1, "1 new ↓ Esc", "1 nuevo ↓ Esc"), (7, "7 new ↓ Esc", "7 nuevos ↓ Esc")],
)
def test_news_are_counted(count: int, in_english: str, in_spanish: str) -> None:
    """And the key that leads to them is named."""
    told = wording.news_text(count, KEYS)
    set_language("es")

    assert (told, wording.news_text(count, KEYS)) == (in_english, in_spanish)


@pytest.mark.parametrize(
    ("phase", "problem", "told"),
    [
        (ConnectionPhase.ONLINE, "", ""),
        (ConnectionPhase.CONNECTING, "", ""),
        (ConnectionPhase.OFFLINE, "", "You are not connected. /connect takes you back."),
        (ConnectionPhase.WAITING, "No server.", "No server. /connect tries at once."),
        (ConnectionPhase.CONNECTING, "No server.", "No server. /connect tries at once."),
        (ConnectionPhase.WAITING, "\x1b[2J", "␛[2J /connect tries at once."),
    ],
)
def test_a_problem_comes_with_what_can_be_done(
    phase: ConnectionPhase, problem: str, told: str
) -> None:
    """It stays while the next try is under way, so that nothing flickers."""
    state = state_with(channel())
    state.phase, state.problem = phase, problem

    assert wording.problem_text(state) == told


def test_the_hint_tells_what_waits_and_where_help_is() -> None:
    """Whatever waits comes first."""
    assert wording.hint_text(1, KEYS) == "1 unread: Alt+A"
    assert wording.hint_text(0, KEYS) == "F1 help · Ctrl+K go to"


def test_offers_name_their_key() -> None:
    """Whoever reads it can do it."""
    assert wording.offer_text(KEYS) == "Start a room here: Ctrl+O"
    assert wording.leave_text(KEYS) == "Ctrl+Q leaves tertulia."


@pytest.mark.parametrize("kind", RoomKind)
def test_empty_rooms_say_what_to_do_next(kind: RoomKind) -> None:
    """In two lines, with a name that hides nothing; the composer says it in a few words."""
    room = Room("#a{x}\u202e", kind)

    lines = wording.empty_text(room).split("\n")
    assert len(lines) == 2
    assert kind is RoomKind.SERVER or "#a{x}␦" in lines[0]
    assert wording.placeholder_text(room, state_with(room))
