"""mIRC formatting becomes runs with a look, and nothing in it reaches a screen as it came."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tertulia_core.session.formatting import Span, strip_formatting, styled_runs
from tertulia_core.text import MARKS_PER_CHARACTER


@pytest.mark.parametrize(
    ("text", "runs"),
    [
        ("hola", [Span("hola")]),
        ("", []),
        ("a \x02b\x02 c", [Span("a "), Span("b", bold=True), Span(" c")]),
        (
            "\x1dx\x1fy\x0fz",
            [Span("x", italic=True), Span("y", italic=True, underline=True), Span("z")],
        ),
        ("\x1ea\x11b", [Span("a", strike=True), Span("b", strike=True, mono=True)]),
        ("\x16r", [Span("r", reverse=True)]),
        ("\x0304rojo", [Span("rojo", fg="#FF0000")]),
        ("\x034,1x", [Span("x", fg="#FF0000", bg="#000000")]),
        ("\x03041", [Span("1", fg="#FF0000")]),
        ("\x0304a\x03b", [Span("a", fg="#FF0000"), Span("b")]),
        ("\x0399a", [Span("a")]),
        ("\x04A1B2C3hex", [Span("hex", fg="#A1B2C3")]),
        ("\x03,4x", [Span(",4x")]),
        ("\x02\x02", []),
    ],
)
def test_codes_become_looks(text: str, runs: list[Span]) -> None:
    """Every code of the formatting document switches what it says, and no more."""
    assert styled_runs(text) == runs


def test_codes_between_marks_cannot_pile_them_up() -> None:
    """The limit of marks per character holds across formatting codes."""
    text = "a" + ("\u0301" * 6 + "\x02") * 10

    shown = "".join(run.text for run in styled_runs(text))

    assert shown == "a" + "\u0301" * MARKS_PER_CHARACTER


@given(st.text(alphabet=st.sampled_from("ab\x02\x03\x04\x0f\x16\x1d012,4F\u0301\u200d\x1b\n")))
def test_runs_hold_the_text_without_codes(text: str) -> None:
    """Any mixture of codes and text gives runs without controls and with every letter."""
    shown = "".join(run.text for run in styled_runs(text))

    assert all(character >= " " or character == "\n" for character in shown)
    assert [c for c in shown if c in "ab"] == [c for c in strip_formatting(text) if c in "ab"]
