"""A screen that nobody sees: Xvfb for programs with windows."""

import os
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager

from tests.support.peers import need

__all__ = ["display"]


@contextmanager
def display(width: int = 1280, height: int = 900) -> Iterator[str]:
    """Run an X server on the first free number and give its name, ``:N``, for ``DISPLAY``.

    Args:
        width: of the screen, in pixels.
        height: of the screen, in pixels.
    """
    reading, writing = os.pipe()
    command = [need("Xvfb"), "-displayfd", str(writing), "-screen", "0", f"{width}x{height}x24"]
    with (
        os.fdopen(reading) as ready,
        subprocess.Popen(
            [*command, "-nolisten", "tcp", "-dpi", "96"],
            pass_fds=[writing],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        ) as server,
    ):
        os.close(writing)
        try:
            yield f":{ready.readline().strip()}"  # written when it takes connections
        finally:
            server.terminate()
