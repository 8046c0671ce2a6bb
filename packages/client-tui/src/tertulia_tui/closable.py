"""Drawing on a terminal that may be closed at any moment: the program ends then, whole."""

from contextlib import suppress
from typing import Any, TextIO, cast

from textual.drivers.linux_driver import LinuxDriver

__all__ = ["ClosableDriver", "Paper"]


class Paper:
    """Where pictures are written; what is written to a terminal that is gone goes nowhere.

    Textual writes on a thread of its own. If that thread died of an error, its queue would
    fill up and whoever draws would wait for it for ever.

    Args:
        file: the terminal.
    """

    def __init__(self, file: TextIO) -> None:
        self._file = file

    def write(self, text: str) -> None:
        """Write, if there is still a terminal."""
        with suppress(OSError):
            self._file.write(text)

    def flush(self) -> None:
        """Write what waits, if there is still a terminal."""
        with suppress(OSError):
            self._file.flush()

    def fileno(self) -> int:
        """Return the terminal's descriptor."""
        return self._file.fileno()


class ClosableDriver(LinuxDriver):
    """Textual's driver for Unix, for which a closed terminal is not one that came back.

    The system sends SIGCONT after SIGHUP. Were that taken for the end of a suspension, a
    second thread would read keys, and go on reading them when the program has ended.
    """

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        if self._file is not None:
            self._file = cast("Any", Paper(self._file))

    def _sigcont_application(self, *_signal: object) -> None:
        """Draw again, if it was suspended before."""
        if self._must_signal_resume:
            super()._sigcont_application()
