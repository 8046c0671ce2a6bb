"""What a reply answers, and what people put to a message, as both user interfaces show it."""

from dataclasses import dataclass
from typing import Final

from tertulia_core.i18n import Catalogue
from tertulia_core.session.formatting import strip_formatting
from tertulia_core.session.state import Line, Room
from tertulia_core.text import sanitize

__all__ = ["Quote", "excerpt", "quote_of", "reaction_texts", "removal_text"]

_ = Catalogue("tertulia_core").gettext

LENGTH: Final = 80
"""Characters of a text that stand for it where it is only mentioned."""


@dataclass(frozen=True, slots=True)
class Quote:
    """The message that a reply answers.

    Attributes:
        line: its line, ``None`` where it is not here any more, or not yet.
        nick: who said it, as the server spells it; ``""`` without a line.
        text: its beginning, sanitized.
    """

    line: Line | None = None
    nick: str = ""
    text: str = ""


def excerpt(text: str, length: int = LENGTH) -> str:
    """Return the beginning of a received text in one line, sanitized, without formatting."""
    plain = strip_formatting(text[: 4 * length]).replace("\n", " ")
    words = " ".join(sanitize(plain).split())
    return words if len(words) <= length else f"{words[: length - 1].rstrip()}…"


def quote_of(room: Room, line: Line) -> Quote | None:
    """Return what a line answers, ``None`` if it is no reply."""
    if line.reply_to is None:
        return None
    found = next((one for one in reversed(room.lines) if one.msgid == line.reply_to), None)
    if found is None:
        return Quote()
    return Quote(found, found.nick, removal_text(found) or excerpt(found.text))


def removal_text(line: Line) -> str:
    """Return what stands in the place of a message that was taken back, ``""`` for any other."""
    if not line.removed_by:
        return ""
    reason = excerpt(line.reason)
    sentence = _("removed by {nick}: {reason}") if reason else _("removed by {nick}")
    return sentence.format(nick=sanitize(line.removed_by, name=True), reason=reason)


def reaction_texts(line: Line) -> tuple[str, ...]:
    """Return each reaction to a line with how many people share it: ``("👍 2", "jaja")``."""
    return tuple(
        f"{sanitize(one.text, name=True)} {len(one.nicks)}"
        if len(one.nicks) > 1
        else sanitize(one.text, name=True)
        for one in line.reactions
    )
