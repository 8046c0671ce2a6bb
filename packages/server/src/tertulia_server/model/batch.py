"""A message of several lines while its sender is still sending it."""

from collections.abc import Mapping

from tertulia_core.wire.multiline import Assembly, Limits

__all__ = ["OpenBatch"]


class OpenBatch:
    """What a connection has sent of a batch that it has not closed; owner: the network thread.

    Attributes:
        reference: what its lines name it by.
        target: whom it goes to, as the sender spells it.
        tags: the client-only tags of the message.
        label: of the answer to it, ``""`` for none.
        command: PRIVMSG or NOTICE, ``""`` before the first line.
        assembly: the lines so far.
        key: the idempotency key it is sent under, ``""`` for none.
        expires: the monotonic time at which it is given up.
        is_refused: whether it was answered by FAIL: what still comes of it is ignored.
    """

    __slots__ = (
        "assembly",
        "command",
        "expires",
        "is_refused",
        "key",
        "label",
        "reference",
        "tags",
        "target",
    )

    def __init__(
        self,
        reference: str,
        target: str,
        tags: Mapping[str, str],
        *,
        label: str,
        key: str = "",
        limits: Limits,
        expires: float,
    ) -> None:
        self.reference = reference
        self.target = target
        self.tags = tags
        self.label = label
        self.key = key
        self.command = ""
        self.assembly = Assembly(limits)
        self.expires = expires
        self.is_refused = False
