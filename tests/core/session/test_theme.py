"""Everything that is read can be read: contrast in every theme."""

import pytest

from tertulia_core.session.theme import (
    AA_RATIO,
    AAA_RATIO,
    MIRC_COLOURS,
    THEMES,
    Theme,
    contrast,
    readable,
)

SURFACES = ("background", "surface", "side", "own", "mention")

every_theme = pytest.mark.parametrize("theme", THEMES.values(), ids=lambda theme: theme.name)


def least(theme: Theme) -> float:
    """Return the contrast that a theme promises."""
    return AAA_RATIO if theme.name.startswith("high-contrast") else AA_RATIO


@every_theme
@pytest.mark.parametrize("token", ["text", "muted", "accent", "danger", "success"])
def test_text_has_contrast_on_every_surface(theme: Theme, token: str) -> None:
    """WCAG AA (AAA in the high-contrast themes) for each token that is text, wherever it stands."""
    colour = theme.tokens()[token]

    assert min(contrast(colour, theme.tokens()[surface]) for surface in SURFACES) >= least(theme)


@every_theme
def test_nicks_have_contrast_and_differ(theme: Theme) -> None:
    """Twelve different colours, each to be read on every surface of a timeline."""
    assert len(set(theme.nicks)) == 12
    for colour in theme.nicks:
        worst = min(contrast(colour, theme.tokens()[surface]) for surface in SURFACES)
        assert worst >= least(theme)
    assert contrast(theme.on_accent, theme.accent) >= least(theme)


def test_contrast_is_that_of_the_standard() -> None:
    """Black on white is 21, a colour on itself 1."""
    assert contrast("#000000", "#FFFFFF") == pytest.approx(21)
    assert contrast("#777777", "#FFFFFF") == pytest.approx(4.48, abs=0.01)
    assert contrast("#123456", "#123456") == 1


@every_theme
def test_colours_that_people_choose_stay_readable(theme: Theme) -> None:
    """Every colour of formatted text is adapted to the background, the fitting ones not at all."""
    for colour in MIRC_COLOURS:
        shown = readable(colour, theme.background)
        assert contrast(shown, theme.background) >= 4.5
        if contrast(colour, theme.background) >= 4.5:
            assert shown == colour


def test_themes_have_twelve_tokens() -> None:
    """Both user interfaces take the same table."""
    assert all(len(theme.tokens()) == 12 for theme in THEMES.values())
