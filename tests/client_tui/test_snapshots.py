"""The main screen, row by row and colour by colour, at the sizes and in the themes we promise.

After a change that is meant: ``UPDATE_SNAPSHOTS=1 pytest tests/client_tui/test_snapshots.py``,
then look at the difference.
"""

import time
from collections.abc import Iterator

import pytest

from tertulia_tui.theme import LOOKS
from tests.support.tui_driver import TuiDriver
from tests.support.tui_snapshots import check_snapshot, picture


@pytest.fixture(autouse=True)
def greenwich(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Times of day are those of UTC."""
    with monkeypatch.context() as patch:
        patch.setenv("TZ", "UTC")
        time.tzset()
        yield
    time.tzset()


def play(client: TuiDriver) -> None:
    """Let a conversation happen that shows everything a line can be."""
    server = client.server
    server.accept()
    client.wait_for(lambda screen: len(screen.people) == 3, "everybody is in the list")
    client.app.composer.cursor_blink = False
    server.says(":luis!l@h AWAY :comiendo", ":rosa!r@h TOPIC #sala :Hoy: sockets [b]y[/b] difusión")
    server.speak("rosa", "@ana ¿me pasas el enlace de los apuntes de ayer, si los tienes?")
    server.speak("rosa", "\x02negrita\x02, \x1dcursiva\x1d, 日本語, \x1b[2J")
    client.screen()
    client.type("Aquí: https://docs.python.org/3/howto/sockets.html")
    client.press("enter")
    client.type("/me saluda")
    client.press("enter")
    client.screen()
    server.says(":Eva!e@h JOIN #sala * :Éva", ":paco!p@h JOIN #sala * :paco")
    client.type("/join #redes")
    client.press("enter")
    client.press("room_previous")
    server.speak("luis", "¿estás?", target="ana")
    server.speak("rosa", "ana: en la otra", target="#redes")
    server.answers = False
    client.type("esto tarda")
    client.press("enter")
    server.says("@+typing=active :luis!l@h TAGMSG #sala")
    client.type("a medias")
    client.screen()


@pytest.mark.parametrize("theme", LOOKS)
@pytest.mark.parametrize(("columns", "rows"), [(120, 40), (80, 24), (40, 12)])
def test_the_main_screen_looks_as_it_was_drawn(columns: int, rows: int, theme: str) -> None:
    """Every theme gives the same picture in its own colours: nothing is coloured but by tokens."""
    client = TuiDriver(size=(columns, rows), theme=theme)
    try:
        play(client)
        scene = "own-colours" if theme == "terminal" else "main"

        check_snapshot(f"{scene}-{columns}x{rows}", picture(client.app, LOOKS[theme]))
    finally:
        client.close()
