"""Put the terminal client together: servers, app; loads Textual, so imported late."""

import os
from collections.abc import Mapping

from tertulia_core.client.options import ClientOptions
from tertulia_core.client.servers import Servers
from tertulia_core.clock import SystemClock
from tertulia_core.session.theme import DARK, LIGHT, THEMES
from tertulia_tui.app import TertuliaApp
from tertulia_tui.messages import NetworkReady

__all__ = ["build", "pick_theme", "run"]


def build(options: ClientOptions, environ: Mapping[str, str] = os.environ) -> TertuliaApp:
    """Return the client, ready to be run."""
    clock = SystemClock()
    wake: list[TertuliaApp] = []

    def tell() -> None:
        """Tell the app, on the network thread, that something arrived."""
        for each in wake:
            each.post_message(NetworkReady())

    servers = Servers(options, clock, on_ready=tell)
    app = TertuliaApp(servers, clock, pick_theme(options.theme, environ))
    wake.append(app)
    return app


def run(options: ClientOptions) -> int:
    """Show the client until it is left; return its exit code."""
    app = build(options)
    code = app.run()
    return app.return_code or code or 0


def pick_theme(wanted: str, environ: Mapping[str, str]) -> str:
    """Return the name of the theme to start with.

    Terminals that set COLORFGBG tell their background as its last number, of
    which 7 and 15 are the light ones; all others are taken to be dark.
    """
    if wanted in THEMES:
        return wanted
    background = environ.get("COLORFGBG", "").rpartition(";")[2]
    return (LIGHT if background in {"7", "15"} else DARK).name
