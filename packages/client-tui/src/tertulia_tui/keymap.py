"""Core's table of keys as this toolkit takes them: bindings of the app, keys of the composer."""

from collections.abc import Iterable
from typing import Final

from textual.binding import Binding

from tertulia_core.i18n import N_, Catalogue
from tertulia_core.session.keys import KEYS, KeyRow

__all__ = ["COMPOSER_ACTIONS", "Keymap", "app_bindings"]

_ = Catalogue("tertulia_tui").gettext

COMPOSER_ACTIONS: Final = {
    "newline": "newline",
    "typed_previous": "recall(-1)",
    "typed_next": "recall(1)",
    "complete": "complete",
}
"""Actions that belong to the composer, by the id of their row."""

NO_KEY: Final = "f24"
"""What Textual is told for an action without a key: it wants one, and keyboards lack this one."""

_KEY_NAMES: Final = {
    "ctrl": N_("Ctrl"), "shift": N_("Shift"), "alt": N_("Alt"), "up": "↑", "down": "↓",
    "escape": N_("Esc"), "pageup": N_("PgUp"), "pagedown": N_("PgDn"), "enter": N_("Enter"),
    "tab": "Tab",
}  # fmt: skip
"""Textual's names of keys → what is printed on them."""


class Keymap:
    """The keys in force; never changes.

    Args:
        rows: every action with its keys, the person's own ones included.
    """

    def __init__(self, rows: Iterable[KeyRow] = KEYS) -> None:
        self._rows = {row.id: row for row in rows}

    @property
    def rows(self) -> tuple[KeyRow, ...]:
        """The actions that have a key here, in the order in which help lists them."""
        return tuple(row for row in self._rows.values() if row.tui)

    def label(self, action: str) -> str:
        """Return an action's first key as people write it, ``Ctrl+K``; ``""`` where it has none."""
        keys = self._rows[action].tui
        return "+".join(_part_label(part) for part in keys[0].split("+")) if keys else ""

    def of_app(self) -> dict[str, str]:
        """Return action → keys for ``App.set_keymap``."""
        return {
            row.id: ",".join(row.tui) or NO_KEY
            for row in self._rows.values()
            if row.id not in COMPOSER_ACTIONS
        }

    def of_composer(self) -> dict[str, str]:
        """Return key → action of the composer; Enter is fixed.

        These are no Textual bindings: one with priority would run before the
        letters typed just before it have arrived in the text, one without would
        come too late, after the text area has put the key into the text.
        """
        keys = {"enter": "submit"}
        for action, method in COMPOSER_ACTIONS.items():
            keys |= dict.fromkeys(self._rows[action].tui, method)
        return keys


def app_bindings() -> list[Binding]:
    """Return the app's bindings; they come before what a focused widget does with the key."""
    return [
        Binding(
            ",".join(row.tui), f"do('{row.id}')", row.label, show=False, priority=True, id=row.id
        )
        for row in KEYS
        if row.tui and row.id not in COMPOSER_ACTIONS
    ]


def _part_label(part: str) -> str:
    name = _KEY_NAMES.get(part)
    return _(name) if name else part.upper()
