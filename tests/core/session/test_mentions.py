"""A mention is the nick as a word of its own."""

import pytest

from tertulia_core.session.mentions import is_mentioned
from tertulia_core.wire.casemap import fold_ascii


@pytest.mark.parametrize(
    "text",
    [
        "ana",
        "Ana: hola",
        "hola, ANA!",
        "(ana)",
        "¿ana?",
        "@ana",
        "mañana ana",
        "你好ana你好",
        "[ana]",
    ],
)
def test_named(text: str) -> None:
    """Case and punctuation around the nick do not matter."""
    assert is_mentioned("ana", text, fold_ascii)


@pytest.mark.parametrize("text", ["", "mañana", "anabel", "ana_", "ana2", "hermana", "anañ"])
def test_not_named(text: str) -> None:
    """A longer word or another nick that holds ours is no mention."""
    assert not is_mentioned("ana", text, fold_ascii)


def test_no_nick_is_never_named() -> None:
    """Before there is a nick nothing mentions us."""
    assert not is_mentioned("", "hola", fold_ascii)
