"""Characters beyond the first 65,536, which some builds of Tk do not survive.

Tk before 8.6.12 on X11 may end the whole program over a colour emoji
(https://core.tcl-lang.org/tk/info/6aea69fbcc), so there they are named
instead: ``:grinning face:``. Newer ones draw them.
"""

import re
import unicodedata
from typing import Final

__all__ = ["Emoji"]

_SAFE_SINCE: Final = (8, 6, 12)
_ASTRAL: Final = re.compile("[\U00010000-\U0010ffff]")
_COMPANIONS: Final = str.maketrans("", "", "\u200d\ufe0f")
"""What only joins or colours emoji, and has nothing to do between their names."""


class Emoji:
    """Makes text fit for one build of Tk.

    Args:
        patch_level: what ``info patchlevel`` says, such as ``8.6.13`` or ``9.0b1``.
        windowing: what ``tk windowingsystem`` says; only ``x11`` is in danger.
    """

    def __init__(self, patch_level: str, windowing: str) -> None:
        version = tuple(int(number) for number in re.findall(r"\d+", patch_level)[:3])
        self.can_draw = windowing != "x11" or version >= _SAFE_SINCE

    def fit(self, text: str) -> str:
        """Return ``text`` as it may be given to Tk."""
        if self.can_draw or not _ASTRAL.search(text):
            return text
        return _ASTRAL.sub(_named, text).translate(_COMPANIONS)


def _named(match: re.Match[str]) -> str:
    return f":{unicodedata.name(match[0], 'symbol').lower()}:"
