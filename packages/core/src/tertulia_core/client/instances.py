"""A folder of its own for every running client, locked while it runs.

A plain start adopts a numbered folder that is free: first one in which a killed
window left something unsent, else the lowest. A named one is only opened by
its name.
"""

import re
from pathlib import Path
from types import TracebackType
from typing import IO, Any, Final, Self

from tertulia_core.errors import InstanceError
from tertulia_core.i18n import Catalogue
from tertulia_core.platforms import lock_file, make_private

__all__ = ["DRAFTS_NAME", "OUTBOX_NAME", "Instance", "adopt", "is_valid_name"]

_ = Catalogue("tertulia_core").gettext

MANY: Final = 1_000
"""Instances after which something else must be wrong."""

LOCK_NAME: Final = "lock"
OUTBOX_NAME: Final = "outbox.json"
DRAFTS_NAME: Final = "drafts.json"

_NAME: Final = re.compile(r"(?=.*[^\W\d])[\w.-]{1,60}")
"""Letters, digits, ``_ . -``, at least one letter: a number names no named instance."""


class Instance:
    """A locked folder; owner: the process. Close it to let another client have it.

    Attributes:
        name: what the folder is called: a number, or what the person chose.
        folder: where this client keeps its state.
    """

    def __init__(self, folder: Path, lock: IO[Any]) -> None:
        self.name = folder.name
        self.folder = folder
        self._lock = lock

    def close(self) -> None:
        """Unlock the folder."""
        self._lock.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()


def is_valid_name(name: str) -> bool:
    """Tell whether an instance may be called so: it becomes a folder's name."""
    return bool(_NAME.fullmatch(name)) and not name.startswith((".", "-"))


def adopt(base: Path, name: str = "") -> Instance:
    """Return a locked folder below ``base``.

    Args:
        base: the folder of all instances, made if there is none.
        name: which one; if it is in use, ``NAME-2``, ``NAME-3``… ``""`` for
            a numbered one that is free.

    Raises:
        InstanceError: the name cannot be a folder's, or no folder can be written.
    """
    if name and not is_valid_name(name):
        problem = _("“{name}” cannot name an instance: use letters, digits and - _ .")
        raise InstanceError(problem.format(name=name))
    numbered = [base / _folder_name(name, number) for number in range(1, MANY)]
    for folder in [*(() if name else _left_unsent(base)), *numbered]:
        instance = _try_to_adopt(folder)
        if instance is not None:
            return instance
    raise InstanceError(_("Too many clients are running with {folder}.").format(folder=base))


def _folder_name(name: str, number: int) -> str:
    if not name:
        return str(number)
    return name if number == 1 else f"{name}-{number}"


def _left_unsent(base: Path) -> list[Path]:
    """Return the numbered folders with an outbox or drafts, lowest first."""
    try:
        folders = [path for path in base.iterdir() if path.name.isascii() and path.name.isdigit()]
    except OSError:
        return []
    waiting = [
        folder
        for folder in folders
        if any((folder / name).is_file() for name in (OUTBOX_NAME, DRAFTS_NAME))
    ]
    return sorted(waiting, key=lambda folder: int(folder.name))


def _try_to_adopt(folder: Path) -> Instance | None:
    """Lock a folder, made if there is none; ``None`` if another client has it."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        make_private(folder)
        lock = (folder / LOCK_NAME).open("a", encoding="utf-8")
    except OSError as error:
        problem = _("Nothing can be kept in {folder}: {problem}.")
        raise InstanceError(problem.format(folder=folder, problem=error.strerror)) from error
    if lock_file(lock):
        return Instance(folder, lock)
    lock.close()
    return None
