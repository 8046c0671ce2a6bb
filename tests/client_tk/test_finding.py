"""Finding here and everywhere."""

from dataclasses import replace

import pytest

from tertulia_core.ids import LineId
from tertulia_core.session.events import SearchChanged
from tertulia_core.session.state import Search
from tertulia_tk.dialogs.search import SearchDialog
from tests.support.tk_driver import TkDriver
from tests.support.tk_stage import press, type_text


@pytest.fixture
def talk(client: TkDriver) -> TkDriver:
    """A window in whose room much was said, and something in another one."""
    client.server.says(
        *(f":rosa!r@h PRIVMSG #sala :línea {number}." for number in range(500)),
        ":luis!l@h PRIVMSG ana :nos vemos en el Café",
    )
    client.wait_for(lambda screen: "línea 499." in screen.timeline and len(screen.rooms) == 2,
                    "said")  # fmt: skip
    return client


def look_for(client: TkDriver, words: str) -> None:
    """Open the bar and write into it."""
    client.press("find")
    field = client.app.window.find_bar.field
    field.delete(0, "end")
    type_text(field, words)
    field.event_generate("<KeyRelease>", keysym="a")
    client.screen()


def marked(client: TkDriver) -> list[str]:
    """Return the words that are marked, with their lines."""
    sheet = client.app.window.timeline.sheet
    ranges = [str(place) for place in sheet.tag_ranges("found")]
    return [sheet.get(f"{start} linestart", f"{start} lineend") for start in ranges[::2]]


def test_a_word_is_found_from_the_newest_back(talk: TkDriver) -> None:
    """Without accents too; older pages are drawn on the way; Enter goes on."""
    look_for(talk, "LINEA 49")
    first, count = marked(talk), talk.app.window.find_bar.text
    press(talk.app.window.find_bar.field, "Return")
    second = marked(talk)
    for _time in range(13):
        press(talk.app.window.find_bar.field, "Return")

    assert first == ["línea 499."] * 2
    assert count == "1 of 15"
    assert second == ["línea 498."] * 2
    assert marked(talk) == ["línea 49."] * 2
    assert talk.app.window.timeline.sheet.bbox("found.first") is not None


def test_escape_ends_it_and_one_writes_on(talk: TkDriver) -> None:
    """Nothing stays marked."""
    look_for(talk, "nada de esto")
    nothing = talk.app.window.find_bar.text
    press(talk.app.window.find_bar.field, "Escape")

    assert nothing == "Nothing found"
    assert not talk.app.window.find_bar.is_open
    assert talk.app.root.focus_get() is talk.app.window.composer.text


def test_every_room_is_searched_and_one_goes_there(talk: TkDriver) -> None:
    """The list says where, who and when."""
    talk.press("find_everywhere")
    dialog = next(
        child for child in talk.app.root.winfo_children() if isinstance(child, SearchDialog)
    )
    type_text(dialog.field, "cafe")
    dialog.field.event_generate("<KeyRelease>", keysym="e")
    talk.screen()
    (row,) = dialog.list.get(0, "end")
    press(dialog.field, "Return")
    screen = talk.wait_for(lambda screen: screen.row("luis").is_current, "there")

    assert "luis  luis: nos vemos en el Café" in str(row)
    message = talk.app.window.timeline.focus_on.message
    assert message is not None
    assert message.text == "nos vemos en el Café"
    assert screen.topic.startswith("luis")


def test_what_the_server_finds_is_shown_when_it_answers(talk: TkDriver) -> None:
    """After a pause in typing; a message that is not here leads to its room."""
    talk.server.says(":play.example CAP ana NEW :draft/search")
    talk.press("find_everywhere")
    dialog = next(
        child for child in talk.app.root.winfo_children() if isinstance(child, SearchDialog)
    )
    type_text(dialog.field, "antiguo")
    dialog.field.event_generate("<KeyRelease>", keysym="o")
    nothing = dialog.list.size()
    state = talk.app.servers.state
    old = replace(state.rooms["#sala"].lines[-1], id=LineId(0), text="algo antiguo", msgid=None)
    state.search = Search("antiguo", (old,))
    talk.app.show([SearchChanged()])
    (row,) = dialog.list.get(0, "end")
    press(dialog.field, "Return")

    assert nothing == 0
    assert "algo antiguo" in str(row)
    assert talk.screen().row("#sala").is_current
