"""Lines are written above what is being typed, and never into it."""

import io

import pytest

from tertulia_tui.plain.paper import ERASE, Paper


@pytest.mark.parametrize(
    ("prompt", "can_erase", "expected"),
    [
        ("", True, "hola\nadiós\n"),
        ("#sala> ", True, f"{ERASE}hola\nadiós\n#sala> a medi"),
        ("#sala> ", False, "\nhola\nadiós\n#sala> a medi"),
    ],
)
def test_what_is_being_typed_stays_below(prompt: str, can_erase: bool, expected: str) -> None:
    """Where the terminal cannot take a line away, a new one begins."""
    out = io.StringIO()
    paper = Paper(out, lambda: "a medi", can_erase=can_erase)
    paper.ask(prompt)

    paper.write(["hola", "adiós"])

    assert out.getvalue() == expected


def test_nothing_is_written_for_nothing() -> None:
    """A prompt that is drawn again and again would be read aloud again and again."""
    out = io.StringIO()
    paper = Paper(out, lambda: "", can_erase=True)
    paper.ask("> ")

    paper.write([])

    assert out.getvalue() == ""
