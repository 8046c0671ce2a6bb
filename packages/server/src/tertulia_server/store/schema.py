"""The tables of the store, as a list of migrations that only grows.

``user_version`` says how many of them a file has had. Each runs in one
transaction; before the first of them touches a file that holds something, the
file is copied beside itself. A file that has had more than we know is refused.

The journal: what a tick appended to a room is one ``segment``, whose key is
room and first number (``places``), so that nothing random stands in the commit
path. ``waiting`` names, per transaction, the segments that the search index
does not have yet.
"""

from pathlib import Path
from typing import Final

from tertulia_server.store.backup import back_up
from tertulia_server.store.connections import APPLICATION_ID, Connection, translated
from tertulia_server.store.ports import StoreError

__all__ = ["MIGRATIONS", "migrate"]

_JOURNAL: Final = """
CREATE TABLE fact (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE segment (
    id INTEGER PRIMARY KEY,           -- room and number of the first line
    milliseconds INTEGER NOT NULL,
    count INTEGER NOT NULL,
    ranks INTEGER NOT NULL,
    sizes BLOB NOT NULL,              -- the bytes of each line, 4 each, little-endian
    lines BLOB NOT NULL
);
CREATE TABLE waiting (id INTEGER PRIMARY KEY, segments BLOB NOT NULL);   -- 8 bytes each
CREATE TABLE change (
    id INTEGER PRIMARY KEY,           -- room and number of the message
    by TEXT NOT NULL,
    milliseconds INTEGER NOT NULL,
    line BLOB,                        -- NULL once the segment holds it
    reason TEXT NOT NULL,
    is_settled INTEGER NOT NULL DEFAULT 0
);
CREATE INDEX change_waiting ON change (id) WHERE NOT is_settled;
CREATE TABLE room (id INTEGER PRIMARY KEY, last INTEGER NOT NULL, bytes INTEGER NOT NULL);
CREATE TABLE document (
    kind TEXT NOT NULL, key TEXT NOT NULL, value TEXT NOT NULL, PRIMARY KEY (kind, key)
) WITHOUT ROWID;
CREATE TABLE sent (
    id INTEGER PRIMARY KEY,
    key TEXT NOT NULL UNIQUE,
    room INTEGER NOT NULL,
    number INTEGER NOT NULL,
    sender TEXT NOT NULL,
    milliseconds INTEGER NOT NULL
);
CREATE TABLE erasure (
    id INTEGER PRIMARY KEY,
    account TEXT NOT NULL,
    room INTEGER,
    before INTEGER,                   -- milliseconds
    waiting INTEGER NOT NULL,         -- all transactions up to this one are meant
    next INTEGER NOT NULL DEFAULT 0,  -- the message to look at next
    last INTEGER                      -- the last message to look at, once it is known
);
"""

_SEARCH: Final = """
CREATE TABLE message (
    id INTEGER PRIMARY KEY,           -- grows in the order of arrival
    place INTEGER NOT NULL UNIQUE,    -- room and number
    milliseconds INTEGER NOT NULL,
    ranks INTEGER NOT NULL,
    sender TEXT NOT NULL,             -- nick in lower case
    account TEXT NOT NULL,
    has_link INTEGER NOT NULL,
    text TEXT NOT NULL                -- folded, '' for events
);
CREATE VIRTUAL TABLE trigram USING fts5 (
    text, content='', detail=none, columnsize=0, tokenize='trigram case_sensitive 1'
);
CREATE VIRTUAL TABLE pair USING fts5 (
    text, content='', detail=none, columnsize=0, tokenize='ascii'
);
"""

MIGRATIONS: Final = (_JOURNAL, _SEARCH)
"""A new one goes to the end; what stands here is never changed again."""


def migrate(connection: Connection, path: Path, migrations: tuple[str, ...] = MIGRATIONS) -> None:
    """Bring the file up to date, a new one to everything.

    Raises:
        StoreError: it is not ours, or from a newer version of the program.
    """
    with translated(path):
        (version,) = connection.execute("PRAGMA user_version").fetchone()
        (application,) = connection.execute("PRAGMA application_id").fetchone()
        (tables,) = connection.execute("SELECT count(*) FROM sqlite_schema").fetchone()
    if tables and application != APPLICATION_ID:
        raise StoreError(f"{path}: the file belongs to another program")
    if version > len(migrations):
        raise StoreError(
            f"{path}: a newer version of this program made the file "
            f"(schema {version}, known are {len(migrations)})"
        )
    if 0 < version < len(migrations):
        back_up(path, path.with_name(f"{path.name}.schema-{version}"))
    for number, script in enumerate(migrations[version:], version + 1):
        with translated(path):
            connection.executescript(
                f"BEGIN IMMEDIATE; {script} PRAGMA application_id = {APPLICATION_ID};"
                f"PRAGMA user_version = {number}; COMMIT;"
            )
