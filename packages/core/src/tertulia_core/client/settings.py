"""What a person sets once for every window: a dataclass and a TOML file, both ways.

The file is shared by all instances, so a change reads it again, exchanges one
value, and puts the new file in the old one's place in one step.
"""

import difflib
import os
import re
import tempfile
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field, fields, replace
from pathlib import Path
from typing import Any, Final

from tertulia_core.address import parse_target
from tertulia_core.client.toml_edit import Value, line_of, set_value
from tertulia_core.errors import AddressError, ConfigError
from tertulia_core.i18n import LANGUAGES, N_, Catalogue
from tertulia_core.platforms import config_home
from tertulia_core.session.attention import Level
from tertulia_core.session.rebinding import KeyWishes, rebound
from tertulia_core.session.theme import TERMINAL, THEMES

__all__ = ["ROWS", "ClientSettings", "SettingRow", "SettingsFile", "default_path"]

_ = Catalogue("tertulia_core").gettext

SYSTEM: Final = "system"
"""The value that follows the desktop."""

_LINE: Final = re.compile(r"\s*\(at line (\d+), column \d+\)$")


@dataclass(frozen=True, slots=True)
class ClientSettings:
    """Every setting with the value it has where the file says nothing.

    Attributes:
        nick: the wanted nick; ``""`` takes the system user's name.
        name: the display name; ``""`` takes the nick as it was written.
        target: where to go when the command line says nothing (``host:port/#room``).
        language: ``"system"`` or one of ``i18n.LANGUAGES``.
        theme: ``"system"``, one of ``theme.THEMES`` or ``theme.TERMINAL``.
        text_size: of everything on screen, in percent (the window).
        rooms_column: whether the rooms are shown, and ``people_column`` the people.
        hints: whether the terminal tells keys at the bottom.
        notify: which messages notify, one of ``attention.Level``'s values.
        notify_rooms: rooms that differ, ``localhost:12345/#sala = all``.
        sound: whether a notification is heard.
        muted: rooms that fill quietly, ``localhost:12345/#sala``.
        ignored: people not to be heard, nicks or masks.
        typing: whether others see that we are writing.
        keys: action → the keys it has instead of its own; see ``session.rebinding``.
    """

    nick: str = ""
    name: str = ""
    target: str = ""
    language: str = SYSTEM
    theme: str = SYSTEM
    text_size: int = 100
    rooms_column: bool = True
    people_column: bool = True
    hints: bool = True
    notify: str = Level.MENTIONS.value
    notify_rooms: tuple[str, ...] = ()
    sound: bool = True
    muted: tuple[str, ...] = ()
    ignored: tuple[str, ...] = ()
    typing: bool = True
    keys: KeyWishes = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class SettingRow:
    """One setting: its field, its key in the file, and what it may be.

    Attributes:
        help: one sentence, an English msgid.
        choices: the values allowed, empty for any.
        bounds: the least and the most that a number may be.
    """

    field: str
    key: str
    help: str
    choices: tuple[str, ...] = ()
    bounds: tuple[int, int] | None = None


ROWS: Final = (
    SettingRow("nick", "me.nick", N_("Your nick; empty takes your user name.")),
    SettingRow("name", "me.name", N_("The name people see beside your nick.")),
    SettingRow("target", "connection.target", N_("Where to go: host:port/#room.")),
    SettingRow("language", "look.language", N_("The language."), (SYSTEM, *LANGUAGES)),
    SettingRow("theme", "look.theme", N_("The colours."), (SYSTEM, *THEMES, TERMINAL)),
    SettingRow(
        "text_size", "look.text_size", N_("The size of everything, in percent."), bounds=(75, 400)
    ),
    SettingRow("rooms_column", "look.rooms", N_("Show the rooms.")),
    SettingRow("people_column", "look.people", N_("Show the people.")),
    SettingRow("hints", "look.hints", N_("Show keys at the bottom of the terminal.")),
    SettingRow(
        "notify",
        "notifications.when",
        N_("Which messages notify you."),
        tuple(level.value for level in Level),
    ),
    SettingRow(
        "notify_rooms",
        "notifications.rooms",
        N_("Rooms that differ: host:port/#room = all, mentions or nothing."),
    ),
    SettingRow("sound", "notifications.sound", N_("Let notifications be heard.")),
    SettingRow("muted", "rooms.muted", N_("Rooms that fill quietly: host:port/#room.")),
    SettingRow("ignored", "people.ignored", N_("People you do not see: nicks or masks.")),
    SettingRow("typing", "privacy.typing", N_("Let others see that you are writing.")),
)
"""Every setting, in the order in which they are shown."""

_BY_KEY: Final = {row.key: row for row in ROWS}
_TYPES: Final = {each.name: type(each.default) for each in fields(ClientSettings)}

_WANTED: Final = {
    bool: N_("true or false"),
    int: N_("a number"),
    str: N_("text in quotes"),
    tuple: N_("texts in quotes, in brackets"),
}
"""Type → what the file is to hold, in words."""

_KEYS: Final = "keys."
"""Where the keys of actions stand in the file: ``[keys]`` with a line for each action."""


def default_path(environ: Mapping[str, str] | None = None) -> Path:
    """Return where the settings are if the command line names no other file."""
    return config_home(environ) / "tertulia" / "client.toml"


class SettingsFile:
    """The file behind the settings; owner: the UI thread, shared with other processes.

    Args:
        path: need not exist: then everything has its default.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self._stamp: tuple[int, int] | None = None

    def load(self) -> ClientSettings:
        """Read and check the file.

        Raises:
            ConfigError: something in it is wrong; with the file, the line and the key.
        """
        self._stamp = self._read_stamp()
        return self._parse(self._read())

    def is_changed(self) -> bool:
        """Tell whether somebody wrote the file since it was last read here."""
        return self._read_stamp() != self._stamp

    def save(self, **changes: Value) -> ClientSettings:
        """Change settings in the file, by their fields' names; return all that are in force.

        Raises:
            ConfigError: a value is not allowed, or the file cannot be read or written.
        """
        text = self._read()
        current = self._parse(text)
        for row in ROWS:
            if row.field in changes:
                self._checked(row, changes[row.field], None)
                text = set_value(text, row.key, changes[row.field])
        self._write(text)
        values: dict[str, Any] = dict(changes)
        return replace(current, **values)

    def save_keys(self, action: str, keys: tuple[str, ...]) -> ClientSettings:
        """Give an action other keys in the file; return all settings in force.

        Raises:
            ConfigError: a key is none or another action's, or the file cannot be written.
        """
        text = self._read()
        current = self._parse(text)
        wishes = {**current.keys, action: keys}
        rebound(wishes)
        self._write(set_value(text, _KEYS + action, keys[0] if len(keys) == 1 else keys))
        return replace(current, keys=wishes)

    def _read(self) -> str:
        try:
            return self.path.read_bytes().decode("utf-8-sig")  # line ends stay as they are
        except FileNotFoundError:
            return ""
        except UnicodeDecodeError as error:
            raise ConfigError(_("the file is not UTF-8"), file=str(self.path)) from error
        except OSError as error:
            problem = error.strerror or str(error)
            raise ConfigError(problem, file=str(self.path)) from error

    def _write(self, text: str) -> None:
        """Put a new file in the place of the old one, in one step."""
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            handle, name = tempfile.mkstemp(dir=self.path.parent, prefix=".client-", suffix=".toml")
            temporary = Path(name)
            try:
                with os.fdopen(handle, "w", encoding="utf-8", newline="") as file:
                    file.write(text)
                temporary.replace(self.path.resolve())
            finally:
                temporary.unlink(missing_ok=True)
        except OSError as error:
            problem = error.strerror or str(error)
            raise ConfigError(problem, file=str(self.path)) from error
        self._stamp = self._read_stamp()

    def _read_stamp(self) -> tuple[int, int] | None:
        try:
            status = self.path.stat()
        except OSError:
            return None
        return status.st_mtime_ns, status.st_size

    def _parse(self, text: str) -> ClientSettings:
        try:
            tables = tomllib.loads(text)
        except tomllib.TOMLDecodeError as error:
            place = _LINE.search(str(error))
            line = int(place[1]) if place else None
            problem = _LINE.sub("", str(error))
            raise ConfigError(problem, file=str(self.path), line=line) from error
        values: dict[str, Any] = {}
        wishes: dict[str, tuple[str, ...]] = {}
        for key, value in _flattened(tables):
            if key.startswith(_KEYS):
                wishes[key.removeprefix(_KEYS)] = self._keys_of(value, text, key)
                continue
            row = _BY_KEY.get(key)
            if row is None:
                raise self._error(_unknown(key), text, key)
            values[row.field] = self._checked(row, value, text)
        try:
            rebound(wishes)
        except ConfigError as error:
            raise self._error(error.problem, text, error.key or _KEYS) from error
        return ClientSettings(**values, keys=wishes)

    def _keys_of(self, value: object, text: str, key: str) -> tuple[str, ...]:
        """Return the keys that a line of ``[keys]`` gives: one, or several in brackets."""
        keys = value if isinstance(value, list) else [value]
        if not all(isinstance(each, str) for each in keys):
            raise self._error(
                _("this has to be a key in quotes, or several in brackets"), text, key
            )
        return tuple(filter(None, keys))

    def _checked(self, row: SettingRow, value: object, text: str | None) -> object:
        """Return a value; refuse one of another type, or one that is not allowed."""
        if isinstance(value, list):
            value = tuple(value)
        wanted = _TYPES[row.field]
        is_list = isinstance(value, tuple) and all(isinstance(one, str) for one in value)
        if type(value) is not wanted or (wanted is tuple and not is_list):
            problem = _("this has to be {wanted}").format(wanted=_(_WANTED[wanted]))
            raise self._error(problem, text, row.key)
        if row.bounds and isinstance(value, int) and not row.bounds[0] <= value <= row.bounds[1]:
            least, most = row.bounds
            problem = _("this has to be from {least} to {most}").format(least=least, most=most)
            raise self._error(problem, text, row.key)
        if row.choices and value not in row.choices:
            problem = _("“{value}” is not one of: {choices}")
            listed = ", ".join(row.choices)
            raise self._error(problem.format(value=value, choices=listed), text, row.key)
        if row.field == "target" and value:
            try:
                parse_target(str(value))
            except AddressError as error:
                raise self._error(str(error), text, row.key) from error
        return value

    def _error(self, problem: str, text: str | None, key: str) -> ConfigError:
        if text is None:
            return ConfigError(problem, key=key)
        return ConfigError(problem, file=str(self.path), line=line_of(text, key), key=key)


def _flattened(tables: Mapping[str, Any], prefix: str = "") -> list[tuple[str, Any]]:
    """Return every value with its dotted key."""
    found: list[tuple[str, Any]] = []
    for name, value in tables.items():
        if isinstance(value, dict):
            found += _flattened(value, f"{prefix}{name}.")
        else:
            found.append((f"{prefix}{name}", value))
    return found


def _unknown(key: str) -> str:
    nearest = difflib.get_close_matches(key, _BY_KEY, n=1)
    if nearest:
        return _("there is no such setting; did you mean {key}?").format(key=nearest[0])
    return _("there is no such setting; there are: {keys}").format(keys=", ".join(_BY_KEY))
