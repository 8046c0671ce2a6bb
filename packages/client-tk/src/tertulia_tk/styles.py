"""The looks of ttk's widgets, as rows: which style has which colour and font.

One ttk theme is made for each pair of colours and scale, on top of *clam*,
the only built-in theme that obeys colours on every platform. Round corners
are images of ours that ttk stretches in the middle.
"""

import tkinter as tk
from tkinter import ttk
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from tertulia_tk.theme import Look

__all__ = ["apply"]

RADIUS: Final = 6
"""Radius of round corners, in pixels at 100 %."""

PILL_RADIUS: Final = 14

_TILE: Final = (240, 64)
"""Size of a box's image: ttk fills larger ones with copies of its middle, one by one."""

_ROWS: Final[dict[str, dict[str, str]]] = {
    ".": {"background": "background", "foreground": "text", "font": "text"},
    "TFrame": {"background": "background"},
    "Side.TFrame": {"background": "side"},
    "Surface.TFrame": {"background": "surface"},
    "Line.TFrame": {"background": "line"},
    "TLabel": {"background": "background", "foreground": "text", "font": "text"},
    "Title.TLabel": {"font": "title"},
    "Muted.TLabel": {"foreground": "muted", "font": "small"},
    "Topic.TLabel": {"foreground": "muted"},
    "Danger.TLabel": {"foreground": "danger", "font": "small"},
    "Side.TLabel": {"background": "side"},
    "SideTitle.TLabel": {"background": "side", "font": "title"},
    "SideMuted.TLabel": {"background": "side", "foreground": "muted", "font": "small"},
    "Surface.TLabel": {"background": "surface"},
    "SurfaceTitle.TLabel": {"background": "surface", "font": "title"},
    "SurfaceMuted.TLabel": {"background": "surface", "foreground": "muted", "font": "small"},
    "SurfaceDanger.TLabel": {"background": "surface", "foreground": "danger", "font": "small"},
    "TCheckbutton": {"background": "surface", "foreground": "text", "font": "text"},
}
"""Style → option → token or font. A style inherits from what follows its first dot."""

_BUTTONS: Final = {
    "TButton": ("text", {"": ("surface", "line"), "active": ("side", "line"),
                         "pressed": ("line", "line"), "focus": ("surface", "accent")}),
    "Accent.TButton": ("on_accent", {"": ("accent", "accent"), "active": ("accent", "text"),
                                     "pressed": ("accent", "text"), "focus": ("accent", "text"),
                                     "disabled": ("line", "line")}),
    "Pill.TButton": ("on_accent", {"": ("accent", "accent"), "active": ("accent", "text")}),
}  # fmt: skip
"""Style → (token of its text, state → (fill, border))."""

_LIST_OF_CHOICES: Final = {
    "background": "surface", "foreground": "text",
    "selectBackground": "accent", "selectForeground": "on_accent",
}  # fmt: skip
"""Option → token, of the list that a field opens; Tk reads it when the list is made."""

_PLAIN_BUTTONS: Final = {
    "Quiet.TButton": ("background", "muted", "small"),
    "Nick.TButton": ("surface", "accent", "bold"),
    "SideQuiet.TButton": ("side", "muted", "small"),
}
"""Style → (background, text, font) of buttons that look like words."""


def apply(root: tk.Misc, look: "Look") -> None:
    """Make ttk look as ``look`` says."""
    style = ttk.Style(root)
    name = f"tertulia-{look.colours.name}-{look.factor:.3f}"
    if name not in style.theme_names():
        style.theme_create(name, parent="clam")
        style.theme_use(name)
        _configure_rows(style, look)
        _configure_buttons(style, look)
        _configure_fields(style, look)
        _configure_scrollbars(style, look)
    style.theme_use(name)


def _configure_rows(style: ttk.Style, look: "Look") -> None:
    for name, options in _ROWS.items():
        values = {
            option: str(look.font(value)) if option == "font" else look.token(value)
            for option, value in options.items()
        }
        style.configure(name, **values)
    style.configure(".", borderwidth=0)
    style.map("TCheckbutton", background=[("active", look.token("surface"))])
    style.configure(
        "TCheckbutton",
        indicatorsize=look.scale(16),
        indicatorbackground=look.token("surface"),
        indicatorforeground=look.token("accent"),
        upperbordercolor=look.token("muted"),
        lowerbordercolor=look.token("muted"),
        padding=look.scale(4),
    )


def _configure_buttons(style: ttk.Style, look: "Look") -> None:
    for name, (ink, states) in _BUTTONS.items():
        radius = PILL_RADIUS if name.startswith("Pill") else RADIUS
        _create_box(style, look, f"{name}.box", states, "background", radius=radius)
        _nest(style, name, f"{name}.box", "Button.padding", "Button.label")
        style.configure(
            name,
            foreground=look.token(ink),
            background=look.token(states[""][0]),
            font=look.font("bold" if ink == "on_accent" else "text"),
            padding=(look.scale(16), look.scale(6)),
            anchor="center",
        )
        fills = [(state, look.token(fill)) for state, (fill, _border) in states.items() if state]
        style.map(name, foreground=[("disabled", look.token("muted"))], background=fills)
    for name, row in _PLAIN_BUTTONS.items():
        _configure_plain_button(style, look, name, row)


def _configure_plain_button(
    style: ttk.Style, look: "Look", name: str, row: tuple[str, str, str]
) -> None:
    """Style a button that is a word; its edge shows only with the focus or under the mouse."""
    behind, ink, font = row
    states = {"": (behind, behind), "focus": (behind, "accent"), "active": (behind, "line")}
    _create_box(style, look, f"{name}.box", states, behind)
    _nest(style, name, f"{name}.box", "Button.padding", "Button.label")
    style.configure(
        name,
        foreground=look.token(ink),
        background=look.token(behind),
        font=look.font(font),
        padding=(look.scale(6), look.scale(4)),
    )
    style.map(name, background=[("active", look.token(behind))])


def _configure_fields(style: ttk.Style, look: "Look") -> None:
    """Style what one types into: the composer's frame and the dialogs' entries."""
    _configure_choices(style, look)
    states = {"": ("surface", "line"), "focus": ("surface", "accent")}
    _create_box(style, look, "Field.box", states, "background")
    _nest(style, "Field.TFrame", "Field.box")
    style.configure("Field.TFrame", background=look.token("background"))
    _create_box(style, look, "Entry.box", states, "surface")
    _nest(style, "TEntry", "Entry.box", "Entry.padding", "Entry.textarea")
    style.configure(
        "TEntry",
        foreground=look.token("text"),
        insertcolor=look.token("text"),
        selectbackground=look.token("accent"),
        selectforeground=look.token("on_accent"),
        padding=(look.scale(8), look.scale(6)),
    )


def _configure_choices(style: ttk.Style, look: "Look") -> None:
    """Style a field that opens a list, and a book of pages."""
    surface, line, side = look.token("surface"), look.token("line"), look.token("side")
    text = look.token("text")
    style.configure(
        "TCombobox", fieldbackground=surface, background=surface, foreground=look.token("text"),
        arrowcolor=look.token("text"), bordercolor=line, lightcolor=surface, darkcolor=surface,
        padding=(look.scale(8), look.scale(5)), arrowsize=look.scale(14),
    )  # fmt: skip
    for option, token in _LIST_OF_CHOICES.items():
        style.master.option_add(f"*TCombobox*Listbox.{option}", look.token(token))
    style.map(
        "TCombobox", fieldbackground=[("readonly", surface)],
        selectbackground=[("readonly", surface)], selectforeground=[("readonly", text)],
        bordercolor=[("focus", look.token("accent"))],
    )  # fmt: skip
    style.configure(
        "TNotebook", background=surface, bordercolor=line, lightcolor=surface, darkcolor=surface,
        tabmargins=0, borderwidth=0,
    )  # fmt: skip
    style.configure(
        "TNotebook.Tab", background=surface, foreground=look.token("muted"), bordercolor=line,
        lightcolor=surface, darkcolor=surface, font=look.font("text"),
        padding=(look.scale(16), look.scale(6)),
    )  # fmt: skip
    style.map(
        "TNotebook.Tab", background=[("selected", side)],
        foreground=[("selected", text)], lightcolor=[("selected", side)],
        focuscolor=[("focus", look.token("accent"))],
    )  # fmt: skip


def _configure_scrollbars(style: ttk.Style, look: "Look") -> None:
    """Style thin bars without arrows; with nothing to scroll they cannot be seen."""
    for name, behind in (
        ("Vertical.TScrollbar", "background"),
        ("Surface.Vertical.TScrollbar", "surface"),
    ):
        states = {"": ("line", behind), "active": ("muted", behind), "disabled": (behind, behind)}
        _create_box(style, look, f"{name}.box", states, behind, radius=4)
        _nest(style, name, "Vertical.Scrollbar.trough", f"{name}.box")
        style.configure(
            name, troughcolor=look.token(behind), bordercolor=look.token(behind),
            troughborderwidth=0, borderwidth=0, relief="flat", width=look.scale(8),
        )  # fmt: skip


def _nest(style: ttk.Style, name: str, *elements: str) -> None:
    """Lay a style out as elements one within the other, each filling the one around it."""
    layout: Any = None
    for element in reversed(elements):
        options = {"sticky": "nsew", "expand": "1"}
        layout = [(element, {**options, "children": layout} if layout else options)]
    style.layout(name, layout)


def _create_box(
    style: ttk.Style,
    look: "Look",
    element: str,
    states: dict[str, tuple[str, str]],
    behind: str,
    *,
    radius: int = RADIUS,
) -> None:
    """Create an element that is a box with round corners, one image per state.

    The images belong to this theme and keep its colours, since another theme
    has its own.
    """
    images = {
        state: look.box_image(_TILE, radius, fill, border, behind)
        for state, (fill, border) in states.items()
    }
    order = [state for state in ("disabled", "pressed", "active", "focus") if state in states]
    style.element_create(
        element, "image", images[""], *((state, images[state]) for state in order),
        border=look.scale(radius), padding=0, sticky="nsew",
        width=2 * look.scale(radius), height=2 * look.scale(radius),
    )  # fmt: skip
