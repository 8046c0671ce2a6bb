"""The full command table: importing the topics is what fills it."""

from tertulia_server.commands import (
    capability,
    channels,
    messaging,
    registration,
)
from tertulia_server.commands.table import TABLE

__all__ = ["TABLE", "TOPICS"]

TOPICS = (registration, capability, channels, messaging)
"""The modules, in the order in which the documentation shows them."""
