"""Text as search compares it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tertulia_server.store.folding import fold, is_short_cjk, pairs, pairs_of, trigrams


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("ABC", "abc"),
        ("Ñandú", "nandu"),
        ("STRASSE ß", "strasse ss"),
        ("Ёлка", "елка"),
        ("Ὀδυσσεύς", "οδυσσευσ"),
        ("가나 ガ", "가나 ガ"),
    ],
)
def test_fold(text: str, folded: str) -> None:
    """Case and accents make no difference; scripts without them are left whole."""
    assert fold(text) == folded


@given(st.text(max_size=30), st.data())
def test_a_word_in_a_text_shares_its_pieces(text: str, data: st.DataObject) -> None:
    """Whatever the index is asked about a word, it knows of every text that holds it."""
    folded = fold(text)
    start = data.draw(st.integers(0, len(folded)))
    word = folded[start : data.draw(st.integers(start, len(folded)))]

    assert all(run in folded for run in trigrams(word))
    if is_short_cjk(word):
        assert pairs_of(word) in pairs(folded).split()


def test_long_words_ask_for_few_trigrams() -> None:
    """The index is asked for a handful, spread over the word."""
    asked = trigrams("".join(chr(i) for i in range(0x400, 0x480)))

    assert len(asked) <= 8
    assert trigrams("ab") == []
