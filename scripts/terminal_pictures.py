"""Take the pictures of the terminal client in docs/images: the real program in a real terminal.

    python -m scripts.terminal_pictures [FOLDER]

It plays the scenes of ``screenshots.py``, so that window and terminal show the same
conversation. Needs tmux, and the terminal client's packages in this Python.
"""

import argparse
import io
import re
import shlex
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from functools import partial
from pathlib import Path
from typing import Final

from rich.console import Console
from rich.text import Text

from scripts.screenshots import SCENES, environment, play, running, wait_for

__all__ = ["main"]

ROOT: Final = Path(__file__).resolve().parents[1]
COLUMNS: Final = 112
ROWS: Final = 32

PICTURE: Final = """\
<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {terminal_width} {terminal_height}">
<style>
.{unique_id}-matrix {{
font-family: "DejaVu Sans Mono", Menlo, Consolas, monospace;
font-size: {char_height}px;
line-height: {line_height}px;
}}
{styles}
</style>
<defs>{lines}</defs>
<clipPath id="{unique_id}-clip-terminal">
<rect width="{terminal_width}" height="{terminal_height}" />
</clipPath>
<g clip-path="url(#{unique_id}-clip-terminal)">
{backgrounds}
<g class="{unique_id}-matrix">
{matrix}
</g>
</g>
</svg>
"""
"""What rich fills with a screen: the cells alone, without a window and without fonts from afar."""


class Window:
    """One running terminal client, seen and typed into from outside; see ``screenshots.Window``."""

    def __init__(self, socket: Path) -> None:
        self._tmux = ["tmux", "-u", "-f", "/dev/null", "-S", str(socket)]

    def run(self, *words: str) -> str:
        """Run one tmux command and return what it prints."""
        return subprocess.run(
            [*self._tmux, *words], capture_output=True, text=True, encoding="utf-8", check=True
        ).stdout

    def say(self, text: str) -> None:
        """Type a text and press Enter."""
        self.run("send-keys", "-l", text)
        self.run("send-keys", "Enter")
        time.sleep(0.5)  # as fast as a person, so that what it causes has happened

    def focus(self) -> None:
        """Give it the keyboard, which it has."""

    def picture(self) -> str:
        """Return the screen as SVG."""
        screen = Text.from_ansi(self.run("capture-pane", "-p", "-e", "-N"))
        console = Console(
            width=COLUMNS, height=ROWS, file=io.StringIO(), record=True, force_terminal=True,
            color_system="truecolor", legacy_windows=False,
        )  # fmt: skip
        console.print(screen, end="", no_wrap=True, crop=False)
        return console.export_svg(title="tertulia", code_format=PICTURE, unique_id="tertulia")


@contextmanager
def terminal(command: list[str], environ: Mapping[str, str]) -> Iterator[Window]:
    """Run a program in a terminal of its own until the end of the block."""
    with tempfile.TemporaryDirectory(prefix="tmux-") as folder:
        window = Window(Path(folder) / "socket")
        kept = [f"-e{name}={value}" for name, value in environ.items() if name.startswith("XDG")]
        kept += ["-eCOLORTERM=truecolor", "-eTERM=tmux-256color", f"-eHOME={environ['HOME']}"]
        size = [f"-x{COLUMNS}", f"-y{ROWS}"]
        window.run("new-session", "-d", *size, *kept, shlex.join(command))
        try:
            yield window
        finally:
            window.run("kill-server")


def shows_lag(window: Window) -> str:
    """Return the time a message takes as the status tells it, once it is known."""
    found = re.search(r"\d+ ms", window.run("capture-pane", "-p"))
    return found.group() if found else ""


def take(folder: Path, language: str, theme: str) -> None:
    """Play the scene of a language and take its picture in one theme."""
    with ExitStack() as stack:
        home = stack.enter_context(tempfile.TemporaryDirectory())
        environ = environment("", home)
        server = stack.enter_context(
            running([sys.executable, "servidor.py", "--port", "0"], environ)
        )
        assert server.stdout is not None
        port = int(server.stdout.readline().rpartition(":")[2])
        windows: dict[str, Window] = {}
        for nick in ("ana", "luis"):
            command = [
                sys.executable, "-m", "tertulia_tui", f"localhost:{port}", "--nick", nick,
                "--language", language, "--theme", theme,
            ]  # fmt: skip
            window = windows[nick] = stack.enter_context(terminal(command, environ))
            wait_for(partial(shows_lag, window))
        play(SCENES[language], port, windows, stack)
        path = folder / f"terminal-{language}-{theme}.svg"
        path.write_text(windows["ana"].picture(), encoding="utf-8")


def main() -> int:
    """Take all pictures."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("folder", nargs="?", type=Path, default=ROOT / "docs" / "images")
    folder: Path = parser.parse_args().folder
    folder.mkdir(parents=True, exist_ok=True)
    for language in SCENES:
        for theme in ("light", "dark"):
            take(folder, language, theme)
            print(f"{language} {theme}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
