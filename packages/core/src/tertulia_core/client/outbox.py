"""What was typed and is not confirmed, kept in a file so that a crash loses nothing."""

import contextlib
import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any, Self

from tertulia_core.client.instances import OUTBOX_NAME, Instance
from tertulia_core.session.unsent import Unsent

__all__ = ["Outbox"]


class Outbox:
    """The file behind the unconfirmed messages, for every server; owner: the UI thread.

    Args:
        folder: the instance's, ``None`` to keep nothing.
    """

    def __init__(self, folder: Path | None) -> None:
        self._path = folder / OUTBOX_NAME if folder is not None else None
        self._servers: dict[str, tuple[Unsent, ...]] = self._read()

    @classmethod
    def of_instance(cls, instance: Instance | None) -> Self:
        """Return the outbox of a running client; without an instance it keeps nothing."""
        return cls(instance.folder if instance is not None else None)

    def of(self, server: str) -> tuple[Unsent, ...]:
        """Return what an earlier run left for a server, in the order typed."""
        return self._servers.get(server, ())

    def store(self, server: str, unsent: Iterable[Unsent]) -> None:
        """Keep what is unconfirmed now; written before it is handed to the network.

        A disk that cannot be written must not stop the conversation, so its
        errors are ignored: the messages are still in memory.
        """
        kept = tuple(unsent)
        if kept == self._servers.get(server, ()):
            return
        self._servers[server] = kept
        if not kept:
            del self._servers[server]
        with contextlib.suppress(OSError):
            self._write()

    def _write(self) -> None:
        if self._path is None:
            return
        if not self._servers:
            self._path.unlink(missing_ok=True)
            return
        document = {
            server: [
                {"room": one.room, "text": one.text, "action": one.is_action,
                 "written": one.is_written, "key": one.key, "time": one.time,
                 "reply_to": one.reply_to}
                for one in unsent
            ]
            for server, unsent in self._servers.items()
        }  # fmt: skip
        temporary = self._path.with_suffix(".new")
        temporary.write_text(json.dumps(document), encoding="utf-8")
        temporary.replace(self._path)

    def _read(self) -> dict[str, tuple[Unsent, ...]]:
        """Read what was kept; a file that is not ours is put aside, not overwritten."""
        if self._path is None:
            return {}
        try:
            document: Any = json.loads(self._path.read_text(encoding="utf-8"))
            return {
                str(server): tuple(_to_unsent(entry) for entry in entries)
                for server, entries in document.items()
            }
        except FileNotFoundError:
            return {}
        except (OSError, ValueError, AttributeError, KeyError, TypeError):
            with contextlib.suppress(OSError):
                self._path.replace(self._path.with_suffix(".broken"))
            return {}


def _to_unsent(entry: Any) -> Unsent:
    """Read one message; older versions kept neither a key nor a time."""
    return Unsent(
        str(entry["room"]),
        str(entry["text"]),
        bool(entry["action"]),
        bool(entry["written"]),
        str(entry.get("key", "")),
        float(entry.get("time", 0.0)),
        str(entry.get("reply_to", "")),
    )
