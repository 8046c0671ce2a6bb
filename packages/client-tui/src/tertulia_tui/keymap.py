"""Core's table of keys as Textual bindings: one per action, so that settings can rebind them."""

from textual.binding import Binding

from tertulia_core.session.keys import KEYS

__all__ = ["COMPOSER_ACTIONS", "app_bindings", "composer_bindings"]

COMPOSER_ACTIONS = {
    "newline": "newline",
    "typed_previous": "recall(-1)",
    "typed_next": "recall(1)",
    "complete": "complete",
}
"""Actions that belong to the composer, by the id of their row."""

APP_ACTIONS = {
    "switch": "command_palette",
    "room_previous": "room(-1)",
    "room_next": "room(1)",
    "unread_previous": "unread_room(-1)",
    "unread_next": "unread_room(1)",
    "latest": "latest",
    "page_up": "page(-1)",
    "page_down": "page(1)",
    "panes": "app.focus_next",
    "help": "help",
    "quit": "leave",
}
"""Actions of the app, by the id of their row."""


def app_bindings() -> list[Binding]:
    """Return the app's bindings."""
    return _bindings(APP_ACTIONS)


def composer_bindings() -> list[Binding]:
    """Return the composer's bindings; Enter is fixed."""
    return [Binding("enter", "submit", show=False, priority=True), *_bindings(COMPOSER_ACTIONS)]


def _bindings(actions: dict[str, str]) -> list[Binding]:
    return [
        Binding(",".join(row.tui), actions[row.id], row.label, id=row.id, show=False, priority=True)
        for row in KEYS
        if row.id in actions and row.tui
    ]
