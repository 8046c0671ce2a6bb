"""Core's colour tokens as a Textual theme and as the styles of a timeline.

The tokens' names become CSS variables (``$tt-side``), so that ``app.tcss``
names no colour itself.
"""

from dataclasses import dataclass
from typing import Final

from rich.style import Style
from textual.theme import Theme as TextualTheme

from tertulia_core.session.theme import THEMES, Theme, readable

__all__ = ["NO_STYLE", "Styles", "styles_of", "textual_name", "textual_themes"]

NO_STYLE: Final = Style()
"""Nothing of its own: the widget's colours show through."""


@dataclass(frozen=True, slots=True)
class Styles:
    """The rich styles in which lines and lists are drawn, made once per theme.

    Attributes:
        theme: core's, from which they come.
        own: behind a line of our own.
        mention: behind a line that names us.
        line: a hairline.
        nicks: by ``presentation.colour_index``.
        initials: the letter beside a nick, by the same index.
        selected: a row that is chosen, a badge that asks for attention.
    """

    theme: Theme
    text: Style
    muted: Style
    accent: Style
    danger: Style
    success: Style
    line: Style
    own: Style
    mention: Style
    nicks: tuple[Style, ...]
    initials: tuple[Style, ...]
    selected: Style

    def colour(self, foreground: str, background: str) -> Style:
        """Return the style of text in colours that somebody else chose, kept readable here."""
        behind = background or self.theme.background
        return Style(
            color=readable(foreground or self.theme.text, behind),
            bgcolor=background or None,
        )


def textual_name(theme: Theme) -> str:
    """Return the name under which Textual knows a theme of ours."""
    return f"tertulia-{theme.name}"


def textual_themes() -> list[TextualTheme]:
    """Return every theme of core for ``App.register_theme``."""
    return [_to_textual(theme) for theme in THEMES.values()]


def styles_of(theme: Theme) -> Styles:
    """Return what lines and lists are drawn with; backgrounds come from the widgets themselves."""
    selected = Style(color=theme.on_accent, bgcolor=theme.accent, bold=True)
    return Styles(
        theme=theme,
        text=Style(color=theme.text),
        muted=Style(color=theme.muted),
        accent=Style(color=theme.accent),
        danger=Style(color=theme.danger),
        success=Style(color=theme.success),
        line=Style(color=theme.line),
        own=Style(bgcolor=theme.own),
        mention=Style(bgcolor=theme.mention),
        nicks=tuple(Style(color=colour, bold=True) for colour in theme.nicks),
        initials=tuple(
            Style(color=theme.background, bgcolor=colour, bold=True) for colour in theme.nicks
        ),
        selected=selected,
    )


def _to_textual(theme: Theme) -> TextualTheme:
    variables = {f"tt-{name.replace('_', '-')}": value for name, value in theme.tokens().items()}
    variables |= {
        "border": theme.accent,
        "border-blurred": theme.line,
        "input-cursor-background": theme.accent,
        "input-cursor-foreground": theme.on_accent,
        "input-selection-background": theme.accent,
        "input-selection-foreground": theme.on_accent,
        "block-cursor-background": theme.accent,
        "block-cursor-foreground": theme.on_accent,
        "scrollbar": theme.line,
        "scrollbar-background": theme.background,
        "scrollbar-corner-color": theme.background,
    }
    return TextualTheme(
        name=textual_name(theme),
        dark=theme.is_dark,
        primary=theme.accent,
        secondary=theme.accent,
        accent=theme.accent,
        error=theme.danger,
        warning=theme.danger,
        success=theme.success,
        foreground=theme.text,
        background=theme.background,
        surface=theme.surface,
        panel=theme.side,
        variables=variables,
    )
