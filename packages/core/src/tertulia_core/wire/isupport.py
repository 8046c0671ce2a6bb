"""RPL_ISUPPORT (005): what a server can do, written by ours and read from any.

Source: https://modern.ircdocs.horse/#feature-advertisement
"""

import re
from collections.abc import Iterable, Mapping
from typing import Final

from tertulia_core.wire.casemap import FOLDS, Fold, fold_rfc1459

__all__ = ["TOKENS_PER_LINE", "ISupport", "format_tokens"]

TOKENS_PER_LINE: Final = 13
"""A line has fifteen parameters; the nick and the closing words take two."""

_TOKENS_BYTES: Final = 400
"""Room for tokens in 512 bytes, the rest being the server's name, the nick and the words."""

_NOT_IN_TOKENS: Final = re.compile(r"[^!-~]|[=\\]")
"""What is written as its bytes in UTF-8: blanks, the signs with a meaning, all beyond ASCII."""

_ESCAPES: Final = re.compile(r"(?:\\x[0-9A-Fa-f]{2})+")

_PREFIX: Final = re.compile(r"\((.*)\)(.*)")
_DEFAULT_PREFIX: Final = "(ov)@+"
_DEFAULT_CHANMODES: Final = "beI,k,l,imnpst"
_DEFAULT_CHANTYPES: Final = "#&"
_MOST: Final = 65_535


def format_tokens(tokens: Mapping[str, str]) -> list[list[str]]:
    """Return the tokens of each 005 line; a value of ``""`` leaves no ``=`` behind."""
    lines: list[list[str]] = [[]]
    size = 0
    for name, value in tokens.items():
        token = f"{name}={_escape(value)}" if value else name
        if len(lines[-1]) == TOKENS_PER_LINE or size + len(token) >= _TOKENS_BYTES:
            lines.append([])
            size = 0
        lines[-1].append(token)
        size += len(token) + 1
    return [line for line in lines if line]


class ISupport:
    """What the server of one connection says it can do; owner: the engine of that connection.

    A property of which nothing was said, or no number where one belongs, has
    the value that the specification gives to silence; numbers end at 65,535.
    """

    __slots__ = ("tokens",)

    def __init__(self) -> None:
        self.tokens: dict[str, str] = {}

    def update(self, tokens: Iterable[str]) -> None:
        """Take in the tokens of one line, without its nick and closing words; ``-NAME`` revokes."""
        for token in tokens:
            name, _, value = token.partition("=")
            if name.startswith("-"):
                self.tokens.pop(name[1:].upper(), None)
            elif name:
                self.tokens[name.upper()] = _unescape(value)

    @property
    def network(self) -> str:
        """The network's name, ``""`` where it has none."""
        return self.tokens.get("NETWORK", "")

    @property
    def fold(self) -> Fold:
        """How names are folded; a rule we do not have is taken for the oldest one."""
        return FOLDS.get(self.tokens.get("CASEMAPPING", "").lower(), fold_rfc1459)

    @property
    def prefix(self) -> dict[str, str]:
        """Mode letter → sign of each member rank, highest first (``{"o": "@", "v": "+"}``)."""
        match = _PREFIX.fullmatch(self.tokens.get("PREFIX", _DEFAULT_PREFIX))
        return dict(zip(match[1], match[2], strict=False)) if match else {}

    @property
    def chanmodes(self) -> tuple[str, str, str, str]:
        """The four groups of channel modes, as ``modes.parse_changes`` takes them."""
        value = self.tokens.get("CHANMODES") or _DEFAULT_CHANMODES
        groups = [*value.split(","), "", "", "", ""]
        return groups[0], groups[1], groups[2], groups[3]

    @property
    def chantypes(self) -> str:
        """The signs that channel names begin with."""
        return self.tokens.get("CHANTYPES", _DEFAULT_CHANTYPES)

    @property
    def statusmsg(self) -> str:
        """The signs that may stand before a channel to reach only its higher ranks."""
        return self.tokens.get("STATUSMSG", "")

    @property
    def nicklen(self) -> int:
        """Bytes that a nick may have."""
        return self._number("NICKLEN", 9)

    @property
    def topiclen(self) -> int:
        """Bytes that a topic may have; 0 where nothing is said."""
        return self._number("TOPICLEN", 0)

    @property
    def modes_per_line(self) -> int:
        """Changes with a parameter that one MODE may hold."""
        return self._number("MODES", 3) or 1

    @property
    def monitor(self) -> int | None:
        """How many nicks may be watched (0: no limit), ``None`` where none may."""
        return self._number("MONITOR", 0) if "MONITOR" in self.tokens else None

    @property
    def is_utf8_only(self) -> bool:
        """Whether the server refuses what is not UTF-8."""
        return "UTF8ONLY" in self.tokens

    def is_channel(self, target: str) -> bool:
        """Tell whether ``target`` is a channel's name."""
        return target[:1] != "" and target[0] in self.chantypes

    def split_prefixes(self, name: str) -> tuple[str, str]:
        """Split an entry of NAMES or WHOIS: ``"@+ana"`` into ``"@+"`` and ``"ana"``."""
        bare = name.lstrip("".join(self.prefix.values()))
        return name[: len(name) - len(bare)], bare

    def targets_of(self, command: str) -> int:
        """Return how many targets one ``command`` may have: 1 where nothing is said, 0 no limit."""
        for entry in self.tokens.get("TARGMAX", "").split(","):
            name, _, number = entry.partition(":")
            if name.upper() == command:
                return _clamped(number, 0)
        return 1

    def _number(self, name: str, default: int) -> int:
        """Return a token's number."""
        return _clamped(self.tokens.get(name, ""), default)


def _clamped(digits: str, default: int) -> int:
    """Return a number from the wire, however many digits it has."""
    if not (digits.isascii() and digits.isdigit()):
        return default
    significant = digits.lstrip("0")
    return _MOST if len(significant) > 5 else min(int(significant or "0"), _MOST)


def _escape(value: str) -> str:
    return _NOT_IN_TOKENS.sub(lambda match: _hexadecimal(match[0].encode()), value)


def _hexadecimal(data: bytes) -> str:
    return "".join(f"\\x{byte:02X}" for byte in data)


def _unescape(value: str) -> str:
    r"""Return what a value stands for: ``\x20`` is a space, ``\xC3\xB1`` an ñ."""
    return _ESCAPES.sub(
        lambda match: bytes.fromhex(match[0].replace("\\x", "")).decode("utf-8", "replace"), value
    )
