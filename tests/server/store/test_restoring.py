"""Putting a backup in the place of a store, which stays beside it."""

from contextlib import closing
from pathlib import Path

import pytest

from tertulia_server.store.ports import Append, StoreError
from tertulia_server.store.restoring import put_back
from tertulia_server.store.sqlite import SqliteStore


def make(path: Path, text: bytes) -> str:
    """Make a store that holds one line; return its name."""
    with closing(SqliteStore(path)) as store:
        store.write([[Append(1, 1, 1.0, (b":a PRIVMSG #c :" + text + b"\r\n",))]])
        return store.name


def line_in(path: Path) -> bytes:
    """Return the one line of a store."""
    with closing(SqliteStore(path)) as store:
        (entry,) = store.history.range(1, limit=9, newest=True)
        return entry.line


def test_what_was_there_stays_with_what_its_log_holds(tmp_path: Path) -> None:
    """Also after a crash, when the newest lines are in the log alone; the name is a new one."""
    store, copy = tmp_path / "history.db", tmp_path / "copy"
    name = make(copy, b"copy")
    crashed = SqliteStore(tmp_path / "live.db")
    crashed.write([[Append(1, 1, 1.0, (b":a PRIVMSG #c :live\r\n",))]])
    for end in ("", "-wal"):
        (tmp_path / f"history.db{end}").write_bytes((tmp_path / f"live.db{end}").read_bytes())
    crashed.close()

    older = put_back(copy, store)

    assert older is not None
    assert line_in(older).endswith(b":live\r\n")
    assert line_in(store).endswith(b":copy\r\n")
    with closing(SqliteStore(store)) as restored:
        assert restored.name != name


def test_where_nothing_was(tmp_path: Path) -> None:
    """Nothing is kept aside."""
    make(tmp_path / "copy", b"copy")

    assert put_back(tmp_path / "copy", tmp_path / "history.db") is None


def test_a_refusal_leaves_everything(tmp_path: Path) -> None:
    """A damaged backup, and the store itself."""
    store, copy = tmp_path / "history.db", tmp_path / "copy"
    make(store, b"live")
    make(copy, b"copy")
    copy.write_bytes(copy.read_bytes()[:8192])
    before = sorted(tmp_path.glob("history.db*"))

    for source in (copy, store, tmp_path / "none"):
        with pytest.raises(StoreError):
            put_back(source, store)

    assert sorted(tmp_path.glob("history.db*")) == before
    assert line_in(store).endswith(b":live\r\n")
