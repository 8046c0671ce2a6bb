"""A client's connection as its user interface sees it: calls that return at once, and events.

Usage, on the user interface's thread::

    link = NetworkLink(on_ready=wake_me)
    link.start()
    link.connect(target)
    for event in link.drain():      # after each wake_me
        ...
    link.stop()
"""

import logging
import threading
from collections.abc import Callable, Sequence
from queue import Empty, SimpleQueue
from typing import TYPE_CHECKING, Final, Protocol

from tertulia_core.address import Target
from tertulia_core.client.inbox import Inbox
from tertulia_core.client.link_events import Connected, Disconnected, Lines, LinkEvent
from tertulia_core.client.network import Network, TlsContext
from tertulia_core.client.scripted_link import ScriptedLink
from tertulia_core.clock import Clock, SystemClock
from tertulia_core.transport.waker import Waker

if TYPE_CHECKING:
    import ssl

__all__ = [
    "ClientLink",
    "Connected",
    "Disconnected",
    "Lines",
    "LinkEvent",
    "NetworkLink",
    "ScriptedLink",
]

INBOX_BYTES: Final = 4 * 2**20
"""How much may wait for a busy user interface before the server has to."""

STOP_SECONDS: Final = 2.0
"""How long ``stop`` waits for the thread, which writes what is left and says goodbye."""

_RECOVERY_SECONDS: Final = 1.0

_log = logging.getLogger(__name__)


class ClientLink(Protocol):
    """One connection at a time with a server; every ``connect`` ends in one ``Disconnected``."""

    def start(self) -> None:
        """Get ready to connect."""
        ...

    def connect(self, target: Target) -> None:
        """Begin to connect, in place of the present connection if there is one."""
        ...

    def submit(self, lines: Sequence[bytes]) -> None:
        """Write lines, each with its CRLF; without a connection they are lost."""
        ...

    def disconnect(self) -> None:
        """Write what waits, then close."""
        ...

    def drain(self) -> list[LinkEvent]:
        """Remove and return what has happened, in order."""
        ...

    def stop(self) -> None:
        """Disconnect and release everything; the link is of no use any more."""
        ...


class NetworkLink:
    """The connection over the network, on a thread of its own; see ``ClientLink``.

    The user interface's thread calls everything here. The network thread owns
    the sockets, looks names up, answers the server's PINGs however busy the user interface is,
    and goes on whatever happens.

    Args:
        on_ready: called on the network thread when there is something to ``drain`` after there was
            nothing; has to return at once.
        clock: for deadlines.
        tls_context: makes the context of connections with TLS; verifies by the system's
            authorities by default.
    """

    def __init__(
        self,
        on_ready: Callable[[], None] = lambda: None,
        *,
        clock: Clock | None = None,
        tls_context: TlsContext | None = None,
    ) -> None:
        self._on_ready = on_ready
        self._clock = clock or SystemClock()
        self._tls_context = tls_context or _default_context
        self._network = Network(self._clock, self._tls_context)
        self._commands: SimpleQueue[Callable[[], object]] = SimpleQueue()
        self._inbox: Inbox[LinkEvent] = Inbox(INBOX_BYTES)
        self._waker: Waker | None = None
        self._stopping = threading.Event()
        self._thread = threading.Thread(target=self._run, name="client-network", daemon=True)

    def start(self) -> None:
        """Start the network thread."""
        self._thread.start()

    def connect(self, target: Target) -> None:
        """Begin to connect; see ``ClientLink``."""
        self._order(lambda: self._report(self._network.connect(target)))

    def submit(self, lines: Sequence[bytes]) -> None:
        """Write lines; see ``ClientLink``."""
        self._order(lambda: self._network.send(lines))

    def disconnect(self) -> None:
        """Close when everything is written; see ``ClientLink``."""
        self._order(lambda: self._network.disconnect())  # noqa: PLW0108 — it may be another by then

    def drain(self) -> list[LinkEvent]:
        """Take what has happened; see ``ClientLink``."""
        events, was_full = self._inbox.take()
        if was_full:
            self._order(lambda: self._network.resume())  # noqa: PLW0108 — as above
        return events

    def stop(self) -> None:
        """Disconnect and end the thread, within ``STOP_SECONDS``."""
        self._stopping.set()
        self._network.wake()
        if self._thread.ident is None:
            self._network.close()
        else:
            self._thread.join(STOP_SECONDS)
        if self._waker is not None:
            self._waker.close()

    def wake_fileno(self) -> int:
        """Return a descriptor that is readable while ``clear_wake`` and ``drain`` are due.

        For toolkits that watch files, in place of ``on_ready``.
        """
        if self._waker is None:
            self._waker = Waker()
            self._waker.wake()  # Something may have happened before anybody watched.
        return self._waker.fileno()

    def clear_wake(self) -> None:
        """Make the descriptor unreadable again; comes before ``drain``."""
        if self._waker is not None:
            self._waker.clear()

    def _order(self, command: Callable[[], object]) -> None:
        """Have the network thread do something."""
        self._commands.put(command)
        self._network.wake()

    def _run(self) -> None:
        """Live as the network thread: no error of ours ends it, only ``stop``."""
        is_sound = True
        while not self._stopping.is_set():
            try:
                if not is_sound:
                    self._start_afresh()
                    is_sound = True
                self._obey()
                self._report(self._network.poll(None))
            except Exception:  # noqa: BLE001 — the door of the thread
                _log.exception("the network thread goes on after an error")
                is_sound = False
                self._stopping.wait(_RECOVERY_SECONDS)
        try:
            self._leave()
        except Exception:  # noqa: BLE001 — the door of the thread
            _log.exception("the connection could not be closed in order")
        finally:
            self._network.close()

    def _start_afresh(self) -> None:
        """Replace a network of which nothing is certain any more."""
        self._report(self._network.write_off())
        self._network.close()
        # Who has read the old one's waker has put its command into the queue before that, and
        # the queue is looked at before the next wait.
        self._network = Network(self._clock, self._tls_context)

    def _obey(self) -> None:
        """Do what was ordered."""
        try:
            while True:
                self._commands.get_nowait()()
        except Empty:
            pass

    def _leave(self) -> None:
        """Write what was ordered last and wait for the goodbye of the server, not for long."""
        self._obey()
        self._network.disconnect()
        while not self._network.is_over():
            self._report(self._network.poll(STOP_SECONDS))

    def _report(self, news: list[LinkEvent]) -> None:
        """Hand events over; the server waits where the user interface does not take them."""
        if not news:
            return
        was_empty = self._inbox.put(news, sum(map(_weight, news)))
        if self._inbox.is_full():
            self._network.pause()
        if was_empty:
            self._notify()

    def _notify(self) -> None:
        """Wake the user interface, whose own errors are not ours."""
        if self._waker is not None:
            self._waker.wake()
        try:
            self._on_ready()
        except Exception:  # noqa: BLE001 — somebody else's code
            _log.exception("the user interface could not be woken")


def _weight(event: LinkEvent) -> int:
    """Return how many bytes an event carries."""
    return sum(map(len, event.lines)) if isinstance(event, Lines) else 0


def _default_context() -> "ssl.SSLContext":
    """Verify servers by the authorities of the system."""
    from tertulia_core.transport import tls  # costs 10 ms and is needed for TLS alone

    return tls.client_context()
