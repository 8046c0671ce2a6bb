"""Everybody and everything that is here: the only maker and remover of users and channels."""

import heapq
from collections import Counter
from typing import Final, Protocol

from tertulia_core.ids import LinkId, RoomId
from tertulia_core.wire import numerics as n
from tertulia_core.wire.casemap import FOLDS, CasefoldDict
from tertulia_server.config import Config
from tertulia_server.model.channel import Channel, Membership
from tertulia_server.model.monitor import Monitor
from tertulia_server.model.names import CASEMAPPINGS, is_channel_name, is_nick
from tertulia_server.model.now import Now
from tertulia_server.model.refusals import Refusal
from tertulia_server.model.sequences import Sequence
from tertulia_server.model.session import Phase, Session
from tertulia_server.model.user import User
from tertulia_server.model.whowas import Whowas, WhowasEntry

__all__ = ["Rooms", "World"]

_PRIVATE: Final = 0
"""The number that stands for private conversations in message ids."""


class Rooms(Protocol):
    """Where each channel gets its room to be heard in: the broadcast layer's outbox."""

    def create_room(self) -> RoomId:
        """Return a room nobody is in, with a number never used before."""
        ...

    def delete_room(self, room: RoomId) -> None:
        """Forget a room nobody is in."""
        ...


class World:
    """The state of the chat; owner: the network thread.

    Figures are counted as things happen: a thousand who enter at once are
    each told how many there are.

    Attributes:
        fold: what makes two spellings one nick or channel.
        private_ids: gives the ids of messages that are in no channel.
        most_users: how many people were here at once.
        guests: how many of them are guests now.
        registering: how many connections speak IRC and are not welcomed yet.
        monitor: who watches whom.
        whowas: who had which nick before.
        modes: how many people have each user mode.

    Args:
        config: what the server was told.
        rooms: see ``Rooms``.
        store: names this store in message ids, letters and digits; new for each start
            of a server that keeps nothing.
    """

    def __init__(self, config: Config, rooms: Rooms, store: str) -> None:
        self.config = config
        self.sessions: dict[LinkId, Session] = {}
        self.fold = FOLDS[CASEMAPPINGS[config.server.casemapping]]
        self.users: CasefoldDict[User] = CasefoldDict(self.fold)
        self.channels: CasefoldDict[Channel] = CasefoldDict(self.fold)
        self.private_ids = Sequence(store, _PRIVATE)
        self.most_users = 0
        self.guests = 0
        self.registering = 0
        self.monitor = Monitor(self.fold)
        self.whowas = Whowas(self.fold)
        self.modes: Counter[str] = Counter()
        self._rooms = rooms
        self._store = store
        self._guest_numbers: dict[User, int] = {}
        self._free_numbers: list[int] = []
        self._last_number = 0

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

    # -- people -----------------------------------------------------------

    def is_nick(self, text: str) -> bool:
        """Tell whether ``text`` may be a nick here, whoever has it."""
        is_any_script = self.config.server.casemapping == "precis"
        return is_nick(text, self.config.limits.nick_length, is_any_script=is_any_script)

    def check_nick(self, nick: str, holder: User | None = None) -> None:
        """Refuse ``nick`` if it cannot be one or somebody but ``holder`` has it."""
        if not self.is_nick(nick):
            raise Refusal(n.ERR_ERRONEUSNICKNAME, nick)
        if self.users.get(nick, holder) is not holder:
            raise Refusal(n.ERR_NICKNAMEINUSE, nick)

    def add_user(self, session: Session, nick: str, now: Now, *, is_guest: bool = False) -> User:
        """Make the person behind ``session``; ``check_nick`` came before."""
        assert nick not in self.users, "check_nick comes first"
        user = User(session, nick, is_guest=is_guest, now=now)
        session.user = user
        self.users[nick] = user
        self.guests += is_guest
        self.most_users = max(self.most_users, len(self.users))
        return user

    def rename(self, user: User, nick: str, now: Now) -> None:
        """Give ``user`` another nick; ``check_nick`` came before."""
        self._remember(user, now)
        del self.users[user.nick]
        self._free_number(user)
        user.nick = nick
        self.users[nick] = user
        self._refresh(user)

    def set_account(self, user: User, account: str) -> None:
        """Note that ``user`` is logged in to ``account``, ``""`` for none any more."""
        user.account = account
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
        return True

    def remove_user(self, user: User, now: Now) -> None:
        """Take ``user`` out of everything; whoever hears of it was told before."""
        self._remember(user, now)
        for channel in list(user.memberships):
            self.leave(channel, user)
        del self.users[user.nick]
        self.guests -= user.is_guest
        self.modes.subtract(user.modes)
        self._free_number(user)
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
        for channel, member in user.memberships.items():
            channel.refresh(member)

    # -- guests -----------------------------------------------------------

    def add_guest(self, session: Session, name: str, now: Now) -> User:
        """Make the person behind a bare socket: ``name`` and the smallest free number."""
        number = self._take_number()
        while f"{name}-{number}" in self.users:
            number = self._take_number()
        user = self.add_user(session, f"{name}-{number}", now, is_guest=True)
        self._guest_numbers[user] = number
        return user

    def _take_number(self) -> int:
        if self._free_numbers:
            return heapq.heappop(self._free_numbers)
        self._last_number += 1
        return self._last_number

    def _free_number(self, user: User) -> None:
        number = self._guest_numbers.pop(user, None)
        if number is not None:
            heapq.heappush(self._free_numbers, number)

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
        return self._make_channel(name, now)

    def _make_channel(self, name: str, now: Now) -> Channel:
        room = self._rooms.create_room()
        channel = Channel(name, room, Sequence(self._store, room), now.wall, self.fold)
        self.channels[name] = channel
        return channel

    def rename_channel(self, channel: Channel, name: str) -> None:
        """Let ``channel`` be called ``name``, which no other one is; everything else stays."""
        del self.channels[channel.name]
        channel.rename(name)
        self.channels[name] = channel

    def invite(self, user: User, channel: Channel) -> None:
        """Let ``user`` into ``channel`` once, whatever keeps others out."""
        for gone in [invited for invited in user.invites if not invited.members]:
            del user.invites[gone]
        user.invites[channel] = None

    def leave(self, channel: Channel, user: User) -> None:
        """Take ``user`` out of ``channel``; the last one takes the channel along."""
        channel.remove(user)
        if not channel.members:
            del self.channels[channel.name]
            self._rooms.delete_room(channel.room)

    def enter(self, channel: Channel, user: User) -> Membership:
        """Let ``user`` into ``channel``; the rules were checked before."""
        return channel.add(user)
