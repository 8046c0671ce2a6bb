"""The command: it says what it needs before it loads anything heavy."""

import io
import subprocess
import sys

import pytest

from tertulia_core.client.options import ClientOptions
from tertulia_tui import __main__ as command


class Terminal(io.StringIO):
    """An input or output that is a terminal."""

    def isatty(self) -> bool:
        return True


def test_without_a_terminal_it_says_so(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """In a pipe there is nothing to draw on."""
    monkeypatch.setattr("sys.stdin", io.StringIO())

    assert command.main([]) == 2
    assert capsys.readouterr().err == "tertulia-tui: This program needs a terminal to draw in.\n"


@pytest.mark.parametrize("term", ["dumb", "unknown"])
def test_a_terminal_that_cannot_draw_is_told(term: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """One sentence with the variable that says so."""
    errors = io.StringIO()
    monkeypatch.setenv("TERM", term)
    for name in ("stdin", "stdout"):
        monkeypatch.setattr(f"sys.{name}", Terminal())
    monkeypatch.setattr("sys.stderr", errors)

    assert command.main([]) == 2
    assert errors.getvalue().endswith(f"cannot move its cursor (TERM={term}).\n")


def test_it_runs_where_it_can_draw(monkeypatch: pytest.MonkeyPatch) -> None:
    """With what the command line says; the exit code is the client's."""
    ran: list[ClientOptions] = []

    def run(options: ClientOptions) -> int:
        ran.append(options)
        return 7

    monkeypatch.setenv("TERM", "xterm-256color")
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
