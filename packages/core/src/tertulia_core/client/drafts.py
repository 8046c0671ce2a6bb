"""What is written and not sent, kept in a file: neither another room nor a crash loses it.

A draft is written a moment after the last letter (``PAUSE``); who pumps the controller
has nothing to do for it. Several controllers of one client may share the folder.
"""

import contextlib
import json
from pathlib import Path
from typing import Any, Final

from tertulia_core.client.instances import DRAFTS_NAME, Instance
from tertulia_core.platforms import make_private

__all__ = ["Drafts"]

PAUSE: Final = 0.7
"""Seconds without another letter after which the file is written."""


class Drafts:
    """The drafts of every room of every server; owner: the UI thread.

    Args:
        folder: the instance's, ``None`` to keep them in memory only.
    """

    def __init__(self, folder: Path | None) -> None:
        self._path = folder / DRAFTS_NAME if folder is not None else None
        self._texts: dict[str, dict[str, str]] = self._read()
        self._write_at: float | None = None

    @classmethod
    def of_instance(cls, instance: Instance | None) -> "Drafts":
        """Return the drafts of a running client; without an instance none is kept in a file."""
        return cls(instance.folder if instance is not None else None)

    def get(self, server: str, room: str) -> str:
        """Return what stands unsent in a room, ``""`` for nothing."""
        return self._texts.get(server, {}).get(room, "")

    def store(self, server: str, room: str, text: str, now: float) -> None:
        """Keep what stands in a room's composer now; blank text is no draft."""
        rooms = self._texts.setdefault(server, {})
        kept = text if text.strip() else ""
        if rooms.get(room, "") == kept:
            return
        rooms[room] = kept
        if not kept:
            del rooms[room]
        if self._path is not None:
            self._write_at = now + PAUSE

    def next_deadline(self) -> float | None:
        """Return when ``write`` is due (monotonic), ``None`` while nothing changed."""
        return self._write_at

    def write(self) -> None:
        """Write the file if anything changed.

        A disk that cannot be written must not stop anybody from writing, so its errors
        are ignored: the drafts are still in memory.
        """
        if self._write_at is None or self._path is None:
            return
        self._write_at = None
        kept = {server: rooms for server, rooms in self._texts.items() if rooms}
        with contextlib.suppress(OSError):
            if not kept:
                self._path.unlink(missing_ok=True)
                return
            temporary = self._path.with_suffix(".new")
            temporary.write_text(json.dumps(kept), encoding="utf-8")
            make_private(temporary)
            temporary.replace(self._path)

    def _read(self) -> dict[str, dict[str, str]]:
        """Read what was kept; a file that is not ours counts as empty."""
        if self._path is None:
            return {}
        try:
            document: Any = json.loads(self._path.read_text(encoding="utf-8"))
            return {
                str(server): {str(room): str(text) for room, text in rooms.items()}
                for server, rooms in document.items()
            }
        except (OSError, ValueError, AttributeError):
            return {}
