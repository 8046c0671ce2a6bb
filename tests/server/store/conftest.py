"""Both stores, as the tests of their contract see them."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tertulia_server.store.memory import MemoryStore
from tertulia_server.store.ports import Store
from tertulia_server.store.sqlite import SqliteStore

Opener = Callable[[], Store]


@pytest.fixture(params=["memory", "sqlite"])
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Store]:
    """A store of each kind, empty."""
    made: Store = MemoryStore() if request.param == "memory" else SqliteStore(tmp_path / "a.db")
    yield made
    made.close()


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Where the store on disk is."""
    return tmp_path / "history.db"
