"""The window comes back where it was."""

import tkinter as tk
from pathlib import Path

import pytest

from tertulia_tk.place import WindowPlace
from tests.support.tk_stage import until


def test_it_is_restored_where_it_was(root: tk.Tk, tmp_path: Path) -> None:
    """Its size too."""
    place = WindowPlace(tmp_path)
    root.geometry("640x480+30+20")
    until(root, lambda: root.winfo_width() == 640, "there")
    place.keep(root)
    root.geometry("800x600+0+0")
    until(root, lambda: root.winfo_width() == 800, "elsewhere")
    is_known = place.restore(root)
    until(root, lambda: root.winfo_width() == 640, "back")

    assert is_known
    assert root.geometry() == "640x480+30+20"


@pytest.mark.parametrize(
    "kept",
    ["", "{", "[]", '{"geometry": 3}', '{"geometry": "1x1+0+0"}', '{"geometry": "a [exit]"}'],
)
def test_what_makes_no_sense_is_passed_over(root: tk.Tk, tmp_path: Path, kept: str) -> None:
    """Then the window opens as the first time."""
    (tmp_path / "window.json").write_text(kept, encoding="utf-8")

    assert not WindowPlace(tmp_path).restore(root)


def test_a_place_off_every_screen_keeps_only_the_size(root: tk.Tk, tmp_path: Path) -> None:
    """The second screen may be gone."""
    (tmp_path / "window.json").write_text('{"geometry": "640x480+90000+50"}', encoding="utf-8")
    WindowPlace(tmp_path).restore(root)
    until(root, lambda: root.winfo_width() == 640, "resized")

    assert root.winfo_x() < 5_000


def test_without_a_folder_nothing_is_kept(root: tk.Tk, tmp_path: Path) -> None:
    """Nor where it cannot be written."""
    for place in (WindowPlace(None), WindowPlace(tmp_path / "nowhere")):
        place.keep(root)

        assert not place.restore(root)
