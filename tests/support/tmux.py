"""A real terminal for programs under test: tmux on a socket of its own."""

import os
import shlex
import subprocess
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

from tests.support.peers import need
from tests.support.waiting import eventually

__all__ = ["Terminal", "terminal"]


SIZE_VARIABLES = ("COLUMNS", "LINES")
"""What programs believe about their terminal's size before they look."""


class Terminal:
    """One program on one screen, seen and typed at as a person would."""

    def __init__(self, folder: Path) -> None:
        # A shell writes it: tmux 3.3 sometimes misses the end of a program and then knows no code.
        self._code = folder / "code"
        socket = folder / "socket"
        self._tmux = [need("tmux"), "-u", "-f", "/dev/null", "-S", str(socket)]

    def run(self, *arguments: str, check: bool = True) -> str:
        """Run one tmux command and return what it prints."""
        result = subprocess.run(
            [*self._tmux, *arguments],
            check=check,
            capture_output=True,
            text=True,
            encoding="utf-8",
            # Once something has loaded readline, the process has these of its own making, which
            # os.environ does not know: the environment is told in full.
            env={name: value for name, value in os.environ.items() if name not in SIZE_VARIABLES},
        )
        return result.stdout

    def type(self, text: str) -> None:
        """Type text as it is, without Enter."""
        self.run("send-keys", "-l", text)

    def press(self, *keys: str) -> None:
        """Press keys by tmux's names: ``Enter``, ``C-k``, ``M-Up``…."""
        self.run("send-keys", *keys)

    def enter(self, text: str) -> None:
        """Type a line and press Enter."""
        self.type(text)
        self.press("Enter")

    def screen(self) -> str:
        """Return what the screen shows now, one line per row."""
        return self.run("capture-pane", "-p")

    def shows(self, text: str) -> str:
        """Wait until the screen shows ``text`` and return the whole screen."""
        return eventually(
            lambda: screen if text in (screen := self.screen()) else "",
            lambda: f"{text!r} on\n{self.screen()}",
        )

    def ends(self) -> int:
        """Wait until the program has ended and return its exit code."""
        told = eventually(
            lambda: self._code.exists() and self._code.read_text(),
            lambda: f"ended; {self.screen()}",
        )
        return int(told)


@contextmanager
def terminal(
    command: Sequence[str],
    *,
    columns: int = 100,
    rows: int = 30,
    environment: Mapping[str, str] | None = None,
) -> Iterator[Terminal]:
    """Run ``command`` in a new terminal; end both when the block ends.

    Args:
        command: program and arguments.
        columns: width of the screen in cells.
        rows: height of the screen in cells.
        environment: variables to set over those of the test.
    """
    pairs = [f"-e{name}={value}" for name, value in (environment or {}).items()]
    size = [f"-x{columns}", f"-y{rows}"]
    # The folder's path is short because a Unix socket's may have 107 bytes at most.
    with tempfile.TemporaryDirectory(prefix="tmux-") as folder:
        here = Terminal(Path(folder))
        # A program that ends at once leaves its last screen to look at.
        keep = ("start-server", ";", "set-option", "-g", "remain-on-exit", "on", ";")
        told = f"{shlex.join(command)}; echo $? > {shlex.quote(folder)}/code"
        here.run(*keep, "new-session", "-d", *size, *pairs, told)
        try:
            yield here
        finally:
            here.run("kill-server", check=False)
