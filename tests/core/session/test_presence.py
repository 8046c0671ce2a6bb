"""Comings and goings in a row are told as their result."""

from collections.abc import Iterable

import pytest

from tertulia_core.session.presence import Presence
from tertulia_core.session.state import LineKind
from tests.core.session.lines import line

KINDS = {"+": LineKind.JOINED, "-": LineKind.LEFT, "=": LineKind.RENAMED}


def told(*changes: str) -> str:
    """Return the sentence for ``+rosa``, ``-luis`` or ``=old>new`` in a row."""
    presence = Presence()
    for change in changes:
        nick, _arrow, text = change[1:].partition(">")
        presence.add(line(KINDS[change[0]], nick, text))
    return presence.sentence()


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        (["+rosa"], "rosa came in"),
        (["-rosa>bye"], "rosa left (bye)"),
        (["+rosa", "+luis"], "rosa and luis came in"),
        (["+rosa", "-rosa"], "rosa came in and left"),
        (["-rosa", "+rosa"], "rosa left and came back"),
        (["+rosa", "-luis"], "rosa came in · luis left"),
        (["+rosa", "-rosa", "+rosa"], "rosa came in"),
        (["-rosa", "+rosa", "-rosa"], "rosa left"),
        (["+rosa", "=rosa>rosita"], "rosita came in"),
        (["=a>b", "=b>c"], "a is now c"),
        (["=a>b", "=b>a"], "b is now a"),
        (["=a>b", "-b"], "b left"),
    ],
)
def test_runs_are_reduced(changes: Iterable[str], sentence: str) -> None:
    """Who is there or gone afterwards counts, not every step."""
    assert told(*changes) == sentence


def test_a_netsplit_is_one_sentence() -> None:
    """A line may tell of many people."""
    presence = Presence()
    presence.add(line(LineKind.LEFT, "a", "x y", members=("a", "b", "c")))

    assert presence.sentence() == "a, b and c left (x y)"
