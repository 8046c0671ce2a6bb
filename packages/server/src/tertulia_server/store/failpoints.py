"""Where tests make the store stall, fail or die: the only place in the program.

``TERTULIA_FAILPOINT`` holds ``MOMENT:ACTION`` pairs with commas between them. A
moment is ``before-commit`` or ``after-commit``. An action is ``stall=SECONDS``,
``fail`` or ``die``; ``@N`` behind it means from the N-th time on. Without the
variable, which nobody sets by accident, nothing of this exists. The word
``release-early`` instead of a pair makes the server say everything before it is
kept: a fault that the tests of crashes must notice.
"""

import os
import time
from collections import Counter
from collections.abc import Callable, Mapping
from typing import Final

from tertulia_server.store.ports import StoreError

__all__ = [
    "AFTER_COMMIT",
    "BEFORE_COMMIT",
    "Failpoint",
    "from_environment",
    "nothing_fails",
    "releases_early",
]

BEFORE_COMMIT: Final = "before-commit"
AFTER_COMMIT: Final = "after-commit"

_VARIABLE: Final = "TERTULIA_FAILPOINT"
_EXIT_CODE: Final = 137
"""What a shell shows for a process that was killed."""

_EARLY: Final = "release-early"

Failpoint = Callable[[str], None]
"""Called by the store with each moment it comes to."""


def nothing_fails(moment: str) -> None:
    """Do nothing, as everywhere outside tests."""


def from_environment(environ: Mapping[str, str] | None = None) -> Failpoint:
    """Return what the environment asks for.

    Raises:
        ValueError: it cannot be read.
    """
    text = (os.environ if environ is None else environ).get(_VARIABLE, "")
    if not text:
        return nothing_fails
    plans: dict[str, list[tuple[int, Callable[[], None]]]] = {}
    for word in filter(lambda each: each != _EARLY, text.split(",")):
        moment, _, rest = word.partition(":")
        action, _, since = rest.partition("@")
        if moment not in {BEFORE_COMMIT, AFTER_COMMIT}:
            raise ValueError(f"{_VARIABLE}: there is no moment {moment!r}")
        plans.setdefault(moment, []).append((int(since or 1), _action(action)))
    counts: Counter[str] = Counter()

    def act(moment: str) -> None:
        counts[moment] += 1
        for since, action in plans.get(moment, ()):
            if counts[moment] >= since:
                action()

    return act


def releases_early(environ: Mapping[str, str] | None = None) -> bool:
    """Tell whether the environment asks for the server that says things before they are kept."""
    return _EARLY in (os.environ if environ is None else environ).get(_VARIABLE, "").split(",")


def _action(text: str) -> Callable[[], None]:
    name, _, argument = text.partition("=")
    if name == "stall":
        seconds = float(argument)
        return lambda: time.sleep(seconds)
    if name == "die":
        return lambda: os._exit(_EXIT_CODE)
    if name == "fail":
        return _fail
    raise ValueError(f"{_VARIABLE}: there is no action {name!r}")


def _fail() -> None:
    raise StoreError("a test wants it to fail")
