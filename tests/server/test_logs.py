"""The log: one escaped line per event, bounded, and never a reason to fail."""

import io
import logging
import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from tertulia_server.logs import LineFormatter, LogFile, add_log_file, start_logs, stop_logs


def make_record(message: str, level: int = logging.INFO, **facts: object) -> logging.LogRecord:
    """Return a record of 2026-05-04, as ``log.info(message, extra=facts)`` makes one."""
    return logging.makeLogRecord(
        {
            "name": "tertulia_server.hub",
            "levelno": level,
            "levelname": logging.getLevelName(level),
            "msg": message,
            "created": 1_777_914_192.345,
            **facts,
        }
    )


def test_a_line_has_time_level_place_sentence_and_facts() -> None:
    """The facts in alphabetical order, so that tools and eyes find them."""
    line = LineFormatter().format(make_record("link opened", link=3, host="127.0.0.1"))

    assert line == (
        "2026-05-04T17:03:12.345Z INFO tertulia_server.hub link opened host=127.0.0.1 link=3"
    )


@pytest.mark.parametrize(
    ("value", "written"),
    [
        ("two words", 'nick="two words"'),
        ("a\nb", r"nick=a\nb"),
        ("\x1b[2J", r"nick=\x1b[2J"),
        ('say "x"', r'nick="say \"x\""'),
        ("back\\slash", r"nick=back\\slash"),
        ("\u202e", r"nick=\u202e"),
        ("ñandú", "nick=ñandú"),
        ("a=b", 'nick="a=b"'),
        ("", 'nick=""'),
    ],
)
def test_what_comes_from_outside_is_escaped(value: str, written: str) -> None:
    """Nobody can forge a line, a fact or a terminal sequence."""
    line = LineFormatter().format(make_record("renamed", nick=value))

    assert line.endswith(f" renamed {written}")


def test_a_traceback_is_part_of_its_line() -> None:
    """One event, one line, whatever happened."""
    try:
        raise RuntimeError("a bug\nin two lines")
    except RuntimeError as error:
        record = make_record("failed", exc_info=(RuntimeError, error, error.__traceback__))

    line = LineFormatter().format(record)

    assert "\n" not in line
    assert "RuntimeError: a bug" in line


def test_the_file_is_put_aside_when_it_has_grown(tmp_path: Path) -> None:
    """Two files at most, so the log never fills a disk."""
    file = LogFile(tmp_path / "server.log", most_bytes=1000)
    file.setFormatter(LineFormatter())
    for number in range(100):
        file.emit(make_record("event", number=number))
    file.close()

    names = sorted(path.name for path in tmp_path.iterdir())
    assert names == ["server.log", "server.log.1"]
    assert all(path.stat().st_size < 1200 for path in tmp_path.iterdir())
    assert "number=99" in "".join(path.read_text() for path in tmp_path.iterdir())


@pytest.mark.skipif(os.name != "posix", reason="rights of files are those of POSIX")
def test_nobody_else_reads_the_file(tmp_path: Path) -> None:
    """It holds addresses, and the folder may be one that everybody sees into."""
    LogFile(tmp_path / "server.log").close()

    assert (tmp_path / "server.log").stat().st_mode & 0o777 == 0o600


def test_a_log_that_cannot_be_written_is_not_written(tmp_path: Path) -> None:
    """Neither a full disk, nor a closed file, nor a record that cannot be put into words."""
    (tmp_path / "full").symlink_to("/dev/full")
    full, closed = LogFile(tmp_path / "full"), LogFile(tmp_path / "closed")
    closed.close()

    for file in (full, closed):
        file.handle(make_record("event"))
        file.handle(make_record("broken %d", args=("not a number",)))
    full.close()

    assert (tmp_path / "closed").read_bytes() == b""


@pytest.fixture
def root() -> Iterator[logging.Logger]:
    """The root logger, put back as it was."""
    logger = logging.getLogger()
    level, raises = logger.level, logging.raiseExceptions
    yield logger
    stop_logs()
    logger.setLevel(level)
    logging.raiseExceptions = raises
    logging.captureWarnings(capture=False)


@pytest.mark.parametrize(("is_verbose", "shown"), [(False, ["c"]), (True, ["b", "c"])])
def test_standard_error_is_for_what_needs_attention(
    root: logging.Logger, tmp_path: Path, is_verbose: bool, shown: list[str]
) -> None:
    """The file has it all, and of a verbose server even more."""
    stderr = io.StringIO()
    start_logs(is_verbose=is_verbose, stderr=stderr)
    add_log_file(tmp_path / "log")

    root.debug("a")
    root.info("b")
    root.warning("c")
    stop_logs()
    root.error("d")

    assert [line[-1] for line in stderr.getvalue().splitlines()] == shown
    written = [line[-1] for line in (tmp_path / "log").read_text().splitlines()]
    assert written == (["a", "b", "c"] if is_verbose else ["b", "c"])


def test_a_broken_standard_error_does_not_matter(root: logging.Logger) -> None:
    """Nobody may read it any more."""
    stderr = io.StringIO()
    start_logs(is_verbose=False, stderr=stderr)
    stderr.close()

    root.warning("nobody hears")

    assert stderr.closed
