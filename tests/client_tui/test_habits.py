"""Over SSH less is drawn, and nothing glides."""

import os
import subprocess
import sys

import pytest

from tertulia_tui import habits

SSH = {"SSH_CONNECTION": "192.0.2.1 50000 192.0.2.2 22"}


@pytest.mark.parametrize(
    ("environ", "pictures"), [({}, 60), (SSH, 15), ({"SSH_CONNECTION": ""}, 60)]
)
def test_a_slow_line_gets_fewer_pictures(environ: dict[str, str], pictures: int) -> None:
    """What arrives in between is drawn together."""
    assert round(1 / habits.frame_seconds(environ), -1 if pictures == 60 else 0) == pictures


def test_what_the_person_has_set_stays() -> None:
    """Only what is missing is added, and only over SSH."""
    environ = {**SSH, "TEXTUAL_FPS": "30"}
    habits.apply(environ)
    here: dict[str, str] = {}
    habits.apply(here)

    assert environ["TEXTUAL_FPS"] == "30"
    assert environ["TEXTUAL_ANIMATIONS"] == "none"
    assert environ["TEXTUAL_SMOOTH_SCROLL"] == "0"
    assert here == {}


def test_textual_obeys() -> None:
    """Its constants are read once, after they were set."""
    program = (
        "import os; from tertulia_tui import habits; habits.apply(os.environ)\n"
        "from textual import constants as c\n"
        "print(c.MAX_FPS, c.TEXTUAL_ANIMATIONS, c.SMOOTH_SCROLL)"
    )
    done = subprocess.run(
        [sys.executable, "-c", program],
        env={**os.environ, **SSH},
        capture_output=True,
        text=True,
        check=True,
    )

    assert done.stdout.split() == ["15", "none", "False"]


def test_what_stays_is_not_looked_at_for_garbage() -> None:
    """Everything that is there at the start counts as permanent, and full rounds are rare."""
    program = (
        "import gc; from tertulia_tui import habits; habits.collect_rarely()\n"
        "print(gc.get_freeze_count() > 1_000, gc.get_threshold() == habits.COLLECTING)"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )

    assert done.stdout.split() == ["True", "True"]
