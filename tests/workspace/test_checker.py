"""The checker of the promises about messages: it believes what is right and catches every fault."""

import random
from collections.abc import Callable
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.support.checker import Acknowledged, Evidence, Forbidden, Kept, Shown, violations

PEOPLE = ("ana", "bob", "eve")
ROOMS = ("#a", "#b")


def sound(size: int, seed: int) -> Evidence:
    """Return what a server that keeps every promise shows of ``size`` messages in two rooms."""
    choose = random.Random(seed)
    evidence = Evidence(hidden={"#b": frozenset({"eve"})})
    counts: dict[tuple[str, str], int] = {}
    for number in range(size):
        room = choose.choice(ROOMS)
        sender = choose.choice(PEOPLE if room == "#a" else PEOPLE[:2])
        msgid, text = f"s-{room}-{number}", f"text {number}"
        counts[sender, room] = counts.get((sender, room), 0) + 1
        evidence.kept.append(Kept(msgid, room, sender, text))
        evidence.acknowledged.append(
            Acknowledged(msgid, room, sender, text, counts[sender, room], f"key {number}")
        )
        for reader in PEOPLE if room == "#a" else PEOPLE[:2]:
            if reader != sender:
                evidence.shown.append(Shown(msgid, room, reader, text))
    return evidence


@given(size=st.integers(0, 60), seed=st.integers(0, 2**32))
def test_what_is_right_is_believed(size: int, seed: int) -> None:
    """Whoever said what where."""
    assert violations(sound(size, seed)) == []


def _lose_in_history(evidence: Evidence) -> None:
    del evidence.kept[20]


def _change_in_history(evidence: Evidence) -> None:
    evidence.kept[20] = replace(evidence.kept[20], text="something else")


def _keep_twice(evidence: Evidence) -> None:
    evidence.kept.insert(21, evidence.kept[20])


def _acknowledge_what_was_lost(evidence: Evidence) -> None:
    lost = evidence.kept.pop()
    evidence.shown = [shown for shown in evidence.shown if shown.msgid != lost.msgid]


def _show_what_is_not_kept(evidence: Evidence) -> None:
    evidence.shown.append(Shown("s-#a-999", "#a", "ana", "ghost"))


def _show_something_else(evidence: Evidence) -> None:
    evidence.shown[20] = replace(evidence.shown[20], text="something else")


def _one_key_two_ids(evidence: Evidence) -> None:
    first, second = evidence.acknowledged[20:22]
    evidence.acknowledged[21] = replace(second, key=first.key)


def _keep_a_resend(evidence: Evidence) -> None:
    evidence.kept.append(replace(evidence.kept[20], msgid="s-#a-1000"))


def _show_twice(evidence: Evidence) -> None:
    evidence.shown.append(evidence.shown[-1])


def _miss_one(evidence: Evidence) -> None:
    del evidence.shown[len(evidence.shown) // 2]


def _swap_what_is_shown(evidence: Evidence) -> None:
    places = [i for i, s in enumerate(evidence.shown) if (s.reader, s.room) == ("ana", "#a")]
    one, two = places[5:7]
    shown = evidence.shown
    shown[one], shown[two] = shown[two], shown[one]


def _swap_a_senders_messages(evidence: Evidence) -> None:
    places = [
        i for i, kept in enumerate(evidence.kept) if (kept.sender, kept.room) == ("ana", "#a")
    ]
    one, two = places[3:5]
    kept = evidence.kept
    kept[one], kept[two] = kept[two], kept[one]
    evidence.shown.clear()


def _let_the_silenced_speak(evidence: Evidence) -> None:
    last = [kept for kept in evidence.kept if kept.sender == "ana"][-1]
    place = evidence.kept.index(last)
    evidence.kept.insert(place, Kept("s-#a-ban", last.room, "bob", "+b ana"))
    evidence.forbidden.append(Forbidden(last.room, "ana", "s-#a-ban"))
    evidence.shown.clear()


def _lose_what_silences(evidence: Evidence) -> None:
    evidence.forbidden.append(Forbidden("#a", "ana", "s-#a-ban"))


def _show_too_much(evidence: Evidence) -> None:
    secret = next(kept for kept in evidence.kept if kept.room == "#b")
    evidence.shown.append(Shown(secret.msgid, "#b", "eve", secret.text))


FAULTS: list[tuple[str, Callable[[Evidence], None]]] = [
    ("I1", _lose_in_history),
    ("I1", _change_in_history),
    ("I1", _keep_twice),
    ("I1", _acknowledge_what_was_lost),
    ("I2", _lose_in_history),
    ("I2", _show_what_is_not_kept),
    ("I2", _show_something_else),
    ("I3", _one_key_two_ids),
    ("I3", _keep_a_resend),
    ("I3", _show_twice),
    ("I4", _miss_one),
    ("I4", _swap_what_is_shown),
    ("I5", _swap_a_senders_messages),
    ("I6", _let_the_silenced_speak),
    ("I6", _lose_what_silences),
    ("I7", _show_too_much),
]


@pytest.mark.parametrize(
    ("name", "plant"), FAULTS, ids=lambda value: getattr(value, "__name__", value)
)
@pytest.mark.parametrize("seed", range(5))
def test_every_planted_fault_is_caught(
    name: str, plant: Callable[[Evidence], None], seed: int
) -> None:
    """By the check of its promise."""
    evidence = sound(60, seed)

    plant(evidence)

    assert any(problem.startswith(name) for problem in violations(evidence))


def test_who_may_speak_again_may() -> None:
    """A ban has an end, and holds in one room."""
    evidence = sound(0, 0)
    for number, (sender, text) in enumerate(
        [("bob", "+b ana"), ("bob", "-b ana"), ("ana", "back")]
    ):
        evidence.kept.append(Kept(f"s-{number}", "#a", sender, text))
    evidence.forbidden.append(Forbidden("#a", "ana", "s-0", "s-1"))

    assert violations(evidence) == []


def test_each_stay_is_a_transcript_of_its_own() -> None:
    """What was said while somebody was away was not missed."""
    evidence = sound(0, 0)
    for number in range(3):
        evidence.kept.append(Kept(f"s-{number}", "#a", "bob", f"{number}"))
    evidence.shown = [Shown("s-0", "#a", "ana", "0", 0), Shown("s-2", "#a", "ana", "2", 1)]

    assert violations(evidence) == []
