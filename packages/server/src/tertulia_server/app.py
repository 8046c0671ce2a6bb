"""The server put together: built, started, told to stop, and ended in order."""

import gc
import logging
import os
import sys
import threading
from contextlib import ExitStack
from pathlib import Path
from typing import Final

from tertulia_core import platforms
from tertulia_core.address import Address
from tertulia_core.broadcast.outbox import Outbox
from tertulia_core.clock import Clock, SystemClock
from tertulia_core.errors import ListenError
from tertulia_core.i18n import Catalogue, set_language
from tertulia_core.transport.listener import ProxyRule
from tertulia_core.transport.loop import SelectorLoop
from tertulia_server.admin.desk import Desk
from tertulia_server.admin.door import close_door, open_door
from tertulia_server.config import Config
from tertulia_server.dialects.gateway import MakeGateway
from tertulia_server.dispatch import Dispatcher
from tertulia_server.hub import Hub
from tertulia_server.inbox import Inbox, ReloadRequested, StopRequested
from tertulia_server.listeners import Listener, listeners_of, proxies_of
from tertulia_server.logs import start_logs, stop_logs
from tertulia_server.model.now import Now
from tertulia_server.reloading import ConfigSource, Reloader
from tertulia_server.signals import Signals
from tertulia_server.starting import announce, open_folder, open_kept, tls_context, with_port
from tertulia_server.store.failpoints import releases_early
from tertulia_server.store.ports import Store
from tertulia_server.store.worker import InlineWriter, Writer
from tertulia_server.turning import turn
from tertulia_server.workers import Workers

__all__ = ["serve"]

_ = Catalogue("tertulia_server").gettext
log = logging.getLogger(__name__)

_COLLECTING: Final = (10_000, 50, 50)
"""When to look for cycles, see ``gc.set_threshold``: next to nothing here is one. Python's own
values take 15 % of the time in which 10,000 people enter their rooms, and 8 % of their welcome."""

_WORK_SECONDS: Final = 1.0
"""How long work that is done aside may still take when the server ends."""


def serve(
    config: Config,
    source: ConfigSource | None = None,
    *,
    until_eof: bool = False,
    is_verbose: bool = False,
) -> int:
    """Run a server until it is asked to stop.

    Args:
        config: how it is set up.
        source: what is read when it is asked to reload; without one a terminal that
            closes asks it to stop.
        until_eof: stop when standard input ends.
        is_verbose: log every command, by its name.

    Returns:
        The exit code: 0 after a goodbye, 1 after an error of ours.

    Raises:
        ConfigError: another server uses its folder.
        TransportError: an address cannot be listened on, or a certificate cannot be used.
    """
    rows = listeners_of(config)
    platforms.raise_fd_limit()
    platforms.keep_freed_memory()
    gc.set_threshold(*_COLLECTING)
    with ExitStack() as ending:
        start_logs(is_verbose=is_verbose, stderr=sys.stderr)
        ending.callback(stop_logs)
        signals = ending.enter_context(Signals(can_reload=source is not None))
        server = _Server(config, source, rows, SystemClock())
        ending.callback(server.close)
        address = server.listen()
        folder = open_folder(config.server.data, address)
        if folder:
            ending.callback(folder.close)
        server.build(open_kept(config, folder))
        if folder:
            server.open_door(folder.path)
            ending.callback(close_door, folder.path)
        _warn_of_plain_passwords(config)
        return server.run(signals, address, until_eof=until_eof)


class _Server:
    """The parts of a running server; while ``run`` runs they belong to the network thread."""

    def __init__(
        self, config: Config, source: ConfigSource | None, rows: list[Listener], clock: Clock
    ) -> None:
        limits = config.limits
        self._config = config
        self._can_reload = source is not None
        self._rows = rows
        self._context = tls_context(config.tls) if any(row.is_tls for row in rows) else None
        self._proxies = proxies_of(config)
        self._clock = clock
        self._loop = SelectorLoop(
            clock, send_limit=limits.send_queue, total_send_limit=limits.send_queue_total
        )
        self._inbox = Inbox(self._loop.waker.wake)
        self._reload = None
        if source is not None:
            self._reload = Reloader(config, source, self._context, self._follow).reload
        self._workers = Workers(self._inbox.put)
        self._writer: Writer | InlineWriter | None = None
        self._has_failed = False

    def listen(self) -> Address:
        """Open all listeners; return the first address, with its real port.

        Raises:
            TransportError: one cannot be opened.
        """
        real = [
            self._loop.listen(
                row.address,
                name=row.name,
                tls=self._context if row.is_tls else None,
                proxy=ProxyRule(self._trusts, row.needs_header),
                is_raw=row.is_websocket,
            )
            for row in self._rows
        ]
        return with_port(self._rows[0].address, real[0][0])

    def build(self, store: Store) -> None:
        """Put the chat together around what was kept."""
        config = self._config
        dispatcher = Dispatcher(
            config,
            Outbox(),
            started=self._clock.wall(),
            store=store,
            workplace=self._workers,
            reload=self._reload,
        )
        wrapped = [row.name for row in self._rows if row.is_websocket]
        gateways = dict.fromkeys(wrapped, self._websockets()) if wrapped else {}
        self._desk = Desk(dispatcher, self._workers)
        self._writer = Writer(store, self._inbox.put) if store.keeps else InlineWriter(store)
        self._hub = Hub(
            config,
            dispatcher,
            self._loop,
            _guest_doors(self._rows),
            gateways,
            self._desk,
            self._writer,
            releases_early=releases_early(),
        )

    def open_door(self, folder: Path) -> None:
        """Take commands from whoever owns the data folder; without a door the server serves too."""
        try:
            self._desk.token = open_door(self._loop, folder)
        except (OSError, ListenError) as error:
            log.warning("no admin door", extra={"why": str(error)})

    def run(self, signals: Signals, address: Address, *, until_eof: bool) -> int:
        """Serve until a signal comes, or with ``until_eof`` until standard input ends."""
        network = threading.Thread(target=self._serve, args=(signals,), name="network", daemon=True)
        network.start()
        if until_eof:
            threading.Thread(target=self._await_eof, name="stdin", daemon=True).start()
        log.info("server started", extra={"address": address})
        announce(address)
        if not self._mind(signals):
            return 1
        network.join()
        log.info("server stopped")
        return 1 if self._has_failed else 0

    def _mind(self, signals: Signals) -> bool:
        """Do what signals ask for until the work is over; return whether it ends in peace."""
        is_stopping = False
        while number := signals.wait():
            if self._can_reload and number == platforms.reload_signal():
                self._inbox.put(ReloadRequested())
            elif is_stopping:  # asked a second time: nobody wants to wait for the goodbye
                return False
            else:
                is_stopping = True
                self._stop()
        return True

    def _follow(self, config: Config) -> None:
        """Go by another configuration from now on."""
        _warn_of_plain_passwords(config)
        self._config = config
        self._proxies = proxies_of(config)
        if config.server.language:
            set_language(config.server.language)
        limits = config.limits
        self._loop.set_send_limits(limits.send_queue, limits.send_queue_total)
        now = Now(self._clock.monotonic(), self._clock.wall())
        self._hub.reconfigure(config, _guest_doors(listeners_of(config)), now)

    def _trusts(self, host: str) -> bool:
        """Tell whether a proxy may speak for others, by the configuration in force."""
        return host in self._proxies

    def _websockets(self) -> MakeGateway:
        """Return what makes the gateway of each WebSocket link."""
        from tertulia_server.dialects.websocket import WebSocket  # the adapter of an extra

        return lambda: WebSocket(self._config.websocket.origins)

    def close(self) -> None:
        """Close every socket, if starting or the network thread has failed; keep what is left."""
        self._loop.close_all()
        writer, self._writer = self._writer, None
        if writer is not None:
            writer.stop()

    def _serve(self, signals: Signals) -> None:
        """Be the network thread."""
        try:
            turn(self._hub, self._loop, self._inbox, self._clock)
            self._workers.stop(_WORK_SECONDS)
        except Exception:
            self._has_failed = True
            log.critical("the network thread failed", exc_info=True)
        finally:
            signals.ring()

    def _await_eof(self) -> None:
        """Be the thread that reads standard input; also Windows can wait for it that way."""
        try:
            while os.read(0, 4096):
                pass
        except OSError:  # there is none
            pass
        self._stop()

    def _stop(self) -> None:
        self._inbox.put(StopRequested(_("The server is stopping")))


def _warn_of_plain_passwords(config: Config) -> None:
    for key in config.plain_passwords():
        log.warning("a password is in plain text, see hash-password", extra={"key": key})


def _guest_doors(rows: list[Listener]) -> list[str]:
    """Return the names of the listeners through which guests may come."""
    return [row.name for row in rows if row.welcomes_guests]
