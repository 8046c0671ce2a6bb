"""What guests are called: a name and the smallest number that nobody has."""

import heapq
from collections.abc import Callable
from typing import Final

from tertulia_server.model.user import User

__all__ = ["GUEST", "GuestNames"]

GUEST: Final = "invitado"
"""The same in every language: programs read it."""


class GuestNames:
    """Gives each guest a nick, and takes it back; owner: the network thread.

    Args:
        is_free: whether nobody has a nick, neither here nor as an account.
    """

    def __init__(self, is_free: Callable[[str], bool]) -> None:
        self._is_free = is_free
        self._numbers: dict[User, int] = {}
        self._free: list[int] = []
        self._last = 0

    def take(self) -> tuple[str, int]:
        """Return a nick for a guest, and its number for ``give``."""
        while True:
            number = self._take_number()
            nick = f"{GUEST}-{number}"
            if self._is_free(nick):
                return nick, number

    def give(self, user: User, number: int) -> None:
        """Note whose the number is that was taken."""
        self._numbers[user] = number

    def take_back(self, user: User) -> None:
        """Let the number of somebody, who has another nick or is gone, be free again."""
        number = self._numbers.pop(user, None)
        if number is not None:
            heapq.heappush(self._free, number)

    def _take_number(self) -> int:
        if self._free:
            return heapq.heappop(self._free)
        self._last += 1
        return self._last
