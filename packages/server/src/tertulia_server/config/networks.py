"""Sets of addresses, as a configuration names them: whom the server believes."""

from collections.abc import Iterable
from functools import lru_cache
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network
from typing import Final

__all__ = ["LOCALHOST", "UNIX", "Networks"]

LOCALHOST: Final = "localhost"
"""What stands for every address of this computer for itself."""

UNIX: Final = "unix"
"""What stands for everybody who comes through a Unix socket."""

_LOOPBACKS: Final = ("127.0.0.0/8", "::1/128")


class Networks:
    """Addresses, networks, ``localhost`` and ``unix``; says whether somebody is among them.

    Args:
        rows: as the configuration has them, ``("localhost", "10.0.0.0/8", "2001:db8::7")``.

    Raises:
        ValueError: one is neither.
    """

    def __init__(self, rows: Iterable[str]) -> None:
        names = set(rows)
        self._has_unix = UNIX in names
        texts = [row for row in names if row not in (LOCALHOST, UNIX)]
        texts += _LOOPBACKS if LOCALHOST in names else ()
        self._networks = [ip_network(text, strict=False) for text in texts]

    def __contains__(self, host: str) -> bool:
        """Tell whether a literal address is among them; ``""`` is that of a Unix socket."""
        if not host:
            return self._has_unix
        if not self._networks:  # as where nobody is believed, which is asked for each connection
            return False
        address = _parse(host)
        return any(address in network for network in self._networks)


@lru_cache(maxsize=256)
def _parse(host: str) -> IPv4Address | IPv6Address:
    """Read the address of a peer; one of IPv4 in the clothes of IPv6 is what it is."""
    address = ip_address(host.partition("%")[0])
    mapped = address.ipv4_mapped if isinstance(address, IPv6Address) else None
    return mapped or address
