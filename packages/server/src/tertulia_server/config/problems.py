"""What is wrong with a configuration: in one key, or in what several say together."""

from collections.abc import Sequence
from typing import NamedTuple

from tertulia_core.errors import ConfigError

__all__ = ["Mistakes", "Problem", "raise_mistakes"]


class Problem(NamedTuple):
    """A mistake that only the whole configuration shows.

    Attributes:
        key: the one to change.
        sentence: what is wrong and what is allowed.
        rests_on: the other keys without which it would be none.
    """

    key: str
    sentence: str
    rests_on: tuple[str, ...] = ()


class Mistakes(ConfigError):
    """Several mistakes of one configuration.

    Args:
        errors: all of them, two or more.
    """

    def __init__(self, errors: Sequence[ConfigError]) -> None:
        super().__init__("; ".join(map(str, errors)))
        self.errors = tuple(errors)


def raise_mistakes(errors: Sequence[ConfigError]) -> None:
    """Raise what is wrong: nothing, a mistake, or ``Mistakes``.

    Raises:
        ConfigError: there is something.
    """
    if len(errors) == 1:
        raise errors[0]
    if errors:
        raise Mistakes(errors)
