"""Opens terminal clients for the behaviour tests."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.support.tui_driver import TuiDriver

__all__ = ["open_client"]


@contextmanager
def open_client(_folder: Path) -> Iterator[TuiDriver]:
    """Open a terminal client that is connecting to its played server."""
    client = TuiDriver()
    try:
        yield client
    finally:
        client.close()
