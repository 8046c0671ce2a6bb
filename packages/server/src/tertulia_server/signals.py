"""What the main thread sleeps for: signals, and being told that the work is over."""

import signal
import socket
from types import FrameType, TracebackType
from typing import Final, Self

from tertulia_core import platforms

__all__ = ["Signals"]

_OVER: Final = 0
"""The byte that no signal has for its number."""


class Signals:
    """Signals as numbers to wait for; owner: the main thread, but for ``ring``.

    A signal handler may do next to nothing, and what wakes a sleeping thread
    differs between systems. So Python writes each signal's number into a socket,
    which the main thread reads, the same way everywhere
    (https://docs.python.org/3/library/signal.html#signal.set_wakeup_fd).

    Args:
        can_reload: whether the signal of a terminal that closes means something else here,
            so that it is minded also where whoever started the program said to ignore it.
    """

    def __init__(self, *, can_reload: bool = False) -> None:
        self._reload = platforms.reload_signal() if can_reload else None
        self._reader, self._writer = socket.socketpair()
        self._writer.setblocking(False)
        self._before: dict[signal.Signals, signal._HANDLER] = {}

    def __enter__(self) -> Self:
        signal.set_wakeup_fd(self._writer.fileno(), warn_on_full_buffer=False)
        for number in _stopping_signals():
            is_ignored = signal.getsignal(number) is signal.SIG_IGN  # nohup and the like said so
            if number == self._reload or not is_ignored:
                self._before[number] = signal.signal(number, _take_note)
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        for number, handler in self._before.items():
            signal.signal(number, handler)
        signal.set_wakeup_fd(-1)
        self._reader.close()
        self._writer.close()

    def wait(self) -> int:
        """Sleep until something comes; return the signal's number, 0 when the work is over."""
        return self._reader.recv(1)[0]

    def ring(self) -> None:
        """Let ``wait`` return because the work is over; from any thread."""
        try:
            self._writer.send(bytes([_OVER]))
        except OSError:  # it is full, so the main thread is awake; or closed, so it has gone on
            pass


def _stopping_signals() -> list[signal.Signals]:
    """Return what asks a server to stop: Ctrl+C, a service manager, a terminal that closes."""
    wanted = (signal.SIGINT, signal.SIGTERM, platforms.reload_signal())
    on_windows: signal.Signals | None = getattr(signal, "SIGBREAK", None)
    return [number for number in (*wanted, on_windows) if number is not None]


def _take_note(number: int, frame: FrameType | None) -> None:
    """Do nothing: the number is in the socket already."""
