"""The connection, deliveries and typing in words, the same in both user interfaces."""

import math
from typing import Final

from tertulia_core.i18n import N_, Catalogue
from tertulia_core.session.state import ConnectionPhase, Delivery, Line, SessionState
from tertulia_core.session.wording import join_names
from tertulia_core.text import sanitize

__all__ = ["connection_text", "delivery_text", "typing_text", "window_title"]

_catalogue = Catalogue("tertulia_core")
_ = _catalogue.gettext

PHASES: Final = {
    ConnectionPhase.OFFLINE: N_("Not connected"),
    ConnectionPhase.CONNECTING: N_("Connecting…"),
    ConnectionPhase.REGISTERING: N_("Signing in…"),
    ConnectionPhase.ONLINE: N_("Connected"),
    ConnectionPhase.WAITING: N_("Not connected"),
}


def connection_text(state: SessionState, now: float) -> str:
    """Return how the connection is, in words: "Connected · 3 ms", "… trying again in 4 s".

    Args:
        state: of the session.
        now: monotonic seconds, the scale of ``state.retry_at``.
    """
    parts = [_(PHASES[state.phase])]
    if state.phase is ConnectionPhase.ONLINE:
        if state.lag is not None:
            parts.append(_("{count} ms").format(count=max(round(state.lag * 1000), 1)))
        if state.tls:
            parts.append("TLS")
        if state.away:
            parts.append(_("away"))
    elif state.phase is ConnectionPhase.WAITING and state.retry_at is not None:
        seconds = max(math.ceil(state.retry_at - now), 0)
        parts.append(_("trying again in {count} s").format(count=seconds))
    return " · ".join(parts)


def delivery_text(line: Line) -> str:
    """Return how far an own message got, for a mark's tooltip or the end of a line."""
    if line.delivery is Delivery.SENDING:
        return _("sending…")
    if line.delivery is Delivery.SENT:
        return _("sent")
    if line.delivery is Delivery.NOT_SENT:
        reason = sanitize(line.reason)
        return _("not sent: {reason}").format(reason=reason) if reason else _("not sent")
    return ""


def typing_text(nicks: tuple[str, ...]) -> str:
    """Return who is writing, ``""`` for nobody."""
    if not nicks:
        return ""
    sentence = _catalogue.ngettext("{names} is writing…", "{names} are writing…", len(nicks))
    return sentence.format(names=join_names(nicks))


def window_title(state: SessionState, mentions: int | None = None) -> str:
    """Return what stands in a window's title: unread mentions, the room, the program.

    Args:
        state: of the session on screen.
        mentions: of all sessions, where there are several.
    """
    here = sum(room.mentions for room in state.rooms.values())
    waiting = here if mentions is None else mentions
    count = f"({waiting}) " if waiting else ""
    room = sanitize(state.current, name=True)
    return f"{count}{room} – tertulia" if room else f"{count}tertulia"
