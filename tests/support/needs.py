"""What the tests need from the system, with the Debian package that brings each thing.

``tests/run`` runs this file with the interpreter it has chosen, before anything
is installed, so it stands on the standard library alone.
"""

import importlib.util
import shutil

__all__ = ["MODULES", "ON_DEMAND", "PROGRAMS", "missing_packages"]

PROGRAMS = {
    "Xvfb": "xvfb",
    "cc": "build-essential",
    "git": "git",
    "irssi": "irssi",
    "mount": "mount",
    "nc": "netcat-openbsd",
    "openbox": "openbox",
    "openssl": "openssl",
    "ssh": "openssh-client",
    "ssh-keygen": "openssh-client",
    "sshd": "openssh-server",
    "setxkbmap": "x11-xkb-utils",
    "strace": "strace",
    "tmux": "tmux",
    "unshare": "util-linux",
    "weechat-headless": "weechat-headless",
    "xdotool": "xdotool",
}
"""Program → the Debian package that brings it."""

ON_DEMAND = {"chromium": "chromium"}
"""The same for sessions that run only when they are asked for; nothing installs these by itself."""

MODULES = {"ensurepip": "python3-venv", "tkinter": "python3-tk"}
"""Part of the standard library that Debian packages apart → its package."""


def missing_packages() -> list[str]:
    """Return the Debian packages, in order and without repeats, of everything that is not here."""
    programs = [package for name, package in PROGRAMS.items() if shutil.which(name) is None]
    modules = [package for name, package in MODULES.items() if not _has_module(name)]
    return sorted({*programs, *modules})


def _has_module(name: str) -> bool:
    """Tell whether a module is here; Debian ships ``tkinter`` empty, without its ``_tkinter``."""
    wanted = {"tkinter": "_tkinter"}.get(name, name)
    return importlib.util.find_spec(wanted) is not None


if __name__ == "__main__":
    print(" ".join(missing_packages()))
