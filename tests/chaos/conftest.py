"""How long the long tests of crashes and load go on: ``--rounds``."""

import pytest


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add the option."""
    parser.addoption("--rounds", type=int, default=200, help="kills of the server (default: 200)")


@pytest.fixture
def rounds(request: pytest.FixtureRequest) -> int:
    """Return how often the server is killed; what else repeats does so in proportion."""
    return int(request.config.getoption("--rounds"))
