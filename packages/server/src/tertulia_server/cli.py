"""The command line: what it can be asked to do, and one line for whatever is wrong."""

import os
import sys
from argparse import Namespace
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from itertools import pairwise
from pathlib import Path
from typing import Final, NamedTuple

from tertulia_core.address import UnixAddress
from tertulia_core.errors import ConfigError, TertuliaError
from tertulia_core.i18n import LANGUAGES, N_, Catalogue, set_language, system_language
from tertulia_core.platforms import locale_name
from tertulia_server import __version__, errands, options
from tertulia_server.config import Mistakes, render_defaults
from tertulia_server.data_folder import FILES, older_stores
from tertulia_server.listeners import listeners_of
from tertulia_server.logs import complain
from tertulia_server.reloading import ConfigSource

__all__ = ["main"]

_ = Catalogue("tertulia_server").gettext

FAILURE: Final = 1
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
    except errands.Failed as error:
        complain(str(error))
        return FAILURE
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
        run: does it; the words among the options are ``asked.words``.
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
    folder = errands.data_folder(config)
    paths = [folder, *(folder / name for name in FILES), *older_stores(folder)]
    paths += [Path(address.path) for address in addresses if isinstance(address, UnixAddress)]
    for path in paths:
        print(path)
    return 0


def _hash_password(_asked: Namespace) -> int:
    from tertulia_server.config.passwords import hash_password

    password = errands.read_password()
    if not password:
        raise ConfigError(_("no password was given"), key="hash-password")
    print(hash_password(password))
    return 0


_WHICH_SERVER: Final = ("--config", "--host", "--port", "--data", "--language")
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
        (*_WHICH_SERVER, "--password-stdin", "--reason", "--off"),
        errands.account,
        errands.ACCOUNT_WORDS,
    ),
    "history": Command(
        N_("Write what was said into a file, or have it forgotten."),
        (*_WHICH_SERVER, *errands.HISTORY_FLAGS),
        errands.history,
        errands.HISTORY_WORDS,
    ),
    "search": Command(
        N_("Find what was said; filters are from: in: before: after: has:link"),
        (*_WHICH_SERVER, "--account"),
        errands.search,
        errands.SEARCH_WORDS,
    ),
    "backup": Command(
        N_("Copy everything that is kept into a file, while the server goes on."),
        _WHICH_SERVER,
        errands.backup,
        errands.FILE_WORDS,
    ),
    "restore": Command(
        N_("Put a backup in the place of what is kept; the server must not run."),
        _WHICH_SERVER,
        errands.restore,
        errands.FILE_WORDS,
    ),
    "say": Command(
        N_("Say something in a room, as the server or under a name."),
        (*_WHICH_SERVER, "--as"),
        errands.say,
        errands.SAY_WORDS,
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
    asked = options.parse(
        words,
        command.flags,
        usage=_("tertulia-server {command} [options]").format(
            command="[run]" if name == "run" else f"{name} {command.words}".rstrip()
        ),
        about=_(command.about),
        epilog=_overview(),
        version=_version() if "--version" in words else "",
        has_words=bool(command.words),
    )
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
