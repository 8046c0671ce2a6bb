"""Where the admin door is: a socket file in the data folder, or a port of this computer.

``admin.sock`` may be used by its owner alone. Where the system has no such
files, or the path is too long for one (the limit is about 100 bytes), the door
is a port of the loopback address, and ``admin.json``, which only its owner can
read, says which one and holds the token that every request needs.
"""

import json
import os
from contextlib import suppress
from pathlib import Path
from typing import Final

from tertulia_core import platforms
from tertulia_core.address import Address, TcpAddress, UnixAddress
from tertulia_core.transport.loop import SelectorLoop
from tertulia_server.admin.desk import LISTENER
from tertulia_server.data_folder import ADMIN_FILE, ADMIN_SOCKET

__all__ = ["close_door", "find_door", "open_door"]

_LONGEST_PATH: Final = 100
_TOKEN_BYTES: Final = 24


def open_door(loop: SelectorLoop, folder: Path) -> str:
    """Listen for commands; return the token that requests need, ``""`` for none.

    Raises:
        ListenError: it cannot be listened there.
        OSError: the file cannot be written.
    """
    close_door(folder)
    path = folder / ADMIN_SOCKET
    if platforms.unix_socket_family() and len(str(path).encode()) <= _LONGEST_PATH:
        loop.listen(UnixAddress(str(path)), name=LISTENER)
        return ""
    (real,) = loop.listen(TcpAddress("127.0.0.1", 0), name=LISTENER)
    assert isinstance(real, TcpAddress), "a port was asked for"
    token = os.urandom(_TOKEN_BYTES).hex()
    file = folder / ADMIN_FILE
    file.touch(mode=0o600)
    platforms.make_private(file)
    file.write_text(json.dumps({"port": real.port, "token": token}), encoding="utf-8")
    return token


def close_door(folder: Path) -> None:
    """Remove what tells where the door is; the folder's lock says that nobody else has one."""
    for name in (ADMIN_SOCKET, ADMIN_FILE):
        with suppress(FileNotFoundError):
            (folder / name).unlink()


def find_door(folder: Path) -> tuple[Address, str] | None:
    """Return where the door of a running server is and the token, ``None`` if there is none."""
    path = folder / ADMIN_SOCKET
    if path.is_socket():
        return UnixAddress(str(path)), ""
    try:
        known = json.loads((folder / ADMIN_FILE).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None
    return TcpAddress("127.0.0.1", known["port"]), known["token"]
