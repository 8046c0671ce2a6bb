"""Names become nicks that every server takes, and stand in for them only where they may."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tertulia_core.session.nicks import FALLBACK_NICK, display_name, fold_nick, numbered


@pytest.mark.parametrize(
    ("name", "nick"),
    [
        ("ana", "ana"),
        ("Iñaki", "Inaki"),
        ("José Mª", "JoseMa"),
        ("Łukasz Straße", "LukaszStrasse"),
        ("ana.lopez", "analopez"),
        ("2pac", "pac"),
        ("-x-", "x-"),
        ("[ana]_|", "[ana]_|"),
        ("Иван", FALLBACK_NICK),
        ("", FALLBACK_NICK),
    ],
)
def test_names_are_folded(name: str, nick: str) -> None:
    """Accents go, letters stay, and what no nick may hold is left out."""
    assert fold_nick(name) == nick


@given(st.text())
def test_any_name_gives_a_nick(name: str) -> None:
    """A folded nick is ASCII, not empty, and folds to itself."""
    nick = fold_nick(name)

    assert nick.isascii()
    assert " " not in nick
    assert not nick[:1].isdigit()
    assert nick
    assert fold_nick(nick) == nick


@pytest.mark.parametrize(
    ("attempt", "limit", "nick"),
    [(1, 9, "anastasia"), (2, 9, "anastasi2"), (10, 9, "anastas10"), (2, 30, "anastasia2")],
)
def test_taken_nicks_get_a_number(attempt: int, limit: int, nick: str) -> None:
    """The number takes the place of letters where there is no room."""
    assert numbered("anastasia", attempt, limit) == nick


@pytest.mark.parametrize(
    ("nick", "realname", "shown"),
    [
        ("Inaki", "Iñaki", "Iñaki"),
        ("Inaki2", "Iñaki", "Iñaki2"),
        ("JoseMa", "José Mª", "José Mª"),
        ("eva", "ana", "eva"),
        ("ana", "", "ana"),
        ("na", "аna", "na"),
        ("Ana", "Ána", "Ána"),
    ],
)
def test_a_name_stands_for_its_own_nick_only(nick: str, realname: str, shown: str) -> None:
    """A real name is shown if the nick is its folding, never one that could be somebody else's."""
    assert display_name(nick, realname) == shown
