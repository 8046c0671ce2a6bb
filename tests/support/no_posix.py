"""Run a program on a Python that lacks what only POSIX systems have.

``python tests/support/no_posix.py PROGRAM ARGUMENTS…`` takes the names away and
then runs PROGRAM as ``python PROGRAM`` would: what it cannot show about Windows,
it shows about names that Windows does not have.
"""

import contextlib
import os
import runpy
import select
import signal
import socket
import sys
from types import ModuleType

__all__ = ["MODULES", "NAMES", "remove"]

MODULES = ("fcntl", "grp", "pwd", "resource", "termios", "tty", "pty")
"""Modules that cannot be imported afterwards."""

NAMES: dict[ModuleType, tuple[str, ...]] = {
    os: ("fork", "getegid", "geteuid", "getgid", "getuid", "fchmod", "chown", "setsid", "uname"),
    select: ("epoll", "poll"),
    signal: ("SIGHUP", "SIGUSR1", "SIGUSR2", "SIGKILL", "SIGQUIT", "SIGWINCH", "pthread_sigmask"),
    socket: ("AF_UNIX", "SCM_RIGHTS", "MSG_DONTWAIT"),
}
"""Module → its names that are taken away."""


def loopback_pair() -> tuple[socket.socket, socket.socket]:
    """Return two connected sockets, made as Python makes them where there is no ``AF_UNIX``."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        here = socket.create_connection(listener.getsockname())
        there, _address = listener.accept()
    return here, there


def remove() -> None:
    """Take everything away from the interpreter that runs this."""
    socket.socketpair = loopback_pair  # type: ignore[assignment]  # nobody passes arguments to it
    for name in MODULES:
        sys.modules[name] = None  # type: ignore[assignment]  # how Python marks a module as absent
    for module, names in NAMES.items():
        for name in names:
            with contextlib.suppress(AttributeError):
                delattr(module, name)


if __name__ == "__main__":
    remove()
    sys.argv = sys.argv[1:]
    runpy.run_path(sys.argv[0], run_name="__main__")
