"""What is behind the letters: terminals that can tell the colour of their background are asked.

The question goes out before anything heavy is loaded and its answer is read afterwards,
so that nobody waits. A second question, which every terminal answers, follows it: with
that answer the waiting ends, whatever became of the first.

Source: https://invisible-island.net/xterm/ctlseqs/ctlseqs.html (OSC 11, DA1)
"""

import os
import re
import select
import time
from collections.abc import Mapping
from typing import Any, Final

from tertulia_core.platforms import terminal_modes

__all__ = ["Question", "can_tell", "is_light"]

QUESTIONS: Final = b"\x1b]11;?\x1b\\\x1b[c"

SECONDS: Final = 0.1
"""How long the answer is waited for, after all that was done meanwhile."""

_TELLING: Final = ("xterm", "tmux", "alacritty", "foot", "rxvt", "wezterm", "iterm", "konsole")
"""Terminals that answer both, or keep still at what they do not know, by how TERM begins."""

_COLOUR: Final = re.compile(rb"\x1b\]11;rgba?:([0-9a-fA-F]+)/([0-9a-fA-F]+)/([0-9a-fA-F]+)")
_END: Final = re.compile(rb"\x1b\[\?[0-9;]*c")

_SHARES: Final = (0.299, 0.587, 0.114)
"""What red, green and blue add to how light a colour is."""


def can_tell(environ: Mapping[str, str]) -> bool:
    """Tell whether a terminal is worth asking: it knows the question, and has not said before."""
    term = environ.get("TERM", "")
    return term.startswith(_TELLING) and "COLORFGBG" not in environ and "STY" not in environ


def is_light(answer: bytes) -> bool | None:
    """Return whether an answer names a light colour, ``None`` if it names none."""
    found = _COLOUR.search(answer)
    if found is None:
        return None
    parts = (int(part, 16) / (16 ** len(part) - 1) for part in found.groups())
    lightness = sum(share * part for share, part in zip(_SHARES, parts, strict=True))
    return bool(lightness > 0.5)


class Question:
    """Asks one terminal once, which shows nothing of it; whoever asks has to take the answer.

    Args:
        terminal: its descriptor, for both directions.
    """

    def __init__(self, terminal: int) -> None:
        self._terminal = terminal
        self._modes: Any = terminal_modes()
        self._before: Any = None
        if self._modes is not None:
            self._before = self._modes.tcgetattr(terminal)
            quiet = [*self._before]
            quiet[3] &= ~(self._modes.ECHO | self._modes.ICANON)
            self._modes.tcsetattr(terminal, self._modes.TCSANOW, quiet)
            os.write(terminal, QUESTIONS)

    def take(self, seconds: float = SECONDS) -> bool | None:
        """Return whether the background is light, ``None`` if nothing was said in time."""
        if self._modes is None:
            return None
        answer, end = b"", time.monotonic() + seconds
        try:
            while not _END.search(answer):
                left = max(end - time.monotonic(), 0.0)
                ready, _, _ = select.select([self._terminal], [], [], left)
                block = os.read(self._terminal, 1024) if ready else b""
                if not block:
                    break
                answer += block
        finally:
            self._modes.tcsetattr(self._terminal, self._modes.TCSANOW, self._before)
        return is_light(answer)
