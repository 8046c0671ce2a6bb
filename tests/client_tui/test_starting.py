"""What the client begins with: its theme, its parts put together."""

from collections.abc import Callable

import pytest

from tertulia_core.address import Target, TcpAddress
from tertulia_core.client.link import ScriptedLink
from tertulia_core.client.options import ClientOptions
from tertulia_tui.messages import NetworkReady
from tertulia_tui.starting import build


def test_the_parts_are_put_together(monkeypatch: pytest.MonkeyPatch) -> None:
    """What the network thread says wakes the app."""
    heard: list[object] = []
    wakes = []

    class Link(ScriptedLink):
        def __init__(self, on_ready: Callable[[], None], *, clock: object) -> None:
            super().__init__(on_ready)
            wakes.append(on_ready)

    monkeypatch.setattr("tertulia_core.client.servers.NetworkLink", Link)
    target = Target(TcpAddress("localhost", 12_345))
    options = ClientOptions(target=target, nick="ana", theme="light")

    app = build(options, {})
    monkeypatch.setattr(app, "post_message", heard.append)
    wakes[0]()

    assert app.theme == "tertulia-light"
    assert [type(message) for message in heard] == [NetworkReady]
