"""Writing a conversation into a file: a text for people, JSON lines for programs.

The text is as harmless as what is on screen; JSON lines hold every text as it was
received, with everything beyond ASCII escaped. No file is ever overwritten.
"""

import datetime as dt
import json
import re
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any, Final

from tertulia_core.errors import ExportError
from tertulia_core.i18n import Catalogue
from tertulia_core.session.formatting import strip_formatting
from tertulia_core.session.grouping import SPEECH
from tertulia_core.session.quoting import quote_of, reaction_texts
from tertulia_core.session.state import Line, LineKind, Room
from tertulia_core.session.wording import describe
from tertulia_core.text import sanitize

__all__ = ["export", "free_path", "to_jsonl", "to_text"]

_ = Catalogue("tertulia_core").gettext

JSONL: Final = ".jsonl"
MANY: Final = 1_000
"""Files of one name and day after which something else must be wrong."""

_NOT_IN_NAMES: Final = re.compile(r"[^\w.-]+")


def export(room: Room, path: str, home: Path, now: dt.datetime) -> Path:
    """Write what a room holds, and return where.

    Args:
        room: its lines are only read.
        path: a file as it was typed: ``~`` is the home folder, and a relative one is in it;
            ``""`` takes a name of our own there. ``.jsonl`` at its end makes JSON lines.
        home: the person's home folder.
        now: the day in a name of our own.

    Raises:
        ExportError: the file exists already or cannot be written.
    """
    target = _target(path, home) if path else free_path(home, room.name, now)
    write = to_jsonl if target.suffix == JSONL else to_text
    try:
        with target.open("x", encoding="utf-8", newline="\n") as file:
            file.writelines(write(room))
    except FileExistsError as error:
        problem = _("{file} exists already; nothing was written.")
        raise ExportError(problem.format(file=target)) from error
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise ExportError(f"{target}: {reason}") from error
    return target


def free_path(folder: Path, room: str, now: dt.datetime) -> Path:
    """Return a name that no file has yet: ``tertulia-sala-2026-11-22.txt``, ``…-2.txt``."""
    name = _NOT_IN_NAMES.sub("-", room).strip("-.")[:60] or "room"
    base = f"tertulia-{name}-{now:%Y-%m-%d}"
    numbered = (f"{base}-{number}" if number > 1 else base for number in range(1, MANY))
    return next(path for one in numbered if not (path := folder / f"{one}.txt").exists())


def to_text(room: Room) -> Iterable[str]:
    """Yield a line of text for each line of a room; further lines of a message are indented."""
    for line in room.lines:
        first, *more = _words(room, line).split("\n")
        yield f"[{_local(line.time):%Y-%m-%d %H:%M}] {first}\n"
        yield from (f"    {each}\n" for each in more)
        if line.reactions:
            yield f"    ({', '.join(reaction_texts(line))})\n"


def to_jsonl(room: Room) -> Iterable[str]:
    """Yield a JSON object for each line of a room; what is empty is left out."""
    for line in room.lines:
        values: dict[str, Any] = {
            "time": _local(line.time).astimezone(dt.UTC).isoformat(timespec="milliseconds"),
            "room": line.room,
            "kind": line.kind.value,
            "nick": line.nick,
            "text": line.text,
            "members": list(line.members),
            "msgid": line.msgid,
            "reply_to": line.reply_to,
            "reactions": {one.text: list(one.nicks) for one in line.reactions},
        }
        yield json.dumps({name: value for name, value in values.items() if value}) + "\n"


def _target(path: str, home: Path) -> Path:
    return home / path.removeprefix("~/")


def _words(room: Room, line: Line) -> str:
    form = _FORMS.get(line.kind)
    if form is None:
        return f"-- {describe(line)}"
    text = sanitize(strip_formatting(line.text), keep_newlines=True)
    quote = quote_of(room, line)
    answer = f"↪ {sanitize(quote.nick, name=True)}: " if quote is not None and quote.nick else ""
    return form(sanitize(line.nick, name=True), answer + text)


_FORMS: Final[dict[LineKind, Callable[[str, str], str]]] = {
    LineKind.MESSAGE: "<{}> {}".format,
    LineKind.NOTICE: "-{}- {}".format,
    LineKind.ACTION: "* {} {}".format,
}
"""How speech is written, as chat programs have always kept their logs."""

assert _FORMS.keys() == SPEECH


def _local(time: float) -> dt.datetime:
    """Return a Unix time as a local one; what no calendar has is its beginning."""
    try:
        return dt.datetime.fromtimestamp(time).astimezone()
    except (ValueError, OverflowError, OSError):
        return dt.datetime.fromtimestamp(0).astimezone()
