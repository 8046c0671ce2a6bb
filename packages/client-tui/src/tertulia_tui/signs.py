"""Sequences for the terminal itself: copy, notify. They draw nothing and move nothing.

tmux and screen take a sequence for themselves unless it is wrapped; terminals that do
not know it either ignore it or are left alone.
"""

import base64
from collections.abc import Mapping
from typing import Final

from tertulia_core.text import sanitize

__all__ = ["Signs"]

BELL: Final = "\a"

LONGEST_COPY: Final = 100_000
"""Characters of base64 that terminals take into the clipboard."""

LONGEST_CALL: Final = 200
"""Characters of a notification."""

SCREEN_PIECE: Final = 500
"""Bytes that screen passes on at once."""

_NOTIFYING: Final = ("xterm-kitty", "xterm-ghostty", "wezterm", "foot", "rxvt-unicode", "iterm")
"""Terminals that show OSC 9, by the beginning of TERM."""

_NOTIFYING_PROGRAMS: Final = frozenset({"iTerm.app", "iTerm2", "WezTerm", "ghostty"})
"""The same by TERM_PROGRAM, or by LC_TERMINAL, which SSH passes on."""

_LINKING: Final = ("xterm-kitty", "xterm-ghostty", "wezterm", "foot", "alacritty", "iterm")
"""Terminals known to take OSC 8 for what it is, by the beginning of TERM."""

VTE_WITH_LINKS: Final = 5000
"""The version of VTE (GNOME's and others' terminals) from which links are safe."""


class Signs:
    """Knows one terminal by its environment; never changes."""

    def __init__(self, environ: Mapping[str, str]) -> None:
        self._term = environ.get("TERM", "")
        self._is_tmux = "TMUX" in environ
        self._is_screen = "STY" in environ
        program = environ.get("TERM_PROGRAM", "") or environ.get("LC_TERMINAL", "")
        self._shows_calls = (
            program in _NOTIFYING_PROGRAMS or self._is_tmux or self._term.startswith(_NOTIFYING)
        )
        vte = environ.get("VTE_VERSION", "")
        is_new_vte = vte.isdigit() and int(vte) >= VTE_WITH_LINKS
        is_direct = not self._is_tmux and not self._is_screen
        self.takes_links = is_direct and (
            is_new_vte or program in _NOTIFYING_PROGRAMS or self._term.startswith(_LINKING)
        )

    def clipboard(self, text: str) -> str:
        """Return what puts a text into the clipboard (OSC 52); ``""`` if it is too long.

        tmux understands the sequence itself; screen has to pass it on.
        """
        coded = base64.b64encode(text.encode("utf-8", "replace")).decode()
        if len(coded) > LONGEST_COPY or self._term == "linux":
            return ""
        sequence = f"\x1b]52;c;{coded}{BELL}"
        return _through_screen(sequence) if self._is_screen else sequence

    def notification(self, text: str, *, heard: bool = True) -> str:
        """Return what calls the person: a notification (OSC 9) where it is shown, else the bell.

        In tmux both: whether a notification gets through is its owner's choice.
        """
        shown = " ".join(sanitize(text).split())[:LONGEST_CALL]
        bell = BELL if heard else ""
        if not self._shows_calls or self._is_screen:
            return bell
        sequence = f"\x1b]9;{_not_a_number(shown)}{BELL}"
        return f"{_through_tmux(sequence)}{bell}" if self._is_tmux else sequence


def _not_a_number(text: str) -> str:
    """Return a text that is no command: some terminals take ``9;4;…`` for a progress bar."""
    return f" {text}" if text[:1].isdigit() else text


def _through_tmux(sequence: str) -> str:
    escaped = sequence.replace("\x1b", "\x1b\x1b")
    return f"\x1bPtmux;{escaped}\x1b\\"


def _through_screen(sequence: str) -> str:
    pieces = range(0, len(sequence), SCREEN_PIECE)
    return "".join(f"\x1bP{sequence[start : start + SCREEN_PIECE]}\x1b\\" for start in pieces)
