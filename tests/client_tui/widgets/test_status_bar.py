"""The status bar says in words how things are."""

import pytest
from textual.pilot import Pilot

from tertulia_core.session.state import ConnectionPhase, SessionState
from tertulia_tui.widgets.status_bar import StatusBar
from tests.support.textual_pilot import with_widget
from tests.support.tui_lines import STYLES, channel, state_with

HINT = "F1 help"


def line(state: SessionState, width: int = 80) -> str:
    """Return what the bar says."""
    found: list[str] = []

    async def look(pilot: Pilot[None], widget: StatusBar) -> None:
        await pilot.pause()
        widget.show(state, HINT, 0.0, STYLES)
        found.append(widget.render().plain)

    with_widget(StatusBar(widget_id="status"), look, size=(width, 3))
    return found[0]


def online(**more: object) -> SessionState:
    """Return the state of somebody connected."""
    state = state_with(channel())
    state.phase = ConnectionPhase.ONLINE
    for name, value in more.items():
        setattr(state, name, value)
    return state


def test_the_connection_stands_on_the_left_the_hint_on_the_right() -> None:
    """To the last cell."""
    shown = line(online(lag=0.012, tls=True))

    assert shown.startswith("● Connected · 12 ms · TLS ")
    assert shown.endswith(" F1 help")
    assert len(shown) == 80


def test_who_is_writing_stands_beside_it() -> None:
    """In the room on screen."""
    state = online()
    state.rooms["#sala"].typing = ("rosa",)

    assert line(state).startswith("● Connected  rosa is writing… ")


@pytest.mark.parametrize("width", [1, 12, 19])
def test_the_hint_gives_way(width: int) -> None:
    """How the connection is comes first."""
    assert line(online(), width) == "● Connected"
