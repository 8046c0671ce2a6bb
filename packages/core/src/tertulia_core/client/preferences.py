"""The person's lists of people and rooms, between the settings' file and a session.

In the file a room stands with its server, ``localhost:12345/#sala``, since every
network may have a ``#sala``; people are ignored everywhere.
"""

from collections.abc import Iterable
from typing import Final

from tertulia_core.client.settings import ClientSettings
from tertulia_core.session.attention import Choices, Level

__all__ = ["choices_of", "to_changes"]

_EQUALS: Final = " = "
"""Between a room and its level: no room's name has a space."""


def choices_of(settings: ClientSettings, server: str) -> Choices:
    """Return what was chosen for one server."""
    levels = dict(_levels(settings.notify_rooms))
    return Choices(
        ignored=settings.ignored,
        muted=tuple(_of_server(settings.muted, server)),
        levels={room: levels[f"{server}/{room}"] for room in _of_server(levels, server)},
        default=Level(settings.notify),
    )


def to_changes(
    settings: ClientSettings, server: str, choices: Choices
) -> dict[str, tuple[str, ...]]:
    """Return the settings that differ once a server's choices are these."""
    levels = {place: level for place, level in _levels(settings.notify_rooms)
              if not place.startswith(f"{server}/")}  # fmt: skip
    levels |= {f"{server}/{room}": level for room, level in choices.levels.items()}
    others = (place for place in settings.muted if not place.startswith(f"{server}/"))
    wished = {
        "ignored": choices.ignored,
        "muted": (*others, *(f"{server}/{room}" for room in choices.muted)),
        "notify_rooms": tuple(f"{place}{_EQUALS}{level.value}" for place, level in levels.items()),
    }
    return {field: value for field, value in wished.items() if getattr(settings, field) != value}


def _of_server(places: Iterable[str], server: str) -> list[str]:
    """Return the rooms among some places that are on one server."""
    start = f"{server}/"
    return [place.removeprefix(start) for place in places if place.startswith(start)]


def _levels(entries: Iterable[str]) -> Iterable[tuple[str, Level]]:
    """Yield (place, level) for each entry that says so."""
    known = {level.value: level for level in Level}
    for entry in entries:
        place, _equals, level = entry.rpartition(_EQUALS)
        if place and level in known:
            yield place, known[level]
