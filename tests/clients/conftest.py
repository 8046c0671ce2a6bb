"""The clients that can run here, one after the other, for every behaviour."""

import importlib.util
from collections.abc import Callable, Iterator

import pytest

from tests.support.client_driver import ClientDriver


def _textual() -> ClientDriver:
    from tests.support.textual_driver import TextualDriver

    return TextualDriver()


DRIVERS: dict[str, tuple[str, Callable[[], ClientDriver]]] = {
    "textual": ("textual", _textual),
}
"""Client → the toolkit it needs, and how to start it."""

INSTALLED = [name for name, (toolkit, _) in DRIVERS.items() if importlib.util.find_spec(toolkit)]
assert INSTALLED, "no client can run here: neither its toolkit nor the other's is installed"


@pytest.fixture(params=INSTALLED)
def fresh(request: pytest.FixtureRequest) -> Iterator[ClientDriver]:
    """Give a client that was just started and has no connection yet."""
    driver = DRIVERS[request.param][1]()
    yield driver
    driver.close()


@pytest.fixture
def client(fresh: ClientDriver) -> ClientDriver:
    """Give a client that is in #sala with rosa and luis."""
    fresh.server.accept()
    fresh.settle()
    fresh.server.welcome()
    fresh.settle()
    fresh.server.join("#sala", "@ana rosa luis", "Clase de redes")
    fresh.settle()
    fresh.server.take()
    return fresh
