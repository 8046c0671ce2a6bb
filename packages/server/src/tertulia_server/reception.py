"""From a guest's text to what it does: the counterpart of ``dispatch`` for bare sockets."""

import logging
from collections.abc import Callable
from typing import Final

from tertulia_core.i18n import Catalogue
from tertulia_server.commands.context import Context
from tertulia_server.commands.guests import GUEST_COMMANDS, enter_as_guest, say_as_guest
from tertulia_server.flood import Flood, text_cost
from tertulia_server.model.now import Now
from tertulia_server.model.refusals import Refusal
from tertulia_server.model.session import Session

__all__ = ["Reception"]

_ = Catalogue("tertulia_server").gettext
_log = logging.getLogger(__name__)

_COMMAND_COST: Final = 1.0


class Reception:
    """What guests may do; owner: the network thread.

    Args:
        open_context: begins what one line of a guest's causes.
        flood: charged with what a guest says.
    """

    def __init__(self, open_context: Callable[[Session, Now], Context], flood: Flood) -> None:
        self._open_context = open_context
        self._flood = flood

    def enter(self, session: Session, now: Now) -> None:
        """Make a bare socket a guest in the guests' room."""
        self._do(session, now, enter_as_guest)

    def say(self, session: Session, text: str, now: Now) -> None:
        """Say one text, of any length, in the guests' room."""
        self._flood.charge(session, text_cost(text), now)
        self._do(session, now, lambda ctx: say_as_guest(ctx, text))

    def command(self, session: Session, name: str, argument: str, now: Now) -> None:
        """Do ``/name argument``; ``name`` is a key of ``GUEST_COMMANDS``."""
        self._flood.charge(session, _COMMAND_COST, now)
        self._do(session, now, lambda ctx: GUEST_COMMANDS[name](ctx, argument))

    def _do(self, session: Session, now: Now, run: Callable[[Context], None]) -> None:
        ctx = self._open_context(session, now)
        try:
            run(ctx)
        except Refusal as refusal:
            ctx.reply.plain(f"* {_(refusal.sentence)}")
        except Exception:  # noqa: BLE001 — one command's trouble is not everybody's
            _log.exception("a guest's line failed")
