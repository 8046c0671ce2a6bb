"""The command: it says what it needs before it loads anything heavy."""

import io
import subprocess
import sys
from collections.abc import Callable

import pytest

from tertulia_core.client.options import ClientOptions
from tertulia_tui import __main__ as command


class Terminal(io.StringIO):
    """An input or output that is a terminal."""

    def isatty(self) -> bool:
        return True


class Pipe(io.StringIO):
    """An input or output that is none."""


@pytest.mark.parametrize(
    ("words", "term", "has_terminal", "is_plain"),
    [
        ([], "xterm-256color", True, False),
        (["--plain"], "xterm-256color", True, True),
        (["--send", "#builds"], "xterm-256color", True, True),
        ([], "xterm-256color", False, True),
        ([], "dumb", True, True),
        ([], "unknown", True, True),
        ([], "", True, True),
    ],
)
def test_where_nothing_can_be_drawn_it_goes_line_by_line(
    monkeypatch: pytest.MonkeyPatch,
    words: list[str],
    term: str,
    has_terminal: bool,
    is_plain: bool,
) -> None:
    """Or where the person wants it so; the exit code is the client's."""
    ran: list[tuple[bool, ClientOptions]] = []

    def runner(code: int) -> Callable[[ClientOptions], int]:
        def run(options: ClientOptions) -> int:
            ran.append((code == 5, options))
            return code

        return run

    monkeypatch.setenv("TERM", term)
    monkeypatch.setenv("COLORFGBG", "15;0")
    for name in ("stdin", "stdout"):
        monkeypatch.setattr(f"sys.{name}", Terminal() if has_terminal else Pipe())
    monkeypatch.setattr("tertulia_tui.plain.program.run", runner(5))
    monkeypatch.setattr("tertulia_tui.starting.run", runner(7))

    code = command.main(words)

    ((was_plain, options),) = ran
    assert (was_plain, code) == (is_plain, 5 if is_plain else 7)
    if options.instance is not None:
        options.instance.close()


def test_it_runs_where_it_can_draw(monkeypatch: pytest.MonkeyPatch) -> None:
    """With what the command line says; the exit code is the client's."""
    ran: list[ClientOptions] = []

    def run(options: ClientOptions) -> int:
        ran.append(options)
        return 7

    monkeypatch.setenv("TERM", "xterm-256color")
    monkeypatch.setenv("COLORFGBG", "15;0")
    for name in ("stdin", "stdout"):
        monkeypatch.setattr(f"sys.{name}", Terminal())
    monkeypatch.setattr("tertulia_tui.starting.run", run)

    assert command.main(["localhost:4000/#cine", "--nick", "ana"]) == 7
    assert [(options.nick, options.target.room) for options in ran] == [("ana", "#cine")]
    assert ran[0].instance is not None
    ran[0].instance.close()


def test_help_loads_no_textual() -> None:
    """Whoever asks for help or the version does not wait for a screen."""
    program = "import sys; from tertulia_tui.__main__ import main; sys.stdin = None\n"
    program += "try: main(['--help'])\nexcept SystemExit: print('textual' in sys.modules)"

    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )

    assert done.stdout.splitlines()[-1] == "False"
    assert "--nick" in done.stdout
