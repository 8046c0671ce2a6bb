"""The tables of modes, and what 004, 005 and the configuration make of them."""

import pytest

from tertulia_server.config import parse_config
from tertulia_server.model.modes import (
    CHANNEL_MODES,
    DEFAULT_CHANNEL_MODES,
    FOUNDER,
    HALFOP,
    HALFOPS,
    OP,
    OPS,
    PREFIXES,
    USER_MODES,
    VOICE,
    ModeKind,
    chanmodes_token,
    list_modes,
    prefix_symbols,
    prefix_token,
    prefixes_from,
)


@pytest.mark.parametrize(
    ("rank", "one", "all_of_them"),
    [
        (0, "", ""),
        (VOICE, "+", "+"),
        (OP | VOICE, "@", "@+"),
        (FOUNDER | OP | HALFOP | VOICE, "~", "~@%+"),
    ],
)
def test_symbols_of_a_rank(rank: int, one: str, all_of_them: str) -> None:
    """The highest, or all of them from the highest down."""
    assert prefix_symbols(rank, multi=False) == one
    assert prefix_symbols(rank, multi=True) == all_of_them


@pytest.mark.parametrize(
    ("symbol", "ranks"),
    [("~", FOUNDER), ("@", OPS), ("%", HALFOPS), ("+", HALFOPS | VOICE), ("#", 0), ("", 0)],
)
def test_a_symbol_stands_for_its_rank_and_those_above(symbol: str, ranks: int) -> None:
    """As in STATUSMSG."""
    assert prefixes_from(symbol) == ranks


def test_nobody_gives_a_rank_above_their_own() -> None:
    """Whoever gives a status stands at least as high."""
    for prefix in PREFIXES:
        assert prefix.granted_by & (prefix.bit - 1) == 0


def test_tokens_have_every_mode_once() -> None:
    """CHANMODES has its four groups; prefixes stand in PREFIX only."""
    groups = chanmodes_token().split(",")

    assert len(groups) == len(ModeKind) == 4
    assert sorted("".join(groups)) == sorted(CHANNEL_MODES)
    assert groups[0] == list_modes()
    assert prefix_token() == "(qohv)~@%+"
    assert not set("qohv") & set(CHANNEL_MODES)


def test_default_modes_are_flags() -> None:
    """So that one ``MODE -letters`` removes them."""
    assert {CHANNEL_MODES[letter].kind for letter in DEFAULT_CHANNEL_MODES} == {ModeKind.FLAG}


def test_the_configuration_takes_the_modes_that_people_may_set() -> None:
    """Exactly those; operators are made by OPER."""
    own = "".join(row.letter for row in USER_MODES.values() if row.is_own)

    config = parse_config(f'[server]\ndefault_user_modes = "{own}"')

    assert config.server.default_user_modes == own
    with pytest.raises(Exception, match=own):
        parse_config('[server]\ndefault_user_modes = "o"')
