"""A terminal that tells its background is believed; one that does not costs little."""

import os
import termios
import threading

import pytest

from tertulia_tui.background import QUESTIONS, Question, can_tell, is_light

ATTRIBUTES = b"\x1b[?62;22c"


@pytest.mark.parametrize(
    ("answer", "light"),
    [
        (b"\x1b]11;rgb:ffff/ffff/ffff\x1b\\", True),
        (b"\x1b]11;rgb:1b1b/1c1c/1e1e\a", False),
        (b"\x1b]11;rgb:f/f/d\a", True),
        (b"\x1b]11;rgba:0000/0000/8080/ffff\a", False),
        (b"", None),
        (b"hola", None),
    ],
)
def test_a_colour_is_light_or_dark(answer: bytes, light: bool | None) -> None:
    """As light as an eye takes it to be; what is no colour is neither."""
    assert is_light(answer) is light


@pytest.mark.parametrize(
    ("environ", "is_asked"),
    [
        ({"TERM": "xterm-256color"}, True),
        ({"TERM": "tmux-256color", "TMUX": "x"}, True),
        ({"TERM": "xterm", "COLORFGBG": "15;0"}, False),
        ({"TERM": "screen", "STY": "x"}, False),
        ({"TERM": "linux"}, False),
        ({}, False),
    ],
)
def test_only_terminals_that_know_the_question_are_asked(
    environ: dict[str, str], is_asked: bool
) -> None:
    """Others might draw it; and what is known already need not be asked."""
    assert can_tell(environ) is is_asked


@pytest.mark.parametrize(
    ("reply", "light"),
    [(b"\x1b]11;rgb:fafa/fafa/f5f5\x1b\\" + ATTRIBUTES, True), (ATTRIBUTES, None)],
)
def test_a_terminal_is_asked_quietly(reply: bytes, light: bool | None) -> None:
    """Nothing of it is echoed, and the terminal is as it was."""
    outside, inside = os.openpty()
    before = termios.tcgetattr(inside)
    heard: list[bytes] = []

    def answer() -> None:
        heard.append(os.read(outside, 100))
        os.write(outside, reply)

    terminal = threading.Thread(target=answer)
    terminal.start()
    try:
        said = Question(inside).take(10.0)

        terminal.join()
        assert (said, heard) == (light, [QUESTIONS])
        assert termios.tcgetattr(inside) == before
    finally:
        os.close(inside)
        os.close(outside)


def test_a_silent_terminal_is_not_waited_for() -> None:
    """It keeps its modes all the same."""
    outside, inside = os.openpty()
    before = termios.tcgetattr(inside)
    try:
        assert Question(inside).take(0.0) is None
        assert termios.tcgetattr(inside) == before
    finally:
        os.close(inside)
        os.close(outside)
