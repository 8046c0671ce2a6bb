"""Copies of a store that is in use, and what a restored one is."""

import threading
from pathlib import Path

import pytest

from tertulia_server.store.backup import back_up, restore
from tertulia_server.store.ports import StoreError

from .rows import ROOM, numbers, opened, query, run, settle


def test_a_backup_holds_all_that_was_committed_before(path: Path, tmp_path: Path) -> None:
    """Made while the store writes on, by another thread."""
    copy = tmp_path / "copy.db"
    with opened(path) as store:
        store.write([[run(number, f"word {number}")] for number in range(1, 501)])
        settle(store)
        store.write([[run(501, "word unindexed")]])
        made = threading.Thread(target=back_up, args=(path, copy))
        made.start()
        for number in range(502, 600):
            store.write([[run(number, "later")]])
        made.join()

    with opened(copy) as store:
        kept = numbers(store.history.range(ROOM, limit=999, newest=True))
        assert kept == list(range(1, len(kept) + 1))
        assert len(kept) >= 501
        assert numbers(store.history.search(query("unindexed")).entries) == [501]
    assert not list(tmp_path.glob("*.part"))


def test_a_restored_store_has_a_name_of_its_own(path: Path, tmp_path: Path) -> None:
    """Ids given after the backup never mean other messages."""
    copy = tmp_path / "copy.db"
    with opened(path) as store:
        old = store.name
        store.write([[run(1, "kept")]])
        back_up(path, copy)
        store.write([[run(2, "lost")]])

    restore(copy, path)

    with opened(path) as store:
        assert store.name != old
        assert numbers(store.history.range(ROOM, limit=9, newest=True)) == [1]
        store.write([[run(2, "another")]])


@pytest.mark.parametrize("content", [b"", b"rubbish " * 1000])
def test_a_bad_backup_changes_nothing(path: Path, tmp_path: Path, content: bytes) -> None:
    """The store is as it was, and nothing lies about."""
    with opened(path) as store:
        store.write([[run(1, "kept")]])
    bad = tmp_path / "bad.db"
    bad.write_bytes(content)

    with pytest.raises(StoreError):
        restore(bad, path)

    with opened(path) as store:
        assert numbers(store.history.range(ROOM, limit=9, newest=True)) == [1]
    assert not list(tmp_path.glob("*.part"))


def test_a_backup_that_is_not_there(path: Path, tmp_path: Path) -> None:
    """It is said by name."""
    with pytest.raises(StoreError, match=r"gone\.db"):
        restore(tmp_path / "gone.db", path)
    assert not path.exists()


def test_a_folder_that_cannot_be_written(path: Path, tmp_path: Path) -> None:
    """The store goes on, and the caller is told."""
    with opened(path) as store:
        with pytest.raises(StoreError):
            back_up(path, tmp_path / "nowhere" / "copy.db")
        store.write([[run(1, "a")]])
