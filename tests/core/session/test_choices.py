"""A few letters leave what holds them, beginnings first."""

import pytest

from tertulia_core.session.choices import Choice, matching

CHOICES = [
    Choice(label, "", lambda: None)
    for label in ("#sala", "#redes", "Redes de ayer", "Ver las salas")
]


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("", ["#sala", "#redes", "Redes de ayer", "Ver las salas"]),
        ("red", ["#redes", "Redes de ayer"]),
        ("AYER", ["Redes de ayer"]),
        ("sala", ["#sala", "Ver las salas"]),
        ("las", ["Ver las salas"]),
        ("ayer redes", ["Redes de ayer"]),
        ("nadie", []),
    ],
)
def test_every_word_has_to_be_there(typed: str, found: list[str]) -> None:
    """In any order and any case; what begins so stands first."""
    assert [choice.label for choice in matching(CHOICES, typed)] == found


def test_beginnings_come_before_the_middle() -> None:
    """A room whose name begins so is meant before one that only holds the letters."""
    choices = [Choice(label, "", lambda: None) for label in ("#telesala", "#sala")]

    assert [choice.label for choice in matching(choices, "sala")] == ["#sala", "#telesala"]
