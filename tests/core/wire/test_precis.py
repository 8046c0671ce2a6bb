"""Names in any script: https://www.rfc-editor.org/rfc/rfc8265#section-3.3"""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tertulia_core.wire.precis import fold_precis, is_precis_name, to_ordinary_width


@pytest.mark.parametrize(
    ("spelling", "key"),
    [
        ("Ana", "ana"),
        ("Işıl", "işıl"),
        ("IÑAKI", "iñaki"),
        ("n\u0303andu\u0301", "ñandú"),
        ("ΣΟΦΟΣ", "σοφος"),
        ("ИВАН", "иван"),
        ("\uff21\uff4e\uff41", "ana"),
        ("\uff76\uff9e", "\u30ac"),
        ("STRAßE", "straße"),
        ("", ""),
    ],
)
def test_keys(spelling: str, key: str) -> None:
    """Width, case and composed letters make no difference; ``ß`` stays itself."""
    assert fold_precis(spelling) == key


@given(st.text())
def test_a_key_is_its_own_key_or_no_name(text: str) -> None:
    """What has not settled after three rounds is refused; whatever it is, nothing fails."""
    key = fold_precis(text)

    assert fold_precis(key) == key or not is_precis_name(text or "x")


@given(st.text(st.characters(codec="ascii")))
def test_ascii_is_folded_as_ever(text: str) -> None:
    """A server can change its rule without anybody's nick changing."""
    assert fold_precis(text) == text.lower()


@pytest.mark.parametrize(
    "name",
    ["Işıl", "Ñandú", "李雷", "さくら", "иван", "שלום", "नमस्ते", "한글", "é2", "σοφός"],
)
def test_names(name: str) -> None:
    """Letters, marks and digits of any script."""
    assert is_precis_name(name)


@pytest.mark.parametrize(
    "text",
    [
        "\u0301a",  # begins with a mark
        "٣a",  # begins with a digit
        "a\u200db",  # a joiner
        "a\u00adb",  # a soft hyphen
        "ﬁn",  # a ligature
        "ⓐ",
        "½",
        "a²",
        "😀",
        "ñ\u202e",
        "ñ—",
        "ªna",
        "\u1100\u1161",  # old jamo
        "\u3164",  # a filler
        "a\ufe0f",
        "a" + "\u0301" * 5,
        "שa",  # two directions
        "aש",
        "\ud800",
        "\U000e0041",
    ],
)
def test_not_names(text: str) -> None:
    """What cannot be seen, has a plainer spelling, or is no letter."""
    assert not is_precis_name(text)


@given(st.text(st.characters(exclude_categories=["Cs"]), min_size=1))
def test_names_hold_nothing_invisible(text: str) -> None:
    """Whatever is accepted consists of letters, marks, digits and ASCII."""
    if not is_precis_name(text):
        return
    for char in to_ordinary_width(text):
        assert char.isascii() or unicodedata.category(char)[0] in "LMN"
