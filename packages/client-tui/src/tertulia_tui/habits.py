"""How the program behaves on slow lines: fewer pictures a second, nothing that glides.

Textual reads its constants when it is imported, so ``apply`` comes before that.
"""

import gc
from collections.abc import Mapping, MutableMapping
from typing import Final

__all__ = ["apply", "collect_rarely", "frame_seconds", "is_remote"]

FAST: Final = 0.016
SLOW: Final = 1 / 15
"""Seconds of a frame here, and over SSH."""

_SLOW_CONSTANTS: Final = {
    "TEXTUAL_FPS": "15",
    "TEXTUAL_ANIMATIONS": "none",
    "TEXTUAL_SMOOTH_SCROLL": "0",
}

COLLECTING: Final = (5_000, 10, 1_000)
"""New objects, and rounds, after which Python looks for garbage among the young and the old."""


def is_remote(environ: Mapping[str, str]) -> bool:
    """Tell whether somebody sits at the other end of an SSH connection."""
    return bool(environ.get("SSH_CONNECTION"))


def frame_seconds(environ: Mapping[str, str]) -> float:
    """Return how long what arrives waits for more, to be drawn together."""
    return SLOW if is_remote(environ) else FAST


def apply(environ: MutableMapping[str, str]) -> None:
    """Set what Textual will read; what the person has set stays."""
    if is_remote(environ):
        for name, value in _SLOW_CONSTANTS.items():
            environ.setdefault(name, value)


def collect_rarely() -> None:
    """Let the search for garbage pass over what stays, and look at everything hardly ever.

    With a hundred thousand lines it stops the program for longer than a person overlooks,
    and finds next to nothing: lines hold no circles, so they go by themselves.
    """
    gc.freeze()
    gc.set_threshold(*COLLECTING)
