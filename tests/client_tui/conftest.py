"""The whole client on a played server, for what no single widget shows."""

from collections.abc import Iterator

import pytest

from tests.support.tui_driver import TuiDriver


@pytest.fixture
def client(monkeypatch: pytest.MonkeyPatch) -> Iterator[TuiDriver]:
    """A client in ``#sala`` with rosa (operator) and luis."""
    monkeypatch.setattr("tertulia_core.client.controller.can_host", lambda: True)
    driver = TuiDriver(size=(96, 18))
    try:
        driver.server.accept()
        driver.wait_for(lambda screen: len(screen.people) == 3, "everybody is in the list")
        yield driver
    finally:
        driver.close()
