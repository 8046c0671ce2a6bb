"""The names of a channel in pieces that fit a line, kept up to date instead of rebuilt.

A thousand people who enter one room each get everybody's names. Written anew
each time that is half a million names; here each entering appends one name
and a NAMES reply reuses the pieces that did not change.

An answer is written in slices while people come and go. ``pieces`` is
therefore live: who leaves is gone from what has not been written yet, and who
is listed and leaves later is followed by the line that says so.
"""

from collections.abc import Callable, Iterable, Iterator
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from tertulia_server.model.channel import Membership

__all__ = ["Roster", "Rosters"]

_REOPEN: Final = 0.5
"""A piece that is emptier than this part of the limit takes names again."""

_LINE_BYTES: Final = 510
"""A line without its line end."""

_HEAD_BYTES: Final = 140
"""``:server 353 nick = `` and `` :``, for the longest names of server and nick there may be."""


class _Piece:
    """Names for one line; ``text`` is their join, ``None`` where it has to be made."""

    __slots__ = ("is_open", "names", "size", "text")

    def __init__(self) -> None:
        self.names: dict[Membership, bytes] = {}
        self.size = 0
        self.text: bytes | None = None
        self.is_open = True

    def put(self, member: "Membership", name: bytes) -> None:
        self.names[member] = name
        self.size += len(name) + 1
        if self.text is not None:
            self.text = self.text + b" " + name if self.text else name

    def take(self, member: "Membership") -> None:
        self.size -= len(self.names.pop(member)) + 1
        self.text = None

    def replace(self, member: "Membership", name: bytes) -> None:
        self.size += len(name) - len(self.names[member])
        self.names[member] = name
        self.text = None


class Roster:
    """The names of one channel, written in one way; owner: the network thread.

    Pieces are only ever added at the end, so that an answer that is half
    written loses nobody; those that people left are filled again.

    Args:
        spell: how a member is written.
        limit: bytes that fit a line.
    """

    __slots__ = ("_limit", "_open", "_pieces", "_places", "_spell")

    def __init__(self, spell: Callable[["Membership"], str], limit: int) -> None:
        self._spell = spell
        self._limit = limit
        self._pieces: list[_Piece] = []
        self._open: list[_Piece] = []
        self._places: dict[Membership, _Piece] = {}

    def add(self, member: "Membership") -> None:
        """Write a newcomer's name into a piece that has room."""
        name = self._spell(member).encode()
        while self._open and not self._fits(self._open[-1], name):
            self._open.pop().is_open = False
        piece = self._open[-1] if self._open else self._new_piece()
        piece.put(member, name)
        self._places[member] = piece

    def discard(self, member: "Membership") -> None:
        """Take a name out."""
        piece = self._places.pop(member, None)
        if piece is None:
            return
        piece.take(member)
        if not piece.is_open and piece.size < self._limit * _REOPEN:
            piece.is_open = True
            self._open.append(piece)

    def update(self, member: "Membership") -> None:
        """Write a name again, after the nick or the status changed.

        It stays in its piece or goes into a new one at the end: never into one
        that somebody who waits for the rest has read already.
        """
        piece = self._places.get(member)
        if piece is None:
            return
        name = self._spell(member).encode()
        if piece.size + len(name) - len(piece.names[member]) <= self._limit:
            piece.replace(member, name)
            return
        piece.take(member)
        piece = self._places[member] = self._new_piece()
        piece.put(member, name)

    def pieces(self) -> Iterator[bytes]:
        """Give the names, a line's worth at a time; see the module for changes meanwhile."""
        at = 0
        while at < len(self._pieces):
            piece = self._pieces[at]
            at += 1
            if piece.names:
                if piece.text is None:
                    piece.text = b" ".join(piece.names.values())
                yield piece.text

    def _fits(self, piece: _Piece, name: bytes) -> bool:
        return piece.size + len(name) <= self._limit

    def _new_piece(self) -> _Piece:
        piece = _Piece()
        self._pieces.append(piece)
        self._open.append(piece)
        return piece


class Rosters:
    """The names of one channel in every way that somebody asked for; owner: the network thread."""

    __slots__ = ("_limit", "_ways")

    def __init__(self, channel_name: str) -> None:
        self._limit = _LINE_BYTES - _HEAD_BYTES - len(channel_name.encode())
        self._ways: dict[tuple[bool, bool], Roster] = {}

    def add(self, member: "Membership") -> None:
        """Write a newcomer."""
        for roster in self._ways.values():
            roster.add(member)

    def discard(self, member: "Membership") -> None:
        """Take out who left."""
        for roster in self._ways.values():
            roster.discard(member)

    def update(self, member: "Membership") -> None:
        """Write somebody anew."""
        for roster in self._ways.values():
            roster.update(member)

    def pieces(
        self, members: Iterable["Membership"], *, multi: bool, full: bool
    ) -> Iterator[bytes]:
        """Give all names.

        Args:
            members: all there are; read for the first wish of its kind only.
            multi: with all prefix symbols (multi-prefix).
            full: as ``nick!user@host`` (userhost-in-names).
        """
        roster = self._ways.get((multi, full))
        if roster is None:
            roster = self._ways[multi, full] = self._write(members, multi=multi, full=full)
        return roster.pieces()

    def some(self, members: Iterable["Membership"], *, multi: bool, full: bool) -> Iterator[bytes]:
        """Give the names of some members; nothing of it is kept."""
        return self._write(members, multi=multi, full=full).pieces()

    def _write(self, members: Iterable["Membership"], *, multi: bool, full: bool) -> Roster:
        roster = Roster(_spelling(multi=multi, full=full), self._limit)
        for member in members:
            roster.add(member)
        return roster


def _spelling(*, multi: bool, full: bool) -> Callable[["Membership"], str]:
    def spell(member: "Membership") -> str:
        user = member.user
        return member.symbols(multi=multi) + (user.source if full else user.nick)

    return spell
