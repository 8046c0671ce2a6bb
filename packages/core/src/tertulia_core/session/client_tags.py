"""Tags that clients tell each other: what the server relays of them, and how replies are written.

Source: https://ircv3.net/specs/extensions/message-tags#client-only-tags
"""

from collections.abc import Mapping

from tertulia_core.ids import MessageId
from tertulia_core.wire.isupport import ISupport

__all__ = ["REACT", "UNREACT", "is_denied", "replied_to", "reply_tags"]

REPLY = ("+reply", "+draft/reply")
"""The tag of a reply, and its name while it was a draft, which many programs still use."""

REACT = "+draft/react"
UNREACT = "+draft/unreact"


def is_denied(isupport: ISupport, tag: str) -> bool:
    """Tell whether the server keeps a client tag (without its ``+``) to itself."""
    denied = isupport.tokens.get("CLIENTTAGDENY", "").split(",")
    return tag in denied or ("*" in denied and f"-{tag}" not in denied)


def replied_to(tags: Mapping[str, str]) -> MessageId | None:
    """Return which message another one answers.

    Source: https://ircv3.net/specs/client-tags/reply
    """
    msgid = next((tags[name] for name in REPLY if tags.get(name)), "")
    return MessageId(msgid) if msgid else None


def reply_tags(msgid: MessageId | None) -> dict[str, str]:
    """Return the tags that make a message a reply, none where it answers nothing."""
    return dict.fromkeys(REPLY, msgid) if msgid else {}
