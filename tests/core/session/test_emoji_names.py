"""Emoji are found by their names."""

import pytest

from tertulia_core.i18n import set_language
from tertulia_core.session.emoji_names import MOST, name_of, named, typed_name
from tertulia_core.text import sanitize


@pytest.mark.parametrize(
    ("beginning", "emoji"),
    [
        ("thumbs", "👍"), ("pulgar", "👍"), ("coraz", "❤️"), ("CORAZÓN", "❤️"), ("heart", "❤️"),
        ("orgullo", "🏳️‍🌈"), ("equipo", "🖥️"), ("grinning_cat", "😸"), ("face_with_mon", "🧐"),
    ],
)  # fmt: skip
def test_names_of_both_languages_and_of_unicode(beginning: str, emoji: str) -> None:
    """In any case, with or without accents."""
    assert emoji in [found for found, _name in named(beginning)]


def test_short_names_come_first_and_each_emoji_once() -> None:
    """No more than a list can show."""
    found = named("co")

    assert len(found) == MOST == len({emoji for emoji, _name in found})
    assert named("carc")[0] == ("🤣", "carcajada")
    assert named("heart")[0] == ("❤️", "heart")
    assert named("x") == named("") == named("no_such_name") == []


def test_the_table_is_shown_as_it_is() -> None:
    """Nothing in it would be made visible by ``sanitize``."""
    emoji = {found for first in "abcdefghijklmnopqrstuvwxyz" for second in "aeioulr"
             for found, _name in named(first + second)}  # fmt: skip

    assert len(emoji) > 150
    assert [one for one in emoji if sanitize(one) != one] == []


@pytest.mark.parametrize(
    ("word", "name"),
    [(":smi", "smi"), (":smile:", "smile"), (":ñandú", "ñandú"), (":)", ""), (":D", ""),
     (":-(", ""), (":s", ""), ("smi", ""), (":12", ""), ("", "")],
)  # fmt: skip
def test_what_is_no_name_stays_what_it_is(word: str, name: str) -> None:
    """Smileys of two signs are not completed."""
    assert typed_name(word) == name


def test_an_emoji_has_a_name_in_the_language_in_force() -> None:
    """What is not in the table has none."""
    set_language("es")
    spanish = name_of("👍")
    set_language("en")

    assert (spanish, name_of("👍"), name_of("🧫")) == ("pulgar_arriba", "thumbs_up", "")
