"""What this client logs in with after the first time: a token of the server's, never the password.

One file in the instance's folder, which nobody else may read. A token is worth
nothing elsewhere, and another password ends all of them.
"""

import contextlib
import json
import os
from pathlib import Path
from typing import Any, Final

from tertulia_core.address import Target
from tertulia_core.client.instances import Instance
from tertulia_core.session.settings import Login

__all__ = ["Tokens"]

NAME: Final = "tokens.json"

_PRIVATE: Final = 0o600


class Tokens:
    """The tokens of one running client, by server; owner: the UI thread.

    Args:
        instance: whose they are; ``None`` to keep nothing.
    """

    def __init__(self, instance: Instance | None) -> None:
        self._path: Path | None = instance.folder / NAME if instance is not None else None

    @property
    def keeps(self) -> bool:
        """Whether a token would be found again."""
        return self._path is not None

    def of(self, target: Target) -> Login | None:
        """Return what logs in at a server, ``None`` for a guest."""
        entry = self._read().get(_place(target))
        return Login(entry[0], entry[1], is_token=True) if entry is not None else None

    def store(self, target: Target, login: Login | None) -> None:
        """Keep the token of a server, or forget it; a password is not kept.

        A disk that cannot be written costs a login by hand, so its errors are ignored.
        """
        known = self._read()
        before = dict(known)
        if login is not None and login.is_token:
            known[_place(target)] = (login.account, login.secret)
        else:
            known.pop(_place(target), None)
        if known != before and self._path is not None:
            with contextlib.suppress(OSError):
                self._write(self._path, known)

    def _read(self) -> dict[str, tuple[str, str]]:
        if self._path is None:
            return {}
        try:
            document: Any = json.loads(self._path.read_text(encoding="utf-8"))
            return {
                str(place): (str(account), str(token))
                for place, (account, token) in document.items()
            }
        except (OSError, ValueError, TypeError, AttributeError):
            return {}

    @staticmethod
    def _write(path: Path, known: dict[str, tuple[str, str]]) -> None:
        """Put a new file in the old one's place; it is private before anything stands in it."""
        temporary = path.with_suffix(".new")
        temporary.unlink(missing_ok=True)
        handle = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL, _PRIVATE)
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            json.dump(known, file)
        temporary.replace(path)


def _place(target: Target) -> str:
    """Return what stands for a server: a token for TLS is not shown on an open line."""
    return f"{'ircs' if target.tls else 'irc'}://{target.address}"
