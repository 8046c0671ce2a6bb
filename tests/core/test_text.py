"""What may be shown of a text that somebody else wrote."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tertulia_core.text import MARKS_PER_CHARACTER, sanitize
from tests.core.wire.growth import assert_linear

FAMILY = "👩\u200d👩\u200d👧\u200d👦"
RAINBOW_FLAG = "🏳\ufe0f\u200d🌈"
ENGLAND = "🏴\U000e0067\U000e0062\U000e0065\U000e006e\U000e0067\U000e007f"

CONTROLS = {*map(chr, range(0x20)), *map(chr, range(0x7F, 0xA0))}
DIRECTION = set("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
UNSEEN_IN_NAMES = set(
    "\u200b\u200c\u200d\u200e\u200f\u061c\u2060\ufe0e\ufe0f\u00ad\ufeff\u3164\u00a0"
)

signs = ["\x1b[2J", "\u0301", "\u2028", "\ud800", "\ufffe", "\U000e0041", "\U000e0001"]
words = [FAMILY, RAINBOW_FLAG, ENGLAND, "a", " ", "é", "漢", "ا"]
hostile = st.sampled_from([*sorted(CONTROLS | DIRECTION | UNSEEN_IN_NAMES), *signs, *words])
any_texts = st.lists(hostile, max_size=30).map("".join) | st.text(st.characters())


@given(any_texts, st.booleans(), st.booleans())
def test_nothing_is_shown_that_a_screen_obeys(text: str, name: bool, keep_newlines: bool) -> None:
    """No control, no override of direction, no half character comes out, and twice is once."""
    shown = sanitize(text, name=name, keep_newlines=keep_newlines)

    forbidden = CONTROLS - ({"\n"} if keep_newlines else set()) | DIRECTION
    assert not set(shown) & forbidden
    assert shown.encode().decode() == shown
    assert sanitize(shown, name=name, keep_newlines=keep_newlines) == shown


@given(any_texts)
def test_names_hold_nothing_unseen(text: str) -> None:
    """Two names that look the same on the screen are not told apart by something invisible."""
    shown = sanitize(text, name=True)

    assert not set(shown) & (UNSEEN_IN_NAMES | {"\u2028"})
    assert all(unicodedata.category(sign) not in {"Cc", "Cf", "Cs", "Zl", "Zp"} for sign in shown)


@given(
    st.lists(hostile | st.sampled_from(["\u0300", "\u0489", "\u0e47"]), max_size=60).map("".join)
)
def test_no_character_keeps_more_than_eight_marks(text: str) -> None:
    """Marks cannot pile up over the neighbouring lines."""
    run = 0
    for sign in sanitize(text):
        run = run + 1 if unicodedata.category(sign).startswith("M") else 0
        assert run <= MARKS_PER_CHARACTER


@given(st.text("abcdefghij ñáéíóúü¿¡çß€漢字ひらカ中文한국어Привет"))
def test_what_people_write_stays(text: str) -> None:
    """Letters of any language are not touched, in texts or names."""
    assert sanitize(text) == text
    assert sanitize(text, name=True) == text


@pytest.mark.parametrize(
    "text",
    [
        "¿Qué tal, señor Ñandú?",
        FAMILY,
        RAINBOW_FLAG,
        ENGLAND,
        "❤️ ☎︎ 1️⃣",
        "👍🏽 🇪🇸",
        "🙂\u200d↔️",
        "می\u200cخواهم",
        "क्\u200dष",
        "ភាសា\u200bខ្មែរ",
        "שלום\u200f!",
        "a\u200eb\u061c",
        "e\u0301",
        "दुर्लभ สวัสดีค้าบ",
        "\ue0a0",
    ],
)
def test_joiners_selectors_and_direction_marks_stay_in_texts(text: str) -> None:
    """Emoji families, flags, Persian, Hindi, Khmer, Hebrew: as they were written."""
    assert sanitize(text) == text


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("\x1b[31mred\x1b[0m", "␛[31mred␛[0m"),
        ("\x1b]0;title\x07", "␛]0;title␇"),
        ("\x9b31m", "␦31m"),
        ("nul\0", "nul␀"),
        ("del\x7f", "del␡"),
        ("one\ntwo\r", "one␊two␍"),
        ("tab\tbed", "tab    bed"),
        ("\x02bold\x0f", "␂bold␏"),
        ("gpj.\u202eexe", "gpj.␦exe"),
        ("\u2067x\u2069", "␦x␦"),
        ("soft\u00adhyphen", "soft␦hyphen"),
        ("\ufeffbom", "␦bom"),
        ("one\u2028two\u2029", "one␤two␤"),
        ("half \ud83d", "half \ufffd"),
        ("none\uffff\U0001ffff", "none\ufffd\ufffd"),
        ("\u200dlone", "␦lone"),
        ("lone\u200d", "lone␦"),
        ("a\u200d\u200db", "a␦␦b"),
        ("a \u200c b", "a ␦ b"),
        ("tags\U000e0041\U000e0042", "tags␦␦"),
        ("🏴\U000e0067 ", "🏴␦ "),
        ("z" + "\u0301" * 30 + "y", "z" + "\u0301" * 8 + "y"),
    ],
)
def test_what_would_be_obeyed_or_hidden_is_a_symbol(text: str, shown: str) -> None:
    """One visible sign stands for each."""
    assert sanitize(text) == shown


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("an\u200da", "an␦a"),
        ("ana\u200f", "ana␦"),
        ("ana\ufe0f", "ana␦"),
        ("a\tb", "a␉b"),
        ("a\u00a0b\u3000c", "a␣b␣c"),
        ("\u3164", "␦"),
        ("\u2800", "␦"),
        (FAMILY, "👩␦👩␦👧␦👦"),
        ("Ana María", "Ana María"),
        ("e\u0301", "e\u0301"),
    ],
)
def test_names_show_what_texts_keep(text: str, shown: str) -> None:
    """Joiners, selectors, direction marks and odd spaces are seen in a name."""
    assert sanitize(text, name=True) == shown


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("one\ntwo", "one\ntwo"),
        ("one\r\ntwo", "one\ntwo"),
        ("one\rtwo", "one␍two"),
        ("\x1b\n\x1b", "␛\n␛"),
        ("a\n\u200d", "a\n␦"),
    ],
)
def test_newlines_stay_where_they_are_wanted(text: str, shown: str) -> None:
    """For texts of several lines; nothing joins across them."""
    assert sanitize(text, keep_newlines=True) == shown


@pytest.mark.parametrize(
    "unit", ["a", "\x1b", "\u200d", "\u0301", "👩\u200d", "\U000e0041", "🏴\U000e0067"]
)
def test_sanitizing_takes_linear_time(unit: str) -> None:
    """No text makes a screen or a log slow."""
    assert_linear(lambda size: unit * (size // len(unit)), sanitize)
