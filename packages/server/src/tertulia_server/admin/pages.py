"""How records of history are written: as lines of JSON, as a page, as lines on a screen."""

import json
import os
from collections.abc import Callable, Iterable, Iterator, Mapping
from html import escape
from pathlib import Path
from typing import Any, Final

from tertulia_core.i18n import Catalogue, language
from tertulia_core.text import sanitize

__all__ = ["FORMS", "to_html", "to_jsonl", "to_line", "write_new"]

_ = Catalogue("tertulia_server").gettext

_Records = Iterable[Mapping[str, Any]]

_STYLE: Final = (
    ":root{color-scheme:light dark}body{font:1rem/1.5 system-ui,sans-serif;max-width:50rem;"
    "margin:2rem auto;padding:0 1rem}p{margin:.2rem 0;white-space:pre-wrap;overflow-wrap:anywhere}"
    "time{color:gray;font-size:.8em;margin-right:.6em}.event{color:gray;font-style:italic}"
    "h2{border-bottom:1px solid gray;margin-top:2rem}h3{color:gray;font-size:1rem}"
)
_DAY: Final = slice(0, 10)
_CLOCK: Final = slice(11, 16)


def to_jsonl(_title: str, records: _Records) -> Iterator[str]:
    """Give a line of JSON per message; everything beyond ASCII is escaped."""
    for record in records:
        yield json.dumps(record) + "\n"


def to_html(title: str, records: _Records) -> Iterator[str]:
    """Give a page that needs nothing else, with a heading per room and day."""
    name = escape(sanitize(title, name=True) or _("All rooms"))
    yield (
        f'<!DOCTYPE html>\n<html lang="{language()}">\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width">\n'
        f"<title>{name}</title>\n<style>{_STYLE}</style>\n<h1>{name}</h1>\n"
    )
    room = day = ""
    for record in records:
        if record["room"] != room:
            room, day = record["room"], ""
            yield f"<h2>{escape(sanitize(room, name=True))}</h2>\n"
        if record["time"][_DAY] != day:
            day = record["time"][_DAY]
            yield f"<h3>{day}</h3>\n"
        kind = "said" if "text" in record else "event"
        stamp = f'<time datetime="{record["time"]}">{record["time"][_CLOCK]}</time>'
        yield f'<p class="{kind}" id="{record["msgid"]}">{stamp}{escape(_words(record))}</p>\n'
    yield "</html>\n"


FORMS: Final[Mapping[str, Callable[[str, _Records], Iterator[str]]]] = {
    "jsonl": to_jsonl,
    "html": to_html,
}
"""How each form is written, for a title and the records."""


def to_line(record: Mapping[str, Any]) -> str:
    """Return a message as one line for a screen, harmless to it."""
    stamp = f"{record['time'][_DAY]} {record['time'][_CLOCK]}"
    room = sanitize(record["room"], name=True)
    return f"{stamp}  {room}  " + _words(record).replace("\n", " ⏎ ")


def write_new(path: Path, pieces: Iterable[str]) -> None:
    """Write a file that only its owner can read; what cannot be written whole is not left there.

    Raises:
        OSError: there is such a file already, or it cannot be written.
    """
    with open(path, "x", encoding="utf-8", newline="\n", opener=_private) as file:
        try:
            file.writelines(pieces)
            file.flush()
        except BaseException:
            path.unlink()
            raise


def _private(path: str, flags: int) -> int:
    return os.open(path, flags, 0o600)


def _words(record: Mapping[str, Any]) -> str:
    """Return a message without its moment."""
    nick = sanitize(record["nick"], name=True)
    if "text" not in record:
        words = " ".join([record["command"], *record.get("params", ())])
        return f"-- {nick} {sanitize(words)}"
    text = sanitize(record["text"], keep_newlines=True)
    edited = " ({})".format(_("edited")) if "edited" in record else ""
    form = "* {} {}" if record.get("action") else "<{}> {}"
    return form.format(nick, text) + edited
