"""Who is here, found by what their nick looks like and by their account."""

from tertulia_core.wire.casemap import Fold
from tertulia_server.model.lookalikes import skeleton
from tertulia_server.model.user import User

__all__ = ["People"]


class People:
    """Two indexes of the people who are here; owner: the network thread.

    ``discard`` comes before a nick or an account changes, and ``add`` after.

    Args:
        fold: what makes two spellings one account.
    """

    def __init__(self, fold: Fold) -> None:
        self._fold = fold
        self._by_skeleton: dict[str, User] = {}
        self._by_account: dict[str, list[User]] = {}

    def add(self, user: User) -> None:
        """Know somebody by nick and account."""
        self._by_skeleton.setdefault(skeleton(user.nick), user)
        if user.account:
            self._by_account.setdefault(self._fold(user.account), []).append(user)

    def discard(self, user: User) -> None:
        """Forget somebody, who still has the nick and the account that were added."""
        likeness = skeleton(user.nick)
        if self._by_skeleton.get(likeness) is user:
            del self._by_skeleton[likeness]
        if user.account:
            key = self._fold(user.account)
            others = [other for other in self._by_account[key] if other is not user]
            if others:
                self._by_account[key] = others
            else:
                del self._by_account[key]

    def find_like(self, nick: str) -> User | None:
        """Return somebody whose nick looks like ``nick``, ``None`` for nobody."""
        return self._by_skeleton.get(skeleton(nick))

    def of(self, account: str) -> list[User]:
        """Return the people who are logged in to an account, who came first stands first."""
        return list(self._by_account.get(self._fold(account), ()))
