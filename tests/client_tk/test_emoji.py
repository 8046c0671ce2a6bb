"""Emoji where Tk survives them, names where it does not."""

import pytest

from tertulia_tk.emoji import Emoji


@pytest.mark.parametrize(
    ("level", "windowing", "can_draw"),
    [
        ("8.6.13", "x11", True),
        ("8.6.12", "x11", True),
        ("8.6.11", "x11", False),
        ("8.6.8", "win32", True),
        ("8.6.10", "aqua", True),
        ("9.0b1", "x11", True),
        ("9.0.1", "x11", True),
    ],
)
def test_only_old_builds_on_x11_are_in_danger(level: str, windowing: str, can_draw: bool) -> None:
    """From 8.6.12 on they draw."""
    assert Emoji(level, windowing).can_draw is can_draw


def test_where_they_are_drawn_text_stays_as_it_is() -> None:
    """Families and skin tones too."""
    text = "hola 👩‍👩‍👧 👍🏽 ❤️"

    assert Emoji("8.6.13", "x11").fit(text) == text


def test_where_they_are_not_each_is_named() -> None:
    """Letters of every script within the first plane stay."""
    fitted = Emoji("8.6.9", "x11").fit("ñandú 日本 😀👩‍👧!")

    assert fitted == "ñandú 日本 :grinning face::woman::girl:!"
    assert all(ord(character) < 0x10000 for character in fitted)
