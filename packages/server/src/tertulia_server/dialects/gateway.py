"""Doors where IRC comes wrapped in another protocol: bytes to lines, and lines to bytes.

What the transport delivers of such a link is raw; a ``Gateway`` makes lines of it
and wraps what the chat answers. The chat and the hub's intake see lines as from anybody.
"""

from collections.abc import Callable, Iterable, Mapping
from typing import Protocol

from tertulia_core.broadcast.outbox import Delivery
from tertulia_core.ids import LinkId
from tertulia_server.model.now import Now

__all__ = ["Gateway", "Gateways", "MakeGateway"]


class Gateway(Protocol):
    """The wrapping of one link."""

    @property
    def kind(self) -> object:
        """What ``wrap`` depends on: gateways of one kind make the same bytes of the same lines."""
        ...

    @property
    def is_open(self) -> bool:
        """Whether lines may be sent: the other side has been greeted, and is not leaving."""
        ...

    @property
    def is_over(self) -> bool:
        """Whether nothing more will come, or nothing that is worth hearing."""
        ...

    def receive(self, data: bytes, now: Now) -> list[bytes]:
        """Take in what was received; return the lines in it, without line ends."""
        ...

    def take_answer(self) -> bytes:
        """Remove and return what the protocol itself has to say, which goes before any line."""
        ...

    def wrap(self, lines: bytes) -> bytes:
        """Return lines, with their line ends, as bytes for the link."""
        ...

    def say_goodbye(self, *, is_leaving: bool) -> None:
        """Say that no line will follow; ``is_leaving`` when the whole server ends."""
        ...


MakeGateway = Callable[[], Gateway]


class Gateways:
    """All links that have a gateway; owner: the network thread.

    Args:
        makers: by the names of the listeners whose links are raw.
    """

    def __init__(self, makers: Mapping[str, MakeGateway]) -> None:
        self._makers = makers
        self._by_link: dict[LinkId, Gateway] = {}
        self._answering: set[LinkId] = set()

    def open(self, link: LinkId, listener: str) -> None:
        """Give a new link its gateway, if it came through a listener that has them."""
        if make := self._makers.get(listener):
            self._by_link[link] = make()

    def receive(self, link: LinkId, data: bytes, now: Now) -> tuple[list[bytes], bool]:
        """Take in what a link sent; return its lines, and whether nothing more will come."""
        gateway = self._by_link[link]
        lines = gateway.receive(data, now)
        self._answering.add(link)
        return lines, gateway.is_over

    def wrap(
        self, deliveries: list[Delivery], closes: Iterable[LinkId], *, is_leaving: bool = False
    ) -> list[Delivery]:
        """Return what is to be sent, wrapped where there is a gateway.

        Args:
            deliveries: what a tick wants to send.
            closes: links that are closed after it; their gateways say goodbye and are forgotten.
            is_leaving: whether the whole server ends.
        """
        if not self._by_link:
            return deliveries
        own = self._by_link
        closing = {link for link in closes if link in own}
        said = {delivery.link: delivery for delivery in deliveries if delivery.link in own}
        wrapped = [delivery for delivery in deliveries if delivery.link not in own]
        made: dict[tuple[int, object], bytes] = {}
        for link in said.keys() | self._answering | closing:
            gateway = own[link]
            lines, relayed = _wrap_lines(gateway, said.get(link), made)
            answer = gateway.take_answer()
            if link in closing:
                gateway.say_goodbye(is_leaving=is_leaving)
                del own[link]
            data = answer + lines + gateway.take_answer()
            if data:
                # Answers count as what others cause: who asks for many and reads none is closed.
                wrapped.append(Delivery(link, data, relayed + len(answer)))
        self._answering.clear()
        return wrapped


def _wrap_lines(
    gateway: Gateway, delivery: Delivery | None, made: dict[tuple[int, object], bytes]
) -> tuple[bytes, int]:
    """Wrap what a link hears, once per piece of bytes and kind; return it and how much is relayed.

    Args:
        gateway: that of the link.
        delivery: what the link hears, ``None`` for nothing.
        made: what has been wrapped in this tick, by the identity of the lines, which live on.
    """
    if delivery is None or not gateway.is_open:
        return b"", 0
    key = id(delivery.data), gateway.kind
    lines = made.get(key)
    if lines is None:
        lines = made[key] = gateway.wrap(delivery.data)
    return lines, delivery.relayed
