"""What the server promises about messages, as one check of what was seen: I1 to I7.

A test writes down what each connection sent and read, and what history holds at
the end, in ``Evidence``; ``violations`` compares. The promises are those of
docs/protocol.md and of the ADR about commit, echo and delivery:

I1 what was acknowledged is in history exactly once, unchanged; I2 nothing was
shown that is not in history; I3 one key is one id, and nobody is shown an id
twice; I4 every transcript is in the order of its room, and what lies between
two lines that somebody saw while present was seen too; I5 the order of each
sender is kept; I6 nothing is kept of a sender after the acknowledgement of what
forbids it; I7 nobody is shown what is not for that person.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

__all__ = ["Acknowledged", "Evidence", "Forbidden", "Kept", "Shown", "violations"]


@dataclass(frozen=True, slots=True)
class Kept:
    """A message in history, in the order of its room."""

    msgid: str
    room: str
    sender: str
    text: str


@dataclass(frozen=True, slots=True)
class Acknowledged:
    """An echo: its sender read it under this id.

    Attributes:
        key: under which it was sent, ``""`` for none.
        position: the how-manieth of what this sender sent to this room.
    """

    msgid: str
    room: str
    sender: str
    text: str
    position: int
    key: str = ""


@dataclass(frozen=True, slots=True)
class Shown:
    """A line that somebody read live.

    Attributes:
        stay: tells the stays of one reader in one room apart.
    """

    msgid: str
    room: str
    reader: str
    text: str
    stay: int = 0


@dataclass(frozen=True, slots=True)
class Forbidden:
    """Somebody was kept from speaking: thrown out, banned, silenced.

    Attributes:
        after: the id of the event, as history and its acknowledgement have it.
        until: the id of the event that allowed it again, ``""`` for never.
    """

    room: str
    sender: str
    after: str
    until: str = ""


@dataclass(slots=True)
class Evidence:
    """Everything a test saw.

    Attributes:
        kept: history at the end, all rooms; events that ``forbidden`` names included.
        acknowledged: echoes, in the order in which they were read.
        shown: lines, in the order in which each reader read them.
        forbidden: see there.
        hidden: room → readers who must not be shown anything of it.
        own_are_shown: whether ``shown`` has the readers' own lines too.
    """

    kept: list[Kept] = field(default_factory=list)
    acknowledged: list[Acknowledged] = field(default_factory=list)
    shown: list[Shown] = field(default_factory=list)
    forbidden: list[Forbidden] = field(default_factory=list)
    hidden: Mapping[str, frozenset[str]] = field(default_factory=dict)
    own_are_shown: bool = False


def violations(evidence: Evidence) -> list[str]:
    """Return every broken promise in words, each with its name first; none if all is well."""
    return [problem for check in _CHECKS for problem in check(evidence)]


def _acknowledged_is_kept(evidence: Evidence) -> Iterator[str]:
    times = Counter(kept.msgid for kept in evidence.kept)
    by_id = {kept.msgid: kept for kept in evidence.kept}
    for msgid, count in times.items():
        if count > 1:
            yield f"I1 {msgid} is in history {count} times"
    for ack in evidence.acknowledged:
        kept = by_id.get(ack.msgid)
        if kept is None:
            yield f"I1 {ack.msgid} was acknowledged and is not in history"
        elif (kept.room, kept.sender, kept.text) != (ack.room, ack.sender, ack.text):
            yield f"I1 {ack.msgid} was acknowledged as {ack.text!r} and is kept as {kept.text!r}"


def _shown_is_kept(evidence: Evidence) -> Iterator[str]:
    by_id = {kept.msgid: kept for kept in evidence.kept}
    for shown in evidence.shown:
        kept = by_id.get(shown.msgid)
        if kept is None:
            yield f"I2 {shown.reader} was shown {shown.msgid}, which is not in history"
        elif (kept.room, kept.text) != (shown.room, shown.text):
            yield f"I2 {shown.reader} was shown {shown.msgid} as {shown.text!r}"


def _keys_are_ids(evidence: Evidence) -> Iterator[str]:
    ids: dict[str, str] = {}
    for ack in evidence.acknowledged:
        if ack.key and ids.setdefault(ack.key, ack.msgid) != ack.msgid:
            yield f"I3 the key {ack.key} is both {ids[ack.key]} and {ack.msgid}"
    texts = Counter((kept.sender, kept.room, kept.text) for kept in evidence.kept)
    for ack in evidence.acknowledged:
        if ack.key and texts[ack.sender, ack.room, ack.text] > 1:
            yield f"I3 what was sent under {ack.key} is kept more than once"
    for (reader, msgid), count in Counter((s.reader, s.msgid) for s in evidence.shown).items():
        if count > 1:
            yield f"I3 {reader} was shown {msgid} {count} times"


def _transcripts_are_whole(evidence: Evidence) -> Iterator[str]:
    places = {kept.msgid: place for place, kept in enumerate(evidence.kept)}
    for (reader, room, _stay), ids in _transcripts(evidence.shown).items():
        seen = [places[msgid] for msgid in ids if msgid in places]
        if any(later <= earlier for earlier, later in pairwise(seen)):
            yield f"I4 {reader} read {room} in another order than history has"
        elif seen:
            there = evidence.kept[seen[0] : seen[-1] + 1]
            missed = {
                kept.msgid
                for kept in there
                if kept.room == room and (kept.sender != reader or evidence.own_are_shown)
            } - set(ids)
            yield from (f"I4 {reader} missed {msgid} in {room}" for msgid in sorted(missed))


def _senders_keep_their_order(evidence: Evidence) -> Iterator[str]:
    places = {kept.msgid: place for place, kept in enumerate(evidence.kept)}
    last: dict[tuple[str, str], tuple[int, int]] = {}
    for ack in sorted(evidence.acknowledged, key=lambda ack: ack.position):
        who, place = (ack.sender, ack.room), places.get(ack.msgid)
        if place is None:
            continue
        position, before = last.get(who, (-1, -1))
        if place < before and ack.position > position:
            yield f"I5 {ack.sender} said {ack.text!r} later than history has it"
        last[who] = ack.position, max(place, before)


def _the_forbidden_is_absent(evidence: Evidence) -> Iterator[str]:
    places = {kept.msgid: place for place, kept in enumerate(evidence.kept)}
    for rule in evidence.forbidden:
        if rule.after not in places:
            yield f"I6 {rule.after}, which forbids {rule.sender} to speak, is not in history"
            continue
        end = places.get(rule.until, len(evidence.kept))
        for kept in evidence.kept[places[rule.after] + 1 : end]:
            if (kept.sender, kept.room) == (rule.sender, rule.room):
                yield f"I6 {kept.msgid} of {kept.sender} is kept after {rule.after}"


def _nobody_sees_too_much(evidence: Evidence) -> Iterator[str]:
    for shown in evidence.shown:
        if shown.reader in evidence.hidden.get(shown.room, frozenset()):
            yield f"I7 {shown.reader} was shown {shown.msgid} of {shown.room}"


_CHECKS = (
    _acknowledged_is_kept,
    _shown_is_kept,
    _keys_are_ids,
    _transcripts_are_whole,
    _senders_keep_their_order,
    _the_forbidden_is_absent,
    _nobody_sees_too_much,
)


def _transcripts(shown: Iterable[Shown]) -> Mapping[tuple[str, str, int], Sequence[str]]:
    transcripts: dict[tuple[str, str, int], list[str]] = {}
    for line in shown:
        transcripts.setdefault((line.reader, line.room, line.stay), []).append(line.msgid)
    return transcripts
