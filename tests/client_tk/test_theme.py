"""Colours, one scale for every size, fonts and images."""

import tkinter as tk

import pytest

from tertulia_core.session.theme import DARK, LIGHT
from tertulia_tk.desktop import Desktop
from tertulia_tk.theme import FONTS, Look, base_factor, theme_for


@pytest.mark.parametrize(
    ("choice", "is_dark", "expected"),
    [
        ("system", True, DARK),
        ("system", False, LIGHT),
        ("system", None, LIGHT),
        ("dark", False, DARK),
        ("light", True, LIGHT),
    ],
)
def test_the_theme_follows_the_choice_then_the_desktop(
    choice: str, is_dark: bool | None, expected: object
) -> None:
    """Light where nobody says anything."""
    assert theme_for(choice, Desktop(is_dark=is_dark)) is expected


def test_the_desktop_says_how_large_everything_is(root: tk.Tk) -> None:
    """Dots per inch times the factor for text; without them the screen in quarters."""
    assert base_factor(root, Desktop(dots_per_inch=144, text_scale=1.2)) == pytest.approx(1.8)
    assert base_factor(root, Desktop()) == pytest.approx(1.0)


def test_every_size_follows_the_scale(root: tk.Tk) -> None:
    """Nothing that is there vanishes; nothing stays nothing."""
    look = Look(root, LIGHT, factor=1.5)

    assert look.scale(28) == 42
    assert look.scale(0.1) == 1
    assert look.scale(0) == 0
    assert look.font("text").cget("size") == -round(15 * 1.5)


@pytest.mark.parametrize(("steps", "least", "most"), [(100, 4.0, 4.0), (-100, 0.75, 0.75)])
def test_the_zoom_has_ends(look: Look, steps: int, least: float, most: float) -> None:
    """Between three quarters and four times."""
    look.zoom_by(steps)

    assert least <= look.factor <= most


def test_zooming_changes_fonts_and_images_in_place(look: Look) -> None:
    """What is on screen follows; zero returns to normal."""
    disc, font = look.disc("rosa"), look.font("text")
    sizes = [(disc.width(), int(font.cget("size")))]
    look.zoom_by(3)
    sizes.append((disc.width(), int(font.cget("size"))))
    look.zoom_by(0)
    sizes.append((disc.width(), int(font.cget("size"))))

    assert sizes == [(40, -15), (53, -20), (40, -15)]


def test_a_change_of_colours_repaints_the_images(look: Look) -> None:
    """The same image, in the other theme's colours."""
    disc = look.disc("rosa")
    before = disc.get(3, 14)
    look.use(DARK)

    assert disc.get(3, 14) != before
    assert disc.get(39, 0) == tuple(bytes.fromhex(DARK.background[1:]))


def test_initials_are_drawn_once_per_letter_and_colour(look: Look) -> None:
    """However many messages show them; one's own is in the accent colour."""
    assert look.disc("rosa") is look.disc("rosa")
    assert look.disc("rosa") is not look.disc("rosa", own=True)


def test_who_follows_is_told_of_every_change(root: tk.Tk, look: Look) -> None:
    """Also a widget that was never on screen, and as long as it lives."""
    told = []
    frame = tk.Frame(root)
    look.follow(frame, lambda: told.append((look.colours.name, look.zoom > 1)))
    look.use(DARK)
    look.zoom_by(1)
    frame.destroy()
    look.use(LIGHT)

    assert told == [("dark", False), ("dark", True)]


def test_every_font_has_the_line_height_of_a_page(look: Look) -> None:
    """1.35 times its size, or what it needs by itself."""
    for name, row in FONTS.items():
        height = int(look.font(name).metrics("linespace")) + look.leading(name)
        assert height >= round(row.height * 1.35)
