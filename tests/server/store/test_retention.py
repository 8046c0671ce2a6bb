"""What both stores forget by themselves."""

from pathlib import Path

import pytest

from tertulia_server.store.limits import Limits
from tertulia_server.store.memory import MemoryStore
from tertulia_server.store.ports import Store
from tertulia_server.store.sqlite import SqliteStore

from .rows import NOW, ROOM, line, numbers, query, run, settle, take_back

DAY = 86400


def made(kind: str, tmp_path: Path, limits: Limits) -> Store:
    """Return an empty store that keeps what ``limits`` allow."""
    return MemoryStore(limits) if kind == "memory" else SqliteStore(tmp_path / "a.db", limits)


@pytest.mark.parametrize("kind", ["memory", "sqlite"])
def test_what_is_too_old_goes(kind: str, tmp_path: Path) -> None:
    """Days are counted from now; numbers and the rest stay."""
    store = made(kind, tmp_path, Limits(days=2))
    store.write([[run(1, "old one", "old two", time=NOW - 3 * DAY)]])
    store.write([[run(3, "new one", time=NOW - DAY), take_back(2)]])

    settle(store)

    assert numbers(store.history.range(ROOM, limit=9, newest=True)) == [3]
    assert numbers(store.history.search(query("one")).entries) == [3]
    assert store.last_numbers() == {ROOM: 3}
    store.close()


@pytest.mark.parametrize("kind", ["memory", "sqlite"])
def test_a_room_keeps_so_many_bytes(kind: str, tmp_path: Path) -> None:
    """The oldest go until the rest fits; other rooms are left alone."""
    size = len(line("0"))
    store = made(kind, tmp_path, Limits(bytes=3 * size))
    for number in range(1, 10):
        store.write([[run(number, str(number))]])
    store.write([[run(1, "elsewhere", room=3)]])

    settle(store)

    assert numbers(store.history.range(ROOM, limit=9, newest=True)) == [7, 8, 9]
    assert len(store.history.range(3, limit=9, newest=True)) == 1
    store.close()


def test_the_disk_gets_its_space_back(tmp_path: Path) -> None:
    """The file shrinks when much is forgotten."""
    path = tmp_path / "a.db"
    store = SqliteStore(path, Limits(days=2))
    for first in range(1, 2001, 100):
        store.write([[run(first, *(f"{n} {'word ' * 60}" for n in range(100)), time=NOW - DAY)]])
    settle(store)
    store._checkpoints.run("PASSIVE")
    before = path.stat().st_size

    settle(store, NOW + 5 * DAY)
    store.close()

    assert path.stat().st_size < before / 4
