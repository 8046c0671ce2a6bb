"""The client engine joined to the network, for any user interface."""

from tertulia_core.client.bot import Bot
from tertulia_core.client.bot_values import BotError, BotMessage
from tertulia_core.client.controller import Controller
from tertulia_core.client.link import ClientLink, NetworkLink, ScriptedLink
from tertulia_core.client.options import ClientOptions
from tertulia_core.client.settings import ClientSettings

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
