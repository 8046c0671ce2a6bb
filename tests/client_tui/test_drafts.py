"""What was being written is there again after a start, in its room."""

from dataclasses import replace
from pathlib import Path

from tertulia_core.client.instances import adopt
from tests.support.scripted import scripted_options
from tests.support.tui_driver import TuiDriver


def started(folder: Path) -> TuiDriver:
    """Start a client with the state of the one before."""
    return TuiDriver(replace(scripted_options(), instance=adopt(folder)))


def test_an_unsent_text_outlives_the_program(tmp_path: Path) -> None:
    """It is written in the composer of the room it was meant for, and nowhere else."""
    first = started(tmp_path)
    first.type("a medias")
    first.screen()
    first.close()

    second = started(tmp_path)
    assert second.screen().composer == "a medias"
    second.press("room_previous")
    assert second.screen().composer == ""
    second.close()
