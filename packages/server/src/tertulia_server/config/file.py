"""The configuration file: TOML in, ``Config`` out, or everything that is wrong with it."""

import dataclasses
from collections.abc import Iterable, Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Any, TypeGuard

from tertulia_core.errors import ConfigError
from tertulia_core.i18n import Catalogue
from tertulia_server.config.checks import Check
from tertulia_server.config.places import line_of
from tertulia_server.config.problems import Problem, raise_mistakes
from tertulia_server.config.values import NAMED_SECTIONS, SECTIONS, Config

__all__ = ["Draft", "check_text", "load_config", "parse_config", "read_draft"]

_ = Catalogue("tertulia_server").gettext


def read_draft(path: Path) -> "Draft":
    """Read a configuration file; what is wrong with it is in the draft.

    Raises:
        ConfigError: it cannot be read, or is not TOML.
    """
    return Draft(_read(path), str(path))


def load_config(path: Path) -> Config:
    """Read a configuration file.

    Raises:
        ConfigError: it cannot be read, is not TOML, or says something that is not allowed.
    """
    return read_draft(path).finish()


def parse_config(text: str, file: str = "") -> Config:
    """Return what a configuration says, every key checked.

    Raises:
        ConfigError: a mistake; ``Mistakes`` where there are several.
    """
    return Draft(text, file).finish()


def check_text(text: str, file: str = "") -> list[ConfigError]:
    """Return every mistake of a configuration, in the order of the file's tables."""
    try:
        return Draft(text, file).mistakes
    except ConfigError as error:
        return [error]


class Draft:
    """What a configuration file says, each key checked by itself.

    Args:
        text: the file's content; ``""`` where there is no file.
        file: its path, for those who read what is wrong.

    Attributes:
        config: what it says, with the default of each key that is a mistake.
        mistakes: what is wrong, in the order of the file's tables.

    Raises:
        ConfigError: it is not TOML.
    """

    def __init__(self, text: str = "", file: str = "") -> None:
        self._text = text
        self._file = file
        self.mistakes: list[ConfigError] = []
        self.config = self._build(_tables(text, file) if text else {})

    def judge(self, problems: Iterable[Problem]) -> None:
        """Add what only the whole shows, but for what rests on a key that is a mistake itself."""
        known = {mistake.key for mistake in self.mistakes}
        for problem in problems:
            keys = (problem.key, *problem.rests_on)
            if known.isdisjoint(keys):
                lines = (self._line(key) for key in keys)
                line = next((line for line in lines if line is not None), None)
                self._complain(problem.sentence, problem.key, line)

    def finish(self) -> Config:
        """Return the configuration.

        Raises:
            ConfigError: a mistake; ``Mistakes`` where there are several.
        """
        raise_mistakes(self.mistakes)
        return self.config

    # -- values -----------------------------------------------------------

    def _build(self, tables: Mapping[str, Any]) -> Config:
        sections: dict[str, Any] = {}
        for name, table in tables.items():
            if name in SECTIONS:
                sections[name] = SECTIONS[name](**self._values(name, SECTIONS[name], table))
            elif name in NAMED_SECTIONS:
                sections[name] = self._named(name, table)
            else:
                line = line_of(self._text, name, None)
                self._complain(_unknown(name, [*SECTIONS, *NAMED_SECTIONS]), name, line)
        return Config(**sections)

    def _named(self, name: str, table: object) -> Mapping[str, Any]:
        """Return the tables ``[name.NAME]`` that have no mistake."""
        if not _are_tables(table):
            line = line_of(self._text, name, None) or line_of(self._text, "", name)
            self._complain(_("it must have a name: [{name}.NAME]").format(name=name), name, line)
            return {}
        kind, built = NAMED_SECTIONS[name], {}
        for each, row in table.items():
            values = self._values(f"{name}.{each}", kind, row)
            if values.keys() >= set(_needed(kind)):
                built[each] = kind(**values)
        return MappingProxyType(built)

    def _values(self, name: str, kind: type[Any], table: object) -> dict[str, Any]:
        """Return the values of a table that are allowed, and note the others."""
        if not isinstance(table, dict):
            line = line_of(self._text, "", name)
            self._complain(_("it must be a table: [{name}]").format(name=name), name, line)
            return {}
        rules, values = _rules(kind), {}
        missing = dict.fromkeys(key for key in _needed(kind) if key not in table)
        for key, value in {**table, **missing}.items():
            line = line_of(self._text, name, None if key in missing else key)
            dotted = f"{name}.{key}"
            if key not in rules:
                self._complain(
                    _unknown(dotted, [f"{name}.{known}" for known in rules]), dotted, line
                )
                continue
            try:
                values[key] = rules[key](value)
            except ValueError as error:
                problem = _("it must be {allowed}").format(allowed=error)
                self._complain(problem, dotted, line)
        return values

    def _complain(self, problem: str, key: str, line: int | None) -> None:
        file = None if key.startswith("--") else self._file or None  # options stand in none
        self.mistakes.append(ConfigError(problem, file=file, line=line, key=key))

    def _line(self, dotted: str) -> int | None:
        """Return the line of a key, else that of its table."""
        section, _dot, key = dotted.rpartition(".")
        return line_of(self._text, section, key) or line_of(self._text, section, None)


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


def _are_tables(value: object) -> TypeGuard[dict[str, dict[str, Any]]]:
    return isinstance(value, dict) and all(isinstance(row, dict) for row in value.values())


def _rules(kind: type[Any]) -> dict[str, Check[Any]]:
    """Return the check of every key of a table."""
    return {key.name: key.metadata["check"] for key in dataclasses.fields(kind)}


def _needed(kind: type[Any]) -> list[str]:
    """Return the keys without which a table says nothing."""
    return [key.name for key in dataclasses.fields(kind) if key.default is dataclasses.MISSING]


def _unknown(name: str, known: list[str]) -> str:
    """Return what is said of a key that there is not."""
    from difflib import get_close_matches  # only mistakes need it

    near = get_close_matches(name, known, n=1, cutoff=0.5)
    hint = near[0] if near else ", ".join(known)
    return _("there is no such key; did you mean {hint}?").format(hint=hint)
