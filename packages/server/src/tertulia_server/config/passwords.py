"""Passwords of the configuration file: kept as scrypt hashes, compared in constant time.

A hash is written in the PHC string format, as other programs read it too::

    $scrypt$ln=14,r=8,p=1$SALT$HASH

``ln`` is the binary logarithm of the cost, ``r`` the block size and ``p`` the
parallelism; salt and hash are base64 without padding. Text that does not begin
with ``$scrypt$`` is the password itself, which works and is warned about.

Sources: https://www.rfc-editor.org/rfc/rfc7914 and
https://github.com/P-H-C/phc-string-format/blob/master/phc-sf-spec.md
"""

import os
from base64 import b64decode, b64encode
from binascii import Error as BadBase64
from typing import Final, NamedTuple

__all__ = ["Doorkeeper", "check_format", "hash_password", "is_hashed", "is_right"]

_MARK: Final = "$scrypt$"

_LOG_COST: Final = 14
_BLOCK_SIZE: Final = 8
_PARALLELISM: Final = 1
"""16 MiB and 30 ms on the machine of 2026 that this was measured on; see ADR 0008."""

_SALT_BYTES: Final = 16
_HASH_BYTES: Final = 32
_MOST_LOG_COST: Final = 17
_MOST_BLOCK_SIZE: Final = 16
_MOST_PARALLELISM: Final = 4
"""What a foreign hash may ask for: the network thread waits for it."""


class _Hash(NamedTuple):
    """A hash with everything needed to compute it again."""

    log_cost: int
    block_size: int
    parallelism: int
    salt: bytes
    digest: bytes


def hash_password(password: str) -> str:
    """Return the hash to write into the configuration; each time another one."""
    salt = os.urandom(_SALT_BYTES)
    costs = (_LOG_COST, _BLOCK_SIZE, _PARALLELISM)
    digest = _derive(password, _Hash(*costs, salt, bytes(_HASH_BYTES)))
    return _MARK + "$".join(("ln={},r={},p={}".format(*costs), _to_text(salt), _to_text(digest)))


def is_hashed(value: str) -> bool:
    """Tell whether ``value`` is meant as a hash, not as the password itself."""
    return value.startswith(_MARK)


def check_format(value: str) -> None:
    """Look at a hash without computing anything.

    Raises:
        ValueError: it is no hash that can be checked here.
    """
    if is_hashed(value):
        _parse(value)


def is_right(given: str, wanted: str) -> bool:
    """Tell whether somebody gave the password, in a time that tells nothing else.

    Args:
        given: what they sent.
        wanted: a hash, which takes some tens of milliseconds, or the password itself.
    """
    from hmac import compare_digest  # loads OpenSSL, which most servers never need

    if not is_hashed(wanted):
        return compare_digest(wanted.encode(), given.encode())
    stored = _parse(wanted)
    return compare_digest(stored.digest, _derive(given, stored))


class Doorkeeper:
    """Asks many for the same passwords, and pays for the first who knows each only.

    A class of thirty comes in at once, and the hash takes its time each time it
    is computed. So the right password is remembered, as a digest under a key of
    this process. Owner: the network thread.
    """

    def __init__(self) -> None:
        self._key = b""
        self._known: dict[str, bytes] = {}

    def lets_in(self, given: str, wanted: str) -> bool:
        """Tell whether ``given`` is the password of which ``wanted`` is the hash, or that itself.

        ``wanted`` may change from one time to the next: the configuration is read again.
        """
        if not is_hashed(wanted):
            return is_right(given, wanted)
        from hmac import compare_digest, digest

        self._key = self._key or os.urandom(_HASH_BYTES)
        now = digest(self._key, given.encode(), "sha256")
        if compare_digest(self._known.get(wanted, b""), now):
            return True
        if not is_right(given, wanted):
            return False
        self._known[wanted] = now
        return True


def _derive(password: str, like: _Hash) -> bytes:
    """Return the digest of ``password`` with salt and costs of ``like``."""
    from hashlib import scrypt  # the same

    cost, block, parallelism = 1 << like.log_cost, like.block_size, like.parallelism
    return scrypt(
        password.encode(),
        salt=like.salt,
        n=cost,
        r=block,
        p=parallelism,
        maxmem=128 * block * (cost + parallelism + 2),  # what RFC 7914 needs and no more
        dklen=len(like.digest),
    )


def _parse(value: str) -> _Hash:
    """Read a hash; raise ValueError for what is none, or asks for too much."""
    costs, salt, digest = value.removeprefix(_MARK).split("$")
    names, numbers = zip(*(word.split("=") for word in costs.split(",")), strict=True)
    if names != ("ln", "r", "p"):
        raise ValueError("the costs are ln, r and p")
    log_cost, block, parallelism = map(int, numbers)
    limits = (_MOST_LOG_COST, _MOST_BLOCK_SIZE, _MOST_PARALLELISM)
    if not all(
        0 < n <= most for n, most in zip((log_cost, block, parallelism), limits, strict=True)
    ):
        raise ValueError("it would cost too much")
    parsed = _Hash(log_cost, block, parallelism, _to_bytes(salt), _to_bytes(digest))
    if len(parsed.digest) < _SALT_BYTES:
        raise ValueError("the hash is too short")
    return parsed


def _to_text(data: bytes) -> str:
    return b64encode(data).decode().rstrip("=")


def _to_bytes(text: str) -> bytes:
    try:
        return b64decode(text + "=" * (-len(text) % 4), validate=True)
    except BadBase64 as error:
        raise ValueError("salt and hash are base64") from error
