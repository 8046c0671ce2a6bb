"""Standard error: shown by a thread of its own, so that a pipe nobody reads stops nobody."""

import io
import logging
import os
import threading

from tertulia_server.standard_error import MOST_LINES, StandardError


def make_record(message: str, *args: object) -> logging.LogRecord:
    """Return a warning."""
    return logging.LogRecord("x", logging.WARNING, "x.py", 1, message, args, None)


class Unread(io.StringIO):
    """A stream that takes nothing until somebody reads."""

    def __init__(self) -> None:
        super().__init__()
        self.is_stuck = threading.Event()
        self.is_read = threading.Event()

    def write(self, text: str) -> int:
        self.is_stuck.set()
        self.is_read.wait(15)
        return super().write(text)


def test_lines_come_in_their_order_before_the_end() -> None:
    """Closing shows what waits."""
    stream = io.StringIO()
    handler = StandardError(stream)
    for number in range(100):
        handler.handle(make_record("line %d", number))
    handler.close()

    assert stream.getvalue().splitlines() == [f"line {number}" for number in range(100)]


def test_what_nobody_reads_in_time_is_counted() -> None:
    """Later, where it is missing."""
    stream = Unread()
    handler = StandardError(stream, patience=15)
    handler.handle(make_record("first"))
    assert stream.is_stuck.wait(15)
    for number in range(MOST_LINES + 7):
        handler.handle(make_record("line %d", number))
    stream.is_read.set()
    handler.close()

    lines = stream.getvalue().splitlines()
    assert lines[:2] == ["first", "line 0"]
    assert lines[-2:] == [
        f"line {MOST_LINES - 1}",
        "7 lines were left out: nobody read them in time",
    ]


def test_the_end_does_not_wait_for_ever() -> None:
    """Whoever has read nothing so far will not begin now."""
    stream = Unread()
    handler = StandardError(stream, patience=0.01)
    handler.handle(make_record("first"))
    handler.handle(make_record("second"))
    handler.close()

    assert stream.getvalue() == ""
    stream.is_read.set()


def test_a_real_stream_gets_bytes_in_its_encoding() -> None:
    """Past the buffer; what it cannot spell is escaped, and a record without sense is left out."""
    reader, writer = os.pipe()
    with os.fdopen(reader, "rb") as read, os.fdopen(writer, "w", encoding="ascii") as stream:
        handler = StandardError(stream)
        handler.handle(make_record("broken %d", "not a number"))
        handler.handle(make_record("ñandú"))
        handler.close()
        stream.close()

        assert read.read() == rb"\xf1and\xfa" + b"\n"


def test_a_reader_that_went_away_does_not_matter() -> None:
    """What is said to nobody is lost, and what comes after it as well."""
    reader, writer = os.pipe()
    os.close(reader)
    with os.fdopen(writer, "w", encoding="utf-8") as stream:
        handler = StandardError(stream)
        handler.handle(make_record("a"))
        handler.handle(make_record("b"))
        handler.close()

        assert handler._thread is not None
        assert not handler._thread.is_alive()
