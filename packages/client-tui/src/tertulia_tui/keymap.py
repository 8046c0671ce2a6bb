"""Core's table of keys as this toolkit takes them: bindings of the app, keys of the composer."""

from textual.binding import Binding

from tertulia_core.session.keys import KEYS

__all__ = ["COMPOSER_ACTIONS", "MAIN_SCREEN_ACTIONS", "app_bindings", "composer_keys"]

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
    "panes": "focus_next",
    "start_room": "start_room",
    "help": "help",
    "quit": "leave",
}
"""Actions of the app, by the id of their row."""


MAIN_SCREEN_ACTIONS = frozenset(
    action.partition("(")[0] for action in APP_ACTIONS.values() if action != "leave"
)
"""What the app's keys may do only while no other page lies over the main screen."""


def app_bindings() -> list[Binding]:
    """Return the app's bindings; they come before what a focused widget does with the key."""
    return [
        Binding(
            ",".join(row.tui),
            APP_ACTIONS[row.id],
            row.label,
            id=row.id,
            show=False,
            priority=True,
        )
        for row in KEYS
        if row.id in APP_ACTIONS and row.tui
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
