"""The configuration: values with their rules, and the TOML file they come from."""

from tertulia_server.config.changes import Changes, Reload, compare
from tertulia_server.config.file import Draft, check_text, load_config, parse_config, read_draft
from tertulia_server.config.page import render_defaults
from tertulia_server.config.problems import Mistakes, Problem
from tertulia_server.config.values import (
    AccountsConfig,
    Config,
    GuestsConfig,
    HistoryConfig,
    LimitsConfig,
    OperConfig,
    ServerConfig,
    TlsConfig,
    WebircConfig,
    WebsocketConfig,
)

__all__ = [
    "AccountsConfig",
    "Changes",
    "Config",
    "Draft",
    "GuestsConfig",
    "HistoryConfig",
    "LimitsConfig",
    "Mistakes",
    "OperConfig",
    "Problem",
    "Reload",
    "ServerConfig",
    "TlsConfig",
    "WebircConfig",
    "WebsocketConfig",
    "check_text",
    "compare",
    "load_config",
    "parse_config",
    "read_draft",
    "render_defaults",
]
