"""What a command works with: the world, the ways to answer and to tell others, and the moment."""

from collections.abc import Callable, Generator
from typing import Any, NamedTuple, Protocol

from tertulia_core.broadcast.outbound import Outbound
from tertulia_core.i18n import N_, Catalogue
from tertulia_core.ids import LinkId
from tertulia_core.wire import numerics as n
from tertulia_core.wire.message import Message
from tertulia_server.admission import Admission
from tertulia_server.config import Config, Reload
from tertulia_server.config.passwords import Doorkeeper
from tertulia_server.flood import Flood
from tertulia_server.journal import Journal
from tertulia_server.model.deadlines import Deadlines
from tertulia_server.model.figures import Figures
from tertulia_server.model.modes import LENT_MODES
from tertulia_server.model.now import Now
from tertulia_server.model.refusals import Refusal
from tertulia_server.model.session import Phase, Session
from tertulia_server.model.user import User
from tertulia_server.model.world import World
from tertulia_server.relay import Relay
from tertulia_server.replies import Replies, Reply
from tertulia_server.speech import Speech
from tertulia_server.store.ports import HistoryReader

__all__ = ["Busy", "Context", "Later", "Run", "Services", "Steps", "Workplace"]

_ = Catalogue("tertulia_server").gettext


class Later(NamedTuple):
    """Work that takes time and is done aside, while everybody else goes on.

    A command says ``value = yield Later(work)`` and gets what ``work`` returns;
    what it raises is raised there. Nothing else of the connection is done
    meanwhile, but the world may have changed: look again.

    Attributes:
        work: runs in another thread, so it MUST NOT touch anything of the model.
    """

    work: Callable[[], Any]


Steps = Generator[Later | None, Any, None]
"""The rest of an answer: a ``yield`` is a place where it may pause, that of a ``Later`` does."""


class Workplace(Protocol):
    """Where ``Later`` is done; what comes of it arrives as ``WorkDone``."""

    def submit(self, ticket: int, work: Callable[[], Any], /) -> bool:
        """Take a piece of work, or return ``False``: too much is waiting."""
        ...


class Busy(Refusal):
    """So much work waits that no more is taken.

    Args:
        verb: the command that asked for it.
    """

    def __init__(self, verb: str) -> None:
        sentence = N_("The server is busy; try again in a moment")
        super().__init__(n.ERR_UNKNOWNERROR, verb, sentence=sentence)


class Services(NamedTuple):
    """What all commands share; owner: the network thread.

    Attributes:
        relay, speech: the ways to tell others.
        version: how the program calls itself on the wire.
        started: Unix seconds.
        isupport: the tokens of each 005 line, made once because every welcome has them.
        closing: links to be closed once all before has been written.
        flood: takes what a command costs beyond its row.
        batch_deadlines: when to look at the batches that are open.
        admission: how many connections each address may have.
        reload: reads the configuration again.
        figures: what STATS tells.
        doorkeeper: knows the passwords of the server and of its gateways.
        journal: what is to be kept.
        history: what is kept, to be read with ``Later``; ``None`` where nothing is.
        is_durable: whether what is kept is still there after the server ends.
    """

    config: Config
    world: World
    relay: Relay
    speech: Speech
    replies: Replies
    version: str
    started: float
    isupport: list[list[str]]
    closing: list[LinkId]
    flood: Flood
    batch_deadlines: Deadlines
    admission: Admission
    reload: Callable[[], Reload]
    figures: Figures
    doorkeeper: Doorkeeper
    journal: Journal
    history: HistoryReader | None
    is_durable: bool

    def end_session(self, session: Session, reason: str, error: str, reply: Reply) -> None:
        """End a connection: others hear QUIT with ``reason``, the connection ``error``.

        The person leaves with the last connection, or stays. What was said before is
        still written; then the hub closes the link.
        """
        if session.phase is Phase.CLOSED:
            return
        self.leave(session, reason, reply.now)
        reply.farewell(error)
        self.world.set_phase(session, Phase.CLOSED)
        self.closing.append(session.link)

    def set_account(self, user: User, account: str, now: Now) -> None:
        """Let somebody be logged in to ``account``, ``""`` for none, and tell the others."""
        self.world.set_account(user, account)
        self.relay.account_changed(user, now)

    def rename(self, user: User, nick: str, now: Now, origin: LinkId) -> Outbound:
        """Give somebody another nick, and tell the others; ``check_nick`` came before.

        Returns:
            What ``origin``, who asked for it, sees.
        """
        old = user.source
        self.world.rename(user, nick, now)
        return self.relay.renamed(user, old, now, origin)

    def set_host(self, user: User, username: str, host: str, now: Now) -> None:
        """Let somebody be seen as ``username@host``, and tell the others."""
        old = user.source
        self.world.set_host(user, username, host)
        self.relay.host_changed(user, old, _("Changing host"), now)

    def leave(self, session: Session, reason: str, now: Now) -> None:
        """Take a connection away from its person, who leaves with the last one or stays."""
        user = session.user
        if user is None:
            return
        if user.sessions == [session] and not self.world.presences.stays(user):
            self.depart(user, reason, now)
            return
        self.relay.forget(session)
        user.sessions.remove(session)
        session.user = None
        if not user.sessions:
            for letter in user.modes & LENT_MODES:
                self.world.set_mode(user, letter, is_on=False)
        self.update_away(user, now)

    def depart(self, user: User, reason: str, now: Now) -> None:
        """Let somebody leave, whether or not there are connections."""
        self.relay.departed(user, reason, now)
        self.world.remove_user(user, now)

    def update_away(self, user: User, now: Now, origin: LinkId | None = None) -> None:
        """Look whether somebody is away: on every connection, or without any."""
        texts = [session.away for session in user.sessions] or [_("Not connected")]
        away = texts[-1] if all(texts) else ""
        if away != user.away:
            user.away = away
            self.relay.away_changed(user, now, origin)


class Context:
    """One command while it runs: made anew for each, small because it is.

    Attributes:
        reply: the answer to the one who sent it.
        now: the moment of the tick.
        world: everybody and everything that is here.
        relay: the way to tell others what happened.
        speech: the way to pass on what people say.
        config: what the server was told.
    """

    __slots__ = ("config", "now", "relay", "reply", "services", "session", "speech", "world")

    def __init__(self, services: Services, session: Session, reply: Reply, now: Now) -> None:
        self.services = services
        self.session = session
        self.reply = reply
        self.now = now
        self.world = services.world
        self.relay = services.relay
        self.speech = services.speech
        self.config = services.config

    @property
    def user(self) -> User:
        """The person who sent it; there is one because the row's phase says so."""
        assert self.session.user is not None, "the row asks for a registered connection"
        return self.session.user


Run = Callable[[Context, Message], Steps | None]
"""A command: does it at once, or returns the steps of a long answer."""
