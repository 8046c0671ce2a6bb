"""The servers a person has been to, so that going there again is one choice.

The file holds places, nicks, accounts and rooms; never a password. All running clients
share it, so a change reads it again and exchanges one entry.
"""

import contextlib
import json
import os
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any, Final

from tertulia_core.address import Target
from tertulia_core.platforms import make_private, state_home

__all__ = ["KnownServer", "KnownServers", "default_path"]

MOST: Final = 50
"""Servers that are remembered; who was not visited for longest makes room."""


@dataclass(frozen=True, slots=True)
class KnownServer:
    """One server; the last visited comes first in the list.

    Attributes:
        address: as it is typed, ``localhost:12345``.
        rooms: that were entered, the latest first.
    """

    address: str
    tls: bool = False
    nick: str = ""
    account: str = ""
    rooms: tuple[str, ...] = ()


class KnownServers:
    """The file; owner: the UI thread, shared with other processes.

    Args:
        path: need not exist; ``None`` remembers nothing.
    """

    def __init__(self, path: Path | None) -> None:
        self._path = path

    def all(self) -> list[KnownServer]:
        """Return the servers, the last visited first."""
        if self._path is None:
            return []
        try:
            document: Any = json.loads(self._path.read_text(encoding="utf-8"))
            return [_to_server(entry) for entry in document]
        except (OSError, ValueError, KeyError, TypeError, AttributeError):
            return []

    def remember(
        self, target: Target, *, nick: str, account: str = "", others: Sequence[str] = ()
    ) -> None:
        """Note that somebody went to a server; what was known of it stays known.

        Args:
            target: the place and the room to begin in.
            nick: who one was there.
            account: ``""`` where none was used.
            others: rooms that were entered beside the first one.
        """
        address = str(target.address)
        servers = self.all()
        known = next((one for one in servers if one.address == address), KnownServer(address))
        rooms = tuple(dict.fromkeys((target.room, *others, *known.rooms)))[:MOST]
        now = replace(
            known, tls=target.tls, nick=nick, rooms=rooms, account=account or known.account
        )
        self._write([now, *(one for one in servers if one.address != address)][:MOST])

    def forget(self, address: str) -> None:
        """Take a server off the list."""
        self._write([one for one in self.all() if one.address != address])

    def _write(self, servers: list[KnownServer]) -> None:
        """Put a new file in the old one's place; a disk that cannot be written stops nobody."""
        if self._path is None:
            return
        with contextlib.suppress(OSError):
            self._path.parent.mkdir(parents=True, exist_ok=True)
            temporary = self._path.with_suffix(f".{os.getpid()}")
            temporary.write_text(json.dumps([asdict(one) for one in servers]), encoding="utf-8")
            make_private(temporary)
            temporary.replace(self._path)


def default_path(environ: Mapping[str, str] | None = None) -> Path | None:
    """Return where the list is kept; ``None`` where no folder is known."""
    try:
        return state_home(environ) / "tertulia" / "servers.json"
    except FileNotFoundError:
        return None


def _to_server(entry: Any) -> KnownServer:
    return KnownServer(
        str(entry["address"]), bool(entry["tls"]), str(entry["nick"]), str(entry["account"]),
        tuple(str(room) for room in entry["rooms"]),
    )  # fmt: skip
