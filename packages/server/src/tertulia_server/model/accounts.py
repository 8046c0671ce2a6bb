"""Accounts: who somebody is beyond one connection, and how that is shown.

An account is kept as one JSON document of kind ``account`` under its folded
name. Whatever else belongs to an account is kept under keys that begin with
that name and a slash (``ana/#sala``); who keeps such things adds a function to
``Accounts.forget`` that lets go of them when the account is deleted.

Adding one is three steps, because hashing takes tens of milliseconds and is
not for the network thread::

    verifier = yield Later(accounts.hashing(password))
    if accounts.is_free(name):
        accounts.add(name, verifier, now.wall)

Everything else (``get``, ``set_password``, ``suspend``, ``delete``, iteration)
is done at once and keeps itself: each change is handed to the journal.
"""

import json
from collections.abc import Callable, Iterable, Iterator
from typing import Final

from tertulia_core.wire.casemap import CasefoldDict, Fold
from tertulia_core.wire.scram import LEAST_ITERATIONS, Verifier
from tertulia_server.model.account import Account, NewToken
from tertulia_server.model.keeping import Put
from tertulia_server.model.lookalikes import skeleton
from tertulia_server.model.names import is_service
from tertulia_server.model.throttle import Throttle

__all__ = ["FAST", "ITERATIONS", "KIND", "Accounts"]

KIND: Final = "account"

ITERATIONS: Final = 120_000
"""Rounds of hashing; some tens of milliseconds."""

FAST: Final = LEAST_ITERATIONS
"""The same for ``accounts.fast_hash``, the fewest that clients accept."""

_SALT_BYTES: Final = 16
_FREE_TO_STRANGERS: Final = 100
"""Failures of one address, behind which a class may be, whatever the names."""

_SECRET_BYTES: Final = 32


class Accounts:
    """All accounts; owner: the network thread.

    Attributes:
        iterations: rounds of hashing for new passwords.
        throttle: makes guessing one account's password slow.
        strangers: makes guessing slow of who tries one name after the other.
        forget: called with the folded name of an account that is deleted.

    Args:
        fold: what makes two spellings one name.
        put: keeps a document.
        random: returns as many random bytes as it is asked for.
    """

    def __init__(
        self, fold: Fold, put: Put, random: Callable[[int], bytes], iterations: int = ITERATIONS
    ) -> None:
        self.iterations = iterations
        self.throttle = Throttle()
        self.strangers = Throttle(_FREE_TO_STRANGERS)
        self.forget: list[Callable[[str], None]] = []
        self._fold = fold
        self._put = put
        self._random = random
        self._secret = random(_SECRET_BYTES)
        self._accounts: CasefoldDict[Account] = CasefoldDict(fold)
        self._skeletons: dict[str, Account] = {}

    def load(self, documents: Iterable[tuple[str, str]]) -> None:
        """Know the accounts that were kept: key and JSON text of each."""
        for _key, text in documents:
            self._know(Account.from_document(json.loads(text)))

    def __len__(self) -> int:
        return len(self._accounts)

    def __iter__(self) -> Iterator[Account]:
        return iter(self._accounts.values())

    def get(self, name: str) -> Account | None:
        """Return the account ``name``, in any case, ``None`` for none."""
        return self._accounts.get(name)

    def find_like(self, name: str) -> Account | None:
        """Return the account called ``name``, or else one whose name looks like it."""
        return self._accounts.get(name) or self._skeletons.get(skeleton(name))

    def is_free(self, name: str) -> bool:
        """Tell whether a new account may be called ``name``: none looks like it, and no helper."""
        return self.find_like(name) is None and not is_service(name)

    def key(self, name: str) -> str:
        """Return under which key the things of an account are kept."""
        return self._fold(name)

    # -- life -------------------------------------------------------------

    def add(self, name: str, verifier: Verifier, created: float, email: str = "") -> Account:
        """Make an account; ``is_free`` came before.

        Args:
            name: its name from now on, as it is spelled.
            verifier: of the password, what ``hashing`` gives.
            created: Unix seconds.
            email: ``""`` if unknown.
        """
        assert self.is_free(name), "is_free comes first"
        account = Account(name, verifier, created, email)
        self._know(account)
        self.save(account)
        return account

    def save(self, account: Account) -> None:
        """Keep what was changed of an account."""
        self._put(KIND, self._fold(account.name), account.to_document())

    def set_password(self, account: Account, verifier: Verifier) -> None:
        """Let another password open an account, and no device any more that knew a token."""
        account.verifier = verifier
        account.tokens.clear()
        self.save(account)

    def suspend(self, account: Account, reason: str) -> None:
        """Let nobody log in any more; with ``""`` let them again."""
        account.suspended = reason
        self.save(account)

    def delete(self, account: Account) -> None:
        """Forget an account and all that is kept of it; the name is free again."""
        key = self._fold(account.name)
        del self._accounts[account.name]
        if self._skeletons.get(skeleton(account.name)) is account:
            del self._skeletons[skeleton(account.name)]
        self._put(KIND, key, None)
        for forget in self.forget:
            forget(key)

    # -- proof ------------------------------------------------------------

    def verifier_of(self, name: str) -> Verifier:
        """Return the verifier of ``name``, for a name nobody has one that no password fits.

        It is the same each time, so that asking twice does not tell which names there are.
        """
        account = self._accounts.get(name)
        if account is not None:
            return account.verifier
        from hmac import digest

        fake = digest(self._secret, self._fold(name).encode(), "sha512")
        return Verifier(fake[:_SALT_BYTES], self.iterations, fake[32:], fake[32:])

    def find_certificate(self, fingerprint: str) -> Account | None:
        """Return the account that a client certificate opens, ``None`` for none."""
        owners = (account for account in self if fingerprint in account.certificates)
        return next(owners, None) if fingerprint else None

    def hashing(self, password: str) -> Callable[[], Verifier]:
        """Return the work that makes the verifier of a new password, for any thread.

        It raises ``ValueError`` for characters that no password may have.
        """
        iterations, salt = self.iterations, self._random(_SALT_BYTES)
        return lambda: Verifier.make(password, salt, iterations)

    def nonce(self) -> str:
        """Return random characters that nobody can foresee."""
        return self._random(_SALT_BYTES).hex()

    def add_token(self, account: Account, label: str, now: float) -> NewToken:
        """Make a token for a device.

        Args:
            account: whom it opens.
            label: what its owner calls the device.
            now: Unix seconds.
        """
        token = account.add_token(label, now, self._random)
        self.save(account)
        return token

    def use_token(self, account: Account, token_id: str, now: float) -> None:
        """Note that a device logged in."""
        account.tokens[token_id] = account.tokens[token_id]._replace(used=now)
        self.save(account)

    def revoke_token(self, account: Account, token_id: str) -> None:
        """Let a device log in no more."""
        del account.tokens[token_id]
        self.save(account)

    def _know(self, account: Account) -> None:
        self._accounts[account.name] = account
        # Kept names may look alike: the list of what does grows with each Unicode.
        self._skeletons.setdefault(skeleton(account.name), account)
