"""Programs of other people that tests talk to: found here, and named when they are missing."""

import os
import shutil

import pytest

__all__ = ["PACKAGES", "need"]

PACKAGES = {
    "Xvfb": "xvfb",
    "git": "git",
    "irssi": "irssi",
    "nc": "netcat-openbsd",
    "openbox": "openbox",
    "tmux": "tmux",
    "weechat-headless": "weechat-headless",
    "xdotool": "xdotool",
}
"""Program → the Debian package that brings it; ``tests/run`` installs what is missing of these."""


def need(program: str) -> str:
    """Return the path of ``program``; skip the test where it is missing, fail it where ``CI=true``.

    Args:
        program: a key of ``PACKAGES``.
    """
    found = shutil.which(program)
    if found is not None:
        return found
    sentence = f"{program} is missing: apt-get install {PACKAGES[program]}"
    if os.environ.get("CI") == "true":
        pytest.fail(sentence)
    pytest.skip(sentence)
