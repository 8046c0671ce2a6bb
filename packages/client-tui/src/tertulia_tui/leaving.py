"""Being asked to end by the system: the terminal is given back as it was, the servers are told."""

import asyncio
import contextlib
import signal
from collections.abc import Callable

from tertulia_core.platforms import reload_signal

__all__ = ["leave_on_signals"]


def leave_on_signals(leave: Callable[[], object]) -> None:
    """Call ``leave`` where SIGTERM comes, or SIGHUP: the terminal was closed, the line broke.

    Where the event loop takes no signals (Windows) they end the program as they always do.
    """
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, reload_signal()):
        if number is not None:
            with contextlib.suppress(NotImplementedError, RuntimeError, ValueError):
                loop.add_signal_handler(number, leave)
