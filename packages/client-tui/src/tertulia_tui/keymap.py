"""Core's table of keys as this toolkit takes them: bindings of the app, keys of the composer."""

from collections.abc import Mapping
from typing import Final

from textual.binding import Binding

from tertulia_core.i18n import N_, Catalogue
from tertulia_core.session.keys import KEYS, KeyRow

__all__ = ["COMPOSER_ACTIONS", "app_bindings", "composer_keys", "key_label"]

_ = Catalogue("tertulia_tui").gettext

COMPOSER_ACTIONS: Final = {
    "newline": "newline",
    "typed_previous": "recall(-1)",
    "typed_next": "recall(1)",
    "complete": "complete",
}
"""Actions that belong to the composer, by the id of their row."""

_ROWS: Final[Mapping[str, KeyRow]] = {row.id: row for row in KEYS}

_KEY_NAMES: Final = {
    "ctrl": N_("Ctrl"), "shift": N_("Shift"), "alt": N_("Alt"), "up": "↑", "down": "↓",
    "escape": N_("Esc"), "pageup": N_("PgUp"), "pagedown": N_("PgDn"), "enter": N_("Enter"),
    "tab": "Tab",
}  # fmt: skip
"""Textual's names of keys → what is printed on them."""


def app_bindings() -> list[Binding]:
    """Return the app's bindings; they come before what a focused widget does with the key."""
    return [
        Binding(",".join(row.tui), f"do('{row.id}')", row.label, show=False, priority=True)
        for row in KEYS
        if row.tui and row.id not in COMPOSER_ACTIONS
    ]


def composer_keys() -> dict[str, str]:
    """Return key → action of the composer; Enter is fixed.

    These are no Textual bindings: one with priority would run before the
    letters typed just before it have arrived in the text, one without would
    come too late, after the text area has put the key into the text.
    """
    keys = {"enter": "submit"}
    for row in KEYS:
        if row.id in COMPOSER_ACTIONS:
            keys |= dict.fromkeys(row.tui, COMPOSER_ACTIONS[row.id])
    return keys


def key_label(action: str) -> str:
    """Return an action's first key as people write it, ``Ctrl+K``; ``""`` where it has none."""
    row = _ROWS[action]
    return "+".join(_part_label(part) for part in row.tui[0].split("+")) if row.tui else ""


def _part_label(part: str) -> str:
    name = _KEY_NAMES.get(part)
    return _(name) if name else part.upper()
