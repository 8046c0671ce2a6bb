"""What the server writes down: one line per event, and never what people say.

A module logs with ``logging.getLogger(__name__)`` and puts its facts into
``extra``; the line then reads::

    2026-05-04T17:03:12.345Z INFO tertulia_server.hub link opened host=127.0.0.1 link=3

Whatever comes from outside is escaped, so that nobody can forge a line or a
terminal sequence. A disk that is full or gone costs lines of the log and nothing else, and so
does standard error that nobody reads.
"""

import io
import logging
import os
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Final, TextIO

from tertulia_server.standard_error import StandardError

__all__ = ["LineFormatter", "LogFile", "add_log_file", "complain", "start_logs", "stop_logs"]

MOST_BYTES: Final = 8 * 2**20
"""Size at which a log is put aside; the last one put aside is kept."""

_NEEDS_QUOTES: Final = frozenset(' "=')
_OWN: Final = frozenset((*vars(logging.makeLogRecord({})), "message", "asctime", "taskName"))
"""What every record has; anything else on it came by ``extra``."""


class LineFormatter(logging.Formatter):
    """Writes a record as one line: time, level, logger, sentence, facts, and the traceback."""

    def format(self, record: logging.LogRecord) -> str:
        """Return the line, without a line end."""
        moment = datetime.fromtimestamp(record.created, UTC).replace(tzinfo=None)
        words = [
            f"{moment.isoformat(timespec='milliseconds')}Z",
            record.levelname,
            record.name,
            _escape(record.getMessage()),
        ]
        facts = {name: value for name, value in vars(record).items() if name not in _OWN}
        words += [f"{name}={_quote(str(value))}" for name, value in sorted(facts.items())]
        if record.exc_info:
            words.append(f"traceback={_quote(self.formatException(record.exc_info))}")
        return " ".join(words)


class LogFile(logging.Handler):
    """A file of lines that is put aside when it has grown large; owner: the logging module's lock.

    Args:
        path: the file, made if need be, readable by its owner only.

    Raises:
        OSError: it cannot be opened; afterwards nothing raises any more.
    """

    def __init__(self, path: Path, most_bytes: int = MOST_BYTES) -> None:
        super().__init__()
        self._path = path
        self._most_bytes = most_bytes
        self._file = self._open()

    def emit(self, record: logging.LogRecord) -> None:
        """Write a line; a disk that does not take it is no reason to stop serving."""
        try:
            self._file.write(self.format(record).encode("utf-8", "backslashreplace") + b"\n")
            if self._file.tell() > self._most_bytes:
                self._put_aside()
        except Exception:  # noqa: BLE001 — nothing that is logged may take the server down
            self.handleError(record)

    def handleError(self, record: logging.LogRecord) -> None:  # noqa: N802 — logging's name
        """Let a line go that cannot be written."""

    def close(self) -> None:
        """Close the file."""
        super().close()
        try:
            self._file.close()
        except OSError:
            pass

    def _open(self) -> io.FileIO:
        return io.FileIO(self._path, "ab", opener=_open_private)

    def _put_aside(self) -> None:
        self._file.close()  # before the rename: Windows keeps open files in their place
        try:
            self._path.replace(self._path.with_name(f"{self._path.name}.1"))
        finally:
            self._file = self._open()


def _open_private(path: str, flags: int) -> int:
    """Open a file that, if it has to be made, only its owner may read: it holds addresses."""
    return os.open(path, flags, 0o600)


def start_logs(*, is_verbose: bool, stderr: TextIO | None) -> None:
    """Show what needs attention on ``stderr`` from now on; a verbose server shows what happens.

    Args:
        is_verbose: write down every command as well, by its name.
        stderr: ``None`` where the program has none.
    """
    logging.raiseExceptions = False
    logging.captureWarnings(capture=True)
    root = logging.getLogger()
    root.setLevel(logging.DEBUG if is_verbose else logging.INFO)
    if stderr is not None:
        _add(StandardError(stderr), logging.INFO if is_verbose else logging.WARNING)


def complain(sentence: str) -> None:
    """Say one line to whoever started the program, on standard error."""
    try:
        sys.stderr.write(f"tertulia-server: {sentence}\n")
    except (AttributeError, OSError):  # there is none, or nobody reads it
        pass


def add_log_file(path: Path) -> None:
    """Write the full log to a file from now on.

    Raises:
        OSError: it cannot be opened.
    """
    _add(LogFile(path), logging.NOTSET)


def stop_logs() -> None:
    """Close everything that is logged to."""
    root = logging.getLogger()
    for handler in list(root.handlers):
        if isinstance(handler.formatter, LineFormatter):
            root.removeHandler(handler)
            handler.close()


def _add(handler: logging.Handler, level: int) -> None:
    handler.setFormatter(LineFormatter())
    handler.setLevel(level)
    logging.getLogger().addHandler(handler)


def _quote(value: str) -> str:
    """Return ``value`` as one word: in quotes where it holds spaces, quotes or an equals sign."""
    escaped = _escape(value)
    if escaped and not _NEEDS_QUOTES.intersection(escaped):
        return escaped
    quoted = escaped.replace('"', '\\"')
    return f'"{quoted}"'


def _escape(text: str) -> str:
    """Return ``text`` with everything that is not plainly printable written as an escape."""
    if text.isprintable() and "\\" not in text:
        return text
    return "".join(
        character if character.isprintable() and character != "\\" else _spell(character)
        for character in text
    )


def _spell(character: str) -> str:
    return character.encode("unicode_escape").decode("ascii")
