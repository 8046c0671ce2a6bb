"""Mode strings: ``+ov-k ana luis clave`` as a list of changes, and back.

Which letters take a parameter is not in the string: the server says it with
CHANMODES (four groups of letters) and PREFIX.

Source: https://modern.ircdocs.horse/#mode-message
"""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

__all__ = ["ModeChange", "format_changes", "parse_changes"]


class ModeChange(NamedTuple):
    """One letter switched on or off; ``param`` is ``None`` where it has none or none was given."""

    add: bool
    letter: str
    param: str | None = None


def parse_changes(
    modes: str, params: Sequence[str], chanmodes: Sequence[str], prefixes: str
) -> list[ModeChange]:
    """Read a mode string; every letter is a change, known or not.

    Args:
        modes: letters and signs; without a sign they are switched on.
        params: what followed it, used up from the left; what is left over is ignored.
        chanmodes: the four groups of CHANMODES: lists, always a parameter,
            a parameter when switched on, never one.
        prefixes: letters of member ranks, which always take a nick.
    """
    lists, always, when_set = chanmodes[0], chanmodes[1], chanmodes[2]
    with_param = {True: lists + always + when_set + prefixes, False: lists + always + prefixes}
    waiting = iter(params)
    changes = []
    add = True
    for letter in modes:
        if letter in "+-":
            add = letter == "+"
        else:
            param = next(waiting, None) if letter in with_param[add] else None
            changes.append(ModeChange(add, letter, param))
    return changes


def format_changes(changes: Iterable[ModeChange]) -> tuple[str, tuple[str, ...]]:
    """Write changes as a mode string and its parameters; a sign stands only where it changes."""
    modes: list[str] = []
    params: list[str] = []
    sign = ""
    for add, letter, param in changes:
        if sign != "+-"[not add]:
            sign = "+-"[not add]
            modes.append(sign)
        modes.append(letter)
        if param is not None:
            params.append(param)
    return "".join(modes), tuple(params)
