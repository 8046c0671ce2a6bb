"""Keys as people choose them: one spelling for both user interfaces, clashes refused.

A key is written ``ctrl+k``, ``alt+shift+up`` or ``f3``. It takes the place of all keys that the
action has otherwise; no key at all takes them away.
"""

import difflib
from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Final

from tertulia_core.errors import ConfigError
from tertulia_core.i18n import Catalogue
from tertulia_core.session.keys import KEYS, KeyRow, clashes

__all__ = ["KeyWishes", "rebound", "to_text"]

KeyWishes = Mapping[str, tuple[str, ...]]
"""Action → the keys it is to have instead of its own."""

_ = Catalogue("tertulia_core").gettext

_TK_MODIFIERS: Final = {"alt": "Alt", "ctrl": "Control", "shift": "Shift"}
"""As people write them, in the order in which both toolkits want them → Tk's names."""

_TK_NAMES: Final = {
    "up": "Up", "down": "Down", "left": "Left", "right": "Right", "home": "Home", "end": "End",
    "pageup": "Prior", "pagedown": "Next", "insert": "Insert", "delete": "Delete",
    "escape": "Escape", "tab": "Tab", "enter": "Return", "space": "space",
    "plus": "plus", "minus": "minus", "comma": "comma", "full_stop": "period",
    **{f"f{number}": f"F{number}" for number in range(1, 13)},
}  # fmt: skip
"""Keys that are no letter or digit, by Textual's names → Tk's."""

_ALONE: Final = frozenset({"escape", "tab", "pageup", "pagedown", "insert"}) | {
    f"f{number}" for number in range(1, 13)
}
"""Keys that may be chosen without Ctrl or Alt: nobody writes with them."""


def rebound(wishes: KeyWishes, rows: tuple[KeyRow, ...] = KEYS) -> tuple[KeyRow, ...]:
    """Return the rows with the keys that were wished for.

    Raises:
        ConfigError: an action or a key does not exist, or a key is another action's; the
            sentence names both.
    """
    labels = {row.id: row.label for row in rows}
    for action in wishes:
        if action not in labels:
            raise ConfigError(_unknown(action, labels), key=f"keys.{action}")
    chosen = tuple(_with_keys(row, wishes[row.id]) if row.id in wishes else row for row in rows)
    for _key, first, second in clashes(chosen):
        asked, owner = (second, first) if second in wishes else (first, second)
        raise ConfigError(
            _("“{key}” is the key of “{owner}”, so “{action}” cannot have it.").format(
                key=_shared(chosen, wishes, asked, owner),
                owner=_(labels[owner]),
                action=_(labels[asked]),
            ),
            key=f"keys.{asked}",
        )
    return chosen


def to_text(pattern: str) -> str:
    """Return a Tk pattern as people write it in the settings, ``ctrl+k``."""
    modifiers = {tk: name for name, tk in _TK_MODIFIERS.items()}
    names = {tk: name for name, tk in _TK_NAMES.items()}
    *parts, last = pattern.split("-")
    return "+".join([*(modifiers[part] for part in parts), names.get(last, last.lower())])


def _with_keys(row: KeyRow, keys: Iterable[str]) -> KeyRow:
    """Return a row with other keys, in the user interfaces that have the action."""
    parts = [_parts(key, row.id) for key in keys]
    return replace(
        row,
        tk=tuple(map(_to_tk, parts)) if row.tk else (),
        tui=tuple("+".join(each) for each in parts) if row.tui else (),
    )


def _parts(key: str, action: str) -> tuple[str, ...]:
    """Return a key's modifiers, sorted, and its name."""
    *modifiers, name = key.lower().replace(" ", "").split("+")
    is_letter = len(name) == 1 and name.isalnum()
    is_known = {*modifiers} <= {*_TK_MODIFIERS} and (is_letter or name in _TK_NAMES)
    if not is_known:
        problem = _("“{key}” is not a key; write it like ctrl+k, alt+shift+up or f3.")
        raise ConfigError(problem.format(key=key), key=f"keys.{action}")
    if name not in _ALONE and not {"ctrl", "alt"} & {*modifiers}:
        problem = _("“{key}” is for writing; put ctrl+ or alt+ before it.")
        raise ConfigError(problem.format(key=key), key=f"keys.{action}")
    return (*sorted({*modifiers}), name)


def _to_tk(parts: tuple[str, ...]) -> str:
    """Return the Tk pattern of a key; with Shift a letter's name is the capital one."""
    *modifiers, name = parts
    named = _TK_NAMES.get(name, name.upper() if "shift" in modifiers else name)
    return "-".join([*(_TK_MODIFIERS[each] for each in modifiers), named])


def _shared(rows: Iterable[KeyRow], wishes: KeyWishes, asked: str, owner: str) -> str:
    """Return the key that two actions share, as the person wrote it."""
    (taken,) = (row for row in rows if row.id == owner)
    for key in wishes.get(asked, ()):
        parts = _parts(key, asked)
        if _to_tk(parts) in taken.tk or "+".join(parts) in taken.tui:
            return key
    raise AssertionError("clashes() found the key that both have")


def _unknown(action: str, labels: Iterable[str]) -> str:
    nearest = difflib.get_close_matches(action, labels, n=1)
    if nearest:
        return _("there is no such action; did you mean {action}?").format(action=nearest[0])
    return _("there is no such action; there are: {actions}").format(actions=", ".join(labels))
