"""What NickServ and ChanServ say, and the rows their commands stand in.

Both are a courtesy to people and clients that know them from elsewhere: they
are no users and in no channel, their answers are NOTICEs to the asking
connection alone, and nothing that is said to or by them is kept.
"""

import inspect
from collections.abc import Callable, Mapping
from typing import Final, NamedTuple

from tertulia_core.broadcast.outbound import Outbound
from tertulia_core.i18n import Catalogue
from tertulia_core.wire.limits import split_text
from tertulia_server.commands.context import Context, Steps

__all__ = ["Helper", "HelperCommand", "HelperRefusal", "Words", "say", "to_notice"]

_ = Catalogue("tertulia_server").gettext

_NOTICE_BYTES: Final = 380

Words = list[str]
"""What follows the command's name; the last one may have spaces."""


class HelperRefusal(Exception):
    """A command of a helper that is not done; ``str`` is a catalogue key."""


class HelperCommand(NamedTuple):
    """One row.

    Attributes:
        run: what it does.
        syntax: its words; those in ``[]`` may be left out.
        is_for_opers: whether only operators of the server may use it.
        help: the first paragraph of its docstring, a catalogue key.
    """

    run: Callable[[Context, Words], Steps | None]
    syntax: str
    is_for_opers: bool
    help: str

    @property
    def needed(self) -> int:
        """How many words it needs."""
        return len([word for word in self.syntax.split() if word.startswith("<")])


class Helper:
    """NickServ, or ChanServ: a name and a table of commands, filled while modules are imported."""

    def __init__(self, name: str) -> None:
        self.name = name
        self._commands: dict[str, HelperCommand] = {}

    @property
    def commands(self) -> Mapping[str, HelperCommand]:
        """The rows by name, in upper case."""
        return self._commands

    def command(
        self, name: str, syntax: str = "", *, is_for_opers: bool = False
    ) -> Callable[
        [Callable[[Context, Words], Steps | None]], Callable[[Context, Words], Steps | None]
    ]:
        """Return the decorator that adds a function as the row ``name``."""

        def add(run: Callable[[Context, Words], Steps | None]) -> Callable[..., Steps | None]:
            text = (inspect.getdoc(run) or "").partition("\n\n")[0]
            assert text, "a command's docstring is its help"
            row = HelperCommand(run, syntax, is_for_opers, " ".join(text.split()))
            self._commands[name] = row
            return run

        return add


def say(ctx: Context, helper: Helper, text: str) -> None:
    """Let a helper say something to the connection that asked, in as many lines as it takes."""
    for piece in split_text(text, _NOTICE_BYTES):
        ctx.reply.own(to_notice(ctx, helper, ctx.session.shown_nick, piece))


def to_notice(ctx: Context, helper: Helper, nick: str, text: str) -> Outbound:
    """Return what a helper says to ``nick`` in one line."""
    source = f"{helper.name}!{helper.name}@{ctx.config.server.name}"
    return Outbound("NOTICE", (nick, text), source, ctx.now.wall)
