"""What a server says it can do."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tertulia_core.wire.casemap import Fold, fold_ascii, fold_rfc1459
from tertulia_core.wire.isupport import TOKENS_PER_LINE, ISupport, format_tokens

token_names = st.from_regex(r"[A-Z0-9]{1,20}", fullmatch=True)
token_values = st.text(st.characters(codec="utf-8"), max_size=12)


def support(*tokens: str) -> ISupport:
    """Return what is known after one line."""
    known = ISupport()
    known.update(tokens)
    return known


@given(st.dictionaries(token_names, token_values, max_size=40))
def test_tokens_come_back_as_they_were(tokens: dict[str, str]) -> None:
    """Any value is written in ASCII, with one ``=`` and at most 13 to a line, and is read back."""
    lines = format_tokens(tokens)

    known = ISupport()
    for line in lines:
        known.update(line)

    assert known.tokens == tokens
    assert all(0 < len(line) <= TOKENS_PER_LINE for line in lines)
    assert all(sum(len(token) + 1 for token in line) <= 512 - 64 for line in lines)
    written = [token for line in lines for token in line]
    assert all(
        token.count("=") <= 1 and token.isascii() and token.isprintable() for token in written
    )
    assert not any(" " in token for token in written)


def test_long_tokens_begin_another_line_before_the_512_bytes_are_full() -> None:
    """Thirteen long tokens do not fit into one line."""
    lines = format_tokens({f"NAME{number}": "x" * 60 for number in range(13)})

    assert len(lines) > 1
    assert sum(map(len, lines)) == 13


def test_silence_has_the_meaning_the_specification_gives_it() -> None:
    """A server that says nothing is an old one."""
    known = ISupport()

    assert known.prefix == {"o": "@", "v": "+"}
    assert known.chanmodes[:3] == ("beI", "k", "l")
    assert known.is_channel("#a")
    assert known.is_channel("&a")
    assert known.fold is fold_rfc1459
    assert known.network == ""
    assert known.statusmsg == ""
    assert (known.nicklen, known.topiclen, known.modes_per_line) == (9, 0, 3)
    assert known.monitor is None
    assert not known.is_utf8_only
    assert known.targets_of("KICK") == 1


def test_what_is_said_counts() -> None:
    """Each token has its property."""
    known = support(
        "PREFIX=(qaohv)~&@%+",
        "CHANMODES=b,k,l,imnst",
        "CHANTYPES=#",
        "NETWORK=Mi\\x20red",
        "STATUSMSG=@+",
        "NICKLEN=32",
        "TOPICLEN=390",
        "MODES=20",
        "MONITOR=100",
        "UTF8ONLY",
        "TARGMAX=NAMES:4,LIST:,KICK:1",
    )

    assert list(known.prefix.items()) == list(zip("qaohv", "~&@%+", strict=True))
    assert known.chanmodes == ("b", "k", "l", "imnst")
    assert not known.is_channel("&a")
    assert not known.is_channel("")
    assert known.network == "Mi red"
    assert known.statusmsg == "@+"
    assert (known.nicklen, known.topiclen, known.modes_per_line) == (32, 390, 20)
    assert known.monitor == 100
    assert known.is_utf8_only
    assert [known.targets_of(name) for name in ("NAMES", "LIST", "KICK", "JOIN")] == [4, 0, 1, 1]


@pytest.mark.parametrize(
    ("name", "fold"),
    [("ascii", fold_ascii), ("ASCII", fold_ascii), ("rfc1459", fold_rfc1459), ("x", fold_rfc1459)],
)
def test_the_casemapping_names_a_rule(name: str, fold: Fold) -> None:
    """A rule that we do not have folds as the oldest."""
    assert support(f"CASEMAPPING={name}").fold is fold


def test_a_token_can_be_revoked() -> None:
    """``-NAME`` takes back what was said; the rest stays."""
    known = support("UTF8ONLY", "NICKLEN=20", "-UTF8ONLY", "-NEVERSAID")

    assert known.tokens == {"NICKLEN": "20"}


@pytest.mark.parametrize(
    ("token", "length"),
    [
        ("NICKLEN=", 9),
        ("NICKLEN=x", 9),
        ("NICKLEN=-1", 9),
        ("NICKLEN=١٢", 9),
        ("NICKLEN=0000000012", 12),
        ("NICKLEN=000", 0),
        ("NICKLEN=70000", 65_535),
        ("NICKLEN=1" + "0" * 400, 65_535),
    ],
)
def test_numbers_from_the_wire_stay_within_bounds(token: str, length: int) -> None:
    """Nonsense is silence, and 10^400 is only a large number."""
    assert support(token).nicklen == length


@pytest.mark.parametrize("value", ["", "ov", "(ov", "()"])
def test_a_prefix_without_letters_means_no_ranks(value: str) -> None:
    """Nothing is guessed from half a token."""
    assert support(f"PREFIX={value}").prefix == {}


@pytest.mark.parametrize(
    ("name", "parts"),
    [
        ("@+ana", ("@+", "ana")),
        ("ana", ("", "ana")),
        ("+ana!a@host", ("+", "ana!a@host")),
        ("~ana", ("", "~ana")),
        ("@", ("@", "")),
    ],
)
def test_ranks_are_split_from_a_name(name: str, parts: tuple[str, str]) -> None:
    """Only signs that the server has announced are ranks."""
    assert ISupport().split_prefixes(name) == parts


@given(st.lists(st.text()))
def test_any_tokens_are_survived(tokens: list[str]) -> None:
    """A hostile server cannot raise an error in a client."""
    known = support(*tokens)

    assert known.nicklen <= 65_535
    assert len(known.chanmodes) == 4
    assert isinstance(known.prefix, dict)
    assert known.modes_per_line > 0
