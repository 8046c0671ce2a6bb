"""One account: what is known of its owner, and what opens it."""

from base64 import b64decode, b64encode
from collections.abc import Callable, Mapping
from typing import Any, Final, NamedTuple

from tertulia_core.wire.scram import Verifier

__all__ = ["MOST_TOKENS", "Account", "NewToken", "Token"]

MOST_TOKENS: Final = 50
"""How many devices one account may have."""

_TOKEN_ID_BYTES: Final = 4
_TOKEN_BYTES: Final = 24


class Token(NamedTuple):
    """What a device logs in with instead of the password.

    Attributes:
        digest: SHA-256 of the token, hexadecimal.
        label: what its owner calls the device.
        created, used: Unix seconds; ``used`` is 0 before the first time.
    """

    digest: str
    label: str
    created: float
    used: float = 0.0


class NewToken(NamedTuple):
    """A token as its owner is told it: the id to revoke it by, and the text to log in with."""

    token_id: str
    text: str


class Account:
    """One account; owner: the network thread. ``Accounts.save`` follows every change.

    Attributes:
        name: as it was spelled when it was made.
        verifier: what is kept of the password.
        created: Unix seconds.
        email: where its owner can be reached, ``""`` if unknown.
        suspended: why nobody may log in, ``""`` for an account in use.
        always_on: whether its owner stays in the rooms without a connection; ``None`` for what
            the configuration says.
        is_shared: whether several connections are one person.
        certificates: SHA-256 fingerprints of client certificates, hexadecimal.
        tokens: by their id.
    """

    __slots__ = (
        "always_on",
        "certificates",
        "created",
        "email",
        "is_shared",
        "name",
        "suspended",
        "tokens",
        "verifier",
    )

    def __init__(self, name: str, verifier: Verifier, created: float, email: str = "") -> None:
        self.name = name
        self.verifier = verifier
        self.created = created
        self.email = email
        self.suspended = ""
        self.always_on: bool | None = None
        self.is_shared = True
        self.certificates: list[str] = []
        self.tokens: dict[str, Token] = {}

    def add_token(self, label: str, created: float, random: Callable[[int], bytes]) -> NewToken:
        """Make a token for a device, which nobody is told again.

        Args:
            label: what its owner calls the device.
            created: Unix seconds.
            random: returns as many random bytes as it is asked for.
        """
        from base64 import urlsafe_b64encode

        token_id = random(_TOKEN_ID_BYTES).hex()
        text = urlsafe_b64encode(random(_TOKEN_BYTES)).decode("ascii")
        self.tokens[token_id] = Token(_digest(text), label, created)
        return NewToken(token_id, text)

    def find_token(self, text: str) -> str:
        """Return the id of the token that ``text`` is, ``""`` for none."""
        from hmac import compare_digest

        digest = _digest(text)
        found = ""
        for token_id, token in self.tokens.items():
            if compare_digest(token.digest, digest):
                found = token_id
        return found

    def to_document(self) -> dict[str, Any]:
        """Return the account as it is kept."""
        salt, iterations, stored, server = self.verifier
        return {
            "name": self.name,
            "verifier": [_text(salt), iterations, _text(stored), _text(server)],
            "created": self.created,
            "email": self.email,
            "suspended": self.suspended,
            "always_on": self.always_on,
            "is_shared": self.is_shared,
            "certificates": self.certificates,
            "tokens": {token_id: list(token) for token_id, token in self.tokens.items()},
        }

    @classmethod
    def from_document(cls, document: Mapping[str, Any]) -> "Account":
        """Return the account that was kept as ``document``."""
        salt, iterations, stored, server = document["verifier"]
        verifier = Verifier(b64decode(salt), iterations, b64decode(stored), b64decode(server))
        account = cls(document["name"], verifier, document["created"], document["email"])
        account.suspended = document["suspended"]
        account.always_on = document["always_on"]
        account.is_shared = document["is_shared"]
        account.certificates = document["certificates"]
        account.tokens = {key: Token(*values) for key, values in document["tokens"].items()}
        return account


def _digest(token: str) -> str:
    from hashlib import sha256

    return sha256(token.encode()).hexdigest()


def _text(data: bytes) -> str:
    return b64encode(data).decode("ascii")
