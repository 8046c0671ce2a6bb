"""Programs of other people that tests talk to: found, or their absence told."""

import os
import shutil

import pytest

from tests.support.needs import ON_DEMAND, PROGRAMS

__all__ = ["need"]


def need(program: str) -> str:
    """Return the path of ``program``; skip the test where it is missing, fail it where ``CI=true``.

    Args:
        program: a key of ``needs.PROGRAMS`` or ``needs.ON_DEMAND``.
    """
    found = shutil.which(program)
    if found is not None:
        return found
    sentence = f"{program} is missing: apt-get install {(PROGRAMS | ON_DEMAND)[program]}"
    if os.environ.get("CI") == "true":
        pytest.fail(sentence)
    pytest.skip(sentence)
