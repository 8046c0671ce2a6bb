"""The store on disk: its settings, crashes, migrations, and files that are not ours."""

import os
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

from tertulia_core import platforms
from tertulia_server.store.checkpoints import Checkpoints
from tertulia_server.store.connections import Deadline, open_reader, open_writer
from tertulia_server.store.failpoints import (
    AFTER_COMMIT,
    BEFORE_COMMIT,
    from_environment,
    nothing_fails,
)
from tertulia_server.store.ports import Erase, Place, Put, StoreError, StoreLost
from tertulia_server.store.schema import MIGRATIONS, migrate
from tertulia_server.store.sqlite import SqliteStore

from .rows import NOW, ROOM, numbers, opened, query, run, settle, take_back, texts

MEBIBYTE = 1024 * 1024


@pytest.mark.parametrize(
    ("setting", "value"),
    [
        ("journal_mode", "wal"),
        ("synchronous", 2),
        ("wal_autocheckpoint", 0),
        ("journal_size_limit", 64 * MEBIBYTE),
        ("auto_vacuum", 2),
        ("secure_delete", 1),
        ("foreign_keys", 1),
        ("busy_timeout", 5000),
        ("user_version", len(MIGRATIONS)),
    ],
)
def test_settings_are_in_force(path: Path, setting: str, value: object) -> None:
    """Each setting as reliability asks for it, read back from the connection itself."""
    with opened(path) as store:
        assert store._connection.execute(f"PRAGMA {setting}").fetchone() == (value,)


@pytest.mark.skipif(os.name != "posix", reason="rights of files are those of POSIX")
def test_nobody_else_reads_the_files(path: Path) -> None:
    """Private messages are in them, and the folder may be one that everybody sees into."""
    with opened(path):
        rights = [
            path.with_name(path.name + suffix).stat().st_mode & 0o777
            for suffix in ("", "-wal", "-shm")
        ]

    assert rights == [0o600] * 3


def test_readers_can_write_nothing(path: Path) -> None:
    """A connection of a reader refuses every change."""
    with opened(path):
        reader = open_reader(path, Deadline())
        with pytest.raises(sqlite3.OperationalError, match="readonly"):
            reader.execute("DELETE FROM segment")
        reader.close()


def test_a_reader_is_broken_off_in_time(path: Path) -> None:
    """What reads for longer than its deadline is interrupted."""
    with opened(path):
        deadline = Deadline()
        reader = open_reader(path, deadline)
        deadline.set(0.0)
        endless = (
            "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT max(i) FROM n"
        )
        with pytest.raises(sqlite3.OperationalError, match="interrupted"):
            reader.execute(endless).fetchone()
        reader.close()


def test_everything_is_there_after_reopening(path: Path) -> None:
    """Messages, small state, numbers and the store's name."""
    with opened(path) as store:
        name = store.name
        store.write([[run(1, "a", "b", "c"), Put("account", "ana", "{}")], [take_back(2)]])
        store.write([[run(1, "x", room=3)]])
        settle(store)
        store.write([[run(4, "d")]])

    with opened(path) as store:
        assert store.name == name
        assert texts(store.history.range(ROOM, limit=9, newest=True)) == ["a", "c", "d"]
        assert store.last_numbers() == {ROOM: 4, 3: 1}
        assert list(store.documents("account")) == [("ana", "{}")]
        assert numbers(store.history.search(query("d")).entries) == [4]


def test_two_stores_have_two_names(tmp_path: Path) -> None:
    """Message ids of two stores never meet."""
    with opened(tmp_path / "a.db") as one, opened(tmp_path / "b.db") as two:
        assert one.name != two.name
        assert one.name.isalnum()


_DYING = """
import sys
from pathlib import Path
from tertulia_server.store.failpoints import from_environment
from tertulia_server.store.sqlite import SqliteStore
from tertulia_server.store.ports import Append, Put

store = SqliteStore(Path(sys.argv[1]), failpoint=from_environment())
for number in range(1, 100):
    line = b":ana!u@h PRIVMSG #sala :%d\\r\\n" % number
    store.write([[Append(7, number, 1_780_000_000.0, (line,)), Put("n", "n", str(number))]])
    print(number, flush=True)
"""


@pytest.mark.parametrize(("moment", "kept"), [(BEFORE_COMMIT, 4), (AFTER_COMMIT, 5)])
def test_a_process_that_dies_in_a_commit(path: Path, moment: str, kept: int) -> None:
    """What was committed is there, what was not is not, and the file opens as ever."""
    environ = {**os.environ, "TERTULIA_FAILPOINT": f"{moment}:die@5"}
    died = subprocess.run(
        [sys.executable, "-c", _DYING, str(path)],
        env={**environ, "PYTHONPATH": os.pathsep.join(sys.path)},
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    assert died.returncode == 137, died.stderr
    assert died.stdout.split() == ["1", "2", "3", "4"]

    with opened(path) as store:
        said = texts(store.history.range(ROOM, limit=99, newest=True))
        assert said == [str(number) for number in range(1, kept + 1)]
        assert list(store.documents("n")) == [("n", str(kept))]
        store.write([[run(kept + 1, "goes on")]])


def test_what_was_committed_is_not_reported_as_failed(path: Path) -> None:
    """An error that comes with the COMMIT itself: what became of it is looked up."""

    def fail_after(moment: str) -> None:
        if moment == AFTER_COMMIT:
            raise sqlite3.OperationalError("lost the answer")

    with opened(path, failpoint=fail_after) as store:
        store.write([[run(1, "a")]])
        store.write([[run(2, "b")]])

        assert texts(store.history.range(ROOM, limit=9, newest=True)) == ["a", "b"]


def test_what_failed_before_the_commit_is_gone(path: Path) -> None:
    """A failure is rolled back whole, and the next write succeeds."""
    with opened(path, failpoint=from_environment({"TERTULIA_FAILPOINT": ""})) as store:
        store._failpoint = from_environment({"TERTULIA_FAILPOINT": "before-commit:fail"})
        with pytest.raises(StoreError):
            store.write([[run(1, "a"), Put("a", "b", "c")]])
        store._failpoint = from_environment({})

        assert store.last_numbers() == {}
        assert list(store.documents("a")) == []
        store.write([[run(1, "again")]])
        assert texts(store.history.range(ROOM, limit=9, newest=True)) == ["again"]


def test_an_error_of_fsync_is_the_end(path: Path) -> None:
    """After it nobody knows what the disk holds."""

    def fail(moment: str) -> None:
        error = sqlite3.OperationalError("disk I/O error")
        error.sqlite_errorcode = sqlite3.SQLITE_IOERR_FSYNC
        raise error

    with opened(path) as store:
        store._failpoint = fail
        with pytest.raises(StoreLost):
            store.write([[run(1, "a")]])


def test_a_full_disk_says_so(path: Path) -> None:
    """The sentence is one that people understand, and the store goes on when there is room."""
    with opened(path) as store:
        (pages,) = store._connection.execute("PRAGMA page_count").fetchone()
        store._connection.execute(f"PRAGMA max_page_count = {pages + 2}")
        with pytest.raises(StoreError, match="the disk is full") as caught:
            store.write([[run(1, "x" * 50_000)]])
        assert not isinstance(caught.value, StoreLost)

        store._connection.execute("PRAGMA max_page_count = 100000")
        store.write([[run(1, "x" * 50_000)]])
        assert numbers(store.history.range(ROOM, limit=9, newest=True)) == [1]


def test_a_file_of_the_first_schema_is_brought_up_to_date(path: Path) -> None:
    """What it holds can be found afterwards, and there is a copy of what it was."""
    old = open_writer(path)
    migrate(old, path, MIGRATIONS[:1])
    old.execute("INSERT INTO fact VALUES ('name', 'abc')")
    line = b":ana!u@h PRIVMSG #sala :from the old days\r\n"
    place = ROOM << 39 | 1
    size = len(line).to_bytes(4, "little")
    old.execute("INSERT INTO segment VALUES (?, ?, 1, 0, ?, ?)", (place, 1000, size, line))
    old.execute("INSERT INTO waiting VALUES (1, ?)", (place.to_bytes(8, "little"),))
    old.close()

    with opened(path) as store:
        settle(store, now=2.0)
        assert store.name == "abc"
        assert store.last_numbers() == {ROOM: 1}
        assert numbers(store.history.search(query("old days")).entries) == [1]

    copy = sqlite3.connect(path.with_name("history.db.schema-1"))
    assert copy.execute("PRAGMA user_version").fetchone() == (1,)
    assert copy.execute("SELECT count(*) FROM segment").fetchone() == (1,)
    copy.close()


def test_a_migrated_schema_is_a_fresh_one(tmp_path: Path) -> None:
    """Step by step or at once: the same tables."""
    schemas = []
    for name, first in (("steps.db", MIGRATIONS[:1]), ("fresh.db", MIGRATIONS)):
        connection = open_writer(tmp_path / name)
        migrate(connection, tmp_path / name, first)
        migrate(connection, tmp_path / name)
        schemas.append(connection.execute("SELECT sql FROM sqlite_schema ORDER BY name").fetchall())
        connection.close()

    assert schemas[0] == schemas[1]


def test_a_newer_schema_is_refused(path: Path) -> None:
    """An older program leaves the file of a newer one alone."""
    with opened(path):
        pass
    newer = sqlite3.connect(path)
    newer.execute("PRAGMA user_version = 99")
    newer.close()
    before = path.read_bytes()

    with pytest.raises(StoreError, match="newer version"):
        SqliteStore(path)

    assert path.read_bytes() == before


def test_a_file_of_another_program_is_refused(path: Path) -> None:
    """We touch no database that we did not make."""
    other = sqlite3.connect(path)
    other.execute("CREATE TABLE diary (day TEXT)")
    other.close()

    with pytest.raises(StoreError, match="another program"):
        SqliteStore(path)


@pytest.mark.parametrize("content", [b"not a database at all, but long enough " * 99, None])
def test_a_damaged_file_is_refused(path: Path, content: bytes | None) -> None:
    """The sentence names the file and says what to do."""
    with opened(path) as store:
        store.write([[run(1, "a")]])
    if content is None:
        data = bytearray(path.read_bytes())
        data[100:4096] = b"\xff" * 3996
        content = bytes(data)
    path.write_bytes(content)

    with pytest.raises(StoreError, match=r"history\.db: .*restore a backup"):
        SqliteStore(path)


def test_a_folder_that_is_not_there(tmp_path: Path) -> None:
    """It is said, with the path."""
    with pytest.raises(StoreError, match="nowhere"):
        SqliteStore(tmp_path / "nowhere" / "history.db")


def test_a_second_writer_is_refused(path: Path) -> None:
    """Two that write could lose pages; the first one does not notice the second."""
    with opened(path) as store:
        with pytest.raises(StoreError, match="another program is using"):
            SqliteStore(path)
        store.write([[run(1, "a")]])

    with opened(path) as store:
        assert numbers(store.history.range(ROOM, limit=9, newest=True)) == [1]


def test_the_log_stays_bounded(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Between commits it never grows far past its bound, and idle time empties it sooner."""
    monkeypatch.setattr(Checkpoints, "MOST_BYTES", 4 * MEBIBYTE)
    log = path.with_name(f"{path.name}-wal")
    with opened(path) as store:
        longest = 0
        for number in range(1, 300):
            store.write([[run(number, "x" * 100_000)]])
            longest = max(longest, log.stat().st_size)

    assert 2 * MEBIBYTE < longest < 6 * MEBIBYTE


def test_the_log_takes_a_small_share_of_a_small_disk(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What is in the log must find room in the file while the log still stands there."""
    log = path.with_name(f"{path.name}-wal")

    def free(_folder: Path) -> int:
        return 2 * MEBIBYTE - log.stat().st_size

    monkeypatch.setattr(platforms, "free_bytes", free)
    longest = 0
    with opened(path) as store:
        for number in range(1, 100):
            store.write([[run(number, "x" * 10_000)]])
            longest = max(longest, log.stat().st_size)

        assert MEBIBYTE // 8 < longest < MEBIBYTE
        assert len(store.history.range(ROOM, limit=200, newest=True)) == 99


def test_a_full_disk_gets_the_room_of_the_log(path: Path) -> None:
    """What is in the file already need not stay in the log: then there is room for more."""
    log = path.with_name(f"{path.name}-wal")
    with opened(path) as store:
        store.write([[run(1, "x" * 50_000)]])
        assert store._checkpoints.run("PASSIVE")
        before = log.stat().st_size

        def fail_once(moment: str) -> None:
            store._failpoint = nothing_fails
            error = sqlite3.OperationalError("database or disk is full")
            error.sqlite_errorcode = sqlite3.SQLITE_FULL
            raise error

        store._failpoint = fail_once
        store.write([[run(2, "b")]])

        assert log.stat().st_size < before
        assert numbers(store.history.range(ROOM, limit=9, newest=True)) == [1, 2]


def test_a_checkpoint_without_room_takes_nothing_back(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A message is kept once it is committed, whatever becomes of the log afterwards."""

    def fail(_checkpoints: Checkpoints, _mode: str) -> bool:
        error = sqlite3.OperationalError("database or disk is full")
        error.sqlite_errorcode = sqlite3.SQLITE_FULL
        raise error

    with opened(path) as store:
        store._checkpoints.log_bytes = 2 * Checkpoints.MOST_BYTES
        with monkeypatch.context() as patch:
            patch.setattr(Checkpoints, "run", fail)
            store.write([[run(1, "a")]])

        assert numbers(store.history.range(ROOM, limit=9, newest=True)) == [1]


def test_an_ordered_end_leaves_one_file(path: Path) -> None:
    """The log is in the database file when the store is closed."""
    with opened(path) as store:
        store.write([[run(1, "a")]])

    assert {file.name for file in path.parent.iterdir()} == {"history.db", "history.db.lock"}


def test_what_is_taken_back_leaves_the_disk(path: Path) -> None:
    """Neither the file nor the log holds the words of a redacted message after a while."""
    with opened(path) as store:
        store.write([[run(1, "keep this", "Geheimnis und Sekret", "and that")]])
        settle(store)
        store.write([[take_back(2)]])
        settle(store)
        assert texts(store.history.range(ROOM, limit=9, newest=True)) == ["keep this", "and that"]
        data = b"".join(file.read_bytes() for file in path.parent.iterdir())

    assert b"keep this" in data
    assert b"Geheimnis" not in data
    assert b"geheimnis" not in data


def test_a_log_left_by_a_kill_is_emptied(path: Path) -> None:
    """Whatever had been taken back in it."""
    with opened(path) as store:
        store.write([[run(1, "words")]])
        left = path.with_name(f"{path.name}-wal").read_bytes()
    with opened(path) as store:
        store.write([[run(2, "more")]])
        settle(store)
        size = path.with_name(f"{path.name}-wal").stat().st_size

    assert left
    assert size == 0


def test_erasing_leaves_nothing_in_the_index(path: Path) -> None:
    """The last step puts the index together anew."""
    with opened(path) as store:
        store.write([[run(1, *(f"Xylophon {n}" for n in range(300)))]])
        settle(store)
        store.write([[Erase(room=ROOM)]])
        settle(store)

    assert b"xyl" not in path.read_bytes()


def test_a_moment_among_many_runs(path: Path) -> None:
    """It is found where it is."""
    with opened(path) as store:
        store.write([[run(n, str(n), time=NOW + n) for n in range(1, 2001)]])
        after = Place(time=NOW + 1500)

        found = store.history.range(ROOM, after=after, limit=1, newest=False)

        assert texts(found) == ["1501"]
