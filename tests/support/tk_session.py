"""Opens Tk windows for the behaviour tests, all on one screen in memory."""

import atexit
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from functools import cache
from pathlib import Path

from tests.support.tk_driver import TkDriver
from tests.support.tk_stage import open_root
from tests.support.xvfb import private_display

__all__ = ["display", "open_client"]


@cache
def display() -> str:
    """Start the screen once per run, and return its name."""
    stack = ExitStack()
    atexit.register(stack.close)
    return stack.enter_context(private_display())


@contextmanager
def open_client(_folder: Path) -> Iterator[TkDriver]:
    """Open a window that is connecting to its played server."""
    display()
    with open_root() as root:
        client = TkDriver(root)
        try:
            yield client
        finally:
            client.close()
