"""A burst is, for every receiver, what as many lines of their own would be."""

import pytest

from tertulia_core.broadcast.burst import Burst
from tertulia_core.broadcast.outbound import Outbound
from tertulia_core.wire.capabilities import ACCOUNT_TAG, MESSAGE_TAGS, PLAIN, SERVER_TIME

NOON = 1_700_000_000.0
TEXTS = ("uno", "dos", "tres")
PROFILES = (0, PLAIN, SERVER_TIME, MESSAGE_TAGS, MESSAGE_TAGS | SERVER_TIME | ACCOUNT_TAG)


def say(text: str, number: int, tags: dict[str, str]) -> Outbound:
    """Return what Ana says, with the id of its number."""
    params = ("#sala", text)
    return Outbound("PRIVMSG", params, "ana!a@h", NOON, f"s-{number}", tags, plain=_spoken)


def _spoken(body: bytes) -> str:
    return f"ana: {body.decode().rpartition(':')[2].strip()}"


def burst_of(texts: tuple[str, ...], tags: dict[str, str]) -> Burst:
    """Return the same in a burst, of which the first has the number 2."""
    bodies = [say(text, 0, {}).encode(0) for text in texts]
    return Burst(say("antes", 1, tags), bodies, NOON, 2, lambda number: f"s-{number}")


@pytest.mark.parametrize("tags", [{}, {"account": "ana"}, {"bot": ""}], ids=str)
@pytest.mark.parametrize("profile", PROFILES)
def test_receivers_cannot_tell_it_from_single_lines(profile: int, tags: dict[str, str]) -> None:
    """With ids, times, tags and as text for guests."""
    lines = [say(text, number, tags) for number, text in enumerate(TEXTS, 2)]

    burst = burst_of(TEXTS, tags)

    assert len(burst) == 3
    assert list(burst.encoded(profile)) == [line.encode(profile) for line in lines]
    assert list(burst.stored()) == [line.stored() for line in lines]


def test_no_ids_are_made_where_nobody_sees_them() -> None:
    """Nor anything else: the lines are those that it was given."""
    bodies = [b":ana!a@h PRIVMSG #sala :uno\r\n"]

    def id_of(number: int) -> str:
        raise AssertionError(number)

    burst = Burst(say("antes", 1, {}), bodies, NOON, 2, id_of)

    assert burst.encoded(0) is bodies
    assert list(burst.forms()) == [bodies]


def test_every_look_it_was_written_in_is_known() -> None:
    """So that a line that could not be kept can be found in what others were to get."""
    burst = burst_of(TEXTS, {})
    seen = [burst.encoded(profile) for profile in PROFILES]

    forms = list(burst.forms())

    assert len(forms) == 3
    assert all(set(looks) <= set(forms[0]) for looks in ([lines[0]] for lines in seen))
