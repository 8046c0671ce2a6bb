"""Who is still there: the deadline for registering, and PING after silence.

Source: https://modern.ircdocs.horse/#ping-message
"""

from tertulia_core.i18n import Catalogue
from tertulia_server.commands.context import Services
from tertulia_server.model.deadlines import Deadlines
from tertulia_server.model.now import Now
from tertulia_server.model.session import Phase, Session

__all__ = ["Keepalive"]

_ = Catalogue("tertulia_server").gettext


class Keepalive:
    """Looks at each IRC connection now and then; owner: the network thread."""

    def __init__(self, services: Services) -> None:
        self._deadlines = Deadlines()
        self.reconfigure(services)

    def reconfigure(self, services: Services) -> None:
        """Go by other limits, from the next look at each connection on."""
        self._services = services
        self._limits = services.config.limits

    @property
    def next(self) -> float | None:
        """The monotonic time at which to ``run`` next, ``None`` for never."""
        return self._deadlines.next

    def watch(self, session: Session, now: Now) -> None:
        """Give a connection that begins to speak IRC its time to register."""
        session.began = now.mono
        self._deadlines.set(session.link, now.mono + self._limits.registration_seconds)

    def run(self, now: Now) -> None:
        """Look at all that are due: end them, ping them, or look again later."""
        for link in self._deadlines.take_due(now.mono):
            session = self._services.world.sessions.get(link)
            if session is not None:
                later = self._look(session, now)
                if later is not None:
                    self._deadlines.set(link, later)

    def _look(self, session: Session, now: Now) -> float | None:
        if session.phase is Phase.REGISTERED:
            return self._look_at_registered(session, now)
        if session.phase is not Phase.REGISTERING:
            return None
        due = session.began + self._limits.registration_seconds
        if now.mono < due:
            return due
        sentence = _("Registering took too long")
        self._end(session, sentence, now)
        return None

    def _look_at_registered(self, session: Session, now: Now) -> float | None:
        if session.pinged is None:
            due = session.heard + self._limits.ping_after
            if now.mono < due:
                return due
            session.pinged = now.mono
            self._services.replies.open(session, now).line(
                "PING", self._services.config.server.name
            )
        due = session.pinged + self._limits.ping_timeout
        if now.mono < due:
            return due
        self._end(session, f"Ping timeout: {now.mono - session.heard:.0f} seconds", now)
        return None

    def _end(self, session: Session, reason: str, now: Now) -> None:
        reply = self._services.replies.open(session, now)
        self._services.end_session(session, reason, reason, reply)
