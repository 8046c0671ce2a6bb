"""Lines → what a timeline draws: days, headers, texts, one line for comings and goings."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from tertulia_core.i18n import Catalogue
from tertulia_core.ids import LineId
from tertulia_core.session.formatting import Span, styled_runs
from tertulia_core.session.links import find_links
from tertulia_core.session.presence import Presence
from tertulia_core.session.quoting import Quote, quote_of, removal_text
from tertulia_core.session.state import Line, LineKind, Room
from tertulia_core.session.wording import describe, local_date

__all__ = [
    "Activity",
    "Body",
    "DaySeparator",
    "Grouper",
    "Header",
    "Item",
    "UnreadMark",
    "line_spans",
    "spans",
]

_ = Catalogue("tertulia_core").gettext

GROUP_SECONDS: Final = 300.0
"""Silence after which the same person's next message gets a header of its own."""

SPEECH: Final = frozenset({LineKind.MESSAGE, LineKind.NOTICE, LineKind.ACTION})
"""What people say; the rest is about the room."""

PRESENCE: Final = frozenset({LineKind.JOINED, LineKind.LEFT, LineKind.RENAMED})
"""What is collapsed to one line."""


@dataclass(frozen=True, slots=True)
class DaySeparator:
    """Another day begins; word it with ``day_text``."""

    date: dt.date


@dataclass(frozen=True, slots=True)
class Header:
    """Who speaks in the bodies that follow; ``nick`` is as the server spells it."""

    nick: str
    time: float
    own: bool


@dataclass(frozen=True, slots=True)
class Body:
    """One line to draw: speech (see ``line.kind``) or a sentence about the room.

    Its reactions stand in the line (``quoting.reaction_texts``); what it answers is ``quote``.
    """

    line: Line
    spans: tuple[Span, ...]
    quote: Quote | None = None


@dataclass(frozen=True, slots=True)
class Activity:
    """Comings and goings in one sentence, which grows: then it replaces the last item."""

    text: str
    time: float
    replaces_previous: bool


@dataclass(frozen=True, slots=True)
class UnreadMark:
    """What follows has not been read."""


Item = DaySeparator | Header | Body | Activity | UnreadMark


def spans(text: str) -> tuple[Span, ...]:
    """Return received text as pieces to draw: sanitized, formatted, with its links."""
    found: list[Span] = []
    for run in styled_runs(text):
        start = 0
        if "://" in run.text:
            for begin, end, href in find_links(run.text):
                if begin > start:
                    found.append(run._replace(text=run.text[start:begin]))
                found.append(run._replace(text=run.text[begin:end], href=href))
                start = end
        if start < len(run.text):
            found.append(run._replace(text=run.text[start:]) if start else run)
    return tuple(found)


def line_spans(line: Line) -> tuple[Span, ...]:
    """Return what to draw for a line: its text for speech, else the sentence for it.

    A message that was taken back says so, and by whom; one that was changed ends with that word.
    """
    if line.removed_by:
        return (Span(removal_text(line), italic=True),)
    if line.edited:
        return (*spans(line.text), Span(" " + _("(edited)"), italic=True))
    if line.kind in SPEECH or line.kind in {LineKind.INFO, LineKind.ERROR}:
        return spans(line.text)
    return (Span(describe(line)),)


class Grouper:
    """Turns the lines of one room into items, in order; owner: the UI thread.

    Args:
        read_line: the last line that was read; what comes after it from
            others gets an unread mark. ``None`` for no mark.
        room: where replies find what they answer; without it nothing is quoted.
    """

    def __init__(self, read_line: LineId | None = None, room: Room | None = None) -> None:
        self._read_line = read_line
        self._room = room
        self._date: dt.date | None = None
        self._speaker: tuple[str, bool] | None = None
        self._last_time = 0.0
        self._presence: Presence | None = None

    def mark_read(self, line: LineId | None) -> None:
        """Let the next unread mark stand after ``line``; the user interface removes the old one."""
        self._read_line = line

    def add_all(self, lines: Iterable[Line]) -> list[Item]:
        """Return the items of several lines (those that replace one another already merged)."""
        items: list[Item] = []
        for line in lines:
            for item in self.add(line):
                if isinstance(item, Activity) and item.replaces_previous:
                    items[-1] = Activity(item.text, item.time, replaces_previous=False)
                else:
                    items.append(item)
        return items

    def add(self, line: Line) -> list[Item]:
        """Return what to draw for the next line of the room."""
        items = self._breaks(line)
        if items:
            self._speaker = self._presence = None
        if line.kind in PRESENCE:
            items.append(self._activity(line))
        else:
            self._presence = None
            items.extend(self._texts(line))
        self._last_time = line.time
        return items

    def change(self, line: Line) -> Body:
        """Return the body that replaces the one with the same line id."""
        quote = quote_of(self._room, line) if self._room is not None else None
        return Body(line, line_spans(line), quote)

    def _breaks(self, line: Line) -> list[Item]:
        items: list[Item] = []
        date = local_date(line.time)
        if date != self._date:
            self._date = date
            items.append(DaySeparator(date))
        if line.kind in SPEECH and self._is_unread(line):
            self._read_line = None
            items.append(UnreadMark())
        return items

    def _is_unread(self, line: Line) -> bool:
        return self._read_line is not None and line.id > self._read_line and not line.own

    def _activity(self, line: Line) -> Activity:
        self._speaker = None
        replaces = self._presence is not None
        if self._presence is None:
            self._presence = Presence()
        self._presence.add(line)
        return Activity(self._presence.sentence(), line.time, replaces)

    def _texts(self, line: Line) -> list[Item]:
        body = self.change(line)
        if line.kind is LineKind.ACTION or line.kind not in SPEECH or not line.nick:
            self._speaker = None
            return [body]
        speaker = (line.nick, line.own)
        is_same = speaker == self._speaker and 0 <= line.time - self._last_time <= GROUP_SECONDS
        self._speaker = speaker
        return [body] if is_same else [Header(line.nick, line.time, line.own), body]
