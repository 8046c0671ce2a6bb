"""The command line of both clients: where to go, as whom, and with which settings.

What is wrong is said in one line and ends the program with exit code 2.
"""

import argparse
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Final, NoReturn

import tertulia_core
from tertulia_core.address import (
    DEFAULT_HOST,
    DEFAULT_PORT,
    ROOM_SIGNS,
    Target,
    TcpAddress,
    parse_target,
)
from tertulia_core.client import instances, settings
from tertulia_core.client.instances import Instance
from tertulia_core.client.settings import ClientSettings, SettingsFile
from tertulia_core.errors import ConfigError, InstanceError, TertuliaError
from tertulia_core.i18n import LANGUAGES, N_, Catalogue, set_language, system_language
from tertulia_core.platforms import locale_name, state_home, user_name
from tertulia_core.session.nicks import fold_nick
from tertulia_core.session.settings import Login
from tertulia_core.session.theme import TERMINAL, THEMES

__all__ = ["ClientOptions", "read_options", "speak"]

_ = Catalogue("tertulia_core").gettext

SYSTEM: Final = "system"
PATHS: Final = "paths"
TUI: Final = "tertulia-tui"


@dataclass(frozen=True, slots=True)
class ClientOptions:
    """What a client starts with.

    Attributes:
        target: the server and the room.
        nick: ours, already made of letters that every server takes.
        realname: the display name, whole.
        theme: ``"system"`` or the name of a theme.
        settings: those in force.
        settings_file: where they are kept, ``None`` if nowhere.
        instance: the locked folder for outbox and drafts, ``None`` if nothing is kept.
        problems: sentences to show at the start.
        password: the server's, ``""`` for none.
        login: the account to use, ``None`` for a guest.
        is_plain: line by line instead of a screen.
        send_to: where to send what comes on standard input, ``""`` to talk.
        is_guest: somebody from outside uses this computer: no start of servers, no files of their
            choice, no opening of links, no other server.
    """

    target: Target
    nick: str
    realname: str = ""
    theme: str = SYSTEM
    settings: ClientSettings = field(default_factory=ClientSettings)
    settings_file: SettingsFile | None = None
    instance: Instance | None = None
    problems: tuple[str, ...] = ()
    password: str = field(default="", repr=False)
    login: Login | None = None
    is_plain: bool = False
    send_to: str = ""
    is_guest: bool = False


@dataclass(frozen=True, slots=True)
class _Flag:
    """A row of the command line.

    Attributes:
        value: names what follows the flag, ``""`` for nothing.
        choices: what may follow, empty for anything.
        program: the only one that has it, ``""`` for all.
    """

    name: str
    value: str
    help: str
    choices: tuple[str, ...] = ()
    program: str = ""


FLAGS: Final = (
    _Flag("--nick", N_("NAME"), N_("your nick")),
    _Flag("--instance", N_("NAME"), N_("keep this client's state apart under this name")),
    _Flag("--config", N_("FILE"), N_("read the settings from this file")),
    _Flag("--language", "es|en", N_("the language"), (SYSTEM, *LANGUAGES)),
    _Flag("--theme", N_("NAME"), N_("the colours"), (SYSTEM, *THEMES, TERMINAL)),
    _Flag("--plain", "", N_("line by line, for screen readers and pipes"), program=TUI),
    _Flag("--send", N_("ROOM"), N_("send standard input there and stop"), program=TUI),
    _Flag("--guest-host", "", N_("for people from outside, who log in here"), program=TUI),
    _Flag("--version", "", N_("show the version and stop")),
    _Flag("--help", "", N_("show this help and stop")),
)


def read_options(
    program: str, arguments: Sequence[str], environ: Mapping[str, str]
) -> ClientOptions:
    """Read a client's command line and settings, choose the language, lock an instance.

    Args:
        program: what the client is called, for messages.
        arguments: the words after it.
        environ: the environment variables.

    Raises:
        SystemExit: 2 with one line on standard error if something is wrong; 0 after
            ``--help``, ``--version`` and ``paths``.
    """
    speak(environ, SYSTEM)
    try:
        return _read(program, arguments, environ)
    except TertuliaError as error:
        _fail(program, str(error))


def _read(program: str, arguments: Sequence[str], environ: Mapping[str, str]) -> ClientOptions:
    words = _parse(program, arguments)
    if words.language:
        speak(environ, words.language)
    if words.help:
        _stop(_help_text(program))
    if words.version:
        _stop(f"{program} {tertulia_core.__version__}")
    if words.target == PATHS and not words.guest_host:
        _stop(_paths_text(_settings_file(words.config, environ), environ))
    file = _settings_file(words.config, environ)
    if words.guest_host and not words.config:
        file = _guests_file(words.instance, environ)
    chosen = file.load() if file is not None else ClientSettings()
    speak(environ, words.language or chosen.language)
    target = _target(words.target or chosen.target, words.send)
    wanted = words.nick or target.nick or chosen.nick or user_name()
    instance, problems = (None, ()) if words.send else _instance(words.instance, environ)
    return ClientOptions(
        target=target,
        nick=fold_nick(wanted),
        realname=chosen.name or wanted,
        theme=words.theme or chosen.theme,
        settings=chosen,
        settings_file=file,
        instance=instance,
        problems=problems,
        is_plain=words.plain or bool(words.send),
        send_to=words.send,
        is_guest=words.guest_host,
    )


def speak(environ: Mapping[str, str], language: str) -> None:
    """Choose the language, one of ours or ``"system"``.

    The environment's variables name the system's; where none does, the system may (Windows).
    """
    if language == SYSTEM:
        language = system_language({"LANG": locale_name(), **environ})
    set_language(language)


def _parse(program: str, arguments: Sequence[str]) -> argparse.Namespace:
    """Return the words of the command line, unread ones refused.

    Raises:
        ConfigError: a flag is unknown, lacks its value or has a wrong one.
    """
    parser = argparse.ArgumentParser(add_help=False, allow_abbrev=False, exit_on_error=False)
    parser.add_argument("target", nargs="?", default="")
    for flag in FLAGS:
        default: str | bool = "" if flag.value else False
        if flag.program not in {"", program}:
            parser.set_defaults(**{_field(flag): default})
        elif flag.value:
            parser.add_argument(flag.name, default=default)
        else:
            parser.add_argument(flag.name, action="store_true")
    try:
        words, unknown = parser.parse_known_args(list(arguments))
    except argparse.ArgumentError as error:
        problem = _("is not used like this; --help shows how")
        raise ConfigError(problem, key=error.argument_name) from error
    if unknown:
        raise ConfigError(_("is not known; --help shows what there is"), key=unknown[0])
    for flag in FLAGS:
        value = getattr(words, _field(flag))
        if flag.choices and value and value not in flag.choices:
            listed = ", ".join(flag.choices)
            problem = _("“{value}” is not one of: {choices}")
            raise ConfigError(problem.format(value=value, choices=listed), key=flag.name)
    return words


def _field(flag: _Flag) -> str:
    return flag.name.removeprefix("--").replace("-", "_")


def _target(text: str, send_to: str) -> Target:
    """Return where to go; who only sends enters that room and no other, and none for a person."""
    target = parse_target(text) if text else Target(TcpAddress(DEFAULT_HOST, DEFAULT_PORT))
    if not send_to:
        return target
    return replace(target, room=send_to if send_to.startswith(ROOM_SIGNS) else "")


def _settings_file(path: str, environ: Mapping[str, str]) -> SettingsFile | None:
    """Return the settings' file: the one named has to exist, the usual one need not."""
    if path:
        if not Path(path).is_file():
            raise ConfigError(_("there is no such file"), file=path, key="--config")
        return SettingsFile(Path(path))
    try:
        return SettingsFile(settings.default_path(environ))
    except FileNotFoundError:
        return None


def _guests_file(instance: str, environ: Mapping[str, str]) -> SettingsFile | None:
    """Return a guest's own settings: all of them share this computer's user."""
    if not instances.is_valid_name(instance):
        return None
    return SettingsFile(_instances_folder(environ) / instance / "client.toml")


def _instances_folder(environ: Mapping[str, str]) -> Path:
    return state_home(environ) / "tertulia" / "instances"


def _instance(name: str, environ: Mapping[str, str]) -> tuple[Instance | None, tuple[str, ...]]:
    """Lock a folder; without one a client still talks, and says that it keeps nothing."""
    if name and not instances.is_valid_name(name):
        instances.adopt(Path(), name)  # raises, with the sentence that says what is allowed
    try:
        return instances.adopt(_instances_folder(environ), name), ()
    except (InstanceError, FileNotFoundError) as error:
        return None, (str(error),)


def _help_text(program: str) -> str:
    usage = _("Usage: {program} [host:port][/#room] [options]").format(program=program)
    paths = _("{program} paths: show which files are kept").format(program=program)
    rows = [
        (f"{flag.name} {_(flag.value) if flag.value else ''}", _(flag.help))
        for flag in FLAGS
        if flag.program in {"", program}
    ]
    width = max(len(left) for left, _right in rows)
    return "\n".join([usage, "", *(f"  {a:<{width}}  {b}" for a, b in rows), "", paths])


def _paths_text(file: SettingsFile | None, environ: Mapping[str, str]) -> str:
    rows = [(_("settings"), str(file.path))] if file is not None else []
    rows.append((_("state of each client"), str(_instances_folder(environ) / "*")))
    rows.append((_("messages not sent yet"), str(_instances_folder(environ) / "*" / "outbox.json")))
    return "\n".join(f"{name}: {path}" for name, path in rows)


def _stop(text: str) -> NoReturn:
    sys.stdout.write(f"{text}\n")
    sys.exit(0)


def _fail(program: str, problem: str) -> NoReturn:
    sys.stderr.write(f"{program}: {problem}\n")
    sys.exit(2)
