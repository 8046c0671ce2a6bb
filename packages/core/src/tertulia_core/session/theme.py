"""The colours of both user interfaces: twelve named tokens, twelve nick colours, their contrast.

A token says what a colour is for; a widget never names a colour itself. Tests
hold every text colour to WCAG 2 AA (4.5:1) on every surface it may stand on.
"""

from dataclasses import dataclass, fields
from functools import lru_cache
from typing import Final

__all__ = [
    "AAA_RATIO",
    "AA_RATIO",
    "DARK",
    "HIGH_CONTRAST_DARK",
    "HIGH_CONTRAST_LIGHT",
    "LIGHT",
    "MIRC_COLOURS",
    "TERMINAL",
    "THEMES",
    "Theme",
    "contrast",
    "readable",
]

AA_RATIO: Final = 4.5
"""The least contrast for text of normal size (https://www.w3.org/TR/WCAG22/#contrast-minimum)."""

AAA_RATIO: Final = 7.0
"""What the high-contrast themes keep (https://www.w3.org/TR/WCAG22/#contrast-enhanced)."""


@dataclass(frozen=True, slots=True)
class Theme:
    """One look; every colour is ``#RRGGBB``.

    Attributes:
        background: behind the timeline.
        surface: behind the composer and dialogs.
        side: behind the room and member lists.
        line: hairlines.
        text: what people say.
        muted: times, joins, hints.
        accent: selection, links, the focus ring, one's own nick.
        on_accent: text on ``accent``.
        mention: behind a line that names us.
        own: behind a line of our own.
        danger: not sent, errors.
        success: connected.
        nicks: twelve colours for nicks, picked by ``presentation.colour_index``.
    """

    name: str
    is_dark: bool
    background: str
    surface: str
    side: str
    line: str
    text: str
    muted: str
    accent: str
    on_accent: str
    mention: str
    own: str
    danger: str
    success: str
    nicks: tuple[str, ...]

    def tokens(self) -> dict[str, str]:
        """Return the twelve named colours, for toolkits that take a table."""
        return {
            field.name: str(getattr(self, field.name))
            for field in fields(self)
            if field.name not in {"name", "is_dark", "nicks"}
        }


LIGHT: Final = Theme(
    name="light",
    is_dark=False,
    background="#FBFAF7",
    surface="#FFFFFF",
    side="#F1EEE7",
    line="#E0DBD0",
    text="#23211C",
    muted="#6E685C",
    accent="#0B6E6E",
    on_accent="#FFFFFF",
    mention="#FFF3D6",
    own="#E8F3F1",
    danger="#B3261E",
    success="#2A752E",
    nicks=(
        "#B74441", "#A55401", "#866405", "#677005", "#167B26", "#057964",
        "#00767F", "#01729F", "#4066C2", "#7758BB", "#9A4C9F", "#B04374",
    ),
)  # fmt: skip

DARK: Final = Theme(
    name="dark",
    is_dark=True,
    background="#1B1C1E",
    surface="#232427",
    side="#161719",
    line="#34363A",
    text="#E8E6E1",
    muted="#A09C94",
    accent="#4FB3AE",
    on_accent="#0E1516",
    mention="#3A3320",
    own="#1F2E2D",
    danger="#F2B8B5",
    success="#81C995",
    nicks=(
        "#E3827B", "#D98B52", "#C1983A", "#99A445", "#67AD6A", "#26B094",
        "#08AEBC", "#41A6DB", "#7A9CE9", "#A792E4", "#C787CB", "#DC81A5",
    ),
)  # fmt: skip

HIGH_CONTRAST_LIGHT: Final = Theme(
    name="high-contrast-light",
    is_dark=False,
    background="#FFFFFF",
    surface="#FBFBFB",
    side="#F4F4F4",
    line="#1A1A1A",
    text="#000000",
    muted="#333333",
    accent="#003C8F",
    on_accent="#FBFBFB",
    mention="#FFF0B8",
    own="#DDEBFF",
    danger="#8C0000",
    success="#0B4A0B",
    nicks=(
        "#97180C", "#6D4309", "#4A5007", "#275507", "#07550D", "#075534",
        "#07535A", "#0D489C", "#2A18EC", "#6F0FB3", "#890B7E", "#970C46",
    ),
)  # fmt: skip

HIGH_CONTRAST_DARK: Final = Theme(
    name="high-contrast-dark",
    is_dark=True,
    background="#000000",
    surface="#050505",
    side="#0A0A0A",
    line="#F0F0F0",
    text="#FFFFFF",
    muted="#E6E6E6",
    accent="#FFE500",
    on_accent="#050505",
    mention="#3A2E00",
    own="#00302E",
    danger="#FFB4AB",
    success="#7DFF8A",
    nicks=(
        "#FAAAA3", "#F6AF4C", "#B7C70A", "#62DA0B", "#0CDF1D", "#0BDA84",
        "#0CD2E4", "#99C1FA", "#BCB6FB", "#DAADFB", "#FA9EF2", "#FAA3C7",
    ),
)  # fmt: skip

THEMES: Final = {
    theme.name: theme for theme in (LIGHT, DARK, HIGH_CONTRAST_LIGHT, HIGH_CONTRAST_DARK)
}
"""Every theme by the name the settings use for it."""

TERMINAL: Final = "terminal"
"""The choice that keeps the terminal's own colours; a window follows the system instead."""

MIRC_COLOURS: Final = (
    "#FFFFFF", "#000000", "#00007F", "#009300", "#FF0000", "#7F0000", "#9C009C", "#FC7F00",
    "#FFFF00", "#00FC00", "#009393", "#00FFFF", "#0000FC", "#FF00FF", "#7F7F7F", "#D2D2D2",
    "#470000", "#472100", "#474700", "#324700", "#004700", "#00472C", "#004747", "#002747",
    "#000047", "#2E0047", "#470047", "#47002A", "#740000", "#743A00", "#747400", "#517400",
    "#007400", "#007449", "#007474", "#004074", "#000074", "#4B0074", "#740074", "#740045",
    "#B50000", "#B56300", "#B5B500", "#7DB500", "#00B500", "#00B571", "#00B5B5", "#0063B5",
    "#0000B5", "#7500B5", "#B500B5", "#B5006B", "#FF0000", "#FF8C00", "#FFFF00", "#B2FF00",
    "#00FF00", "#00FFA0", "#00FFFF", "#008CFF", "#0000FF", "#A500FF", "#FF00FF", "#FF0098",
    "#FF5959", "#FFB459", "#FFFF71", "#CFFF60", "#6FFF6F", "#65FFC9", "#6DFFFF", "#59B4FF",
    "#5959FF", "#C459FF", "#FF66FF", "#FF59BC", "#FF9C9C", "#FFD39C", "#FFFF9C", "#E2FF9C",
    "#9CFF9C", "#9CFFDB", "#9CFFFF", "#9CD3FF", "#9C9CFF", "#DC9CFF", "#FF9CFF", "#FF94D3",
    "#000000", "#131313", "#282828", "#363636", "#4D4D4D", "#656565", "#818181", "#9F9F9F",
    "#BCBCBC", "#E2E2E2", "#FFFFFF",
)  # fmt: skip
"""The colours 0–98 of formatted text (https://modern.ircdocs.horse/formatting#colors)."""


def contrast(first: str, second: str) -> float:
    """Return the contrast ratio of two ``#RRGGBB`` colours, 1.0 to 21.0.

    Source: https://www.w3.org/TR/WCAG22/#dfn-contrast-ratio
    """
    dark, light = sorted((_luminance(first), _luminance(second)))
    return (light + 0.05) / (dark + 0.05)


@lru_cache(maxsize=1_024)
def readable(colour: str, background: str) -> str:
    """Return ``colour``, moved towards black or white as far as it takes to be read.

    People choose colours for their own background; yellow on our white one
    would be an empty line.
    """
    goal = 0 if _luminance(background) > 0.18 else 255
    channels = _channels(colour)
    for step in range(11):
        mixed = [round(value + (goal - value) * step / 10) for value in channels]
        candidate = "#{:02X}{:02X}{:02X}".format(*mixed)
        if contrast(candidate, background) >= AA_RATIO:
            return candidate
    return "#000000" if goal == 0 else "#FFFFFF"


def _channels(colour: str) -> tuple[int, int, int]:
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)


def _luminance(colour: str) -> float:
    """Return the relative luminance, 0.0 to 1.0."""
    red, green, blue = (_linear(value / 255) for value in _channels(colour))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _linear(value: float) -> float:
    return float(value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4)
