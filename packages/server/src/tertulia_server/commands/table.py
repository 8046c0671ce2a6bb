"""The command table: each command is a row, its guards are data.

A topic module adds a row with ``@TABLE.command(...)``. ``dispatch`` checks
the guards in the order phase, parameters, privilege, so that a command's body
begins at its subject. The docstring's first paragraph is what HELP shows.
"""

import enum
import inspect
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Final

from tertulia_core.wire import numerics as n
from tertulia_core.wire.message import Message
from tertulia_server.commands.context import Run
from tertulia_server.model.refusals import Refusal
from tertulia_server.model.session import Phase, Session

__all__ = ["TABLE", "Command", "CommandTable", "When"]


class When(enum.Enum):
    """In which part of a connection's life a command may be used."""

    ALWAYS = "always"
    BEFORE = "before registration"
    REGISTERED = "registered"


# Looked up for every message, where a member of an enum costs as much as a call.
_REGISTERED: Final = Phase.REGISTERED
_BEFORE: Final = When.BEFORE


@dataclass(frozen=True, slots=True)
class Command:
    """One row.

    Attributes:
        name: the verb in upper case.
        run: what it does.
        when: the phase guard.
        min_params: fewer are refused, with 461 or what ``missing`` names.
        missing: a numeric without parameters of its own, ``""`` for 461.
        cost: what the flood bucket is charged.
        is_for_opers: whether only operators of the server may use it.
        syntax: its parameters, as HELP shows them.
        help: the first paragraph of its docstring, a catalogue key.
    """

    name: str
    run: Run
    when: When
    min_params: int
    missing: str
    cost: float
    is_for_opers: bool
    syntax: str
    help: str

    def check(self, session: Session, message: Message) -> None:
        """Raise the Refusal of the first guard that keeps ``session`` from it."""
        if session.phase is not _REGISTERED:
            if self.when is When.REGISTERED:
                raise Refusal(n.ERR_NOTREGISTERED)
        elif self.when is _BEFORE:
            raise Refusal(n.ERR_ALREADYREGISTERED)
        if len(message.params) < self.min_params:
            if self.missing:
                raise Refusal(self.missing)
            raise Refusal(n.ERR_NEEDMOREPARAMS, self.name)
        if self.is_for_opers and not (session.user and session.user.is_oper):
            raise Refusal(n.ERR_NOPRIVILEGES)


class CommandTable:
    """Rows by name; filled while the topic modules are imported, read-only after."""

    def __init__(self) -> None:
        self.rows: dict[str, Command] = {}

    def __iter__(self) -> Iterator[Command]:
        return iter(sorted(self.rows.values(), key=lambda row: row.name))

    def command(
        self,
        name: str,
        *,
        min_params: int = 0,
        when: When = When.REGISTERED,
        missing: str = "",
        cost: float = 1.0,
        is_for_opers: bool = False,
        syntax: str = "",
    ) -> Callable[[Run], Run]:
        """Return the decorator that adds a function as the row ``name``; see ``Command``."""

        def add(run: Run) -> Run:
            assert name not in self.rows, f"{name} has a row already"
            help_text = _first_paragraph(run)
            self.rows[name] = Command(
                name, run, when, min_params, missing, cost, is_for_opers, syntax, help_text
            )
            return run

        return add


def _first_paragraph(run: Run) -> str:
    """Return the first paragraph of a docstring as one line."""
    paragraph = (inspect.getdoc(run) or "").partition("\n\n")[0]
    assert paragraph, "a command's docstring is its help"
    return " ".join(paragraph.split())


TABLE = CommandTable()
"""The one table, so that a topic module is all a command needs."""
