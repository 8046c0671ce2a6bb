"""Whom and what the person wants to hear about."""

import pytest

from tertulia_core.session.attention import Attention, Choices, Level
from tertulia_core.wire.casemap import fold_ascii


@pytest.mark.parametrize(
    ("entry", "nick", "source", "is_ignored"),
    [
        ("Troll", "troll", "", True),
        ("troll", "trolls", "", False),
        ("tr*", "trolls", "", True),
        ("tr?ll", "troll", "", True),
        ("*!*@bad.example", "eva", "eva!e@BAD.example", True),
        ("*!*@bad.example", "eva", "eva!e@good.example", False),
        ("[x]", "[x]", "", True),
        ("[xy]*", "x1", "", False),
        ("(a+)+*", "a" * 40, "", False),
    ],
)
def test_people_are_ignored_by_nick_or_mask(
    entry: str, nick: str, source: str, is_ignored: bool
) -> None:
    """In any case; only ``*`` and ``?`` stand for something else."""
    attention = Attention()
    attention.toggle_ignored(entry)

    assert attention.is_ignored(nick, source) == is_ignored


def test_what_is_chosen_twice_is_taken_back() -> None:
    """People and rooms alike, whatever the case."""
    attention = Attention()

    assert [attention.toggle_ignored("ana"), attention.toggle_ignored("ANA")] == [True, False]
    assert [attention.toggle_muted("#a"), attention.toggle_muted("#A")] == [True, False]
    assert not attention.is_muted("#a")


def test_lists_keep_the_newest_entries() -> None:
    """They cannot grow without end."""
    attention = Attention()
    for number in range(501):
        attention.toggle_muted(f"#r{number}")

    assert (len(attention.muted), attention.is_muted("#r0")) == (500, False)


def test_a_rooms_level_is_its_own_or_everybodys() -> None:
    """Muted means nothing; the default is not kept."""
    attention = Attention()
    attention.set_level("#a", Level.ALL)
    attention.set_level("#b", Level.NOTHING)
    attention.set_level("#b", Level.MENTIONS)
    attention.toggle_muted("#c")

    assert attention.level("#A") is Level.ALL
    assert attention.level("#c") is Level.NOTHING
    assert dict(attention.levels) == {"#a": Level.ALL}


def test_choices_come_back_as_they_were_kept() -> None:
    """With another rule for names too."""
    kept = Choices(("troll",), ("#a",), {"#b": Level.ALL}, Level.NOTHING)
    attention = Attention()
    attention.take(kept)
    attention.refold(fold_ascii)

    assert attention.to_choices() == kept
