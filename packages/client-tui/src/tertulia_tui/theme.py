"""Core's colour tokens as a Textual theme and as the styles of a timeline.

The tokens' names become CSS variables (``$tt-side``), so that ``app.tcss``
names no colour itself.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, Final

from rich.style import Style
from textual.theme import Theme as TextualTheme

from tertulia_core.session.theme import DARK, LIGHT, TERMINAL, THEMES, Theme, readable

__all__ = [
    "LOOKS",
    "NO_STYLE",
    "Styles",
    "pick_look",
    "styles_of",
    "textual_name",
    "textual_themes",
]

NO_STYLE: Final = Style()
"""Nothing of its own: the widget's colours show through."""

OWN_COLOURS: Final = Theme(
    name=TERMINAL,
    is_dark=True,
    background="default",
    surface="default",
    side="default",
    line="bright_black",
    text="default",
    muted="default",
    accent="cyan",
    on_accent="default",
    mention="default",
    own="default",
    danger="red",
    success="green",
    nicks=(
        "red", "green", "yellow", "blue", "magenta", "cyan",
        "bright_red", "bright_green", "bright_yellow", "bright_blue", "bright_magenta",
        "bright_cyan",
    ),
)  # fmt: skip
"""The sixteen colours that the person gave the terminal, by their names."""

LOOKS: Final = {**THEMES, TERMINAL: OWN_COLOURS}
"""Every theme that a terminal can have, by its name."""


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
        if self.theme is OWN_COLOURS:  # nobody knows what these look like
            return Style(color=foreground or None, bgcolor=background or None)
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
    return [_to_textual(theme) for theme in LOOKS.values()]


def pick_look(wanted: str, environ: Mapping[str, str]) -> Theme:
    """Return the theme of a choice; ``system`` follows the terminal's background.

    Terminals that set COLORFGBG tell their background as its last number, of
    which 7 and 15 are the light ones; all others are taken to be dark.
    """
    if wanted in LOOKS:
        return LOOKS[wanted]
    background = environ.get("COLORFGBG", "").rpartition(";")[2]
    return LIGHT if background in {"7", "15"} else DARK


def styles_of(theme: Theme) -> Styles:
    """Return what lines and lists are drawn with; backgrounds come from the widgets themselves."""
    if theme is OWN_COLOURS:
        return _own_styles()
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


def _own_styles() -> Styles:
    """Return the styles in the terminal's own colours: what stands out is dim, bold or reversed."""
    theme = OWN_COLOURS
    return Styles(
        theme=theme,
        text=Style(color="default"),
        muted=Style(dim=True),
        accent=Style(color=theme.accent),
        danger=Style(color=theme.danger, bold=True),
        success=Style(color=theme.success),
        line=Style(dim=True),
        own=NO_STYLE,
        mention=Style(reverse=True),
        nicks=tuple(Style(color=colour, bold=True) for colour in theme.nicks),
        initials=tuple(Style(color=colour, reverse=True, bold=True) for colour in theme.nicks),
        selected=Style(reverse=True, bold=True),
    )


def _to_textual(theme: Theme) -> TextualTheme:
    """Return a theme of core as Textual has it."""
    if theme is OWN_COLOURS:
        theme = _with_ansi_names(theme)
    variables = {f"tt-{name.replace('_', '-')}": value for name, value in theme.tokens().items()}
    if theme.name == TERMINAL:  # Textual's own widgets ask for these where colours have names
        variables |= {"ansi-background": "ansi_default", "ansi-foreground": "ansi_default"}
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
        ansi=theme.name == TERMINAL,
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


def _with_ansi_names(theme: Theme) -> Theme:
    """Return the terminal's colours as Textual's stylesheets call them."""
    tokens: dict[str, Any] = {name: f"ansi_{value}" for name, value in theme.tokens().items()}
    return replace(theme, **tokens)
