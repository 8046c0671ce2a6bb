"""How many connections an address may have, and begin: one rule for every door.

This computer is exempt. A private address may be a class behind one router and
is allowed more; the addresses of one IPv6 network (/64) are one customer's and
count as one.
"""

from functools import lru_cache
from ipaddress import IPv6Address, ip_address
from typing import Final, NamedTuple

from tertulia_core.address import is_loopback
from tertulia_core.i18n import N_
from tertulia_core.ids import LinkId
from tertulia_server.config import Config
from tertulia_server.config.networks import Networks
from tertulia_server.model.now import Now

__all__ = ["TOO_MANY", "TOO_MANY_NEW", "Admission"]

TOO_MANY: Final = N_("There are too many connections from your address")
TOO_MANY_NEW: Final = N_("Too many connections have come from your address; wait a few minutes")

_PRIVATE: Final = Networks(
    (
        "10.0.0.0/8",
        "172.16.0.0/12",
        "192.168.0.0/16",
        "169.254.0.0/16",
        "100.64.0.0/10",
        "fc00::/7",
        "fe80::/10",
    )
)
_NETWORK_BYTES: Final = 8


class _Origin(NamedTuple):
    """What an address counts as."""

    key: bytes
    is_private: bool


class Admission:
    """Who is connected from where, and who came lately; owner: the network thread.

    What is over is forgotten: memory is that of the connections there are, and of those
    of the last ``new_connections_seconds``.

    Args:
        config: the limits, and the gateways, which are exempt until they say for whom
            they connect.
    """

    def __init__(self, config: Config) -> None:
        self.reconfigure(config)
        self._counted: dict[LinkId, bytes] = {}
        self._open: dict[bytes, int] = {}
        self._arrivals: dict[bytes, list[float]] = {}  # who came longest ago stands first

    def reconfigure(self, config: Config) -> None:
        """Go by other limits and gateways from now on; who is in stays in."""
        self._limits = config.limits
        hosts = (host for gateway in config.webirc.values() for host in gateway.hosts)
        self._gateways = Networks(hosts)

    def admit(self, link: LinkId, host: str, now: Now) -> str:
        """Count a connection from a literal address, unless there are too many.

        Returns:
            ``""``, or why it may not come in: a catalogue key.
        """
        origin = _origin_of(host)
        if origin is None or host in self._gateways:
            return ""
        limits, key = self._limits, origin.key
        most, most_new = limits.connections_per_address, limits.new_connections_per_address
        if origin.is_private:
            most = limits.connections_per_private_address
            most_new = limits.new_connections_per_private_address
        if self._open.get(key, 0) >= most:
            return TOO_MANY
        since = now.mono - limits.new_connections_seconds
        self._forget_arrivals(since)
        arrivals = [moment for moment in self._arrivals.get(key, ()) if moment > since]
        if len(arrivals) >= most_new:
            return TOO_MANY_NEW
        self._arrivals.pop(key, None)
        self._arrivals[key] = [*arrivals, now.mono]
        self._counted[link] = key
        self._open[key] = self._open.get(key, 0) + 1
        return ""

    def leave(self, link: LinkId) -> None:
        """Count a connection no longer; one that never was counted is none the worse."""
        key = self._counted.pop(link, None)
        if key is None:
            return
        left = self._open[key] - 1
        if left:
            self._open[key] = left
        else:
            del self._open[key]

    def _forget_arrivals(self, since: float) -> None:
        """Forget the addresses from which the last connection came before that."""
        while self._arrivals:
            first = next(iter(self._arrivals))
            if self._arrivals[first][-1] > since:
                return
            del self._arrivals[first]


@lru_cache(maxsize=1024)
def _origin_of(host: str) -> _Origin | None:
    """Return what a literal address counts as, ``None`` for this computer."""
    if not host or is_loopback(host):
        return None
    address = ip_address(host.partition("%")[0])
    if isinstance(address, IPv6Address) and not address.ipv4_mapped:
        return _Origin(address.packed[:_NETWORK_BYTES], host in _PRIVATE)
    return _Origin(address.packed[-4:], host in _PRIVATE)
