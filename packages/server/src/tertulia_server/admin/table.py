"""What can be asked at the admin door: each command is a row, as those of IRC are.

A command is a generator: it answers by ``yield``ing dicts, each a line of JSON
for the one who asked; a ``Later`` is done aside, and its value is what the
``yield`` gives back. Whatever it changes is committed before the answer leaves.
What cannot be done raises ``AdminError``.

To add one: a function with ``@TABLE.row("history prune", "days")`` in a
module of this package that ``desk`` imports, and its row in ``cli``.
"""

from collections.abc import Callable, Generator, Iterator, Mapping
from typing import Any, Final, NamedTuple

from tertulia_server.commands.context import Later, Services
from tertulia_server.model.now import Now
from tertulia_server.store.ports import Store

__all__ = ["TABLE", "AdminCommand", "AdminError", "AdminTable", "Answers", "Office"]

Answers = Generator[Later | dict[str, Any], Any, None]
"""The steps of a command: dicts are answers, what is ``Later`` gives its value back."""


class AdminError(Exception):
    """A command cannot be done; ``str`` is the sentence, in the server's language."""


class Office(NamedTuple):
    """What a command works with; owner: the network thread."""

    services: Services
    store: Store
    now: Now


Run = Callable[[Office, Mapping[str, Any]], Answers]


class AdminCommand(NamedTuple):
    """One row.

    Attributes:
        name: two words at most, as on the command line.
        arguments: the names it must be given; others may be left out.
        run: what it does.
    """

    name: str
    arguments: tuple[str, ...]
    run: Run


class AdminTable:
    """Rows by name; filled while the modules are imported, read-only after."""

    def __init__(self) -> None:
        self._rows: dict[str, AdminCommand] = {}

    def __iter__(self) -> Iterator[AdminCommand]:
        return iter(self._rows.values())

    def row(self, name: str, *arguments: str) -> Callable[[Run], Run]:
        """Return the decorator that adds a function as the row ``name``."""

        def add(run: Run) -> Run:
            assert name not in self._rows, f"{name} has a row already"
            self._rows[name] = AdminCommand(name, arguments, run)
            return run

        return add

    def find(self, request: Mapping[str, Any]) -> AdminCommand:
        """Return the row a request asks for.

        Raises:
            AdminError: there is none, or an argument is missing.
        """
        row = self._rows.get(str(request.get("command")))
        if row is None:
            raise AdminError(f"there is no command {request.get('command')!r}")
        missing = [name for name in row.arguments if not isinstance(request.get(name), str)]
        if missing:
            raise AdminError(f"{row.name} needs {', '.join(missing)}")
        return row


TABLE: Final = AdminTable()
"""The one table."""
