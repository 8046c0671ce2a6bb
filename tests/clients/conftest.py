"""One suite, run once for each client that is installed, through its driver."""

import importlib
import importlib.util
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from pathlib import Path

import pytest

from tests.support.client_driver import ClientDriver

DRIVERS = {
    "tk": ("tertulia_tk", "tests.support.tk_session"),
    "tui": ("tertulia_tui", "tests.support.tui_session"),
}
"""Name of a client → its package, and the module whose ``open_client`` opens one."""

INSTALLED = [
    name for name, (package, _module) in DRIVERS.items() if importlib.util.find_spec(package)
]

Opener = Callable[[Path], AbstractContextManager[ClientDriver]]


@pytest.fixture(params=INSTALLED)
def unconnected(
    request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[ClientDriver]:
    """A client that is just connecting to its played server."""
    monkeypatch.setattr("tertulia_core.client.controller.can_host", lambda: True)
    opener: Opener = importlib.import_module(DRIVERS[request.param][1]).open_client
    with opener(tmp_path) as client:
        yield client


@pytest.fixture
def client(unconnected: ClientDriver) -> ClientDriver:
    """A client in ``#sala`` with rosa (operator) and luis."""
    unconnected.server.accept()
    unconnected.wait_for(lambda screen: len(screen.people) == 3, "everybody is in the list")
    return unconnected
