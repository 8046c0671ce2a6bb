"""What Tab offers for the word before the cursor: commands, nicks, rooms, emoji by name."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from tertulia_core.session.emoji_names import named, typed_name
from tertulia_core.session.slash import COMMANDS, Completes, find
from tertulia_core.session.state import SERVER_ROOM, LineKind, Room, RoomKind, SessionState
from tertulia_core.wire.casemap import fold_ascii

__all__ = ["Completion", "complete"]


@dataclass(frozen=True, slots=True)
class Completion:
    """What may stand in place of ``text[start:end]``.

    Attributes:
        candidates: best first, each with what follows it (a space, or a colon
            and a space after a nick that a text begins with); empty for none.
        labels: how a list shows the candidates, where not as they are.
    """

    start: int
    end: int
    candidates: tuple[str, ...] = ()
    labels: tuple[str, ...] = ()


def complete(state: SessionState, text: str, cursor: int) -> Completion:
    """Return what Tab offers at ``cursor`` (an index into ``text``)."""
    start = cursor
    while start > 0 and not text[start - 1].isspace():
        start -= 1
    word = text[start:cursor]
    before = text[:start]
    if name := typed_name(word):
        return _emoji(start, cursor, name)
    if text.startswith("/") and not text.startswith("//"):
        found = _in_command(state, before, word)
    elif not word:
        found = iter(())
    elif word[0] in "#&":
        found = _rooms(state, word)
    else:
        found = _nicks(state, word, after=" " if before.strip() else ": ")
    return Completion(start, cursor, tuple(dict.fromkeys(found)))


def _emoji(start: int, end: int, name: str) -> Completion:
    found = named(name)
    return Completion(
        start, end, tuple(f"{emoji} " for emoji, _name in found),
        tuple(f"{emoji}  {name}" for emoji, name in found),
    )  # fmt: skip


def _in_command(state: SessionState, before: str, word: str) -> Iterator[str]:
    words = before.split()
    if not words:
        return (f"/{name} " for name in _commands(word.removeprefix("/")))
    row = find(words[0])
    if row is None:
        return iter(())
    kind = row.completes[min(len(words) - 1, len(row.completes) - 1)]
    if kind is Completes.COMMAND:
        return (f"{name} " for name in _commands(word.removeprefix("/")))
    if kind is Completes.ROOM or word.startswith("#"):
        return _rooms(state, word)
    if kind is Completes.NICK:
        return _nicks(state, word, after=" ")
    return iter(())


def _commands(prefix: str) -> Iterator[str]:
    return (row.name for row in COMMANDS if row.name.startswith(prefix.lower()))


def _rooms(state: SessionState, prefix: str) -> Iterator[str]:
    names = (room.name for room in state.rooms.values() if room.kind is RoomKind.CHANNEL)
    return (f"{name} " for name in _matching(names, prefix))


def _nicks(state: SessionState, prefix: str, *, after: str) -> Iterator[str]:
    """Yield the nicks that begin so: who spoke last comes first, we ourselves last."""
    room = state.rooms.get(state.current)
    if room is None:
        return
    own = [nick for nick in room.members if fold_ascii(nick) == fold_ascii(state.nick)]
    people = [*_speakers(room), *sorted(room.members, key=fold_ascii)]
    if room.kind is RoomKind.PRIVATE and room.name != SERVER_ROOM:
        people.insert(0, room.name)
    others = [nick for nick in people if nick not in own]
    for nick in _matching([*others, *own], prefix):
        yield f"{nick}{after}"


def _speakers(room: Room) -> Iterator[str]:
    """Yield who spoke and is still there, latest first."""
    for line in reversed(room.lines):
        is_speech = line.kind in {LineKind.MESSAGE, LineKind.ACTION}
        if is_speech and not line.own and line.nick in room.members:
            yield room.members[line.nick].nick


def _matching(names: Iterable[str], prefix: str) -> Iterator[str]:
    folded = fold_ascii(prefix)
    return (name for name in dict.fromkeys(names) if fold_ascii(name).startswith(folded))
