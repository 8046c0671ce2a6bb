"""Telling people our whole name, where the nick cannot hold it.

Source: https://ircv3.net/specs/extensions/metadata
"""

from typing import Final

from tertulia_core.session.context import Context
from tertulia_core.wire import capabilities as caps

__all__ = ["LABEL", "introduce"]

KEY: Final = "display-name"

LABEL: Final = "name"
"""What answers to it repeat: a refusal is of no use to anybody."""


def introduce(ctx: Context) -> None:
    """Say how we want to be called, and ask how others do."""
    if not ctx.has(caps.METADATA):
        return
    tags = {"label": LABEL} if ctx.has(caps.LABELED_RESPONSE) else {}
    ctx.send("METADATA", "*", "SUB", KEY, tags=tags)
    name = ctx.settings.realname
    if name and name != ctx.state.nick:
        ctx.send("METADATA", "*", "SET", KEY, name, tags=tags)
