"""What a key of the configuration may say: functions from a TOML value to ours.

Each raises ``ValueError`` with the sentence that says what is allowed, in the
language in force; the caller adds file, line and key.
"""

from collections.abc import Callable
from typing import Final, TypeVar

from tertulia_core.address import parse_address
from tertulia_core.errors import AddressError
from tertulia_core.i18n import LANGUAGES, Catalogue
from tertulia_server.config.networks import Networks
from tertulia_server.config.passwords import check_format

__all__ = [
    "Check",
    "address",
    "addresses",
    "always_on",
    "amount",
    "casemapping",
    "channel_name",
    "channel_names",
    "flag",
    "flag_or_addresses",
    "history_mode",
    "language_code",
    "lines",
    "networks",
    "no_or_password",
    "origins",
    "password",
    "secret",
    "server_name",
    "some_networks",
    "text",
    "token",
    "user_modes",
    "whole",
]

_ = Catalogue("tertulia_server").gettext

T = TypeVar("T")
Check = Callable[[object], T]

_CASEMAPPINGS: Final = ("ascii", "precis")
_ALWAYS_ON: Final = ("opt-in", "opt-out")
HISTORY_MODES: Final = ("durable", "memory", "off")
_OWN_MODES: Final = "BRTiw"
_NAME_CHARACTERS: Final = frozenset(
    "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789.-"
)
_NEVER_IN_A_CHANNEL: Final = frozenset(" ,\x07:")


def text(value: object) -> str:
    """Accept one line of text without control characters."""
    if not isinstance(value, str) or not _is_plain(value):
        raise ValueError(_("one line of text, in quotes"))
    return value


def token(value: object) -> str:
    """Accept one word: text without spaces, not empty."""
    if not isinstance(value, str) or not value or not _is_plain(value) or " " in value:
        raise ValueError(_("one word without spaces, in quotes"))
    return value


def secret(value: object) -> str:
    """Accept a password: text, not empty."""
    if not isinstance(value, str) or not value or not _is_plain(value):
        raise ValueError(_("a password, in quotes"))
    return value


def password(value: object) -> str:
    """Accept a password or its hash, not empty."""
    chosen = secret(value)
    try:
        check_format(chosen)
    except ValueError as error:
        problem = _("a password, or the line that tertulia-server hash-password prints, in quotes")
        raise ValueError(problem) from error
    return chosen


def no_or_password(value: object) -> str:
    """Accept the same, or an empty text for no password."""
    return "" if value == "" else password(value)


def lines(value: object) -> tuple[str, ...]:
    """Accept a text of several lines, or a list of lines."""
    rows = value.splitlines() if isinstance(value, str) else value
    if not isinstance(rows, list) or not all(isinstance(row, str) for row in rows):
        raise ValueError(_("a text, or a list of lines, in quotes"))
    if not all(_is_plain(row) for row in rows):
        raise ValueError(_("lines without control characters"))
    return tuple(rows)


def flag(value: object) -> bool:
    """Accept true or false."""
    if not isinstance(value, bool):
        raise ValueError(_("true or false"))
    return value


def whole(least: int, most: int) -> Check[int]:
    """Return a check for a whole number within both limits."""

    def check(value: object) -> int:
        if not isinstance(value, int) or isinstance(value, bool) or not least <= value <= most:
            raise ValueError(
                _("a whole number from {least} to {most}").format(least=least, most=most)
            )
        return value

    return check


def amount(least: float, most: float) -> Check[float]:
    """Return a check for a number, with decimals or not, within both limits."""

    def check(value: object) -> float:
        is_number = isinstance(value, int | float) and not isinstance(value, bool)
        if not is_number or not least <= float(value) <= most:  # type: ignore[arg-type]
            raise ValueError(
                _("a number from {least:.10g} to {most:.10g}").format(least=least, most=most)
            )
        return float(value)  # type: ignore[arg-type]

    return check


def server_name(value: object) -> str:
    """Accept a host name with a dot, so that nobody mistakes it for a nick."""
    good = isinstance(value, str) and "." in value.strip(".-") and len(value) <= 63
    if not good or not _NAME_CHARACTERS.issuperset(str(value)):
        raise ValueError(_("a name with a dot, of letters, digits and hyphens (chat.example)"))
    return str(value)


def channel_name(value: object) -> str:
    """Accept the name of a room."""
    good = isinstance(value, str) and value.startswith("#") and 2 <= len(value) <= 64
    if not good or not _is_plain(str(value)) or _NEVER_IN_A_CHANNEL & set(str(value)):
        raise ValueError(_("a room's name: # and up to 63 characters without spaces or commas"))
    return str(value)


def address(value: object) -> str:
    """Accept an address to listen on, as it is written; it is parsed when it is opened."""
    wanted = _("an address in quotes, such as localhost:12345")
    if not isinstance(value, str):
        raise ValueError(wanted)
    try:
        parse_address(value)
    except AddressError as error:
        raise ValueError(f"{wanted}. {error}") from error
    return value


def addresses(value: object) -> tuple[str, ...]:
    """Accept an address, or a list of them."""
    rows = [value] if isinstance(value, str) else value
    if not isinstance(rows, list):
        raise ValueError(_("an address, or a list of them, in quotes"))
    return tuple(address(row) for row in rows)


def flag_or_addresses(value: object) -> bool | tuple[str, ...]:
    """Accept true or false, or the addresses for which it is true."""
    return value if isinstance(value, bool) else addresses(value)


def user_modes(value: object) -> str:
    """Accept letters of modes that people may set for themselves."""
    if not isinstance(value, str) or not set(value) <= set(_OWN_MODES):
        raise ValueError(_("letters among {letters}, in quotes").format(letters=_OWN_MODES))
    return value


def networks(value: object) -> tuple[str, ...]:
    """Accept addresses and networks of those who connect, as a list or a single one."""
    rows = [value] if isinstance(value, str) else value
    wanted = _('addresses in quotes: "192.0.2.7", "10.0.0.0/8", "localhost" or "unix"')
    if not isinstance(rows, list) or not all(isinstance(row, str) for row in rows):
        raise ValueError(wanted)
    try:
        Networks(rows)
    except ValueError as error:
        raise ValueError(wanted) from error
    return tuple(rows)


def origins(value: object) -> tuple[str, ...]:
    """Accept where web pages come from, as browsers write it, as a list or a single one."""
    rows = [value] if isinstance(value, str) else value
    if not isinstance(rows, list) or not all(_is_origin(row) for row in rows):
        raise ValueError(_('origins of web pages, in quotes: "https://chat.example"'))
    return tuple(rows)


def some_networks(value: object) -> tuple[str, ...]:
    """Accept ``networks``, at least one."""
    return networks(value or None)


def casemapping(value: object) -> str:
    """Accept one of the rules for names."""
    if value not in _CASEMAPPINGS:
        raise ValueError(_("one of {words}").format(words=", ".join(_CASEMAPPINGS)))
    return str(value)


def always_on(value: object) -> str:
    """Accept one of the ways to choose who stays."""
    if value not in _ALWAYS_ON:
        raise ValueError(_("one of {words}").format(words=", ".join(_ALWAYS_ON)))
    return str(value)


def history_mode(value: object) -> str:
    """Accept one of the ways to keep what is said."""
    if value not in HISTORY_MODES:
        raise ValueError(_("one of {words}").format(words=", ".join(HISTORY_MODES)))
    return str(value)


def channel_names(value: object) -> tuple[str, ...]:
    """Accept a list of rooms."""
    rows = [value] if isinstance(value, str) else value
    if not isinstance(rows, list):
        raise ValueError(_("the name of a room, or a list of them, in quotes"))
    return tuple(channel_name(row) for row in rows)


def language_code(value: object) -> str:
    """Accept one of the languages there are, or nothing for the system's."""
    if value not in ("", *LANGUAGES):
        raise ValueError(_("one of {words}").format(words=", ".join(LANGUAGES)))
    return str(value)


def _is_origin(value: object) -> bool:
    """Whether ``value`` is scheme, host and maybe a port: exactly what is compared later."""
    if not isinstance(value, str):
        return False
    scheme, separator, host = value.partition("://")
    is_word = value.isascii() and value.islower() and _is_plain(value) and " " not in value
    return value == "null" or bool(is_word and scheme and separator and host and "/" not in host)


def _is_plain(value: str) -> bool:
    """Whether ``value`` is free of control characters, which break lines and terminals."""
    return all(character >= " " and character != "\x7f" for character in value)
