"""SCRAM-SHA-256: both sides show that they know the password, and neither shows it.

The server keeps a ``Verifier``, from which the password cannot be had back.
Each side of one login is an object that takes the other's message and returns
its own; random nonces are given by the caller::

    client = Client("ana", "secreto", nonce)      server: Exchange(nonce)
    client.first()                           →    .begin(data) → the account's name
    client.answer(data)                      ←    .challenge(verifier)
                                             →    .finish(data) → the last message
    client.check(data)                       ←

Sources: https://www.rfc-editor.org/rfc/rfc5802 and https://www.rfc-editor.org/rfc/rfc7677
"""

from base64 import b64decode, b64encode
from binascii import Error as BadBase64
from typing import Final, NamedTuple

from tertulia_core.wire.sasl import SaslError
from tertulia_core.wire.saslprep import prepare

__all__ = ["LEAST_ITERATIONS", "NAME", "Client", "Exchange", "Verifier", "WrongProof"]

NAME: Final = "SCRAM-SHA-256"

LEAST_ITERATIONS: Final = 4096
"""Fewer than the specification's minimum are not answered: whoever asks for them wants to guess."""

_MOST_ITERATIONS: Final = 10_000_000
_WITHOUT_BINDING: Final = ("n", "y")
_NO_BINDING: Final = "biws"
"""``n,,`` in base64."""


class WrongProof(SaslError):
    """The other side does not know the password."""


class Verifier(NamedTuple):
    """What is kept of a password.

    Attributes:
        salt: random bytes.
        iterations: how often the hash was repeated.
        stored_key: proves a client.
        server_key: proves the server to the client.
    """

    salt: bytes
    iterations: int
    stored_key: bytes
    server_key: bytes

    @classmethod
    def make(cls, password: str, salt: bytes, iterations: int) -> "Verifier":
        """Return what to keep of ``password``; 100,000 iterations take some tens of milliseconds.

        Raises:
            ValueError: the password has characters that no password may have.
        """
        salted = _salted(password, salt, iterations)
        stored, server = _sha256(_hmac(salted, b"Client Key")), _hmac(salted, b"Server Key")
        return cls(salt, iterations, stored, server)

    def fits(self, password: str) -> bool:
        """Tell whether ``password`` is the one; takes as long as ``make``."""
        from hmac import compare_digest  # OpenSSL is loaded by who logs in only

        try:
            other = Verifier.make(password, self.salt, self.iterations)
        except ValueError:
            return False
        return compare_digest(self.stored_key, other.stored_key)


class Client:
    """The side that logs in.

    Args:
        account: whose password it is.
        password: as it was typed.
        nonce: random printable characters without a comma.

    Raises:
        ValueError: the password has characters that no password may have.
    """

    def __init__(self, account: str, password: str, nonce: str) -> None:
        self._password = prepare(password)
        self._nonce = nonce
        self._bare = f"n={_escape(account)},r={nonce}"
        self._signature = b""

    def first(self) -> bytes:
        """Return the first message."""
        return f"n,,{self._bare}".encode()

    def answer(self, challenge: bytes) -> bytes:
        """Return the proof, after the server's first message.

        Raises:
            SaslError: the message makes no sense or asks for too few iterations.
        """
        text = _decode(challenge)
        parts = _parts(text, "r", "s", "i")
        iterations = int(parts["i"]) if parts["i"].isdecimal() and len(parts["i"]) < 9 else 0
        if not LEAST_ITERATIONS <= iterations <= _MOST_ITERATIONS:
            raise SaslError("the number of iterations is not acceptable")
        nonce = parts["r"]
        if not nonce.startswith(self._nonce) or nonce == self._nonce:
            raise SaslError("the server answers somebody else")
        salted = _salted(self._password, _from_base64(parts["s"]), iterations)
        without_proof = f"c={_NO_BINDING},r={nonce}"
        signed = f"{self._bare},{text},{without_proof}".encode()
        client_key = _hmac(salted, b"Client Key")
        proof = _xor(client_key, _hmac(_sha256(client_key), signed))
        self._signature = _hmac(_hmac(salted, b"Server Key"), signed)
        return f"{without_proof},p={_to_base64(proof)}".encode()

    def check(self, last: bytes) -> None:
        """Make sure that the server knows the password too.

        Raises:
            WrongProof: it does not.
        """
        from hmac import compare_digest

        text = _decode(last)
        given = text.removeprefix("v=").partition(",")[0]
        if not self._signature or not compare_digest(_to_base64(self._signature), given):
            raise WrongProof("the server does not know the password")


class Exchange:
    """The side that lets somebody log in, for one attempt.

    Args:
        nonce: random printable characters without a comma.
    """

    __slots__ = ("_bare", "_binding", "_challenge", "_nonce", "_verifier")

    def __init__(self, nonce: str) -> None:
        self._nonce = nonce
        self._bare = self._binding = self._challenge = ""
        self._verifier: Verifier | None = None

    def begin(self, data: bytes) -> str:
        """Take the client's first message; return the name of the account.

        Raises:
            SaslError: it makes no sense, wants channel binding, or to act as somebody else.
        """
        text = _decode(data)
        binding, _, rest = text.partition(",")
        acts_as, _, self._bare = rest.partition(",")
        if binding not in _WITHOUT_BINDING:
            raise SaslError("there is no channel binding here")
        parts = _parts(self._bare, "n", "r")
        account = _unescape(parts["n"])
        if acts_as and (not acts_as.startswith("a=") or _unescape(acts_as[2:]) != account):
            raise SaslError("nobody acts as somebody else")
        if not parts["r"]:
            raise SaslError("a nonce is missing")
        self._binding = _to_base64(f"{binding},{acts_as},".encode())
        self._nonce = parts["r"] + self._nonce
        return account

    def challenge(self, verifier: Verifier) -> bytes:
        """Return the server's first message for the account whose verifier it is."""
        self._verifier = verifier
        salt = _to_base64(verifier.salt)
        self._challenge = f"r={self._nonce},s={salt},i={verifier.iterations}"
        return self._challenge.encode()

    def finish(self, data: bytes) -> bytes:
        """Take the client's proof; return the server's, with which the login is done.

        Raises:
            WrongProof: the client does not know the password.
            SaslError: the message makes no sense.
        """
        from hmac import compare_digest

        assert self._verifier is not None, "the challenge comes first"
        text = _decode(data)
        parts = _parts(text, "c", "r")
        without_proof, comma, given = text.rpartition(",p=")
        if not comma or parts["c"] != self._binding or parts["r"] != self._nonce:
            raise SaslError("it answers another challenge")
        signed = f"{self._bare},{self._challenge},{without_proof}".encode()
        stored = self._verifier.stored_key
        proof = _from_base64(given)
        if len(proof) != len(stored):
            raise WrongProof("the proof has another length")
        client_key = _xor(proof, _hmac(stored, signed))
        if not compare_digest(_sha256(client_key), stored):
            raise WrongProof("the client does not know the password")
        return f"v={_to_base64(_hmac(self._verifier.server_key, signed))}".encode()


def _parts(text: str, *names: str) -> dict[str, str]:
    """Return the attributes of a message, which must begin with ``names`` in that order.

    Raises:
        SaslError: it does not.
    """
    pairs = [part.partition("=") for part in text.split(",")]
    if [name for name, _, _ in pairs[: len(names)]] != list(names):
        raise SaslError("an attribute is missing")
    return {name: value for name, _, value in pairs[: len(names)]}


def _escape(name: str) -> str:
    return name.replace("=", "=3D").replace(",", "=2C")


def _unescape(name: str) -> str:
    text = name.replace("=2C", ",").replace("=3D", "\0")
    if "=" in text or not text:
        raise SaslError("that is no name")
    return text.replace("\0", "=")


def _decode(data: bytes) -> str:
    try:
        return data.decode()
    except UnicodeDecodeError as error:
        raise SaslError("it is not UTF-8") from error


def _to_base64(data: bytes) -> str:
    return b64encode(data).decode("ascii")


def _from_base64(text: str) -> bytes:
    try:
        return b64decode(text, validate=True)
    except (BadBase64, ValueError) as error:
        raise SaslError("it is not base64") from error


def _salted(password: str, salt: bytes, iterations: int) -> bytes:
    from hashlib import pbkdf2_hmac

    return pbkdf2_hmac("sha256", prepare(password).encode(), salt, iterations)


def _hmac(key: bytes, data: bytes) -> bytes:
    from hmac import digest

    return digest(key, data, "sha256")


def _sha256(data: bytes) -> bytes:
    from hashlib import sha256

    return sha256(data).digest()


def _xor(one: bytes, other: bytes) -> bytes:
    return bytes(a ^ b for a, b in zip(one, other, strict=True))
