"""What the desktop says about looks: dark or light, how large, which font.

Linux desktops are asked through their own small programs, started before Tk
is loaded and read afterwards, so that the question costs no time. Whoever does
not answer within ``PATIENCE`` seconds is taken to have said nothing.
"""

import contextlib
import importlib
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

__all__ = ["Desktop", "DesktopProbe", "allow_sharp_pixels"]

PATIENCE: Final = 0.25
"""Seconds to wait for a program's answer once the window needs it."""

_COMMANDS: Final[Mapping[str, Mapping[str, Sequence[str]]]] = {
    "linux": {
        "gsettings": ("gsettings", "list-recursively", "org.gnome.desktop.interface"),
        "portal": (
            "gdbus", "call", "--session", "--timeout=1",
            "--dest=org.freedesktop.portal.Desktop",
            "--object-path=/org/freedesktop/portal/desktop",
            "--method=org.freedesktop.portal.Settings.Read",
            "org.freedesktop.appearance", "color-scheme",
        ),
        "xrdb": ("xrdb", "-query"),
    },
    "darwin": {"defaults": ("defaults", "read", "-g", "AppleInterfaceStyle")},
}  # fmt: skip
"""Platform → what to run. The portal speaks for every desktop, gsettings for GNOME's family."""

_NEEDS_BUS: Final = frozenset({"gsettings", "portal"})


@dataclass(frozen=True, slots=True)
class Desktop:
    """The desktop's answers; ``None`` where it has none.

    Attributes:
        is_dark: whether it prefers dark windows.
        dots_per_inch: 96 is 100 %.
        font_family: its interface font.
        text_scale: its extra factor for text.
    """

    is_dark: bool | None = None
    dots_per_inch: float | None = None
    font_family: str | None = None
    text_scale: float = 1.0


class DesktopProbe:
    """Asks on construction, answers later; owner: the main thread.

    Args:
        environ: the environment; without a session bus nobody is asked over it.
        platform: ``sys.platform``.
    """

    def __init__(self, environ: Mapping[str, str], platform: str = sys.platform) -> None:
        self._platform = platform
        has_bus = bool(environ.get("DBUS_SESSION_BUS_ADDRESS"))
        self._running = {
            name: process
            for name, command in _COMMANDS.get(platform, {}).items()
            if has_bus or name not in _NEEDS_BUS
            if (process := _started(command)) is not None
        }

    def answer(self) -> Desktop:
        """Collect what was said; call once."""
        if self._platform == "win32":
            return Desktop(is_dark=_windows_is_dark())
        said = {name: _output(process) for name, process in self._running.items()}
        self._running.clear()
        if self._platform == "darwin":
            return Desktop(is_dark=said.get("defaults", "").strip() == "Dark")
        return from_linux(said.get("portal", ""), said.get("gsettings", ""), said.get("xrdb", ""))


def from_linux(portal: str, gsettings: str, xrdb: str) -> Desktop:
    """Read the three programs' output; each may be empty."""
    settings = {
        match[1]: match[2]
        for match in re.finditer(
            r"^org\.gnome\.desktop\.interface (\S+) (.+)$", gsettings, re.MULTILINE
        )
    }
    dots = re.search(r"^Xft\.dpi:\s*([\d.]+)", xrdb, re.MULTILINE)
    font = re.match(r"'(.+?)[\s,]+[\d.]+'", settings.get("font-name", ""))
    return Desktop(
        is_dark=_portal_is_dark(portal) if portal else _gnome_is_dark(settings),
        dots_per_inch=float(dots[1]) if dots else None,
        font_family=font[1] if font else None,
        text_scale=_number(settings.get("text-scaling-factor", "")) or 1.0,
    )


def allow_sharp_pixels(platform: str = sys.platform) -> None:
    """Tell Windows that we scale ourselves; to be called before ``Tk()``."""
    if platform == "win32":
        with contextlib.suppress(AttributeError, OSError):
            windll = importlib.import_module("ctypes").windll
            windll.shcore.SetProcessDpiAwareness(1)


def _portal_is_dark(said: str) -> bool | None:
    """Read the portal's number: 1 prefers dark, 2 light, 0 nothing."""
    number = re.search(r"uint32 (\d)", said)
    return {"1": True, "2": False}.get(number[1]) if number else None


def _gnome_is_dark(settings: Mapping[str, str]) -> bool | None:
    scheme = settings.get("color-scheme", "")
    if "prefer-" in scheme:
        return "dark" in scheme
    theme = settings.get("gtk-theme", "")
    return True if "dark" in theme.casefold() else None


def _windows_is_dark() -> bool | None:
    """Read the registry: the value is 0 where applications are to be dark."""
    path = r"Software\Microsoft\Windows\CurrentVersion\Themes\Personalize"
    with contextlib.suppress(ImportError, OSError):
        registry = importlib.import_module("winreg")
        with registry.OpenKey(registry.HKEY_CURRENT_USER, path) as key:
            return bool(registry.QueryValueEx(key, "AppsUseLightTheme")[0] == 0)
    return None


def _started(
    command: Sequence[str], which: Callable[[str], str | None] = shutil.which
) -> subprocess.Popen[str] | None:
    program = which(command[0])
    if program is None:
        return None
    with contextlib.suppress(OSError):
        return subprocess.Popen(
            [program, *command[1:]],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
            errors="replace",
        )
    return None


def _output(process: subprocess.Popen[str]) -> str:
    """Return what a program said in time, ``""`` if it failed or took too long."""
    try:
        said, _ = process.communicate(timeout=PATIENCE)
    except subprocess.TimeoutExpired:
        process.kill()
        process.communicate()
        return ""
    return said if process.returncode == 0 else ""


def _number(text: str) -> float | None:
    try:
        return float(text)
    except ValueError:
        return None
