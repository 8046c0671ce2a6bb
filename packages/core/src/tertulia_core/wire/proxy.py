"""The header with which a proxy says for whom it connects, versions 1 and 2.

It comes before everything else on a connection, in text (version 1) or in
binary (version 2); what follows is as if the client had connected itself.

Source: https://www.haproxy.org/download/3.0/doc/proxy-protocol.txt
"""

import struct
from collections.abc import Callable
from ipaddress import AddressValueError, IPv4Address, IPv6Address
from typing import Final, NamedTuple

from tertulia_core.errors import RemoteError

__all__ = ["HEADER_BYTES", "NotProxied", "ProxyHeader", "ProxyHeaderError", "read_header"]

HEADER_BYTES: Final = 4096
"""The longest header that is understood; those that occur have a tenth of it."""

_LINE: Final = b"PROXY "
_LINE_BYTES: Final = 107  # with its CR LF

_SIGNATURE: Final = b"\r\n\r\n\0\r\nQUIT\n"
_FIXED_BYTES: Final = 16
_LOCAL, _PROXY = 0x20, 0x21

_PORTS: Final = range(65_536)


class NotProxied(RemoteError):
    """A connection does not begin with a header."""


class ProxyHeaderError(RemoteError):
    """A connection begins like a header and goes on like none."""


class ProxyHeader(NamedTuple):
    """What a header says.

    Attributes:
        host: the client's literal address, ``""`` where the header names nobody: the
            proxy speaks for itself, or came by something else than TCP.
        port: the client's port, 0 without a host.
        size: how many bytes the header takes.
    """

    host: str
    port: int
    size: int


def read_header(data: bytes) -> ProxyHeader | None:
    """Read the header that ``data`` begins with; ``None`` where the rest of it is missing.

    Args:
        data: what has arrived so far; bytes after the header do no harm.

    Raises:
        NotProxied: it begins with something else.
        ProxyHeaderError: it begins like a header, but is none.
    """
    if data.startswith(_LINE):
        return _read_line(data)
    if data.startswith(_SIGNATURE):
        return _read_binary(data)
    if _LINE.startswith(data) or _SIGNATURE.startswith(data):
        return None
    raise NotProxied("The connection does not begin with a PROXY header.")


def _read_line(data: bytes) -> ProxyHeader | None:
    """Read ``PROXY TCP4 source destination source-port destination-port``."""
    line, end, _rest = data[:_LINE_BYTES].partition(b"\r\n")
    if not end:
        if len(data) >= _LINE_BYTES:
            raise ProxyHeaderError("The PROXY line does not end.")
        return None
    words = line.decode("ascii", "replace").split(" ")
    size = len(line) + len(end)
    if words[1] == "UNKNOWN":
        return ProxyHeader("", 0, size)
    parse = _FAMILIES.get(words[1])
    if parse is None or len(words) != 6:
        raise ProxyHeaderError("The PROXY line is malformed.")
    _protocol, _family, source, destination, port, other_port = words
    parse(destination)
    _port(other_port)
    return ProxyHeader(parse(source), _port(port), size)


def _read_binary(data: bytes) -> ProxyHeader | None:
    """Read the binary form; what follows the addresses in it is skipped."""
    if len(data) < _FIXED_BYTES:
        return None
    command, family, length = struct.unpack_from("!BBH", data, len(_SIGNATURE))
    size = _FIXED_BYTES + length
    if command not in (_LOCAL, _PROXY) or size > HEADER_BYTES:
        raise ProxyHeaderError("The PROXY header is of an unknown kind.")
    if len(data) < size:
        return None
    layout = _LAYOUTS.get(family)
    if command == _LOCAL or layout is None:
        return ProxyHeader("", 0, size)
    if length < layout.size:
        raise ProxyHeaderError("The PROXY header is too short for its addresses.")
    source, _destination, port, _other_port = layout.unpack_from(data, _FIXED_BYTES)
    return ProxyHeader(_to_text(source), port, size)


def _ipv4(text: str) -> str:
    try:
        return str(IPv4Address(text))
    except AddressValueError as error:
        raise ProxyHeaderError(f"The PROXY line has a bad address: {error}.") from error


def _ipv6(text: str) -> str:
    try:
        return _unmapped(IPv6Address(text))
    except AddressValueError as error:
        raise ProxyHeaderError(f"The PROXY line has a bad address: {error}.") from error


def _to_text(packed: bytes) -> str:
    return str(IPv4Address(packed)) if len(packed) == 4 else _unmapped(IPv6Address(packed))


def _unmapped(address: IPv6Address) -> str:
    """Return an address as text; one of IPv4 in the clothes of IPv6 as what it is."""
    return str(address.ipv4_mapped or address)


def _port(text: str) -> int:
    if not (text.isascii() and text.isdigit() and len(text) <= 5 and int(text) in _PORTS):
        raise ProxyHeaderError("The PROXY line has a bad port.")
    return int(text)


_FAMILIES: Final[dict[str, Callable[[str], str]]] = {"TCP4": _ipv4, "TCP6": _ipv6}
"""Family of the text form → what checks its addresses."""

_LAYOUTS: Final = {0x11: struct.Struct("!4s4sHH"), 0x21: struct.Struct("!16s16sHH")}
"""Family and transport of the binary form → its addresses; all others name nobody."""
