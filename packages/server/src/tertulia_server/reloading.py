"""Reading the configuration again while the server runs."""

import logging
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from tertulia_core.errors import TertuliaError
from tertulia_server.config import Config, Reload, TlsConfig, compare

if TYPE_CHECKING:
    import ssl

__all__ = ["ConfigSource", "Reloader"]

log = logging.getLogger(__name__)


class ConfigSource(NamedTuple):
    """Where a configuration comes from.

    Attributes:
        file: the path of its file.
        read: reads it again, with what the command line says; raises what is wrong.
    """

    file: str
    read: Callable[[], Config]


class Reloader:
    """Follows changes of the configuration, all or none; owner: the network thread.

    Args:
        config: what the server runs with.
        source: what is read again.
        context: that of the TLS listeners, which gets the certificate again; ``None`` without any.
        follow: puts a configuration into force that has no mistakes.
    """

    def __init__(
        self,
        config: Config,
        source: ConfigSource,
        context: "ssl.SSLContext | None",
        follow: Callable[[Config], None],
    ) -> None:
        self._config = config
        self._source = source
        self._context = context
        self._follow = follow

    def reload(self) -> Reload:
        """Read the configuration again and follow it; a mistake leaves all as it is."""
        file = self._source.file
        try:
            wanted = self._source.read()
            changes = compare(self._config, wanted)
            if self._context is not None and changes.config.tls.cert:
                _renew_certificate(self._context, changes.config.tls)
        except TertuliaError as error:
            log.error("configuration not reloaded", extra={"why": str(error)})  # noqa: TRY400
            return Reload(file, error=str(error))
        self._config = changes.config
        self._follow(changes.config)
        facts = {"changed": ",".join(changes.followed), "waiting": ",".join(changes.waiting)}
        log.info("configuration reloaded", extra=facts)
        return Reload(file, changes.followed, changes.waiting)


def _renew_certificate(context: "ssl.SSLContext", tls: TlsConfig) -> None:
    from tertulia_core.transport.tls import reload_certificate  # only who serves TLS pays for it

    reload_certificate(context, Path(tls.cert), Path(tls.key or tls.cert))
