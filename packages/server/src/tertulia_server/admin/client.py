"""The command line's side of the admin door; with no server running it does the work itself."""

import json
import socket
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any, Final

from tertulia_core import platforms
from tertulia_core.address import TcpAddress
from tertulia_core.broadcast.outbox import Outbox
from tertulia_core.errors import ConfigError
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
from tertulia_server.workers import PromptWorkers

__all__ = ["ask"]

_ = Catalogue("tertulia_server").gettext

_SECONDS: Final = 60.0
"""How long a running server may be silent."""


def ask(config: Config, folder: Path, request: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """Have a command done by the server that uses ``folder``, or here if there is none.

    Args:
        config: of that server.
        folder: its data folder.
        request: ``command`` and its arguments.

    Yields:
        What is answered, one dict after the other.

    Raises:
        ConfigError: it cannot be done; the sentence says why.
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
            raise ConfigError(problem, key=request["command"]) from error


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
    connection.settimeout(_SECONDS)
    try:
        connection.connect(where)
    except (ConnectionRefusedError, FileNotFoundError):  # the server ended without goodbye
        connection.close()
        return None
    return connection


def _answers(connection: socket.socket, request: dict[str, Any]) -> Iterator[dict[str, Any]]:
    connection.sendall(json.dumps(request).encode() + b"\n")
    with connection.makefile("rb") as lines:
        for line in lines:
            answer: dict[str, Any] = json.loads(line)
            if "ok" in answer:
                return
            if "error" in answer:
                raise ConfigError(answer["error"], key=request["command"])
            yield answer
    raise ConfigError(_("the server ended meanwhile"), key=request["command"])


def _do_here(config: Config, folder: Path, request: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """Take the folder's lock, do the command on the store, and let go of both."""
    with closing(DataFolder(folder)), closing(open_store(config, folder)) as store:
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
        except AdminError as error:
            raise ConfigError(str(error), key=request["command"]) from error
        except Refusal as refusal:
            raise ConfigError(_(refusal.sentence), key=request["command"]) from refusal
        if rows := dispatcher.journal.take().rows:
            store.write([rows])
        yield from answers


def _add(answers: list[dict[str, Any]], answer: dict[str, Any]) -> int:
    answers.append(answer)
    return 0


def _take(answers: list[dict[str, Any]]) -> list[dict[str, Any]]:
    taken = answers[:]
    answers.clear()
    return taken
