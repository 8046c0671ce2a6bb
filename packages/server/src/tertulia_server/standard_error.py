"""Standard error, on which lines are shown by a thread of its own.

Whoever started the server may never read the pipe: once it is full, writing to
it takes for ever. So lines wait in a bounded queue for a thread that may be
stuck, and those for which there is no room are counted instead. The thread
writes past Python's buffers, whose lock it would take with it into the end of
the program.
"""

import logging
import threading
from collections import deque
from typing import Final, TextIO

__all__ = ["StandardError"]

MOST_LINES: Final = 1000
"""How many lines wait while nobody reads."""

PATIENCE: Final = 1.0
"""How many seconds the last lines may take at the end."""


class StandardError(logging.Handler):
    """Shows lines without ever waiting for whoever reads them.

    Threads: ``emit`` and ``close`` MAY be called from any; the stream belongs to the one
    that the first line starts.

    Args:
        stream: where lines go; its errors are nobody's concern.
        patience: see ``PATIENCE``.
    """

    def __init__(self, stream: TextIO, patience: float = PATIENCE) -> None:
        super().__init__()
        self._stream = stream
        self._patience = patience
        self._lines: deque[str] = deque()
        self._dropped = 0
        self._changed = threading.Condition()
        self._is_closing = False
        self._thread: threading.Thread | None = None

    def emit(self, record: logging.LogRecord) -> None:
        """Have a line shown, or counted if too many wait already."""
        try:
            line = self.format(record)
        except Exception:  # noqa: BLE001 — nothing that is logged may take the server down
            return
        with self._changed:
            if len(self._lines) == MOST_LINES:
                self._dropped += 1
                return
            self._lines.append(line)
            self._changed.notify()
            if self._thread is None:
                self._thread = threading.Thread(target=self._run, name="stderr", daemon=True)
                self._thread.start()

    def close(self) -> None:
        """Show what waits, unless that takes too long."""
        super().close()
        with self._changed:
            self._is_closing = True
            self._changed.notify()
            thread = self._thread
        if thread is not None:
            thread.join(self._patience)

    # -- the thread -------------------------------------------------------

    def _run(self) -> None:
        while line := self._next_line():
            try:
                self._show(f"{line}\n")
            except (OSError, ValueError):  # it is closed, here or at the other end
                pass

    def _next_line(self) -> str:
        """Wait for a line; ``""`` at the end."""
        with self._changed:
            self._changed.wait_for(lambda: self._lines or self._dropped or self._is_closing)
            if self._lines:
                return self._lines.popleft()
            dropped, self._dropped = self._dropped, 0
        return f"{dropped} lines were left out: nobody read them in time" if dropped else ""

    def _show(self, text: str) -> None:
        raw = getattr(getattr(self._stream, "buffer", None), "raw", None)
        if raw is None:
            self._stream.write(text)
            return
        data = text.encode(self._stream.encoding, "backslashreplace")
        while data and (written := raw.write(data)):
            data = data[written:]
