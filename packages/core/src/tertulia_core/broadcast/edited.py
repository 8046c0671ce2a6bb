"""A message said differently, for all who hear it: as an EDIT, or told in words.

Clients with the capability replace the message. The others hear it as a new
line, an asterisk before it as people write it themselves, which answers the
message that it corrects.
"""

from collections.abc import Mapping
from typing import Final

from tertulia_core.broadcast.outbound import Outbound
from tertulia_core.wire.capabilities import EDIT, PLAIN, VENDOR
from tertulia_core.wire.message import NO_TAGS

__all__ = ["EDITED_TAG", "EditedOutbound"]

REPLY_TAG: Final = "+draft/reply"
"""Names the message that a line answers (https://ircv3.net/specs/client-tags/reply)."""

EDITED_TAG: Final = f"{VENDOR}/edited"
"""When a message of history was last said differently, as ``time`` writes moments."""


class EditedOutbound(Outbound):
    """What stands in the place of a message from now on; immutable from outside.

    Args:
        target: whom the message went to.
        edited: the id of the message.
        text: what it says now.
        source: ``nick!user@host`` of who edits.
        time: Unix seconds of the change.
        tags: as in ``Outbound``.

    Raises:
        EncodeError: a parameter cannot stand in one line.
    """

    __slots__ = ("_edit",)

    def __init__(
        self,
        target: str,
        edited: str,
        text: str,
        source: str,
        time: float,
        tags: Mapping[str, str] = NO_TAGS,
    ) -> None:
        said = f"* {text}"
        heard = f"{source.partition('!')[0]}: {said}"
        answers = {**tags, REPLY_TAG: edited}
        super().__init__("PRIVMSG", (target, said), source, time, "", answers, heard)
        self._edit = Outbound("EDIT", (target, edited, text), source, time, "", tags)
        self._matters |= EDIT

    def _write(self, profile: int) -> bytes:
        if profile & EDIT and not profile & PLAIN:
            return self._edit.encode(profile)
        return super()._write(profile)
