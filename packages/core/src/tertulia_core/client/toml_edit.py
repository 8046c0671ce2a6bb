"""Changing one value in a TOML text and leaving everything else as it is, comments included.

The standard library only reads TOML. A whole writer would lose the comments
and the order that people gave their file, so the one value is exchanged in
place, and the result is read back before it counts.
"""

import json
import re
import tomllib
from dataclasses import dataclass
from typing import Any, Final

from tertulia_core.errors import ConfigError

__all__ = ["Value", "line_of", "set_value"]

Value = str | bool | int | float | tuple[str, ...]

_KEY_PART: Final = re.compile(r"""\s*("(?:[^"\\\n]|\\.)*"|'[^'\n]*'|[A-Za-z0-9_-]+)\s*(\.?)""")
_LONG_QUOTES: Final = ('"""', "'" * 3)


@dataclass(frozen=True, slots=True)
class _Entry:
    """A ``key = value`` in the text: its dotted path and where its value stands."""

    path: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class _Table:
    """A ``[table]``: where it begins, and the end of its last line with a value."""

    start: int
    end: int


def set_value(text: str, key: str, value: Value) -> str:
    """Return ``text`` with ``key`` (dotted, ``"look.theme"``) set to ``value``.

    Raises:
        ConfigError: the text is not TOML, or ``key`` cannot be set in it.
    """
    _check_toml(text, key)
    written = _written(value)
    entries, tables = _scan(text)
    found = next((entry for entry in entries if entry.path == key), None)
    if found is not None:
        changed = text[: found.start] + written + text[found.end :]
    else:
        changed = _inserted(text, tables, key, written)
    _check(changed, key, value)
    return changed


def line_of(text: str, key: str) -> int | None:
    """Return the 1-based line on which a dotted key stands, ``None`` if it is not found."""
    try:
        _check_toml(text, key)
    except ConfigError:
        return None
    entries, tables = _scan(text)
    places = {entry.path: entry.start for entry in entries}
    for path, table in tables.items():
        places.setdefault(path, table.start)
    place = places.get(key)
    return None if place is None else text.count("\n", 0, place) + 1


def _written(value: Value) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, tuple):
        return "[{}]".format(", ".join(_written(item) for item in value))
    if isinstance(value, str):
        # JSON's escapes are all TOML's as well, but TOML also wants DEL escaped.
        return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007F")
    return repr(value)


def _check_toml(text: str, key: str) -> None:
    """Refuse what is not TOML: the scanner may then rely on its rules."""
    try:
        tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise ConfigError(str(error), key=key) from error


def _check(text: str, key: str, value: Value) -> None:
    """Make sure that the new text says what it should."""
    try:
        read: Any = tomllib.loads(text)
        for part in key.split("."):
            read = read[part]
    except (tomllib.TOMLDecodeError, KeyError, TypeError) as error:
        raise ConfigError("the value cannot be written into this file", key=key) from error
    if read != (list(value) if isinstance(value, tuple) else value):
        raise ConfigError("the value cannot be written into this file", key=key)


def _inserted(text: str, tables: dict[str, _Table], key: str, written: str) -> str:
    """Return the text with a new line after the last one of the key's table, made if it is new."""
    path, _, name = key.rpartition(".")
    line = f"{name} = {written}"
    if path in tables:
        place = tables[path].end
        newline = "\r\n" if "\r\n" in text else "\n"
        if not place:
            return f"{line}{newline}{text}"
        before = text[:place].removesuffix("\r")
        return f"{before}{newline}{line}{text[len(before) :]}"
    gap = "" if not text else "\n" if text.endswith("\n") else "\n\n"
    return f"{text}{gap}[{path}]\n{line}\n"


def _scan(text: str) -> tuple[list[_Entry], dict[str, _Table]]:
    """Return the entries and the tables, by their dotted paths."""
    entries: list[_Entry] = []
    tables = {"": _Table(0, 0)}
    table, place = "", 0
    while place < len(text):
        character = text[place]
        if character.isspace():
            place += 1
        elif character == "#":
            place = _line_end(text, place)
        elif character == "[":
            start, table = place, _table_path(text, place)
            place = _line_end(text, place)
            tables[table] = _Table(start, place)
        else:
            path, start = _read_key(text, place)
            place = _value_end(text, start)
            entries.append(_Entry(f"{table}.{path}" if table else path, start, place))
            tables[table] = _Table(tables[table].start, _line_end(text, place))
    return entries, tables


def _table_path(text: str, place: int) -> str:
    """Return the path of a ``[table]``; an element of ``[[tables]]`` gets one nobody asks for."""
    is_element = text.startswith("[[", place)
    path, _end = _read_path(text, place + (2 if is_element else 1))
    return f"{path}[{place}]" if is_element else path


def _read_key(text: str, place: int) -> tuple[str, int]:
    """Return the dotted path of a key and where its value begins."""
    path, place = _read_path(text, place)
    place = text.index("=", place) + 1
    while text[place : place + 1] in {" ", "\t"}:
        place += 1
    return path, place


def _read_path(text: str, place: int) -> tuple[str, int]:
    parts = []
    while match := _KEY_PART.match(text, place):
        word = match[1]
        if word[0] == '"':
            word = tomllib.loads(f"x = {word}")["x"]
        parts.append(word.strip("'"))
        place = match.end()
        if not match[2]:
            break
    return ".".join(parts), place


def _value_end(text: str, place: int) -> int:
    """Return where a value ends: brackets may span lines, strings may hold anything."""
    depth = 0
    while place < len(text):
        character = text[place]
        if character in "\"'":
            place = _string_end(text, place)
            continue
        if character == "#" or (character == "\n" and not depth):
            if not depth:
                break
            place = _line_end(text, place)
            continue
        depth += (character in "[{") - (character in "]}")
        place += 1
    while text[place - 1] in " \t\r":
        place -= 1
    return place


def _string_end(text: str, place: int) -> int:
    quote = text[place]
    closing = next((long for long in _LONG_QUOTES if text.startswith(long, place)), quote)
    place += len(closing)
    while place < len(text) and not text.startswith(closing, place):
        place += 2 if quote == '"' and text[place] == "\\" else 1
    place += len(closing)
    while len(closing) == 3 and text.startswith(quote, place):  # '''' ends with a quote in it
        place += 1
    return place


def _line_end(text: str, place: int) -> int:
    end = text.find("\n", place)
    return len(text) if end < 0 else end
