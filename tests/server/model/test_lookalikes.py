"""Names that can be mistaken for each other share a skeleton.

https://www.unicode.org/reports/tr39/#Confusable_Detection
"""

import unicodedata

import pytest

from tertulia_server.model import lookalikes
from tertulia_server.model.lookalikes import skeleton


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("evan", "еvan"),  # Cyrillic е
        ("Vasily", "Vаsilу"),
        ("BOB", "ВОВ"),
        ("paul", "pauI"),
        ("paul", "pau1"),
        ("mario", "rnario"),
        ("nadia0", "nadiao"),
        ("vera", "νera"),
        ("isil", "ısıl"),
        ("#sala", "#sаla"),
        ("ﬁn", "fin"),
    ],
)
def test_they_look_alike(one: str, other: str) -> None:
    """A letter of another script, a digit, a pair of letters."""
    assert skeleton(one) == skeleton(other)


@pytest.mark.parametrize(
    ("one", "other"), [("jose", "josé"), ("ana", "anna"), ("bob-1", "bob-2"), ("u1", "u11")]
)
def test_they_do_not(one: str, other: str) -> None:
    """Marks tell people apart, and so do numbers."""
    assert skeleton(one) != skeleton(other)


@pytest.mark.parametrize("table", [lookalikes._CAPITALS, lookalikes._SMALL])
def test_the_tables_lead_to_plain_letters(table: dict[int, int]) -> None:
    """From each letter once, and never to one that leads on."""
    for letter, target in table.items():
        assert chr(target) in "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
        assert letter == ord("I") or unicodedata.normalize("NFKD", chr(letter)) == chr(letter)
