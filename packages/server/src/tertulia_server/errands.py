"""What the command line has done by the running server, or does itself where none runs.

Nothing here touches the files of a running server: it is asked through the
door in its data folder.
"""

import sys
from argparse import Namespace
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

from tertulia_core.errors import ConfigError, TertuliaError
from tertulia_core.i18n import Catalogue
from tertulia_server import options
from tertulia_server.config import Config
from tertulia_server.data_folder import default_data_folder
from tertulia_server.listeners import listeners_of

__all__ = [
    "ACCOUNT_WORDS",
    "FILE_WORDS",
    "HISTORY_FLAGS",
    "HISTORY_WORDS",
    "SAY_WORDS",
    "SEARCH_WORDS",
    "Failed",
    "account",
    "backup",
    "data_folder",
    "history",
    "read_password",
    "restore",
    "say",
    "search",
]

_ = Catalogue("tertulia_server").gettext

ACCOUNT_WORDS: Final = "add|passwd|suspend|delete NAME | list"
HISTORY_WORDS: Final = "export [ROOM] | erase | prune"
HISTORY_FLAGS: Final = ("--account", "--room", "--before", "--days", "--format", "--output")
SEARCH_WORDS: Final = "WORDS…"
FILE_WORDS: Final = "FILE"
SAY_WORDS: Final = "ROOM TEXT…"

_ACCOUNT_ACTIONS: Final = ("add", "passwd", "suspend", "delete", "list")
_ACTION_FLAGS: Final = {
    "export": {"--account", "--format", "--output"},
    "erase": {"--account", "--room", "--before"},
    "prune": {"--days"},
}
"""Which of ``HISTORY_FLAGS`` each action has."""

_STDIN: Final = "-"


class Failed(TertuliaError):
    """It was understood and could not be done; says why."""


def data_folder(config: Config) -> Path:
    """Return where a server with that configuration keeps its files."""
    data = config.server.data
    if data:
        return Path(data).expanduser().absolute()
    return default_data_folder(listeners_of(config)[0].address)


# -- what there is ----------------------------------------------------------


def account(asked: Namespace) -> int:
    """Do something with accounts."""
    action, *names = asked.words or [""]
    if action not in _ACCOUNT_ACTIONS or len(names) != (action != "list"):
        raise _usage("account", ACCOUNT_WORDS)
    request: dict[str, Any] = {"name": "".join(names), "off": asked.off}
    if action in ("add", "passwd"):
        request["password"] = read_password(is_stdin=asked.password_stdin)
    if asked.reason is not None:
        request["reason"] = asked.reason
    return _print_lines(asked, f"account {action}", request)


def history(asked: Namespace) -> int:
    """Export, erase or prune what was said."""
    action, *rooms = asked.words or [""]
    if action not in _ACTION_FLAGS or len(rooms) > (action == "export"):
        raise _usage("history", HISTORY_WORDS)
    values = {flag: getattr(asked, flag.removeprefix("--")) for flag in HISTORY_FLAGS}
    given = {flag for flag, value in values.items() if value is not None}
    if wrong := sorted(given - _ACTION_FLAGS[action]):
        problem = _("it has nothing to do with {action}").format(action=action)
        raise ConfigError(problem, key=wrong[0])
    if action == "erase" and not given & {"--account", "--room"}:
        raise ConfigError(_("say --account or --room"), key="history erase")
    if action == "export":
        return _export(asked, "".join(rooms))
    request = {flag.removeprefix("--"): values[flag] for flag in given}
    return _print_lines(asked, f"history {action}", request)


def search(asked: Namespace) -> int:
    """Find what was said."""
    from tertulia_server.admin.pages import to_line

    if not asked.words:
        raise _usage("search", SEARCH_WORDS)
    request = {"query": " ".join(asked.words), "account": asked.account or ""}
    for answer in _ask(asked, "search", request):
        if "record" in answer:
            print(to_line(answer["record"]))
        else:
            print(answer["note"], file=sys.stderr)
    return 0


def backup(asked: Namespace) -> int:
    """Copy what is kept into a file."""
    return _print_lines(asked, "backup", {"file": str(_file("backup", asked))})


def restore(asked: Namespace) -> int:
    """Put a backup in the place of what is kept, where no server runs."""
    from tertulia_server.admin.client import Undone, put_back

    file = _file("restore", asked)
    config = options.config_from(asked)
    try:
        older = put_back(file, data_folder(config))
    except Undone as error:
        raise Failed(f"restore: {error}") from error
    print(_("the backup is in place"))
    if older is not None:
        print(_("what was there before is in {file}").format(file=older))
    return 0


def say(asked: Namespace) -> int:
    """Say something in a room."""
    room, *words = asked.words or [""]
    if not room or not words:
        raise _usage("say", SAY_WORDS)
    text = _read_text() if words == [_STDIN] else " ".join(words)
    request = {"room": room, "text": text, "name": getattr(asked, "as") or ""}
    return _print_lines(asked, "say", request)


# -- how it is done ---------------------------------------------------------


def read_password(*, is_stdin: bool = False) -> str:
    """Ask for a password without showing it, or read it as one line of standard input."""
    if sys.stdin.isatty() and not is_stdin:
        from getpass import getpass

        return getpass(_("Password: "))
    try:
        return sys.stdin.buffer.readline().decode().rstrip("\r\n")
    except UnicodeDecodeError as error:
        raise ConfigError(_("it is not UTF-8 text"), key="hash-password") from error


def _read_text() -> str:
    try:
        return sys.stdin.buffer.read().decode()
    except UnicodeDecodeError as error:
        raise Failed(_("it is not UTF-8 text")) from error


def _export(asked: Namespace, room: str) -> int:
    """Write messages into a new file, or to standard output."""
    from tertulia_server.admin.pages import FORMS, write_new

    if room and asked.account:
        raise ConfigError(_("write a room or --account, not both"), key="history export")
    request = {"room": room, "account": asked.account or ""}
    records = (answer["record"] for answer in _ask(asked, "history export", request))
    pieces = FORMS[asked.format or options.FORMATS[0]](room or asked.account or "", records)
    if asked.output is None:
        sys.stdout.writelines(pieces)
        return 0
    try:
        write_new(asked.output, pieces)
    except OSError as error:
        raise Failed(f"history export: {asked.output}: {error.strerror}") from error
    return 0


def _print_lines(asked: Namespace, command: str, request: dict[str, Any]) -> int:
    for answer in _ask(asked, command, request):
        print(answer["line"])
    return 0


def _ask(asked: Namespace, command: str, request: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """Have a command done through the admin door, or here."""
    from tertulia_server.admin.client import Undone, ask  # the other commands need no door

    config = options.config_from(asked)
    try:
        yield from ask(config, data_folder(config), {"command": command, **request})
    except Undone as error:
        raise Failed(f"{command}: {error}") from error


def _file(command: str, asked: Namespace) -> Path:
    """Return the file that the one word names."""
    if len(asked.words) != 1 or not asked.words[0]:
        raise _usage(command, FILE_WORDS)
    return Path(asked.words[0]).expanduser().absolute()


def _usage(command: str, words: str) -> ConfigError:
    problem = _("write it like this: {usage}").format(usage=f"{command} {words}")
    return ConfigError(problem, key=command)
