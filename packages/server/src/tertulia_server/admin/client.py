"""The command line's side of the admin door; with no server running it does the work itself."""

import json
import socket
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any, Final

from tertulia_core import platforms
from tertulia_core.address import TcpAddress
from tertulia_core.broadcast.outbox import Outbox
from tertulia_core.errors import ConfigError, TertuliaError
from tertulia_core.i18n import Catalogue
from tertulia_server.admin.desk import Job
from tertulia_server.admin.door import find_door
from tertulia_server.admin.table import AdminError
from tertulia_server.commands.context import Later
from tertulia_server.config import Config
from tertulia_server.data_folder import DataFolder
from tertulia_server.dispatch import Dispatcher
from tertulia_server.model.now import Now
from tertulia_server.model.refusals import Refusal
from tertulia_server.store.opening import open_store
from tertulia_server.store.ports import Erase, Row, Store, StoreError
from tertulia_server.workers import PromptWorkers

__all__ = ["Undone", "ask", "put_back"]

_ = Catalogue("tertulia_server").gettext

_SECONDS: Final = 60.0
"""How long a running server may be silent."""

_BACKUP_SECONDS: Final = 3600.0
"""The same while it copies and checks a large file."""

_LONGEST_REQUEST: Final = 16_000
"""Bytes; the server reads no line of more than 16 KiB."""


class Undone(TertuliaError):
    """What was asked for could not be done; says why."""


def ask(config: Config, folder: Path, request: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """Have a command done by the server that uses ``folder``, or here if there is none.

    Args:
        config: of that server.
        folder: its data folder.
        request: ``command`` and its arguments.

    Yields:
        What is answered, one dict after the other.

    Raises:
        Undone: it cannot be done; the sentence says why.
    """
    connection = _connect(folder, request)
    if connection is None:
        yield from _do_here(config, folder, request)
        return
    with closing(connection):
        try:
            yield from _answers(connection, request)
        except OSError as error:
            problem = _("the server does not answer: {why}").format(why=error.strerror or error)
            raise Undone(problem) from error


def _is_running(folder: Path) -> bool:
    """Tell whether a server uses ``folder`` and has a door there."""
    connection = _connect(folder, {"command": ""})
    if connection is not None:
        connection.close()
    return connection is not None


def put_back(file: Path, folder: Path) -> Path | None:
    """Put a backup in the place of what is kept in ``folder``, which no server may be using.

    Returns:
        Where what was there is now, ``None`` if there was nothing.

    Raises:
        Undone: it cannot be done; then everything is as it was.
    """
    from tertulia_server.store.restoring import put_back as put
    from tertulia_server.store.sqlite import NAME

    if _is_running(folder):
        raise Undone(_("a server uses {folder}: stop it first").format(folder=folder))
    with _locked(folder):
        try:
            return put(file, folder / NAME)
        except StoreError as error:
            raise Undone(str(error)) from error


def _connect(folder: Path, request: dict[str, Any]) -> socket.socket | None:
    """Return a connection to the running server, ``None`` if none runs."""
    found = find_door(folder)
    if found is None:
        return None
    address, token = found
    if token:
        request["token"] = token
    where: Any = (address.host, address.port) if isinstance(address, TcpAddress) else address.path
    family = socket.AF_INET if isinstance(address, TcpAddress) else platforms.unix_socket_family()
    assert family is not None, "a socket file was found"
    connection = socket.socket(family, socket.SOCK_STREAM)
    connection.settimeout(_BACKUP_SECONDS if request["command"] == "backup" else _SECONDS)
    try:
        connection.connect(where)
    except (ConnectionRefusedError, FileNotFoundError):  # the server ended without goodbye
        connection.close()
        return None
    except OSError as error:
        connection.close()
        raise Undone(f"{folder}: {error.strerror}") from error
    return connection


def _answers(connection: socket.socket, request: dict[str, Any]) -> Iterator[dict[str, Any]]:
    try:
        line = json.dumps(request, ensure_ascii=False).encode() + b"\n"
    except UnicodeEncodeError as error:
        raise Undone(_("it is not UTF-8 text")) from error
    if len(line) > _LONGEST_REQUEST:
        raise Undone(_("it is too long: at most {bytes} bytes").format(bytes=_LONGEST_REQUEST))
    connection.sendall(line)
    is_done = False
    with connection.makefile("rb") as lines:
        for line in lines:
            answer: dict[str, Any] = json.loads(line)
            if "error" in answer:
                raise Undone(answer["error"])
            if "ok" in answer:
                is_done = True
                connection.shutdown(socket.SHUT_WR)  # an error may follow: it could not be kept
            else:
                yield answer
    if not is_done:
        raise Undone(_("the server ended meanwhile"))


def _do_here(config: Config, folder: Path, request: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """Take the folder's lock, do the command on the store, and let go of both."""
    with _opened(config, folder) as store:
        now = Now(time.monotonic(), time.time())
        workers = PromptWorkers()
        answers: list[dict[str, Any]] = []
        dispatcher = Dispatcher(config, Outbox(), started=now.wall, store=store, workplace=workers)
        try:
            job = Job(dispatcher, request, now, lambda answer: _add(answers, answer))
            state = job.advance()
            while state is not True:
                if isinstance(state, Later):
                    workers.submit(0, state.work)
                yield from _take(answers)
                state = job.advance(workers.take())
            _keep(store, dispatcher.journal.take().rows, now.wall)
        except (AdminError, StoreError) as error:
            raise Undone(str(error)) from error
        except Refusal as refusal:
            raise Undone(_(refusal.sentence)) from refusal
        yield from answers


@contextmanager
def _opened(config: Config, folder: Path) -> Iterator[Store]:
    """Have the store in a folder that nobody else uses."""
    with _locked(folder):
        try:
            store = open_store(config, folder)
        except ConfigError as error:
            raise Undone(str(error)) from error
        with closing(store):
            yield store


@contextmanager
def _locked(folder: Path) -> Iterator[None]:
    """Let nobody else use a folder."""
    try:
        lock = DataFolder(folder)
    except ConfigError as error:
        raise Undone(str(error)) from error
    except OSError as error:
        raise Undone(f"{folder}: {error.strerror}") from error
    with closing(lock):
        yield


def _keep(store: Store, rows: list[Row], now: float) -> None:
    """Write what is to be kept, and finish what a server would do bit by bit."""
    if rows:
        store.write([rows])
    if any(isinstance(row, Erase) for row in rows):
        while store.tend(now):
            pass


def _add(answers: list[dict[str, Any]], answer: dict[str, Any]) -> int:
    answers.append(answer)
    return 0


def _take(answers: list[dict[str, Any]]) -> list[dict[str, Any]]:
    taken = answers[:]
    answers.clear()
    return taken
