"""How the window looks: the colours in force, one scale for every size, fonts and images.

Widgets ask ``Look`` and never name a colour, a font or a pixel size
themselves. Fonts and images change in place, so what is on screen follows a
change of colours or size; what needs more asks to ``follow``. (Tk's own
``<<ThemeChanged>>`` does not reach widgets that were never on screen.)
"""

import tkinter as tk
from collections.abc import Callable
from tkinter import font as tkfont
from typing import Final, Literal, NamedTuple

from tertulia_core.session.presentation import colour_index, initial
from tertulia_core.session.theme import DARK, LIGHT, THEMES, Theme
from tertulia_tk import shapes, styles
from tertulia_tk.desktop import Desktop
from tertulia_tk.emoji import Emoji

__all__ = ["DISC", "DISC_GAP", "FONTS", "THEME_CHOICES", "Look", "base_factor", "theme_for"]

THEME_CHOICES: Final = ("system", *THEMES)
"""What the settings and ``--theme`` may say."""

LEAST_FACTOR: Final = 0.75
MOST_FACTOR: Final = 4.0

ZOOM_STEP: Final = 1.1
"""What one press of Ctrl + multiplies the sizes by."""

DISC: Final = 28
"""Diameter of a round initial, in pixels at 100 %."""

DISC_GAP: Final = 12
"""Pixels between an initial and the text beside it, at 100 %."""


class FontRow(NamedTuple):
    """A font: its height in pixels at 100 % (11 pt at 96 dpi are 15) and its style."""

    height: int
    weight: Literal["normal", "bold"] = "normal"
    slant: Literal["roman", "italic"] = "roman"
    is_mono: bool = False


FONTS: Final = {
    "text": FontRow(15),
    "bold": FontRow(15, "bold"),
    "italic": FontRow(15, slant="italic"),
    "bold_italic": FontRow(15, "bold", "italic"),
    "small": FontRow(13),
    "small_bold": FontRow(13, "bold"),
    "title": FontRow(18, "bold"),
    "mono": FontRow(14, is_mono=True),
    "mono_bold": FontRow(14, "bold", is_mono=True),
}
"""Every font of the window by name."""


def theme_for(choice: str, desktop: Desktop) -> Theme:
    """Return the theme of a choice; ``system`` follows the desktop, light where it says nothing."""
    if choice in THEMES:
        return THEMES[choice]
    return DARK if desktop.is_dark else LIGHT


def base_factor(root: tk.Misc, desktop: Desktop) -> float:
    """Return how much larger than at 96 dots per inch everything is to be.

    What X servers say of a screen's physical size is not to be trusted
    finely, so it counts in quarters; what the desktop says counts as it is.
    """
    if root.tk.call("tk", "windowingsystem") == "aqua":
        return desktop.text_scale  # macOS scales windows itself
    if desktop.dots_per_inch:
        return desktop.dots_per_inch / 96 * desktop.text_scale
    measured = root.winfo_fpixels("1i") / 96
    return max(1.0, round(measured * 4) / 4) * desktop.text_scale


class Look:
    """Colours, fonts, sizes and images of one window; owner: the UI thread.

    Args:
        root: the window.
        colours: the theme to begin with.
        factor: the screen's own scale, before the person's zoom.
        family: the interface font, ``None`` for Tk's choice.
    """

    def __init__(
        self, root: tk.Misc, colours: Theme, *, factor: float = 1.0, family: str | None = None
    ) -> None:
        self.colours = colours
        self.zoom = 1.0
        self._root = root
        self._base = factor
        self._images: dict[tuple[object, ...], tuple[tk.PhotoImage, Callable[[], bytes]]] = {}
        self._kept: list[tk.PhotoImage] = []
        self._followers: list[tuple[tk.Misc, Callable[[], None]]] = []
        self._emoji = Emoji(
            str(root.tk.call("info", "patchlevel")), str(root.tk.call("tk", "windowingsystem"))
        )
        self._fonts = self._make_fonts(family)
        self._apply()

    @property
    def factor(self) -> float:
        """The scale in force, between ``LEAST_FACTOR`` and ``MOST_FACTOR``."""
        return min(max(self._base * self.zoom, LEAST_FACTOR), MOST_FACTOR)

    def scale(self, pixels: float) -> int:
        """Return a size on this screen; a size at 100 % that is not zero never vanishes."""
        return max(1, round(pixels * self.factor)) if pixels else 0

    def font(self, name: str) -> tkfont.Font:
        """Return one of ``FONTS``; it follows later changes by itself."""
        return self._fonts[name]

    def leading(self, name: str) -> int:
        """Return the pixels to add between lines: they stand 1.35 times the font's height apart."""
        size = self.scale(FONTS[name].height)
        return max(0, round(size * 1.35) - int(self._fonts[name].metrics("linespace")))

    def nick_colour(self, nick: str, *, own: bool = False) -> str:
        """Return the colour of a nick: the accent for one's own."""
        return self.colours.accent if own else self.colours.nicks[colour_index(nick)]

    def fit(self, text: str) -> str:
        """Return a stranger's text as this build of Tk may be given it, to draw or to measure."""
        return self._emoji.fit(text)

    def follow(self, widget: tk.Misc, restyle: Callable[[], None]) -> None:
        """Call ``restyle`` after every change, for as long as ``widget`` lives."""
        self._followers.append((widget, restyle))

    def use(self, colours: Theme) -> None:
        """Change the colours."""
        self.colours = colours
        self._apply()

    def zoom_by(self, steps: int) -> None:
        """Make everything larger (or smaller) by steps of 10 %; 0 returns to normal."""
        wished = self.zoom * ZOOM_STEP**steps if steps else 1.0
        self.zoom = min(max(wished, LEAST_FACTOR / self._base), MOST_FACTOR / self._base)
        self._apply()

    def zoom_to(self, zoom: float) -> None:
        """Show everything at a size, 1.0 for the screen's own."""
        if zoom != self.zoom:
            self.zoom = zoom
            self._apply()

    def disc(self, nick: str, *, own: bool = False) -> tk.PhotoImage:
        """Return a nick's round initial with its gap, drawn once per letter and colour."""
        letter = initial(nick)
        index = None if own else colour_index(nick)

        def draw() -> bytes:
            colours = self.colours
            fill = colours.accent if index is None else colours.nicks[index]
            return shapes.initial(
                letter, self.scale(DISC), self.scale(DISC_GAP), ink=colours.on_accent,
                fill=fill, behind=colours.background,
            )  # fmt: skip

        return self._image(("disc", letter, index), draw)

    def dot(self, token: str, behind: str, size: int = 8) -> tk.PhotoImage:
        """Return a small disc in a token's colour."""
        return self._image(
            ("dot", token, behind, size),
            lambda: shapes.dot(self.scale(size), fill=self.token(token), behind=self.token(behind)),
        )

    def cap(self, size: tuple[int, int], radius: int, token: str, behind: str) -> tk.PhotoImage:
        """Return a filled box with round corners of a size in real pixels."""
        return self._image(
            ("cap", size, radius, token, behind),
            lambda: shapes.box(
                size, radius, fill=self.token(token), border=self.token(token),
                behind=self.token(behind),
            ),
        )  # fmt: skip

    def box_image(
        self, size: tuple[int, int], radius: int, fill: str, border: str, behind: str
    ) -> tk.PhotoImage:
        """Return a box of a size at 100 % for ttk to stretch; it keeps the colours of now."""
        width, height = map(self.scale, size)
        data = shapes.box(
            (width, height), self.scale(radius), fill=self.token(fill),
            border=self.token(border), behind=self.token(behind),
        )  # fmt: skip
        image = tk.PhotoImage(master=self._root, data=data, format="ppm")
        self._kept.append(image)
        return image

    def token(self, name: str) -> str:
        """Return the colour of a token, ``#RRGGBB``."""
        return str(getattr(self.colours, name))

    def _image(self, key: tuple[object, ...], draw: Callable[[], bytes]) -> tk.PhotoImage:
        if (known := self._images.get(key)) is not None:
            return known[0]
        image = tk.PhotoImage(master=self._root, data=draw(), format="ppm")
        self._images[key] = (image, draw)
        return image

    def _make_fonts(self, family: str | None) -> dict[str, tkfont.Font]:
        """Make the named fonts; families are taken from Tk's own, which follow the system."""
        interface = family or _family(self._root, "TkDefaultFont")
        fixed = _family(self._root, "TkFixedFont")
        return {
            name: tkfont.Font(
                self._root, name=f"tertulia_{name}", family=fixed if row.is_mono else interface,
                weight=row.weight, slant=row.slant,
            )
            for name, row in FONTS.items()
        }  # fmt: skip

    def _apply(self) -> None:
        """Let fonts, images and ttk's styles follow, then whoever asked for it."""
        for name, font in self._fonts.items():
            font.configure(size=-self.scale(FONTS[name].height))
        for image, draw in self._images.values():
            image.configure(data=draw(), format="ppm")
        styles.apply(self._root, self)
        self._followers = [follower for follower in self._followers if follower[0].winfo_exists()]
        for _widget, restyle in self._followers:
            restyle()


def _family(root: tk.Misc, name: str) -> str:
    return str(tkfont.nametofont(name, root).actual("family"))
