"""The configuration: values with their rules, and the TOML file they come from."""

from tertulia_server.config.changes import Changes, Reload, compare
from tertulia_server.config.file import (
    check_file,
    check_text,
    load_config,
    parse_config,
    render_defaults,
)
from tertulia_server.config.values import (
    Config,
    GuestsConfig,
    LimitsConfig,
    OperConfig,
    ServerConfig,
    TlsConfig,
    WebircConfig,
    WebsocketConfig,
)

__all__ = [
    "Changes",
    "Config",
    "GuestsConfig",
    "LimitsConfig",
    "OperConfig",
    "Reload",
    "ServerConfig",
    "TlsConfig",
    "WebircConfig",
    "WebsocketConfig",
    "check_file",
    "check_text",
    "compare",
    "load_config",
    "parse_config",
    "render_defaults",
]
