"""Calling the person: by what the desktop has for notifications, and by the bell.

Texts of strangers reach the desktop's programs as arguments or in their
environment, never as part of a script.
"""

import contextlib
import os
import shutil
import subprocess
import sys
import tkinter as tk
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Final

from tertulia_core.client.server_events import Elsewhere, Happening, ServerId
from tertulia_core.clock import Clock
from tertulia_core.session.events import Event
from tertulia_core.session.notifying import Notification, Notifier

if TYPE_CHECKING:
    from tertulia_tk.app import App

__all__ = ["Calling", "Ringer", "command_for"]

MOST_RUNNING: Final = 4
"""Programs that may be showing notifications at the same time; more calls are silent."""

_BALLOON: Final = """
Add-Type -AssemblyName System.Windows.Forms, System.Drawing
$icon = New-Object System.Windows.Forms.NotifyIcon
$icon.Icon = [System.Drawing.SystemIcons]::Information
$icon.Visible = $true
$icon.ShowBalloonTip(5000, $env:TERTULIA_TITLE, $env:TERTULIA_TEXT, 'None')
Start-Sleep 6
$icon.Dispose()
"""

_COMMANDS: Final[Mapping[str, Callable[[str, str], Sequence[str]]]] = {
    "linux": lambda title, text: ("notify-send", "--app-name=tertulia", "--", title, text),
    "darwin": lambda title, text: (
        "osascript", "-e", "on run {title, words}",
        "-e", "display notification words with title title", "-e", "end run", title, text,
    ),
    "win32": lambda _title, _text: ("powershell", "-NoProfile", "-Command", _BALLOON),
}  # fmt: skip
"""Platform → the program that shows a notification. Windows' takes the words from variables."""


def command_for(platform: str, title: str, text: str) -> Sequence[str]:
    """Return the command that shows a notification, ``()`` where a platform has none."""
    make = _COMMANDS.get(platform)
    return make(title, text) if make is not None else ()


class Ringer:
    """Shows notifications: Tk's own where it has them, else a program's; owner: the UI thread.

    Args:
        root: the window.
        platform: ``sys.platform``.
        which: finds a program.
    """

    def __init__(
        self,
        root: tk.Misc,
        platform: str = sys.platform,
        which: Callable[[str], str | None] = shutil.which,
    ) -> None:
        self._root, self._platform, self._which = root, platform, which
        self._running: list[subprocess.Popen[bytes]] = []
        self._is_native = _has_sysnotify(root)

    def show(self, title: str, text: str) -> None:
        """Show a notification; where nothing can, nothing happens."""
        if self._is_native:
            with contextlib.suppress(tk.TclError):
                self._root.tk.call("tk", "sysnotify", title, text)
                return
        command = command_for(self._platform, title.replace("\0", ""), text.replace("\0", ""))
        program = self._which(command[0]) if command else None
        self._running = [process for process in self._running if process.poll() is None]
        if program is None or len(self._running) >= MOST_RUNNING:
            return
        environ = {**os.environ, "TERTULIA_TITLE": title, "TERTULIA_TEXT": text}
        with contextlib.suppress(OSError, ValueError):
            self._running.append(
                subprocess.Popen(
                    [program, *command[1:]], env=environ, stdin=subprocess.DEVNULL,
                    stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
                )
            )  # fmt: skip

    def stop(self) -> None:
        """End what still shows a notification, and wait for it: it is ours."""
        for process in self._running:
            process.terminate()
            process.wait()
        self._running.clear()


class Calling:
    """Decides with core's rules whom to call about what happens; owner: the UI thread.

    Args:
        app: its servers, its settings.
        clock: tells the time.
        ringer: shows notifications.
    """

    def __init__(self, app: "App", clock: Clock, ringer: Ringer) -> None:
        self._app, self._clock, self._ringer = app, clock, ringer
        self._notifiers: dict[ServerId, Notifier] = {}

    def look_at(self, happened: Iterable[Happening]) -> None:
        """Call the person if anything that happened asks for it."""
        sorted_: dict[ServerId, list[Event]] = {}
        shown = self._app.servers.shown.id
        for event in happened:
            if isinstance(event, Elsewhere):
                sorted_.setdefault(event.server, []).append(event.event)
            else:
                sorted_.setdefault(shown, []).append(event)  # type: ignore[arg-type]
        calls = [call for server, events in sorted_.items() for call in self._of(server, events)]
        for call in calls:
            self._ringer.show(self._app.look.fit(call.title), self._app.look.fit(call.text))
        if calls and self._app.preferences.settings.sound:
            self._app.root.bell()

    def stop(self) -> None:
        """Call nobody any more."""
        self._ringer.stop()

    def _of(self, server: ServerId, events: Sequence[Event]) -> list[Notification]:
        state = self._app.servers.states().get(server)
        if state is None:
            return []
        notifier = self._notifiers.setdefault(server, Notifier())
        return notifier.of(events, state, self._clock.monotonic())


def _has_sysnotify(root: tk.Misc) -> bool:
    """Tell whether this Tk shows notifications itself: 9 and later do."""
    try:
        words = root.tk.splitlist(root.tk.call("namespace", "ensemble", "configure", "tk", "-map"))
    except tk.TclError:
        return False
    return "sysnotify" in words
