"""Opening the store that a data folder holds."""

import logging
from pathlib import Path

from tertulia_core.errors import ConfigError
from tertulia_server.config import Config
from tertulia_server.store.failpoints import from_environment
from tertulia_server.store.limits import Limits
from tertulia_server.store.ports import Store, StoreError

__all__ = ["open_store"]

_log = logging.getLogger(__name__)


def open_store(config: Config, folder: Path) -> Store:
    """Return the store in ``folder``, made if it is not there.

    Args:
        config: how the server is set up.
        folder: its data folder, whose lock is held.

    Raises:
        ConfigError: it cannot be used; the sentence says why.
    """
    # Who keeps nothing needs no sqlite3.
    from tertulia_server.store.connections import rewriting_note
    from tertulia_server.store.sqlite import NAME, SqliteStore

    if note := rewriting_note():
        _log.info("an old SQLite", extra={"note": note})
    try:
        limits = Limits(config.history.days, config.history.bytes)
        return SqliteStore(folder / NAME, limits, from_environment())
    except StoreError as error:
        raise ConfigError(str(error), file=str(folder / NAME)) from error
