"""What happened is told in sentences, in two languages, with nothing hostile in them."""

import datetime as dt

import pytest

from tertulia_core.i18n import set_language
from tertulia_core.session.state import Line, LineKind
from tertulia_core.session.wording import clock_text, day_text, describe, join_names, local_date
from tests.core.session.lines import NOON, line


@pytest.mark.parametrize(
    ("names", "text"),
    [
        ([], ""),
        (["rosa"], "rosa"),
        (["rosa", "luis"], "rosa y luis"),
        (["rosa", "invitado-3"], "rosa e invitado-3"),
        (["rosa", "Iñaki"], "rosa e Iñaki"),
        (["rosa", "Hilario"], "rosa e Hilario"),
        (["rosa", "hielo"], "rosa y hielo"),
        (["rosa", "Iago"], "rosa y Iago"),
        (["rosa", "_ines"], "rosa e _ines"),
        (["rosa", "luis", "ines"], "rosa, luis e ines"),
        (list("abcdef"), "a, b, c, d y 2 más"),
    ],
)
def test_names_are_joined_as_spanish_wants_it(names: list[str], text: str) -> None:
    """*y* becomes *e* before the sound of an i, and long lists are cut."""
    set_language("es")

    assert join_names(names) == text


def test_names_are_joined_in_english() -> None:
    """The other language has one word for it."""
    assert join_names(["rosa", "invitado-3"]) == "rosa and invitado-3"


@pytest.mark.parametrize(
    ("told", "in_english", "in_spanish"),
    [
        (line(LineKind.JOINED), "rosa came in", "rosa entró"),
        (
            line(LineKind.JOINED, members=("rosa", "luis")),
            "rosa and luis came in",
            "rosa y luis entraron",
        ),
        (line(LineKind.LEFT, text=""), "rosa left", "rosa salió"),
        (line(LineKind.LEFT, text="adiós"), "rosa left (adiós)", "rosa salió (adiós)"),
        (
            line(LineKind.KICKED, text="", members=("luis",)),
            "rosa removed luis",
            "rosa expulsó a luis",
        ),
        (line(LineKind.RENAMED, text="rosita"), "rosa is now rosita", "rosa ahora es rosita"),
        (line(LineKind.TOPIC, text="x"), "rosa set the topic: x", "rosa puso el tema: x"),
        (line(LineKind.TOPIC, text=""), "rosa took the topic away", "rosa quitó el tema"),
        (line(LineKind.TOPIC, nick="", text="x"), "Topic: x", "Tema: x"),
        (line(LineKind.TOPIC, nick="", text=""), "There is no topic", "No hay tema"),
        (
            line(LineKind.MODE, text="+o ana"),
            "rosa changed the modes: +o ana",
            "rosa cambió los modos: +o ana",
        ),
        (line(LineKind.MODE, nick="", text="+nt"), "Modes: +nt", "Modos: +nt"),
        (line(LineKind.ACTION, text="saluda"), "rosa saluda", "rosa saluda"),
        (line(LineKind.MESSAGE), "hola", "hola"),
        (line(LineKind.ERROR, nick="", text="no"), "no", "no"),
    ],
)
def test_lines_are_described(told: Line, in_english: str, in_spanish: str) -> None:
    """Each kind of line has its sentence."""
    assert describe(told) == in_english
    set_language("es")
    assert describe(told) == in_spanish


@pytest.mark.parametrize("kind", LineKind)
def test_no_description_obeys_its_text(kind: LineKind) -> None:
    """Escapes and overrides in nicks, texts and members never come through."""
    hostile = "\x1b[2J\u202e\x07"

    shown = describe(line(kind, hostile, hostile, members=(hostile,)))

    assert not any(character in shown for character in "\x1b\x07\u202e")


def test_times_and_days_in_words() -> None:
    """Hours and days are local; the nearest days have names."""
    date = local_date(NOON)

    assert len(clock_text(NOON)) == 5
    assert day_text(date, today=date) == "Today"
    assert day_text(date, today=date + dt.timedelta(days=1)) == "Yesterday"
    assert day_text(dt.date(2026, 6, 3)) == "Wednesday, June 3, 2026"
    set_language("es")
    assert day_text(dt.date(2026, 6, 3)) == "miércoles, 3 de junio de 2026"


@pytest.mark.parametrize("time", [1e20, -1e20, float("inf"), float("nan")])
def test_times_out_of_range_are_no_crash(time: float) -> None:
    """A server may claim any time."""
    assert clock_text(time) == ""
    assert local_date(time) == dt.date.min
