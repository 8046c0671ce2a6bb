"""The client engine joined to the network, for any user interface."""

from importlib import import_module
from typing import TYPE_CHECKING, Final

from tertulia_core.client.controller import Controller
from tertulia_core.client.link import ClientLink, NetworkLink, ScriptedLink
from tertulia_core.client.options import ClientOptions
from tertulia_core.client.settings import ClientSettings

if TYPE_CHECKING:
    from tertulia_core.client.bot import Bot
    from tertulia_core.client.bot_values import BotError, BotMessage

__all__ = [
    "Bot",
    "BotError",
    "BotMessage",
    "ClientLink",
    "ClientOptions",
    "ClientSettings",
    "Controller",
    "NetworkLink",
    "ScriptedLink",
]

_FOR_BOTS: Final = {
    "Bot": "tertulia_core.client.bot",
    "BotError": "tertulia_core.client.bot_values",
    "BotMessage": "tertulia_core.client.bot_values",
}
"""Name → the module that has it: a window starts sooner without what only bots need."""

if not TYPE_CHECKING:  # for a checker, a module with this function would have every name

    def __getattr__(name: str) -> object:
        """Import what bots need when a program first asks for it."""
        if name not in _FOR_BOTS:
            raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
        return getattr(import_module(_FOR_BOTS[name]), name)
