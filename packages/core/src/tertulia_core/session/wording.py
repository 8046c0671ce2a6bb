"""What happened, in words: sentences for lines, lists of names, hours and days."""

import datetime as dt
from collections.abc import Callable, Collection
from itertools import islice
from typing import Final

from tertulia_core.i18n import N_, Catalogue, language
from tertulia_core.session.formatting import strip_formatting
from tertulia_core.session.state import Line, LineKind
from tertulia_core.text import sanitize

__all__ = ["clock_text", "day_text", "describe", "join_names", "local_date"]

_catalogue = Catalogue("tertulia_core")
_ = _catalogue.gettext

NAMES_SHOWN: Final = 5
"""How many names a list holds before it says how many more there are."""

WEEKDAYS: Final = (
    N_("Monday"), N_("Tuesday"), N_("Wednesday"), N_("Thursday"), N_("Friday"), N_("Saturday"),
    N_("Sunday"),
)  # fmt: skip
MONTHS: Final = (
    N_("January"), N_("February"), N_("March"), N_("April"), N_("May"), N_("June"), N_("July"),
    N_("August"), N_("September"), N_("October"), N_("November"), N_("December"),
)  # fmt: skip


def describe(line: Line) -> str:
    """Return one sentence for what is not speech, sanitized; speech itself for the rest."""
    sentence = _SENTENCES.get(line.kind)
    if sentence is None:
        return sanitize(strip_formatting(line.text))
    return sentence(line)


def join_names(names: Collection[str], *, shown: int = NAMES_SHOWN) -> str:
    """Return ``rosa``, ``rosa e invitado-3`` or ``rosa, luis y 7 más``; names are sanitized.

    However many there are, only those shown cost anything.
    """
    is_cut = len(names) > shown
    visible = [_name(name) for name in islice(names, shown - 1 if is_cut else shown)]
    if is_cut:
        head, last = visible, _("{count} more").format(count=len(names) - len(visible))
    elif len(visible) > 1:
        head, last = visible[:-1], visible[-1]
    else:
        return "".join(visible)
    return _("{names} {and_word} {last}").format(
        names=", ".join(head), and_word=_and_word(last), last=last
    )


def clock_text(time: float) -> str:
    """Return the local time of day of a Unix time, ``"21:05"``; ``""`` if there is none such."""
    try:
        return dt.datetime.fromtimestamp(time).astimezone().strftime("%H:%M")
    except (OverflowError, OSError, ValueError):
        return ""


def local_date(time: float) -> dt.date:
    """Return the local day of a Unix time; the first day there is if it is out of range."""
    try:
        return dt.datetime.fromtimestamp(time).astimezone().date()
    except (OverflowError, OSError, ValueError):
        return dt.date.min


def day_text(date: dt.date, *, today: dt.date | None = None) -> str:
    """Return a day in words; with ``today`` the two nearest ones are called by name."""
    if today is not None and date == today:
        return _("Today")
    if today is not None and (today - date).days == 1:
        return _("Yesterday")
    return _("{weekday}, {month} {day}, {year}").format(
        weekday=_(WEEKDAYS[date.weekday()]),
        month=_(MONTHS[date.month - 1]),
        day=date.day,
        year=date.year,
    )


def _and_word(following: str) -> str:
    """Return "and"; Spanish says *e* before the sound of an i (*e invitado*, but *y hielo*)."""
    word = following.lstrip("_[]\\^{}|`").casefold()
    if language() != "es" or not word:
        return _("and")
    sound = word.removeprefix("h").replace("í", "i")
    if sound.startswith("i") and sound[1:2] not in set("aeoáéó"):
        return "e"
    return _("and")


def _name(nick: str) -> str:
    return sanitize(nick, name=True)


def _with_reason(sentence: str, reason: str) -> str:
    shown = sanitize(strip_formatting(reason))
    return f"{sentence} ({shown})" if shown else sentence


def _people(line: Line) -> tuple[str, ...]:
    return line.members or ((line.nick,) if line.nick else ())


def _joined(line: Line) -> str:
    people = _people(line)
    return _catalogue.ngettext("{names} came in", "{names} came in", len(people)).format(
        names=join_names(people)
    )


def _left(line: Line) -> str:
    people = _people(line)
    sentence = _catalogue.ngettext("{names} left", "{names} left", len(people))
    return _with_reason(sentence.format(names=join_names(people)), line.text)


def _kicked(line: Line) -> str:
    sentence = _("{nick} removed {names}")
    filled = sentence.format(nick=_name(line.nick), names=join_names(_people(line)))
    return _with_reason(filled, line.text)


def _renamed(line: Line) -> str:
    return _("{old} is now {new}").format(old=_name(line.nick), new=_name(line.text))


def _topic(line: Line) -> str:
    topic = sanitize(strip_formatting(line.text))
    nick = _name(line.nick)
    if not nick:
        return _("Topic: {topic}").format(topic=topic) if topic else _("There is no topic")
    if not topic:
        return _("{nick} took the topic away").format(nick=nick)
    return _("{nick} set the topic: {topic}").format(nick=nick, topic=topic)


def _mode(line: Line) -> str:
    changes = sanitize(line.text)
    if not line.nick:
        return _("Modes: {changes}").format(changes=changes)
    return _("{nick} changed the modes: {changes}").format(nick=_name(line.nick), changes=changes)


def _action(line: Line) -> str:
    return f"{_name(line.nick)} {sanitize(strip_formatting(line.text))}"


_SENTENCES: Final[dict[LineKind, Callable[[Line], str]]] = {
    LineKind.ACTION: _action,
    LineKind.JOINED: _joined,
    LineKind.LEFT: _left,
    LineKind.KICKED: _kicked,
    LineKind.RENAMED: _renamed,
    LineKind.TOPIC: _topic,
    LineKind.MODE: _mode,
}
