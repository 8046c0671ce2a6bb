"""Opening the store that a data folder holds."""

from pathlib import Path

from tertulia_core.errors import ConfigError
from tertulia_server.config import Config
from tertulia_server.store.ports import Store, StoreError

__all__ = ["open_store"]


def open_store(config: Config, folder: Path) -> Store:
    """Return the store in ``folder``, made if it is not there.

    Args:
        config: how the server is set up.
        folder: its data folder, whose lock is held.

    Raises:
        ConfigError: it cannot be used; the sentence says why.
    """
    from tertulia_server.store.sqlite import NAME, SqliteStore  # who keeps nothing needs no sqlite3

    try:
        return SqliteStore(folder / NAME)
    except StoreError as error:
        raise ConfigError(str(error), file=str(folder / NAME)) from error
