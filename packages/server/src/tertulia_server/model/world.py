"""Everybody and everything that is here: the only maker and remover of users and channels."""

import os
from collections import Counter
from collections.abc import Callable

from tertulia_core.ids import LinkId
from tertulia_core.wire import numerics as n
from tertulia_core.wire.casemap import FOLDS, CasefoldDict
from tertulia_server.config import Config
from tertulia_server.model.accounts import FAST, ITERATIONS, Accounts
from tertulia_server.model.archives import Archives
from tertulia_server.model.channel import Channel, Membership
from tertulia_server.model.channels import Channels, Rooms
from tertulia_server.model.first_joins import FirstJoins
from tertulia_server.model.guest_names import GuestNames
from tertulia_server.model.keeping import Put, keep_nothing
from tertulia_server.model.markers import Markers
from tertulia_server.model.metadata import Metadata
from tertulia_server.model.monitor import Monitor
from tertulia_server.model.names import CASEMAPPINGS, is_channel_name, is_nick, is_service
from tertulia_server.model.now import Now
from tertulia_server.model.people import People
from tertulia_server.model.presences import Presences
from tertulia_server.model.refusals import LOOKS_ALIKE, RESERVED, Refusal
from tertulia_server.model.registered import Registered
from tertulia_server.model.sent_keys import SentKeys
from tertulia_server.model.session import Phase, Session
from tertulia_server.model.user import Identity, User
from tertulia_server.model.whowas import Whowas, WhowasEntry

__all__ = ["World"]


class World:
    """The state of the chat; owner: the network thread.

    Figures are counted as things happen: a thousand who enter at once are
    each told how many there are.

    Attributes:
        fold: what makes two spellings one nick or channel.
        archives: which history belongs to which room, and the ids of messages.
        sent_keys: what was sent under which idempotency key.
        most_users: how many people were here at once.
        guests: how many of them are guests now.
        registering: how many connections speak IRC and are not welcomed yet.
        monitor: who watches whom.
        whowas: who had which nick before.
        people: who is here, by account and by look.
        accounts, registered, presences: who and what stays when nobody is here.
        first_joins: since when each account has known each channel.
        markers: up to when somebody has read what.
        metadata: what people and channels tell of themselves.
        modes: how many people have each user mode.

    Args:
        config: what the server was told.
        rooms: see ``Rooms``.
        store: names this store in message ids, letters and digits; new for each start
            of a server that keeps nothing.
        put: keeps a document; by default nothing is kept.
        random: returns as many random bytes as it is asked for.
        run: tells the ids of what is not kept from those of other runs, see ``Archives``.
    """

    def __init__(
        self,
        config: Config,
        rooms: Rooms,
        store: str,
        put: Put = keep_nothing,
        random: Callable[[int], bytes] = os.urandom,
        run: str = "",
    ) -> None:
        self.config = config
        self.sessions: dict[LinkId, Session] = {}
        self.fold = FOLDS[CASEMAPPINGS[config.server.casemapping]]
        self.users: CasefoldDict[User] = CasefoldDict(self.fold)
        history = config.history
        self.archives = Archives(
            store, run, self.fold, put, is_off=history.mode == "off", not_in=history.not_in
        )
        self.sent_keys = SentKeys()
        self.most_users = 0
        self.guests = 0
        self.registering = 0
        self.monitor = Monitor(self.fold)
        self.whowas = Whowas(self.fold)
        self.modes: Counter[str] = Counter()
        self.people = People(self.fold)
        rounds = FAST if config.accounts.fast_hash else ITERATIONS
        self.accounts = Accounts(self.fold, put, random, rounds)
        self.registered = Registered(self.fold, put)
        self.channels = Channels(self.fold, rooms, self.archives, self.registered)
        self.presences = Presences(self.fold, put, self.accounts, self.people, self._is_always_on)
        self.first_joins = FirstJoins(self.fold, put)
        self.markers = Markers(self.fold, put)
        self.metadata = Metadata(self.fold, put)
        self.accounts.forget += [
            self.archives.forget,
            self.first_joins.forget,
            self.markers.forget,
            self.metadata.forget,
        ]
        self._guest_names = GuestNames(self._is_nobody_s)

    # -- connections ------------------------------------------------------

    def open_session(self, session: Session) -> None:
        """Know a connection that has just been made."""
        self.sessions[session.link] = session

    def set_phase(self, session: Session, phase: Phase) -> None:
        """Let a connection go on in its life; all its changes of phase come by here."""
        self.registering -= session.phase is Phase.REGISTERING
        session.enter(phase)
        self.registering += phase is Phase.REGISTERING

    def close_session(self, session: Session) -> None:
        """Forget a connection that is gone; its person was dealt with before."""
        assert session.user is None, "the user leaves before the connection is forgotten"
        self.sessions.pop(session.link, None)
        self.monitor.clear(session)
        self.metadata.close(session)

    # -- people -----------------------------------------------------------

    def is_nick(self, text: str) -> bool:
        """Tell whether ``text`` may be a nick here, whoever has it."""
        is_any_script = self.config.server.casemapping == "precis"
        return is_nick(text, self.config.limits.nick_length, is_any_script=is_any_script)

    def check_nick(self, nick: str, holder: User | None = None, account: str = "") -> None:
        """Refuse ``nick`` if it cannot be one or is not free.

        Args:
            nick: what is asked for.
            holder: whose own nick does not stand in the way.
            account: whose names may be taken, those of ``holder`` by default.
        """
        if not self.is_nick(nick):
            raise Refusal(n.ERR_ERRONEUSNICKNAME, nick)
        here = self.find_holder(nick)
        if (here is not None and here is not holder) or is_service(nick):
            raise Refusal(n.ERR_NICKNAMEINUSE, nick)
        owner = self.accounts.find_like(nick)
        account = account or (holder.account if holder is not None else "")
        if owner is not None and owner.name != account:
            raise Refusal(n.ERR_NICKNAMEINUSE, nick, sentence=RESERVED)

    def find_holder(self, nick: str) -> User | None:
        """Return who has ``nick``, or else one that looks like it, ``None`` for nobody."""
        return self.users.get(nick) or self.people.find_like(nick)

    def add_user(self, session: Session, nick: str, now: Now, *, is_guest: bool = False) -> User:
        """Make the person behind ``session``; ``check_nick`` came before."""
        who = Identity(nick, session.username, session.host, session.realname)
        user = self._make_user(who, now, session.account, is_guest=is_guest)
        user.away = session.away
        self.attach(session, user)
        return user

    def attach(self, session: Session, user: User) -> None:
        """Let ``session`` be one of the connections of ``user``."""
        session.user = user
        user.sessions.append(session)

    def _make_user(self, who: Identity, now: Now, account: str, *, is_guest: bool = False) -> User:
        assert who.nick not in self.users, "check_nick comes first"
        user = User(who, now, is_guest=is_guest)
        self.users[who.nick] = user
        user.account = account
        user.refresh()
        self.people.add(user)
        self.guests += is_guest
        self.most_users = max(self.most_users, len(self.users))
        return user

    def rename(self, user: User, nick: str, now: Now) -> None:
        """Give ``user`` another nick; ``check_nick`` came before."""
        self._remember(user, now)
        del self.users[user.nick]
        self.people.discard(user)
        self._guest_names.take_back(user)
        user.nick, user.named = nick, now.wall
        self.users[nick] = user
        self.people.add(user)
        self._refresh(user)

    def set_account(self, user: User, account: str) -> None:
        """Note that ``user`` is logged in to ``account``, ``""`` for none any more."""
        old = user.account
        if old and self.people.of(old)[0] is user:
            self.presences.drop(old)
        self.people.discard(user)
        user.account = account
        self.people.add(user)
        self.metadata.log_in(user)
        for member in user.memberships.values():
            self.first_joins.note(member)
        self._refresh(user)

    def set_host(self, user: User, username: str, host: str) -> None:
        """Let ``user`` be seen as ``username@host`` from now on."""
        user.username, user.host = username, host
        self._refresh(user)

    def set_mode(self, user: User, letter: str, *, is_on: bool) -> bool:
        """Set or remove a user mode; return whether that changed anything."""
        if is_on == (letter in user.modes):
            return False
        if is_on:
            user.modes.add(letter)
        else:
            user.modes.discard(letter)
        self.modes[letter] += 1 if is_on else -1
        user.refresh()
        self.presences.note(user)
        return True

    def remove_user(self, user: User, now: Now) -> None:
        """Take ``user`` out of everything; whoever hears of it was told before."""
        self._remember(user, now)
        for channel in list(user.memberships):
            self.leave(channel, user)
        del self.users[user.nick]
        self.people.discard(user)
        self.presences.discard(user)
        self.markers.leave(user)
        self.metadata.leave(user)
        user.is_gone = True
        self.guests -= user.is_guest
        self.modes.subtract(user.modes)
        self._guest_names.take_back(user)
        for session in user.sessions:
            session.user = None
        user.sessions.clear()

    def get_user(self, nick: str) -> User:
        """Return who has ``nick``, or refuse: nobody."""
        user = self.users.get(nick)
        if user is None:
            raise Refusal(n.ERR_NOSUCHNICK, nick)
        return user

    def _remember(self, user: User, now: Now) -> None:
        entry = WhowasEntry(user.nick, user.username, user.host, user.realname, now.wall)
        self.whowas.add(entry)

    def _refresh(self, user: User) -> None:
        user.refresh()
        self.presences.note(user)
        for channel, member in user.memberships.items():
            channel.refresh(member)

    # -- guests -----------------------------------------------------------

    def add_guest(self, session: Session, now: Now) -> User:
        """Make the person behind a bare socket, called by the smallest number that is free."""
        nick, number = self._guest_names.take()
        user = self.add_user(session, nick, now, is_guest=True)
        self._guest_names.give(user, number)
        return user

    def rename_to_guest(self, user: User, now: Now) -> None:
        """Give ``user`` the nick of a guest."""
        nick, number = self._guest_names.take()
        self.rename(user, nick, now)
        self._guest_names.give(user, number)

    def _is_nobody_s(self, nick: str) -> bool:
        return nick not in self.users and self.accounts.get(nick) is None

    # -- channels ---------------------------------------------------------

    def get_channel(self, name: str) -> Channel:
        """Return the channel ``name``, or refuse: there is none."""
        channel = self.channels.get(name)
        if channel is None:
            raise Refusal(n.ERR_NOSUCHCHANNEL, name)
        return channel

    def check_join(self, name: str, user: User, now: Now, key: str = "") -> Channel:
        """Return the channel ``name`` for ``user`` to enter at once, made if need be.

        Raises:
            Refusal: the first rule that keeps the user out.
        """
        if len(user.memberships) >= self.config.limits.channels:
            raise Refusal(n.ERR_TOOMANYCHANNELS, name)
        channel = self.channels.get(name)
        if channel is not None:
            channel.check_join(user, key)
            return channel
        if not is_channel_name(name, self.config.limits.channel_length):
            raise Refusal(n.ERR_BADCHANMASK, name)
        if name in self.registered:
            channel = self.channels.make(name, now)
            try:
                channel.check_join(user, key)
            except Refusal:
                self._remove_channel(channel)
                raise
            return channel
        if self.channels.has_like(name):
            raise Refusal(n.ERR_BADCHANMASK, name, sentence=LOOKS_ALIKE)
        return self.channels.make(name, now)

    def register(self, channel: Channel, account: str) -> None:
        """Let ``channel`` belong to ``account``: it and what it has are kept from now on."""
        channel.founder = account
        self.registered.keep(channel)
        self.metadata.move(channel, channel)

    def unregister(self, name: str) -> None:
        """Let the channel ``name``, in which somebody may be, belong to nobody."""
        channel = self.channels.get(name)
        self.registered.drop(name)
        self.metadata.release(name, channel)
        if channel is not None:
            channel.founder = ""

    def rename_channel(self, channel: Channel, name: str) -> None:
        """Let ``channel`` be called ``name``, which no other one is; everything else stays."""
        if channel.founder:
            self.metadata.release(channel.name, channel)
        self.channels.rename(channel, name)
        self.metadata.move(channel, channel)
        for user in channel.members:
            self.presences.note(user)

    def _remove_channel(self, channel: Channel) -> None:
        self.channels.remove(channel)
        self.metadata.leave(channel)

    def invite(self, user: User, channel: Channel) -> None:
        """Let ``user`` into ``channel`` once, whatever keeps others out."""
        for gone in [invited for invited in user.invites if not invited.members]:
            del user.invites[gone]
        user.invites[channel] = None

    def leave(self, channel: Channel, user: User) -> None:
        """Take ``user`` out of ``channel``; the last one takes the channel along."""
        channel.remove(user)
        self.presences.note(user)
        if not channel.members:
            self._remove_channel(channel)

    def enter(self, channel: Channel, user: User) -> Membership:
        """Let ``user`` into ``channel``; the rules were checked before."""
        self.presences.note(user)
        member = channel.add(user)
        self.first_joins.note(member)
        return member

    def set_rank(self, member: Membership, rank: int) -> None:
        """Give ``member`` exactly ``rank``."""
        member.channel.set_rank(member, rank)
        self.presences.note(member.user)

    # -- who stays --------------------------------------------------------

    def _is_always_on(self) -> bool:
        return self.config.accounts.always_on == "opt-out"

    def bring_back(self, now: Now) -> list[User]:
        """Let those be here, without a connection, who were when the server ended."""
        people = []
        for kept in self.presences.all():
            who = Identity(*kept["identity"])
            account = self.accounts.get(kept["account"])
            if account is None or who.nick in self.users or not self.is_nick(who.nick):
                continue
            user = self._make_user(who, now, account.name)
            for letter in kept["modes"]:
                self.set_mode(user, letter, is_on=True)
            for name, rank in kept["channels"].items():
                channel = self.channels.get(name) or self.channels.make(name, now)
                self.set_rank(self.enter(channel, user), rank)
            people.append(user)
        return people
