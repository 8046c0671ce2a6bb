"""What may be called what: nicks, usernames and channel names.

Everything here is a pure function of text, so that the rules are the same for
IRC clients and for guests with a bare socket.

Source: https://modern.ircdocs.horse/#clients and https://modern.ircdocs.horse/#channels
"""

import string
from collections.abc import Mapping
from ipaddress import IPv6Address, ip_address
from types import MappingProxyType
from typing import Final

from tertulia_core.wire.precis import is_precis_name, to_ordinary_width
from tertulia_server.model.lookalikes import skeleton

__all__ = [
    "CASEMAPPINGS",
    "CHANNEL_TYPES",
    "REALNAME_BYTES",
    "USERNAME_LENGTH",
    "is_channel_name",
    "is_host",
    "is_nick",
    "is_service",
    "to_host",
    "to_known_host",
    "to_literal",
    "to_username",
]

CASEMAPPINGS: Final[Mapping[str, str]] = MappingProxyType({"ascii": "ascii", "precis": "rfc7613"})
"""What ``[server] casemapping`` may be, and what ISUPPORT calls it."""

CHANNEL_TYPES: Final = "#"
USERNAME_LENGTH: Final = 20
REALNAME_BYTES: Final = 150

_SERVICES: Final = frozenset(map(skeleton, ("NickServ", "ChanServ")))

_LETTERS: Final = frozenset(string.ascii_letters + "[]\\`_^{|}")
_OTHER: Final = "x"
"""Stands for a letter beyond ASCII that may be in a name."""
_NICK: Final = _LETTERS | frozenset(string.digits + "-")
_USERNAME: Final = frozenset(string.ascii_letters + string.digits + "._-~[]\\`^{|}")
_HOST: Final = frozenset(string.ascii_letters + string.digits + ".-")
_HOST_LENGTH: Final = 63
_SHOWN_HOST: Final = _HOST | frozenset(":/_")
_NOT_IN_CHANNEL: Final = frozenset(" ,:\x07")


def is_nick(text: str, limit: int, *, is_any_script: bool = False) -> bool:
    """Tell whether ``text`` may be a nick of at most ``limit`` characters.

    ASCII only, unless ``is_any_script`` asks for PRECIS: what two people can
    mistake for each other starts beyond it.
    """
    if not 0 < len(text) <= limit:
        return False
    if not text.isascii():
        if not is_any_script or not is_precis_name(text):
            return False
        text = "".join(char if char.isascii() else _OTHER for char in to_ordinary_width(text))
    return text[0] in _LETTERS and _NICK.issuperset(text)


def is_service(nick: str) -> bool:
    """Tell whether ``nick`` is or looks like that of a helper of the server's, free to nobody."""
    return skeleton(nick) in _SERVICES


def is_channel_name(text: str, limit: int) -> bool:
    """Tell whether ``text`` may name a channel in at most ``limit`` bytes of UTF-8."""
    return (
        len(text) > 1
        and text[0] in CHANNEL_TYPES
        and len(text.encode()) <= limit
        and text.isprintable()
        and _NOT_IN_CHANNEL.isdisjoint(text)
    )


def to_username(text: str) -> str:
    """Return what of ``text`` may stand between ``!`` and ``@``, at least one character.

    Clients send the name of a computer account here, in any script; refusing
    it would lock people out for something they never typed.
    """
    kept = "".join(char for char in text if char in _USERNAME)
    return kept[:USERNAME_LENGTH] or "user"


def is_host(text: str) -> bool:
    """Tell whether ``text`` may be what others see behind the ``@``."""
    return 0 < len(text) <= _HOST_LENGTH and text[0] != ":" and _SHOWN_HOST.issuperset(text)


def to_host(address: str) -> str:
    """Return the address of a peer as a host that may be any parameter of a line.

    A leading colon (``::1``) would start the last parameter, so a zero goes
    before it; a Unix socket has no address and is this computer.
    """
    if not address:
        return "localhost"
    return f"0{address}" if address.startswith(":") else address


def to_literal(text: str) -> str:
    """Return an address as the transport would write it, ``""`` for what is none."""
    try:
        address = ip_address(text)
    except ValueError:
        return ""
    mapped = address.ipv4_mapped if isinstance(address, IPv6Address) else None
    return str(mapped or address)


def to_known_host(hostname: str, address: str) -> str:
    """Return the host of somebody of whom a gateway tells both names.

    A host name is taken as it is told; what cannot be one is replaced by the literal address.
    """
    is_name = _HOST.issuperset(hostname) and len(hostname) <= _HOST_LENGTH
    ends_like_one = hostname.rpartition(".")[2][:1].isalpha()
    return hostname if is_name and "." in hostname and ends_like_one else to_host(address)
