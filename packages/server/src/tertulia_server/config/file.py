"""The configuration file: TOML in, ``Config`` out, and the page that shows every key."""

import dataclasses
from collections.abc import Iterator, Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Any, Final

from tertulia_core.errors import ConfigError
from tertulia_core.i18n import N_, Catalogue
from tertulia_server.config.checks import Check
from tertulia_server.config.values import NAMED_SECTIONS, SECTIONS, Config

__all__ = ["check_file", "check_text", "load_config", "parse_config", "render_defaults"]

_ = Catalogue("tertulia_server").gettext

_RESTART: Final = N_("(Needs a restart.)")


def load_config(path: Path) -> Config:
    """Read a configuration file.

    Raises:
        ConfigError: it cannot be read, is not TOML, or says something that is not allowed.
    """
    return parse_config(_read(path), str(path))


def check_file(path: Path) -> list[ConfigError]:
    """Return every mistake of a configuration file; see ``load_config``."""
    try:
        return check_text(_read(path), str(path))
    except ConfigError as error:
        return [error]


def parse_config(text: str, file: str = "") -> Config:
    """Return what a configuration says, every key checked.

    Raises:
        ConfigError: the first mistake of the file.
    """
    errors = check_text(text, file)
    if errors:
        raise errors[0]
    return _build(_tables(text, file))


def check_text(text: str, file: str = "") -> list[ConfigError]:
    """Return every mistake of a configuration, in the order of the file's tables."""
    try:
        tables = _tables(text, file)
    except ConfigError as error:
        return [error]
    return list(_mistakes(tables, text, file))


def render_defaults() -> str:
    """Return a complete configuration file: every key with its default and what it is for."""
    parts = []
    for section, kind in SECTIONS.items():
        parts.append(f"[{section}]")
        for key in dataclasses.fields(kind):
            parts.append(_explain(key))
            parts.append(_render(key.name, key.default))
        parts.append("")
    for section, kind in NAMED_SECTIONS.items():
        parts.append(f"# [{section}.NAME]")
        for key in dataclasses.fields(kind):
            parts.append(_explain(key))
            parts.append(f"# {key.name} = ...")
        parts.append("")
    return "\n".join(parts)


def _read(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8-sig")
    except OSError as error:
        problem = _("it cannot be read ({why})").format(why=error.strerror)
        raise ConfigError(problem, file=str(path)) from error
    except UnicodeDecodeError as error:
        raise ConfigError(_("it is not UTF-8 text"), file=str(path)) from error


def _tables(text: str, file: str) -> dict[str, Any]:
    import tomllib  # a server without a file starts without it

    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        detail, _separator, place = str(error).partition(" (at ")
        line = place.removeprefix("line ").partition(",")[0]
        number = int(line) if line.isdigit() else len(text.splitlines())
        problem = _("it is not valid TOML ({detail})").format(detail=detail)
        raise ConfigError(problem, file=file, line=number) from error


def _build(tables: Mapping[str, Any]) -> Config:
    sections: dict[str, Any] = {}
    for name, table in tables.items():
        if kind := NAMED_SECTIONS.get(name):
            sections[name] = MappingProxyType(
                {each: _build_table(kind, named) for each, named in table.items()}
            )
        else:
            sections[name] = _build_table(SECTIONS[name], table)
    return Config(**sections)


def _build_table(kind: type[Any], table: Mapping[str, Any]) -> Any:
    rules = _rules(kind)
    return kind(**{key: rules[key](table[key]) for key in table})


def _mistakes(tables: Mapping[str, Any], text: str, file: str) -> Iterator[ConfigError]:
    for name, table in tables.items():
        if name in SECTIONS:
            yield from _mistakes_of_table(name, SECTIONS[name], table, text, file)
        elif name not in NAMED_SECTIONS:
            known = [*SECTIONS, *NAMED_SECTIONS]
            yield _unknown(name, known, file, _line_of(text, name, None))
        elif not _are_tables(table):
            line = _line_of(text, name, None) or _line_of(text, "", name)
            problem = _("it must have a name: [{name}.NAME]").format(name=name)
            yield ConfigError(problem, file=file, line=line, key=name)
        else:
            for each, named in table.items():
                kind = NAMED_SECTIONS[name]
                yield from _mistakes_of_table(f"{name}.{each}", kind, named, text, file)


def _mistakes_of_table(
    name: str, kind: type[Any], table: object, text: str, file: str
) -> Iterator[ConfigError]:
    if not isinstance(table, dict):
        line = _line_of(text, "", name)
        problem = _("it must be a table: [{name}]").format(name=name)
        yield ConfigError(problem, file=file, line=line, key=name)
        return
    rules = _rules(kind)
    for key, value in table.items():
        line = _line_of(text, name, key)
        if key in rules:
            yield from _mistake_of_value(rules[key], value, file, line, f"{name}.{key}")
        else:
            yield _unknown(f"{name}.{key}", [f"{name}.{known}" for known in rules], file, line)
    for key in _needed(kind):
        if key not in table:
            line = _line_of(text, name, None)
            yield from _mistake_of_value(rules[key], None, file, line, f"{name}.{key}")


def _are_tables(value: object) -> bool:
    return isinstance(value, dict) and all(isinstance(row, dict) for row in value.values())


def _mistake_of_value(
    check: Check[Any], value: object, file: str, line: int | None, key: str
) -> Iterator[ConfigError]:
    try:
        check(value)
    except ValueError as error:
        problem = _("it must be {allowed}").format(allowed=error)
        yield ConfigError(problem, file=file, line=line, key=key)


def _rules(kind: type[Any]) -> dict[str, Check[Any]]:
    """Return the check of every key of a table."""
    return {key.name: key.metadata["check"] for key in dataclasses.fields(kind)}


def _needed(kind: type[Any]) -> list[str]:
    """Return the keys without which a table says nothing."""
    return [key.name for key in dataclasses.fields(kind) if key.default is dataclasses.MISSING]


def _unknown(name: str, known: list[str], file: str, line: int | None) -> ConfigError:
    from difflib import get_close_matches

    near = get_close_matches(name, known, n=1, cutoff=0.5)
    hint = near[0] if near else ", ".join(known)
    problem = _("there is no such key; did you mean {hint}?").format(hint=hint)
    return ConfigError(problem, file=file, line=line, key=name)


def _line_of(text: str, section: str, key: str | None) -> int | None:
    """Return the line of a key, or of its table's header; tomllib does not tell.

    Args:
        text: the whole file.
        section: the table's name.
        key: the key's name, or ``None`` for the header itself.
    """
    current = ""
    for number, row in enumerate(text.splitlines(), 1):
        stripped = row.strip()
        if stripped.startswith("["):
            current = stripped.strip("[]").partition("]")[0].strip().strip("\"'")
            if key is None and current == section:
                return number
        name = stripped.partition("=")[0].strip().replace(" ", "").replace('"', "")
        wanted = (key,) if current == section else (f"{section}.{key}", section)
        if "=" in stripped and name in wanted:
            return number
    return None


def _explain(key: dataclasses.Field[Any]) -> str:
    """Return the comment above a key."""
    about, is_fixed = key.metadata["about"], key.metadata["is_fixed"]
    return f"# {_(about)} {_(_RESTART)}" if is_fixed else f"# {_(about)}"


def _render(name: str, value: object) -> str:
    """Return ``name = value`` in TOML; a key without a default as a comment."""
    if value is None:
        return f"# {name} = true"
    import json  # its strings are TOML's, and only this page needs it

    plain = list(value) if isinstance(value, tuple) else value
    return f"{name} = {json.dumps(plain, ensure_ascii=False)}"
