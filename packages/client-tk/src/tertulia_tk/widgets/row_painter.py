"""How one row of a list looks: its background, its words, its count."""

import tkinter as tk
from dataclasses import dataclass
from typing import Final, Literal

from tertulia_tk.theme import Look
from tertulia_tk.widgets import fitting

__all__ = ["GAP", "ROW_HEIGHT", "Row", "RowPainter"]

ROW_HEIGHT: Final = 32
GAP: Final = 2
"""Pixels between two rows' backgrounds, at 100 %."""

INSET: Final = 8
"""From the list's edge to a row's background."""

PADDING: Final = 12
"""From a row's background to its text."""

RADIUS: Final = 6
BADGE: Final = 20
"""Height of a badge, and its width for one digit."""


@dataclass(frozen=True, slots=True)
class Row:
    """One row.

    Attributes:
        id: what is handed on when it is chosen, ``""`` for a heading.
        label: its text, sanitized.
        sign: a short mark before the label; where any row of a list has one, all labels move.
        note: a muted word after the label.
        badge: a count at its right end.
        strong: whether it waits to be read: bold.
        urgent: whether the badge is filled.
        dim: whether it is muted.
        is_title: whether what follows belongs to it: small and bold.
    """

    id: str
    label: str
    sign: str = ""
    note: str = ""
    badge: str = ""
    strong: bool = False
    urgent: bool = False
    dim: bool = False
    is_title: bool = False


class RowPainter:
    """Draws rows on a canvas; owner: the UI thread.

    Args:
        canvas: where to draw.
        look: colours, fonts and sizes.
    """

    def __init__(self, canvas: tk.Canvas, look: Look) -> None:
        self._canvas, self._look = canvas, look

    def draw(
        self,
        row: Row,
        y: int,
        *,
        is_selected: bool,
        is_hovered: bool,
        has_focus: bool,
        has_gutter: bool,
    ) -> None:
        """Draw a row that begins at a height of the canvas."""
        scale = self._look.scale
        behind = "accent" if is_selected else "line" if is_hovered and row.id else "side"
        self._draw_background(y, behind, has_focus=has_focus and bool(row.id))
        middle = y + scale(ROW_HEIGHT) // 2
        left, right = scale(INSET + PADDING), self._canvas.winfo_width() - scale(INSET + PADDING)
        if row.badge:
            right = self._draw_badge(row, right, middle, behind)
        if row.sign:
            self._write(left, middle, self._look.fit(row.sign), "text", _ink("muted", behind))
        if has_gutter:
            left += self._look.font("text").measure("@") + scale(4)
        self._draw_words(row, (left, right), middle, behind)

    def _draw_words(self, row: Row, room: tuple[int, int], middle: int, behind: str) -> None:
        """Write the label, cut to its room, and the note where there is any left."""
        left, right = room
        font = _font(row, is_selected=behind == "accent")
        ink = "muted" if row.dim or not row.id else "text"
        label = fitting.cut(self._look.fit(row.label), self._look.font(font), right - left)
        self._write(left, middle, label, font, _ink(ink, behind))
        if row.note:
            left += self._look.font(font).measure(label) + self._look.scale(8)
            note = fitting.cut(row.note, self._look.font("small"), right - left)
            self._write(left, middle, note, "small", _ink("muted", behind))

    def _draw_background(self, y: int, behind: str, *, has_focus: bool) -> None:
        look = self._look
        left, right = look.scale(INSET), self._canvas.winfo_width() - look.scale(INSET)
        bottom = y + look.scale(ROW_HEIGHT)
        if behind != "side":
            self._draw_box((left, y, right, bottom), RADIUS, behind, "side")
        if has_focus:
            edge = look.scale(2)
            self._canvas.create_rectangle(
                left + edge, y + edge, right - edge, bottom - edge,
                outline=look.token(_ink("accent", behind)),
            )  # fmt: skip

    def _draw_badge(self, row: Row, right: int, middle: int, behind: str) -> int:
        """Draw a row's count; return where what is left of it has to end."""
        scale = self._look.scale
        font = "small_bold" if row.urgent else "small"
        width = max(self._look.font(font).measure(row.badge) + scale(12), scale(BADGE))
        ink = _ink("muted", behind)
        if row.urgent and behind != "accent":
            top = middle - scale(BADGE) // 2
            place = (right - width, top, right, top + scale(BADGE))
            self._draw_box(place, BADGE / 2, "accent", behind)
            ink = "on_accent"
        self._write(right - width // 2, middle, row.badge, font, ink, anchor="center")
        return right - width - scale(4)

    def _draw_box(
        self, place: tuple[int, int, int, int], radius: float, token: str, behind: str
    ) -> None:
        """Draw a filled box with round corners: an image at each end, a rectangle between."""
        left, top, right, bottom = place
        corner = self._look.scale(radius)
        image = self._look.cap((2 * corner, bottom - top), corner, token, behind)
        self._canvas.create_image(left, top, image=image, anchor="nw")
        self._canvas.create_image(right, top, image=image, anchor="ne")
        self._canvas.create_rectangle(
            left + corner, top, right - corner, bottom, fill=self._look.token(token), width=0
        )

    def _write(
        self,
        x: int,
        y: int,
        text: str,
        font: str,
        ink: str,
        *,
        anchor: Literal["w", "center"] = "w",
    ) -> None:
        self._canvas.create_text(
            x,
            y,
            text=text,
            anchor=anchor,
            font=self._look.font(font),
            fill=self._look.token(ink),
        )


def _font(row: Row, *, is_selected: bool) -> str:
    if row.is_title:
        return "small_bold"
    if not row.id:
        return "small"
    return "bold" if row.strong or is_selected else "text"


def _ink(token: str, behind: str) -> str:
    """Return the token of a colour for words: on the accent there is only one."""
    return "on_accent" if behind == "accent" else token
