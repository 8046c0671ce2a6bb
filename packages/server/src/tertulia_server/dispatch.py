"""From a message to what it does: the row, its guards, the command, the refusal.

The seam between the chat's logic and the hub, which owns sockets and time::

    session = dispatcher.opened(link, host, ...)
    dispatcher.message(session, message, now)        # or reception.enter, reception.say...
    deliveries = outbox.seal()                       # all that has to be sent
    for link in dispatcher.take_closing(): ...       # to be closed after that

Long answers (the names of ten thousand people) come in slices. A link in
``unfinished`` has more to say: when its backlog is written (``LinkDrained``,
or at the end of the tick where it has none) the hub calls
``continue_answers``. Other answers wait for work that is done aside; its
``WorkDone`` is given to ``worked``. Until an answer is complete what the same
connection sends waits in ``Session.held``, also before it is registered, so
that it sees its answers in the order in which it asked; the hub does not read
a session whose ``held`` is not ``None``, so that little waits.
"""

import logging
import os
from collections import deque
from collections.abc import Callable, Iterable, KeysView, Sequence
from typing import Final

from tertulia_core.broadcast.outbound import Outbound
from tertulia_core.broadcast.outbox import Outbox
from tertulia_core.errors import ParseError
from tertulia_core.i18n import Catalogue
from tertulia_core.ids import LinkId
from tertulia_core.wire import numerics as n
from tertulia_core.wire.isupport import format_tokens
from tertulia_core.wire.message import Message
from tertulia_server import __version__
from tertulia_server.admission import Admission
from tertulia_server.bad_lines import refusal_of, salvage
from tertulia_server.capabilities import isupport_tokens, offered_names, offered_set
from tertulia_server.commands.answers import announce_changes
from tertulia_server.commands.context import Context, Services, Workplace
from tertulia_server.commands.guests import leave_as_guest
from tertulia_server.commands.keepalive import Keepalive
from tertulia_server.commands.multiline import BATCH_LINE, expire_batches, is_batch_line
from tertulia_server.commands.slices import NOTHING_DONE, Answer, Slices
from tertulia_server.commands.topics import TABLE
from tertulia_server.config import Config, Reload
from tertulia_server.config.passwords import Doorkeeper
from tertulia_server.flood import Flood
from tertulia_server.inbox import WorkDone
from tertulia_server.journal import Journal, Said
from tertulia_server.loading import load
from tertulia_server.model.channel import Channel
from tertulia_server.model.deadlines import Deadlines
from tertulia_server.model.figures import Figures
from tertulia_server.model.names import to_host
from tertulia_server.model.now import Now
from tertulia_server.model.refusals import Fail, Refusal
from tertulia_server.model.session import Phase, Session
from tertulia_server.model.world import World
from tertulia_server.reception import Reception
from tertulia_server.relay import Relay
from tertulia_server.replies import Replies, label_of
from tertulia_server.speech import Speech
from tertulia_server.store.ports import Store

__all__ = ["SLICE_BYTES", "Dispatcher", "Now"]

_ = Catalogue("tertulia_server").gettext
_log = logging.getLogger(__name__)

SLICE_BYTES: Final = 64 * 1024
"""How much of a long answer is written ahead of what the link has taken."""

_RUN_BYTES: Final = 4
"""How long the random name is that this run gives to what is not kept."""

_UNKNOWN_COST: Final = 1.0

_SPEECH_COST: Final = TABLE.rows["PRIVMSG"].cost

_REGISTERED: Final = Phase.REGISTERED
"""Looked up for every message, where a member of an enum costs as much as a call."""


class Dispatcher:
    """The whole chat logic behind one door; owner: the network thread.

    Args:
        config: what the server was told.
        outbox: collects what each tick sends; the hub seals it.
        started: Unix seconds.
        store: what was kept, and where to read history; written to by the hub.
        workplace: does what takes time.
        reload: reads the configuration again, and has ``reconfigure`` called with it.
    """

    def __init__(
        self,
        config: Config,
        outbox: Outbox,
        *,
        started: float,
        store: Store,
        workplace: Workplace,
        reload: Callable[[], Reload] | None = None,
    ) -> None:
        self.outbox = outbox
        self.store = store
        self.journal = Journal()
        run = "" if not store.keeps else os.urandom(_RUN_BYTES).hex()
        self.world = World(config, outbox, store.name, self.journal.put, run=run)
        load(self.world, store)
        self.flood = Flood(config.limits)
        self._config = config
        self._closing: list[LinkId] = []
        self._slices = Slices(workplace)
        self.services = Services(
            config=config,
            world=self.world,
            relay=Relay(outbox, self.world.monitor, config.server.name, self.journal),
            speech=Speech(outbox, self.journal),
            replies=Replies(outbox, config.server.name),
            version=f"tertulia-{__version__}",
            started=started,
            isupport=format_tokens(isupport_tokens(config)),
            closing=self._closing,
            flood=self.flood,
            batch_deadlines=Deadlines(),
            admission=Admission(config),
            reload=reload or _no_reload,
            figures=Figures(),
            doorkeeper=Doorkeeper(),
            journal=self.journal,
            history=None if config.history.mode == "off" else store.history,
            is_durable=store.keeps,
        )
        self.reception = Reception(self._context, self.flood)
        self._uses = self.services.figures.commands
        self._keepalive = Keepalive(self.services)
        self._recent: Context | None = None

    def reconfigure(self, config: Config, now: Now) -> None:
        """Go by another configuration from now on, and tell people what they were told before."""
        old = self.services
        self._config = self.world.config = config
        self.services = old._replace(config=config, isupport=format_tokens(isupport_tokens(config)))
        self._recent = None
        self.flood.reconfigure(config.limits)
        self.services.admission.reconfigure(config)
        self._keepalive.reconfigure(self.services)
        values = set(offered_names(old.config, with_values=True))
        news = [name for name in offered_names(config, with_values=True) if name not in values]
        gone = offered_set(old.config) & ~offered_set(config)
        has_new_tokens = self.services.isupport != old.isupport
        for session in self.world.sessions.values():
            if session.phase is _REGISTERED:
                ctx = self._context(session, now)
                announce_changes(ctx, news, gone, has_new_tokens=has_new_tokens)

    def bring_back(self, now: Now) -> None:
        """Let those be here, away, who stayed when the server ended; called once, at the start."""
        self.journal.origin = None
        for user in self.world.bring_back(now):
            self.services.update_away(user, now)
        self.world.presences.keep_changes()

    # -- connections ------------------------------------------------------

    def opened(
        self, link: LinkId, host: str, *, is_tls: bool, is_loopback: bool, now: Now
    ) -> Session:
        """Know a new connection; one too many from its address is told so and ``CLOSED``.

        Args:
            link: its handle.
            host: its literal address, ``""`` for a Unix socket.
            is_tls: whether it is encrypted.
            is_loopback: whether it comes from this computer.
            now: the moment.
        """
        session = Session(
            link,
            to_host(host),
            address=host,
            is_tls=is_tls,
            is_loopback=is_loopback,
            mono=now.mono,
            level=self.flood.burst,
        )
        self.world.open_session(session)
        if refusal := self.services.admission.admit(link, host, now):
            _log.info("link refused", extra={"link": link, "host": host})
            self.drop(session, _(refusal), now)
        return session

    def closed(self, session: Session, reason: str, now: Now) -> None:
        """Forget a connection whose link is gone; others hear QUIT with ``reason``."""
        self._slices.take(session)
        session.held = None
        self.journal.origin = None
        self.services.leave(session, reason, now)
        if session.phase is not Phase.CLOSED:
            self.world.set_phase(session, Phase.CLOSED)
        self.world.presences.keep_changes()
        self.services.admission.leave(session.link)
        self.world.close_session(session)

    def goodbye(self, reason: str, now: Now) -> None:
        """End every connection, because the server stops; nobody hears the others leave."""
        for session in list(self.world.sessions.values()):
            self.services.relay.forget(session)
        for session in list(self.world.sessions.values()):
            self.drop(session, reason, now)

    def drop(self, session: Session, reason: str, now: Now) -> None:
        """End a connection, which is told ``reason`` like the others."""
        self._slices.take(session)
        self.services.end_session(session, reason, reason, self._context(session, now).reply)

    def take_closing(self) -> list[LinkId]:
        """Return the links that ended since the last call, to be closed once all is written."""
        closing = self._closing[:]
        self._closing.clear()
        return closing

    # -- IRC --------------------------------------------------------------

    def begins_irc(self, session: Session, now: Now) -> None:
        """Take the first IRC byte as the start of registering; a guest who listened leaves."""
        if session.phase is Phase.GUEST:
            leave_as_guest(self._context(session, now))
        if session.phase in (Phase.NEW, Phase.GUEST):
            self.world.set_phase(session, Phase.REGISTERING)
            self._keepalive.watch(session, now)

    def message(self, session: Session, message: Message, now: Now) -> None:
        """Do what one line asks for."""
        session.heard = now.mono
        session.pinged = None
        self._take(session, message, now)

    def _take(self, session: Session, message: Message, now: Now) -> None:
        if session.held is not None:
            session.held.append(message)
        elif session.phase is _REGISTERED or self._may_register(session, now):
            self._perform(session, message, now)

    def repeat(self, session: Session, lines: Sequence[bytes], span: range, now: Now) -> int:
        """Do what the first lines in ``span`` ask for that are like the last; return how many."""
        lane = session.lane
        if lane is None or session.held is not None:
            return 0
        self.journal.origin, self.journal.label = session.link, ""
        repeated = lane.carry(lines, span, now)
        if repeated:
            session.heard = now.mono
            session.pinged = None
            self.flood.charge(session, _SPEECH_COST * repeated, now)
            self._uses["PRIVMSG"] += repeated
        return repeated

    def bad_line(self, session: Session, error: ParseError, now: Now) -> None:
        """Answer a line that is no message; the connection lives on."""
        session.heard = now.mono
        self._take_bad(session, error, now)

    def _take_bad(self, session: Session, error: ParseError, now: Now) -> None:
        if session.held is not None:
            session.held.append(error)
            return
        if session.phase is not Phase.REGISTERED and not self._may_register(session, now):
            return
        message = salvage(error.line)
        reply = self.services.replies.open(session, now, label_of(session, message))
        reply.refuse(refusal_of(error, message))
        reply.finish()

    def _may_register(self, session: Session, now: Now) -> bool:
        """Count a line before the welcome; whether it is read at all."""
        self.begins_irc(session, now)
        if session.phase is Phase.CLOSED:
            return False
        session.lines += 1
        if session.lines <= self._config.limits.registration_lines:
            return True
        self.drop(session, _("Too many lines before registering"), now)
        return False

    def _perform(self, session: Session, message: Message, now: Now) -> None:
        row = TABLE.rows.get(message.command)
        if message.tags and is_batch_line(session, message):
            row = BATCH_LINE
        ctx = self._open(session, message, now)
        self.journal.origin = session.link
        reply = ctx.reply
        try:
            if row is None:
                self.flood.charge(session, _UNKNOWN_COST, now)
                raise Refusal(n.ERR_UNKNOWNCOMMAND, message.command)
            self.flood.charge(session, row.cost, now)
            self._uses[row.name] += 1
            row.check(session, message)
            steps = row.run(ctx, message)
            if steps is not None:
                answer = Answer(ctx, steps, message.command)
                if not self._slices.advance(answer, SLICE_BYTES):
                    self._hold(session)
                    self._recent = None
                    return
        except Refusal as refusal:
            reply.refuse(refusal)
        except Exception:  # noqa: BLE001 — one command's trouble is not everybody's
            _log.exception("the command %r failed", message.command)
            reply.refuse(Refusal(n.ERR_UNKNOWNERROR, message.command))
        if self.world.presences.changed:
            self.world.presences.keep_changes()
        reply.finish()

    def _open(self, session: Session, message: Message, now: Now) -> Context:
        """Begin a command; the lines of a burst share a context, which keeps nothing of them."""
        ctx = self._recent
        if ctx is None or ctx.session is not session or ctx.now is not now or message.tags:
            label = label_of(session, message)
            ctx = Context(
                self.services, session, self.services.replies.open(session, now, label), now
            )
            self._recent = None if label else ctx
            self.journal.label = label
        return ctx

    # -- long answers -----------------------------------------------------

    @property
    def unfinished(self) -> KeysView[LinkId]:
        """The links whose answers go on; live."""
        return self._slices.links

    def continue_answers(self, session: Session, now: Now, budget: int = SLICE_BYTES) -> None:
        """Write at most about ``budget`` more bytes of what ``session`` asked for."""
        answer = self._slices.take(session)
        if answer is not None:
            self._go_on(answer, budget, now)

    def worked(self, done: WorkDone, now: Now) -> Session | None:
        """Go on with the answer that waited for some work; return whose it is, if it still is."""
        answer = self._slices.take_worked(done.ticket)
        if answer is None:
            return None
        self._go_on(answer, SLICE_BYTES, now, done)
        return answer.ctx.session

    def _go_on(self, answer: Answer, budget: int, now: Now, done: WorkDone = NOTHING_DONE) -> None:
        ctx, _steps, verb = answer
        ctx.now = ctx.reply.now = now
        self.journal.origin, self.journal.label = ctx.session.link, ctx.reply.label
        try:
            if not self._slices.advance(answer, budget, done):
                return
        except Refusal as refusal:
            ctx.reply.refuse(refusal)
        except Exception:  # noqa: BLE001 — one command's trouble is not everybody's
            _log.exception("the command %r failed", verb)
            ctx.reply.refuse(Refusal(n.ERR_UNKNOWNERROR, verb))
        if self.world.presences.changed:
            self.world.presences.keep_changes()
        ctx.reply.finish()
        self._resume(ctx.session, now)

    def _resume(self, session: Session, now: Now) -> None:
        """Do what waited behind an answer, until the next long one or the end."""
        waiting, session.held = session.held or deque(), None
        while waiting and session.phase is not Phase.CLOSED:
            item = waiting.popleft()
            if isinstance(item, Message):
                self._take(session, item, now)
            else:
                self._take_bad(session, item, now)
            if self._slices.is_under_way(session):
                self._hold(session).extend(waiting)
                return

    @staticmethod
    def _hold(session: Session) -> deque[Message | ParseError]:
        """Let what the session sends wait from now on."""
        if session.held is None:
            session.held = deque()
        return session.held

    # -- what the hub lends and asks -----------------------------------------------

    def set_before_speech(self, callback: Callable[[Channel, Now], None]) -> None:
        """Have ``callback`` called with a channel in which guests are about to hear something."""
        self.services.speech.before_speech = callback

    def set_queued(self, queued: Callable[[LinkId], int]) -> None:
        """Have STATS ask ``queued`` how many bytes wait to be written to a link."""
        self.services.figures.queued = queued

    def lose(self, said: Iterable[Said]) -> None:
        """Know what people said that could not be kept: it was never said."""
        outbounds = (outbound for each in said for outbound in each.outbounds)
        self.world.sent_keys.forget(each for each in outbounds if isinstance(each, Outbound))

    def refusal(self, link: LinkId, fail: Fail) -> bytes:
        """Return the line by which a connection is told, in its language, that it may not."""
        session = self.world.sessions.get(link)
        return b"" if session is None else self.services.replies.to_line(session, fail)

    # -- time -------------------------------------------------------------

    def timers(self, now: Now) -> None:
        """Do what is due by now."""
        self.journal.origin = None
        self._keepalive.run(now)
        expire_batches(self.services, now)

    def next_timer(self) -> float | None:
        """Return the monotonic time at which to call ``timers`` next, ``None`` for never."""
        times = (self._keepalive.next, self.services.batch_deadlines.next)
        return min((time for time in times if time is not None), default=None)

    # -- shared -----------------------------------------------------------

    def _context(self, session: Session, now: Now) -> Context:
        self.journal.origin, self.journal.label = session.link, ""
        return Context(self.services, session, self.services.replies.open(session, now), now)


def _no_reload() -> Reload:
    return Reload(error=_("the server was started without a configuration file"))
