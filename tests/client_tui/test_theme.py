"""Every theme of core is a theme of the terminal, token by token."""

import pytest

from tertulia_core.session.theme import DARK, THEMES, Theme
from tertulia_tui.theme import pick_look, styles_of, textual_name, textual_themes


@pytest.mark.parametrize("theme", THEMES.values(), ids=lambda theme: theme.name)
def test_each_token_is_a_css_variable(theme: Theme) -> None:
    """The stylesheet can name every token of core."""
    textual = {each.name: each for each in textual_themes()}[textual_name(theme)]

    shown = {name: textual.variables[f"tt-{name.replace('_', '-')}"] for name in theme.tokens()}

    assert shown == theme.tokens()
    assert textual.dark is theme.is_dark


@pytest.mark.parametrize("theme", THEMES.values(), ids=lambda theme: theme.name)
def test_foreign_colours_are_made_readable(theme: Theme) -> None:
    """Text in the background's own colour is not an empty line."""
    style = styles_of(theme).colour(theme.background, "")

    assert style.color is not None
    assert style.color.name.upper() != theme.background


@pytest.mark.parametrize(
    ("wanted", "background", "theme"),
    [
        ("light", "15;0", "light"),
        ("dark", "0;15", "dark"),
        ("terminal", "0;15", "terminal"),
        ("system", "0;15", "light"),
        ("system", "0;default;7", "light"),
        ("system", "15;0", "dark"),
        ("system", "rubbish", "dark"),
        ("system", "", "dark"),
    ],
)
def test_the_theme_follows_the_terminal_unless_one_is_wanted(
    wanted: str, background: str, theme: str
) -> None:
    """COLORFGBG tells foreground and background by the numbers of 16 colours."""
    assert pick_look(wanted, {"COLORFGBG": background}).name == theme


def test_without_the_variable_it_is_dark() -> None:
    """Most terminals are, and most do not say."""
    assert pick_look("system", {}) is DARK
