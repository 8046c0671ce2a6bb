"""The Tk client as a real process on a screen: driven by key events, read by its clipboard."""

import subprocess
import sys
import tkinter as tk
from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager
from typing import Self

from tests.support.processes import ROOT, SECONDS, Ended
from tests.support.waiting import eventually

__all__ = ["Desk", "RealWindow"]

LAUNCHER = ROOT / "cliente.py"


class Desk:
    """A screen with a window manager; knows which windows are on it.

    Args:
        environ: with the display.
    """

    def __init__(self, environ: Mapping[str, str]) -> None:
        self.environ = dict(environ)

    def xdotool(self, *words: str) -> str:
        """Run xdotool and return what it says, ``""`` where it fails."""
        done = subprocess.run(
            ["xdotool", *words], env=self.environ, capture_output=True, text=True, check=False
        )
        return done.stdout.strip() if done.returncode == 0 else ""

    @contextmanager
    def keyboard(self, layout: str) -> Iterator[None]:
        """Have another keyboard, before windows open.

        What a keyboard has no key for, xdotool types on a key that it gives
        another meaning for a moment, and the window may learn of that too late.
        """
        subprocess.run(["setxkbmap", layout], env=self.environ, check=True)
        try:
            yield
        finally:
            subprocess.run(["setxkbmap", "us"], env=self.environ, check=True)

    def windows(self) -> set[str]:
        """Return the windows of our program that are on the screen."""
        return set(self.xdotool("search", "--onlyvisible", "--class", "Tertulia").split())

    def clipboard(self) -> str:
        """Return the clipboard's text, ``""`` for none."""
        with _reader(self.environ["DISPLAY"]) as reader:
            try:
                return str(reader.clipboard_get(type="UTF8_STRING"))
            except tk.TclError:
                return ""


class RealWindow:
    """One running ``cliente.py``; a context that ends the process.

    Args:
        desk: the screen it opens on.
        arguments: its command line.
        environ: more variables.
    """

    def __init__(self, desk: Desk, *arguments: str, **environ: str) -> None:
        self._desk = desk
        known = desk.windows()
        self.process = subprocess.Popen(
            [sys.executable, "-S", str(LAUNCHER), *arguments],
            env={**desk.environ, **environ},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            encoding="utf-8",
        )
        self.id = eventually(lambda: self._find(known), "the window is on the screen")

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_details: object) -> None:
        if self.process.returncode is None:
            self.process.kill()
            self.process.communicate(timeout=SECONDS)

    @property
    def title(self) -> str:
        """What stands in its title bar."""
        return self._desk.xdotool("getwindowname", self.id)

    def focus(self) -> None:
        """Bring it to the front, with the keyboard."""
        self._desk.xdotool("windowactivate", "--sync", self.id)

    def keys(self, *names: str) -> None:
        """Press keys."""
        self.focus()
        self._desk.xdotool("key", "--clearmodifiers", *names)

    def type(self, text: str) -> None:
        """Type text, key by key."""
        self.focus()
        self._desk.xdotool("type", "--delay", "15", "--", text)

    def say(self, text: str) -> None:
        """Type a text and press Enter."""
        self.type(text)
        self.keys("Return")

    def click(self, x: int, y: int) -> None:
        """Click at a place in the window; negative places count from the right and the bottom."""
        self.focus()
        size = dict(
            pair.split("=")
            for pair in self._desk.xdotool("getwindowgeometry", "--shell", self.id).split()
        )
        width, height = int(size["WIDTH"]), int(size["HEIGHT"])
        place = (x % width if x < 0 else x, y % height if y < 0 else y)
        self._desk.xdotool("mousemove", "--window", self.id, *map(str, place), "click", "1")

    def read(self) -> str:
        """Return the conversation as a person would copy it: F6, select all, copy, Esc."""
        self.keys("F6", "ctrl+slash", "ctrl+c", "Escape")
        return self._desk.clipboard()

    def shows(self, text: str) -> str:
        """Wait until a text is in the conversation, and return all of it."""
        found: list[str] = [""]

        def look() -> bool:
            found[0] = self.read()
            return text in found[0]

        eventually(look, lambda: f"{text!r} in {found[0]!r}", every=0.1)
        return found[0]

    def wait(self) -> Ended:
        """Wait until it has ended by itself."""
        output, errors = self.process.communicate(timeout=SECONDS)
        return Ended(self.process.returncode, output, errors, 0.0)

    def _find(self, known: Collection[str]) -> str:
        assert self.process.poll() is None, self.process.communicate()
        return next((window for window in self._desk.windows() if window not in known), "")


@contextmanager
def _reader(display: str) -> Iterator[tk.Tk]:
    """Open a hidden window that can ask for the clipboard."""
    root = tk.Tk(screenName=display, className="Reader")
    root.withdraw()
    try:
        yield root
    finally:
        root.destroy()
