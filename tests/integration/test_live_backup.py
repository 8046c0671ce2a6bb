"""A copy of the store made while a crowd talks, put back, and read by a server of its own."""

from collections.abc import Callable
from pathlib import Path

import pytest

from tertulia_server.store.backup import back_up, restore
from tests.support.crashes import CONFIG
from tests.support.crowd import Crowd
from tests.support.history_reader import kept_in
from tests.support.processes import ServerProcess, run_server

STORE = "history.db"
BEFORE = 500
"""Messages that are confirmed before a copy is begun."""
COPIES = 5
"""Each in the place of the last one."""


def config_of(home: Path, data: Path) -> Path:
    """Return a configuration with a data folder."""
    config = home / f"{data.name}.toml"
    config.write_text(f"{CONFIG}[server]\ndata = {str(data)!r}\n", encoding="utf-8")
    return config


def start(home: Path, data: Path) -> ServerProcess:
    """Start a server on a data folder."""
    return ServerProcess(home, "--port", "0", "--config", str(config_of(home, data)))


def by_itself(home: Path, data: Path, copy: Path) -> None:
    """Copy a live store from outside, by a reader of one's own."""
    back_up(data / STORE, copy)


def by_command(home: Path, data: Path, copy: Path) -> None:
    """Have the server do it, as its administrator does."""
    done = run_server(home, "backup", str(copy), "--config", str(config_of(home, data)))
    assert (done.code, done.errors) == (0, "")


@pytest.mark.parametrize("make", [by_itself, by_command])
def test_a_restored_copy_holds_what_was_acknowledged_before_it_was_begun(
    tmp_path: Path, make: Callable[[Path, Path, Path], None]
) -> None:
    """In order, each message once, and of what came later a beginning."""
    data, copy, other = tmp_path / "data", tmp_path / "copy.db", tmp_path / "other"
    with start(tmp_path, data) as server, Crowd(server.port, rooms=("#a",)) as crowd:
        before = meanwhile = 0
        for _copy in range(COPIES):
            crowd.await_more(BEFORE)
            before = crowd.acknowledged()
            make(tmp_path, data, copy)
            meanwhile += crowd.acknowledged() - before
        crowd.finish()
        everything = [kept.text for kept in kept_in(server, crowd.rooms)]
        server.stop()
    other.mkdir()
    restore(copy, other / STORE)
    with start(tmp_path, other) as server:
        restored = [kept.text for kept in kept_in(server, crowd.rooms)]
        server.stop()

    assert {ack.text for ack in crowd.records.acknowledged[:before]} <= set(restored)
    assert restored == everything[: len(restored)]
    assert meanwhile > 0, "nobody talked while a copy was made"
