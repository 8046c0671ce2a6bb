"""The short way for the next line of somebody who keeps talking in one channel.

Nearly every line that arrives says to the same channel what its sender's last
one did. To read it, look up its command and its target, and open a reply costs
three times what passing it on does. A lane remembers what these came to. It
remembers no permission: whether one may speak is asked anew for each line, and
whatever is not plainly one more line goes the long way through ``dispatch``.
Both ways give the same bytes, which a test compares.
"""

from collections.abc import Sequence
from typing import Final

from tertulia_core.broadcast.outbound import Outbound
from tertulia_core.wire.capabilities import ECHO_MESSAGE
from tertulia_core.wire.limits import LINE_BYTES
from tertulia_server.commands.addressing import channel_audience
from tertulia_server.commands.context import Context
from tertulia_server.model.channel import Channel
from tertulia_server.model.now import Now
from tertulia_server.model.refusals import Refusal

__all__ = ["Lane"]

_CTCP: Final = 1
"""The first byte of what some channels do not pass on, and of what guests hear otherwise."""

_END: Final = b"\r\n"
_NEWLINE: Final = b"\n"


class Lane:
    """From one connection to one channel; owner: the network thread.

    Args:
        ctx: of the PRIVMSG that went the long way.
        channel: where it went.
        name: how the sender spelled the channel.
        last: the line that was passed on.
    """

    __slots__ = (
        "_channel",
        "_head",
        "_last",
        "_longest",
        "_name",
        "_prefix",
        "_session",
        "_source",
        "_speech",
        "_user",
    )

    def __init__(self, ctx: Context, channel: Channel, name: str, last: Outbound) -> None:
        user = ctx.user
        self._session = ctx.session
        self._speech = ctx.speech
        self._user = user
        self._channel = channel
        self._last = last
        self._name, self._source = channel.name, user.source
        self._prefix = f"PRIVMSG {name} :".encode()
        self._head = f":{user.source} PRIVMSG {channel.name} :".encode()
        self._longest = LINE_BYTES - len(_END) - max(len(self._head) - len(self._prefix), 0)

    def carry(self, lines: Sequence[bytes], span: range, now: Now) -> int:
        """Pass on lines while they are plainly more texts for the channel; return how many."""
        if not lines[span.start].startswith(self._prefix) or not self._is_open():
            return 0
        bodies = self._take_whole(lines[span.start : span.stop]) or self._take(lines, span)
        if bodies:
            session = self._session
            self._user.active = now.mono
            is_echoed = bool(session.caps & ECHO_MESSAGE)
            self._speech.again(self._last, bodies, self._channel, now, session, is_echoed=is_echoed)
        return len(bodies)

    def _take_whole(self, lines: Sequence[bytes]) -> list[bytes]:
        """Return what all lines become, replaced in one piece; nothing if one may be special.

        The questions are those of ``_take``, asked once for all lines, which takes 10 % off
        the processor time of full windows in rooms of ten.
        """
        if len(lines) == 1:
            return []
        prefix, head = self._prefix, self._head
        sizes = [len(line) for line in lines]
        if max(sizes) > self._longest or min(sizes) == len(prefix):
            return []
        block = _NEWLINE.join(lines)
        if b"\r" in block or b"\0" in block or b"\1" in block or not block.isascii():
            return []
        begins = _NEWLINE + prefix  # no line has a newline of its own
        if block.count(begins) != len(lines) - 1:
            return []
        said = block[len(prefix) :].replace(begins, _END + head)
        return (head + said + _END).splitlines(keepends=True)

    def _take(self, lines: Sequence[bytes], span: range) -> list[bytes]:
        """Return what the first lines become, up to the first that has to be looked at."""
        prefix, head, longest = self._prefix, self._head, self._longest
        size = len(prefix)
        bodies = []
        for index in span:
            line = lines[index]
            text = line[size:]
            if not line.startswith(prefix) or len(line) > longest or not text or text[0] == _CTCP:
                break
            if b"\0" in text or b"\r" in text or not (text.isascii() or _is_utf8(text)):
                break
            bodies.append(head + text + _END)
        return bodies

    def _is_open(self) -> bool:
        """Tell whether all is as it was, and the sender may still speak to the whole channel."""
        user, channel = self._user, self._channel
        # The source is written anew whenever the tags are, so it stands for both.
        if (
            self._session.user is not user
            or user.source is not self._source
            or channel.name is not self._name
            or channel not in user.memberships
        ):
            return False
        try:
            return channel_audience(user, channel, has_ctcp=False) is channel
        except Refusal:
            return False


def _is_utf8(text: bytes) -> bool:
    try:
        text.decode()
    except UnicodeDecodeError:
        return False
    return True
