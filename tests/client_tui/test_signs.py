"""What a terminal is told beside what it draws, wrapped for what stands in between."""

import base64

import pytest

from tertulia_tui.signs import Signs


@pytest.mark.parametrize(
    ("environ", "sign"),
    [
        ({"TERM": "xterm-256color"}, "\a"),
        ({"TERM": "linux"}, "\a"),
        ({"TERM": "xterm-kitty"}, "\x1b]9;rosa: hola\a"),
        ({"TERM": "xterm-256color", "LC_TERMINAL": "iTerm2"}, "\x1b]9;rosa: hola\a"),
        ({"TERM": "screen", "TMUX": "x"}, "\x1bPtmux;\x1b\x1b]9;rosa: hola\a\x1b\\\a"),
        ({"TERM": "screen", "STY": "x"}, "\a"),
    ],
)
def test_a_call_is_a_notification_where_it_is_shown(environ: dict[str, str], sign: str) -> None:
    """Elsewhere it is the bell; in tmux both, since its owner may keep the first one back."""
    assert Signs(environ).notification("rosa: hola") == sign


def test_a_call_may_be_silent() -> None:
    """Where the person wants to hear nothing, only what is shown is left."""
    assert Signs({"TERM": "xterm"}).notification("x", heard=False) == ""
    assert Signs({"TERM": "foot"}).notification("x", heard=False) == "\x1b]9;x\a"


@pytest.mark.parametrize("text", ["\x1b]0;título\a", "a\nb", "\x9c", "\x07", "4;3;50"])
def test_nobody_writes_sequences_in_a_call(text: str) -> None:
    """What people say cannot end ours and begin another, nor be read as a command."""
    sign = Signs({"TERM": "foot"}).notification(text)

    body = sign.removeprefix("\x1b]9;").removesuffix("\a")
    assert not {"\x1b", "\a", "\n", "\x9c"} & {*body}
    assert not body[:1].isdigit()


def test_copying_tells_the_terminal() -> None:
    """Tmux takes the sequence itself, screen passes it on in pieces."""
    coded = base64.b64encode("ñandú".encode()).decode()

    assert Signs({"TERM": "xterm"}).clipboard("ñandú") == f"\x1b]52;c;{coded}\a"
    assert Signs({"TMUX": "x"}).clipboard("ñandú") == f"\x1b]52;c;{coded}\a"
    passed = Signs({"STY": "x"}).clipboard("x" * 1_000)
    assert passed.startswith("\x1bP\x1b]52;c;")
    assert all(len(piece) <= 502 for piece in passed.split("\x1b\\"))
    assert Signs({"TERM": "linux"}).clipboard("x") == ""
    assert Signs({"TERM": "xterm"}).clipboard("x" * 200_000) == ""


@pytest.mark.parametrize(
    ("environ", "is_safe"),
    [
        ({"TERM": "xterm-256color"}, False),
        ({"TERM": "linux"}, False),
        ({"TERM": "xterm-256color", "VTE_VERSION": "7006"}, True),
        ({"TERM": "xterm-256color", "VTE_VERSION": "4000"}, False),
        ({"TERM": "foot"}, True),
        ({"TERM": "foot", "TMUX": "x"}, False),
        ({"TERM": "screen", "STY": "x", "VTE_VERSION": "7006"}, False),
    ],
)
def test_links_are_told_where_that_is_safe(environ: dict[str, str], is_safe: bool) -> None:
    """Terminals that are known to understand them, and nothing in between."""
    assert Signs(environ).takes_links is is_safe
