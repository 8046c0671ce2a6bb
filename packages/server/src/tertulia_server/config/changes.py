"""What differs between two configurations, and what of it a running server can follow."""

import dataclasses
from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from tertulia_server.config.values import NAMED_SECTIONS, SECTIONS, Config

__all__ = ["Changes", "Reload", "compare"]


class Changes(NamedTuple):
    """The way from one configuration to another.

    Attributes:
        config: what holds from now on: the new one, but for what waits.
        followed: the keys that have another value now.
        waiting: the keys whose new value needs a restart.
    """

    config: Config
    followed: tuple[str, ...]
    waiting: tuple[str, ...]


class Reload(NamedTuple):
    """What became of reading the configuration again.

    Attributes:
        file: which was read.
        followed, waiting: see ``Changes``.
        error: why nothing was changed, a sentence; ``""`` where it went well.
    """

    file: str = ""
    followed: tuple[str, ...] = ()
    waiting: tuple[str, ...] = ()
    error: str = ""


def compare(running: Config, wanted: Config) -> Changes:
    """Return what changes when a server that runs with one configuration is given another.

    What waits is told again by every comparison, until there is a restart.
    """
    followed: list[str] = []
    waiting: list[str] = []
    merged: dict[str, Any] = {}
    for name, kind in SECTIONS.items():
        old, new = getattr(running, name), getattr(wanted, name)
        fixed = {key.name for key in dataclasses.fields(kind) if key.metadata["is_fixed"]}
        different = [key for key in _keys(kind) if getattr(old, key) != getattr(new, key)]
        waiting += [f"{name}.{key}" for key in different if key in fixed]
        followed += [f"{name}.{key}" for key in different if key not in fixed]
        merged[name] = dataclasses.replace(new, **{key: getattr(old, key) for key in fixed})
    for name in NAMED_SECTIONS:
        followed += _different_names(name, getattr(running, name), getattr(wanted, name))
    return Changes(dataclasses.replace(wanted, **merged), tuple(followed), tuple(waiting))


def _keys(kind: type[Any]) -> list[str]:
    return [key.name for key in dataclasses.fields(kind)]


def _different_names(
    section: str, old: Mapping[str, object], new: Mapping[str, object]
) -> Iterator[str]:
    """Yield the tables of a section that are new, gone or changed."""
    for name in {**old, **new}:
        if old.get(name) != new.get(name):
            yield f"{section}.{name}"
