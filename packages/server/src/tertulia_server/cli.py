"""The command line: what it can be asked to do, and one line for whatever is wrong."""

import os
import sys
from argparse import Namespace
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from itertools import pairwise, takewhile
from pathlib import Path
from typing import Any, Final, NamedTuple

from tertulia_core.address import UnixAddress
from tertulia_core.errors import ConfigError, TertuliaError
from tertulia_core.i18n import LANGUAGES, N_, Catalogue, set_language, system_language
from tertulia_core.platforms import locale_name
from tertulia_server import __version__, options
from tertulia_server.config import Config, Mistakes, render_defaults
from tertulia_server.data_folder import FILES, default_data_folder
from tertulia_server.listeners import listeners_of
from tertulia_server.logs import complain
from tertulia_server.reloading import ConfigSource

__all__ = ["main"]

_ = Catalogue("tertulia_server").gettext

USAGE_ERROR: Final = 2


def main(arguments: Sequence[str] | None = None) -> int:
    """Do what the command line asks for; return the exit code.

    Args:
        arguments: without the program's name; the process's own by default.
    """
    words = list(sys.argv[1:] if arguments is None else arguments)
    set_language(_language_of(words))
    name = words.pop(0) if words and not words[0].startswith("-") else "run"
    try:
        return _do(name, words)
    except Mistakes as error:
        for each in error.errors:
            complain(str(each))
        return USAGE_ERROR
    except TertuliaError as error:
        complain(str(error))
        return USAGE_ERROR
    except KeyboardInterrupt:  # Ctrl+C before the server minds it
        return 0


class Command(NamedTuple):
    """One command.

    Attributes:
        about: what it does, a catalogue key.
        flags: the options it has.
        run: does it; the words before the options are ``asked.words``.
        words: how these are written, ``""`` for none.
    """

    about: str
    flags: tuple[str, ...]
    run: Callable[[Namespace], int]
    words: str = ""


def _run(asked: Namespace) -> int:
    from tertulia_server.app import serve  # the other commands need no network

    config = options.runnable_config_from(asked)
    if config.server.language:
        set_language(config.server.language)
    source = ConfigSource(str(asked.config), partial(options.runnable_config_from, asked))
    return serve(
        config,
        source if asked.config else None,
        until_eof=asked.until_eof,
        is_verbose=asked.verbose,
    )


def _print_config(_asked: Namespace) -> int:
    print(render_defaults(), end="")
    return 0


def _check_config(asked: Namespace) -> int:
    if asked.config is None:
        raise ConfigError(_("which file is to be checked?"), key="--config")
    options.runnable_config_from(asked)
    print(_("{file}: no mistakes").format(file=asked.config))
    return 0


def _print_paths(asked: Namespace) -> int:
    config = options.config_from(asked)
    addresses = [row.address for row in listeners_of(config)]
    folder = _data_folder(config)
    paths = [folder, *(folder / name for name in FILES)]
    paths += [Path(address.path) for address in addresses if isinstance(address, UnixAddress)]
    for path in paths:
        print(path)
    return 0


def _data_folder(config: Config) -> Path:
    """Return where a server with that configuration keeps its files."""
    data = config.server.data
    if data:
        return Path(data).expanduser().absolute()
    return default_data_folder(listeners_of(config)[0].address)


_ACCOUNT_WORDS: Final = "add|passwd|suspend|delete NAME | list"


def _account(asked: Namespace) -> int:
    """Do something with accounts, by the running server or without one."""
    action, *names = asked.words or [""]
    usage = ConfigError(_("write one of {commands}").format(commands=_ACCOUNT_WORDS), key="account")
    if len(names) != (action != "list") or action not in _ACCOUNT_ACTIONS:
        raise usage
    request: dict[str, Any] = {"command": f"account {action}", "name": "".join(names)}
    if action in ("add", "passwd"):
        request["password"] = _read_password(is_stdin=asked.password_stdin)
    if asked.reason is not None:
        request["reason"] = asked.reason
    request["off"] = asked.off
    return _ask(asked, request)


_ACCOUNT_ACTIONS: Final = ("add", "passwd", "suspend", "delete", "list")


def _ask(asked: Namespace, request: dict[str, Any]) -> int:
    """Have a command done through the admin door, and print what is answered."""
    from tertulia_server.admin.client import ask  # the other commands need no door

    config = options.config_from(asked)
    for answer in ask(config, _data_folder(config), request):
        print(answer["line"])
    return 0


def _hash_password(_asked: Namespace) -> int:
    from tertulia_server.config.passwords import hash_password

    password = _read_password()
    if not password:
        raise ConfigError(_("no password was given"), key="hash-password")
    print(hash_password(password))
    return 0


def _read_password(*, is_stdin: bool = False) -> str:
    """Ask for a password without showing it, or read it as one line of standard input."""
    if sys.stdin.isatty() and not is_stdin:
        from getpass import getpass

        return getpass(_("Password: "))
    try:
        return sys.stdin.buffer.readline().decode().rstrip("\r\n")
    except UnicodeDecodeError as error:
        raise ConfigError(_("it is not UTF-8 text"), key="hash-password") from error


_WHICH_SERVER: Final = ("--config", "--host", "--port", "--data")
"""The options that tell which server is meant."""

_COMMANDS: Final[Mapping[str, Command]] = {
    "run": Command(
        N_("Let people talk, until Ctrl+C; the command may be left out."),
        options.RUN,
        _run,
    ),
    "config": Command(
        N_("Print every key of the configuration file."), ("--language",), _print_config
    ),
    "check-config": Command(
        N_("Look for mistakes in a configuration file."), ("--config", "--language"), _check_config
    ),
    "hash-password": Command(
        N_("Read a password and print what stands for it in the configuration file."),
        ("--language",),
        _hash_password,
    ),
    "account": Command(
        N_("Make accounts, change their passwords, suspend, delete or list them."),
        (*_WHICH_SERVER, "--password-stdin", "--reason", "--off", "--language"),
        _account,
        _ACCOUNT_WORDS,
    ),
    "paths": Command(
        N_("List every file that the server keeps."),
        ("--host", "--port", "--config", "--data", "--insecure-plaintext", "--language"),
        _print_paths,
    ),
}


def _do(name: str, words: Sequence[str]) -> int:
    """Run a command with its options.

    Raises:
        TertuliaError: it cannot be done; the sentence says why.
    """
    command = _COMMANDS.get(name)
    if command is None:
        problem = _("there is no such command: write one of {commands}")
        raise ConfigError(problem.format(commands=", ".join(_COMMANDS)), key=name)
    given = list(takewhile(lambda word: not word.startswith("-"), words)) if command.words else []
    asked = options.parse(
        words[len(given) :],
        command.flags,
        usage=_("tertulia-server {command} [options]").format(
            command="[run]" if name == "run" else f"{name} {command.words}".rstrip()
        ),
        about=_(command.about),
        epilog=_overview(),
        version=_version() if "--version" in words else "",
    )
    asked.words = given
    return command.run(asked)


def _version() -> str:
    """Return what the program and what it stands on are, asked for only where it is shown."""
    from tertulia_server.store.connections import database_version, rewriting_note

    parts = f"Python {sys.version.split()[0]}, SQLite {database_version()}"
    note = rewriting_note()
    return f"tertulia-server {__version__} ({parts})" + (f"; {note}" if note else "")


def _overview() -> str:
    """Return the list of commands, for the end of a help page."""
    width = max(map(len, _COMMANDS)) + 2
    rows = [f"  {name:<{width}}{_(command.about)}" for name, command in _COMMANDS.items()]
    return "\n".join([_("commands:"), *rows])


def _language_of(words: Sequence[str]) -> str:
    """Return the language to speak, before the options are read: complaints are in it already."""
    for word, following in pairwise((*words, "")):
        flag, _equals, value = word.partition("=")
        if flag == "--language" and (value or following) in LANGUAGES:
            return value or following
    environ = dict(os.environ)
    if not any(environ.get(name) for name in ("LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG")):
        environ["LANG"] = locale_name()
    return system_language(environ)
