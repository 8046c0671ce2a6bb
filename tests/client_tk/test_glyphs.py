"""The letters of the round initials."""

import string

import pytest

from tertulia_tk.glyphs import CAP_HEIGHT, LETTERS, PERSON, segments


def test_every_letter_and_digit_of_a_nick_can_be_drawn() -> None:
    """Nicks begin with these."""
    assert set(string.ascii_uppercase + string.digits) == LETTERS


@pytest.mark.parametrize("letter", sorted(LETTERS | {PERSON}))
def test_a_letter_fills_its_height_and_is_drawn_in_connected_strokes(letter: str) -> None:
    """From the top to the base line, nothing far outside (the tail of Q is)."""
    ends = [end for x1, y1, x2, y2 in segments(letter) for end in (y1, y2)]

    assert min(ends) == pytest.approx(0, abs=0.3)
    assert max(ends) == pytest.approx(CAP_HEIGHT, abs=1.0)


def test_an_accented_letter_is_drawn_as_its_bare_one() -> None:
    """Ñ as N: at this size the accent could not be read."""
    assert segments("Ñ") == segments("N")
    assert segments("É") == segments("E")


@pytest.mark.parametrize("letter", ["Ж", "日", "_", "", "😀"])
def test_any_other_one_is_a_person(letter: str) -> None:
    """Head and shoulders."""
    assert segments(letter) == segments(PERSON)
