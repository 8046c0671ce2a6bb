"""The exception tree of tertulia: every error of ours has a sentence a person can read.

``LocalError`` means that our own caller did something wrong, ``RemoteError``
that the other side of a connection did.
"""

__all__ = [
    "AddressError",
    "CertificateError",
    "ConfigError",
    "EncodeError",
    "InstanceError",
    "InvalidUtf8",
    "LineTooLong",
    "ListenError",
    "LocalError",
    "ParseError",
    "RemoteError",
    "TertuliaError",
    "TransportError",
]


class TertuliaError(Exception):
    """Root of the tree; ``str(error)`` is a sentence that may be shown."""


class LocalError(TertuliaError):
    """Our own side asked for something that cannot be done."""


class RemoteError(TertuliaError):
    """The other side of a connection broke a rule."""


class AddressError(LocalError):
    """A text does not name an address that can be listened on or connected to."""


class ConfigError(LocalError):
    """A configuration file or flag is wrong.

    Args:
        problem: what is wrong and what is allowed, one sentence.
        file: the file's path, or ``None`` for a command-line flag.
        line: 1-based line number, or ``None`` where it is not known.
        key: the dotted key or the flag's name, or ``None``.
    """

    def __init__(
        self,
        problem: str,
        *,
        file: str | None = None,
        line: int | None = None,
        key: str | None = None,
    ) -> None:
        place = ":".join(str(part) for part in (file, line) if part is not None)
        super().__init__(": ".join(part for part in (place, key, problem) if part))
        self.problem, self.file, self.line, self.key = problem, file, line, key


class ExportError(LocalError):
    """A conversation cannot be written into a file."""


class InstanceError(LocalError):
    """A client's state folder cannot be used."""


class EncodeError(LocalError):
    """A message cannot be written as one line of the protocol."""


class TransportError(TertuliaError):
    """A socket could not do what it was asked for."""


class CertificateError(TransportError):
    """A certificate or its private key cannot be used.

    Args:
        path: the file that is at fault.
        why: what is wrong with it, in few words.
        is_key: whether it is the file of the key.
    """

    def __init__(self, path: str, why: str, *, is_key: bool) -> None:
        super().__init__(f"{path}: {why}")
        self.path, self.why, self.is_key = path, why, is_key


class ListenError(TransportError):
    """An address cannot be listened on (busy, not ours, not permitted)."""


class ParseError(RemoteError):
    """A received line is not a message of the protocol.

    Args:
        problem: what is wrong, one sentence.
        line: the line itself, so that the answer can name its command and label.
    """

    def __init__(self, problem: str, *, line: bytes = b"") -> None:
        super().__init__(problem)
        self.line = line


class InvalidUtf8(ParseError):
    """A received line is not valid UTF-8."""


class LineTooLong(ParseError):
    """A received line is longer than its limit in bytes."""
