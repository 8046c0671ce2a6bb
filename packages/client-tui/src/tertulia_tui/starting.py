"""Put the terminal client together: servers, app; loads Textual, so imported late."""

import os
from collections.abc import Mapping

from tertulia_core.client.options import ClientOptions
from tertulia_core.client.servers import Servers
from tertulia_core.clock import SystemClock
from tertulia_tui.app import TertuliaApp
from tertulia_tui.habits import collect_rarely
from tertulia_tui.messages import NetworkReady
from tertulia_tui.theme import pick_look

__all__ = ["build", "run"]


def build(options: ClientOptions, environ: Mapping[str, str] = os.environ) -> TertuliaApp:
    """Return the client, ready to be run."""
    clock = SystemClock()
    wake: list[TertuliaApp] = []

    def tell() -> None:
        """Tell the app, on the network thread, that something arrived."""
        for each in wake:
            each.post_message(NetworkReady())

    servers = Servers(options, clock, on_ready=tell)
    look = pick_look(options.theme, environ)
    app = TertuliaApp(servers, clock, look, environ)
    wake.append(app)
    return app


def run(options: ClientOptions) -> int:
    """Show the client until it is left; return its exit code."""
    app = build(options)
    collect_rarely()
    code = app.run()
    return app.return_code or code or 0
