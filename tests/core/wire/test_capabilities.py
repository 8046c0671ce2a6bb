"""The table of capabilities and the sets made from it."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tertulia_core.wire import capabilities as caps
from tertulia_core.wire.capabilities import (
    BY_NAME,
    CAPABILITIES,
    DELIVERY,
    PLAIN,
    delivery_profile,
    names,
    parse_offer,
    parse_request,
    to_lines,
)

sets = st.lists(st.sampled_from(CAPABILITIES)).map(
    lambda rows: sum({row.bit for row in rows}, start=0)
)


def test_every_row_has_a_bit_and_a_constant_of_its_own() -> None:
    """One bit each, none of them PLAIN's, each exported once under the name in capitals."""
    bits = [row.bit for row in CAPABILITIES]
    constants = {
        name for name in caps.__all__ if name.isupper() and isinstance(vars(caps)[name], int)
    }

    assert all(bit.bit_count() == 1 for bit in bits)
    assert len({*bits, PLAIN}) == len(bits) + 1
    assert {vars(caps)[name] for name in constants} == {*bits, PLAIN, DELIVERY}
    assert len(BY_NAME) == len(CAPABILITIES)


@pytest.mark.parametrize(
    ("bit", "is_delivery"),
    [
        (PLAIN, True),
        (caps.MESSAGE_TAGS, True),
        (caps.SERVER_TIME, True),
        (caps.ACCOUNT_TAG, True),
        (caps.EXTENDED_JOIN, True),
        (caps.AWAY_NOTIFY, True),
        (caps.ECHO_MESSAGE, False),
        (caps.LABELED_RESPONSE, False),
        (caps.MULTI_PREFIX, False),
        (caps.CAP_NOTIFY, False),
    ],
)
def test_a_delivery_profile_holds_what_changes_relayed_lines(bit: int, is_delivery: bool) -> None:
    """What only concerns answers to oneself must not split receivers into more profiles."""
    assert bool(bit & DELIVERY) is is_delivery


@pytest.mark.parametrize(
    ("capabilities", "profile"),
    [
        (caps.SERVER_TIME | caps.ECHO_MESSAGE, caps.SERVER_TIME),
        (caps.MULTILINE | caps.BATCH, caps.MULTILINE),
        (caps.MULTILINE | caps.SERVER_TIME, caps.SERVER_TIME),
        (PLAIN, PLAIN),
    ],
)
def test_multiline_has_no_effect_without_batch(capabilities: int, profile: int) -> None:
    """The other bits of the profile stand for themselves."""
    assert delivery_profile(capabilities) == profile


@given(sets, sets)
def test_a_granted_request_does_what_it_says(before: int, wanted: int) -> None:
    """Asking for a set adds it, asking it away removes it; names and bits agree."""
    adding = parse_request(" ".join(names(wanted)))
    removing = parse_request(" ".join(f"-{name}" for name in names(wanted)))

    assert adding.apply_to(before) == before | wanted
    assert removing.apply_to(before) == before & ~wanted
    assert not adding.unknown + removing.unknown


@pytest.mark.parametrize(
    ("text", "enable", "disable", "unknown"),
    [
        ("", 0, 0, ()),
        ("batch  echo-message ", caps.BATCH | caps.ECHO_MESSAGE, 0, ()),
        ("batch -batch", 0, caps.BATCH, ()),
        ("-batch batch", caps.BATCH, 0, ()),
        ("batch nonsense -more", caps.BATCH, 0, ("nonsense", "-more")),
        ("BATCH", 0, 0, ("BATCH",)),
        ("sasl=PLAIN", 0, 0, ("sasl=PLAIN",)),
    ],
)
def test_a_request_is_read(text: str, enable: int, disable: int, unknown: tuple[str, ...]) -> None:
    """Names are case-sensitive and have no value; the last mention of one counts."""
    assert parse_request(text) == (enable, disable, unknown)


def test_an_offer_has_values() -> None:
    """The list of CAP LS 302, known names or not."""
    offer = parse_offer("batch sasl=PLAIN,SCRAM-SHA-256 example.com/x=a=b ")

    assert offer == {"batch": "", "sasl": "PLAIN,SCRAM-SHA-256", "example.com/x": "a=b"}


def test_a_guest_on_a_bare_socket_has_no_capability_names() -> None:
    """PLAIN is never shown in CAP LIST."""
    assert names(PLAIN | caps.BATCH) == ["batch"]


@pytest.mark.parametrize(
    ("words", "room", "lines"),
    [
        ([], 10, [""]),
        (["batch"], 10, ["batch"]),
        (["batch", "sasl"], 10, ["batch sasl"]),
        (["batch", "sasl"], 9, ["batch", "sasl"]),
        (["batch", "sasl", "sts"], 8, ["batch", "sasl sts"]),
        (["a-name-that-fits-nowhere", "sts"], 8, ["a-name-that-fits-nowhere", "sts"]),
        (["sts", "a-name-that-fits-nowhere"], 8, ["sts", "a-name-that-fits-nowhere"]),
        (["ñ", "ñ"], 4, ["ñ", "ñ"]),
        (["ñ", "ñ"], 5, ["ñ ñ"]),
    ],
)
def test_a_list_takes_as_few_lines_as_it_can(words: list[str], room: int, lines: list[str]) -> None:
    """Each as full as the room allows, in order; a name is never cut."""
    assert to_lines(words, room) == lines


@given(st.lists(st.sampled_from(sorted(BY_NAME)), max_size=60), st.integers(40, 500))
def test_lists_of_any_length_fit_and_lose_nothing(words: list[str], room: int) -> None:
    """What a client joins again is what was listed."""
    lines = to_lines(words, room)

    assert " ".join(lines).split() == words
    assert all(len(line) <= room for line in lines)
    for line, following in pairwise(lines):
        assert len(f"{line} {following.split()[0]}") > room
