"""What a server needs before its first tick: certificates, folder, store, ready line."""

import io
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from tertulia_core.address import Address, TcpAddress
from tertulia_core.i18n import Catalogue
from tertulia_server.config import Config, TlsConfig
from tertulia_server.data_folder import DataFolder, default_data_folder
from tertulia_server.logs import add_log_file, complain
from tertulia_server.store.limits import Limits
from tertulia_server.store.memory import MemoryStore
from tertulia_server.store.opening import open_store
from tertulia_server.store.ports import Store

if TYPE_CHECKING:
    import ssl

__all__ = ["announce", "open_folder", "open_kept", "tls_context", "with_port"]

_ = Catalogue("tertulia_server").gettext


def tls_context(tls: TlsConfig) -> "ssl.SSLContext":
    """Return what listeners with TLS use.

    Raises:
        TransportError: a certificate cannot be used.
    """
    # only who serves TLS pays for it
    from tertulia_core.transport.tls import accept_client_certificates, server_context

    context = server_context(Path(tls.cert), Path(tls.key or tls.cert))
    if tls.client_authorities:
        accept_client_certificates(context, Path(tls.client_authorities))
    return context


def with_port(asked: Address, real: Address) -> Address:
    """Return the address as it was asked for, with the port it was given."""
    if isinstance(asked, TcpAddress) and isinstance(real, TcpAddress):
        return TcpAddress(asked.host, real.port)
    return asked


def open_folder(configured: str, address: Address) -> DataFolder | None:
    """Take the data folder and begin the log; ``None`` where nothing can be written.

    Raises:
        ConfigError: another server is using it.
    """
    where = configured
    try:
        path = Path(configured).expanduser() if configured else default_data_folder(address)
        where = str(path)
        folder = DataFolder(path)
        add_log_file(folder.log)
    except OSError as error:
        sentence = _("{path} cannot be written ({why}): the server keeps everything in memory")
        complain(sentence.format(path=where, why=error.strerror or error))
        return None
    return folder


def open_kept(config: Config, folder: DataFolder | None) -> Store:
    """Return where the server keeps things: its folder, or memory.

    Raises:
        ConfigError: what is in the folder cannot be used.
    """
    history = config.history
    if folder is None or history.mode == "memory":
        return MemoryStore(Limits(history.days, history.bytes))
    return open_store(config, folder.path)


def announce(address: Address) -> None:
    """Say on standard output that the server is ready: the one line there, in any language.

    Programs that start a server wait for it; whoever closed the pipe does not.
    """
    try:
        sys.stdout.write(f"Servidor escuchando en {address}\n")
        sys.stdout.flush()
    except (AttributeError, OSError):  # there is none, or nobody reads it
        sys.stdout = io.StringIO()  # Python would try again when it ends, and complain
