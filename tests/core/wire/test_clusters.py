"""Where a text may be cut."""

import pytest

from tertulia_core.wire.clusters import is_boundary, last_boundary

FAMILY = "👩\u200d👩\u200d👧\u200d👦"

CHARACTERS = [
    pytest.param("a", "b", id="letters"),
    pytest.param("e\u0301", "x", id="combining accent"),
    pytest.param("a" + "\u0300" * 20, "b", id="many accents"),
    pytest.param(FAMILY, FAMILY, id="families"),
    pytest.param("👍🏽", "👍", id="skin tone"),
    pytest.param("❤️", "1️⃣", id="variation selectors and keycap"),
    pytest.param("🇪🇸", "🇫🇷", id="flags"),
    pytest.param("🏴\U000e0067\U000e0062\U000e007f", "🏴", id="flag of a region"),
    pytest.param("क्ष", "त्र", id="conjuncts"),
    pytest.param("नि", "न", id="spacing mark"),
    pytest.param("각", "힣", id="Hangul syllables"),
    pytest.param("각", "한", id="Hangul in pieces"),
    pytest.param("가\u11a8", "가", id="Hangul, a syllable and a piece"),
    pytest.param("각\u11a8", "\u1100\u1161", id="Hangul, a closed syllable and a piece"),
    pytest.param("\r\n", "\n", id="line ends"),
    pytest.param("ｶﾞ", "ｷ", id="half-width voiced mark"),
    pytest.param("ی\u200c", "خ", id="zero-width non-joiner"),
]


@pytest.mark.parametrize(("first", "second"), CHARACTERS)
def test_a_character_is_cut_only_at_its_end(first: str, second: str) -> None:
    """Between two characters a text may be cut, inside the first it may not."""
    text = first + second

    assert is_boundary(text, len(first))
    assert [at for at in range(1, len(first)) if is_boundary(text, at)] == []


@pytest.mark.parametrize("count", [1, 2, 3, 4, 5])
def test_flags_are_counted_in_pairs(count: int) -> None:
    """In a row of flags every second letter begins one, counted from the place that is known."""
    text = "🇪" * 6

    assert is_boundary(text, count) == (count % 2 == 0)
    assert is_boundary("x" + text, count + 1, start=1) == (count % 2 == 0)


@pytest.mark.parametrize(
    ("text", "end", "boundary"),
    [
        ("abc", 2, 2),
        ("abc", 3, 3),
        ("xe\u0301y", 2, 1),
        (f"x{FAMILY}", 4, 1),
        (FAMILY, 4, 4),
        ("e\u0301", 1, 1),
    ],
)
def test_the_last_boundary_is_not_after_the_end(text: str, end: int, boundary: int) -> None:
    """A text is cut before the character that does not fit; one that is alone is cut inside."""
    assert last_boundary(text, 0, end) == boundary
