"""The full command table: importing the topics is what fills it."""

from tertulia_server.commands import (
    accepting,
    authentication,
    capability,
    channels,
    chathistory,
    invitations,
    listing,
    manual,
    messaging,
    modes,
    monitoring,
    multiline,
    operators,
    personas,
    presence,
    queries,
    redaction,
    registering,
    registration,
    renaming,
    services,
    statistics,
    who,
    whois,
)
from tertulia_server.commands.table import TABLE

__all__ = ["TABLE", "TOPICS"]

TOPICS = (
    registration,
    capability,
    authentication,
    registering,
    services,
    channels,
    modes,
    invitations,
    renaming,
    messaging,
    multiline,
    personas,
    chathistory,
    redaction,
    accepting,
    presence,
    monitoring,
    who,
    whois,
    listing,
    queries,
    statistics,
    operators,
    manual,
)
"""The modules, in the order in which the documentation shows them."""
