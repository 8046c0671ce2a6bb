"""A screen in memory for tests that open windows: an Xvfb of our own, never the person's screen."""

import os
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from tests.support.waiting import eventually

__all__ = ["private_display", "window_manager", "xvfb"]

SCREEN = "1280x900x24"


@contextmanager
def xvfb(screen: str = SCREEN) -> Iterator[str]:
    """Run an X server and yield its display, such as ``:7``; it picks a free number itself."""
    read_end, write_end = os.pipe()
    command = ["Xvfb", "-displayfd", str(write_end), "-screen", "0", screen, "-nolisten", "tcp"]
    with subprocess.Popen(
        command, pass_fds=(write_end,), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    ) as server:
        os.close(write_end)
        with os.fdopen(read_end) as answer:
            number = answer.readline().strip()
        assert number, "Xvfb did not start"
        try:
            yield f":{number}"
        finally:
            server.terminate()
            server.wait()


@contextmanager
def window_manager(display: str) -> Iterator[None]:
    """Run openbox on a display: it gives windows their frames and the focus."""
    environ = {**os.environ, "DISPLAY": display}
    with subprocess.Popen(
        ["openbox", "--sm-disable"],
        env=environ,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    ) as manager:
        try:
            eventually(lambda: _is_managed(environ), "openbox manages the screen")
            yield
        finally:
            manager.terminate()
            manager.wait()


@contextmanager
def private_display() -> Iterator[str]:
    """Run a screen and point ``DISPLAY`` of this process at it; no desktop is asked anything."""
    with xvfb() as display, pytest.MonkeyPatch.context() as patch:
        patch.setenv("DISPLAY", display)
        patch.delenv("DBUS_SESSION_BUS_ADDRESS", raising=False)
        patch.delenv("WAYLAND_DISPLAY", raising=False)
        yield display


def _is_managed(environ: dict[str, str]) -> bool:
    """Tell whether some window manager answers for the screen."""
    asked = subprocess.run(
        ["xdotool", "get_num_desktops"], env=environ, capture_output=True, check=False
    )
    return asked.returncode == 0
