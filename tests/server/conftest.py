"""What the server's tests share."""

import pytest

from tests.support.harness import Client, Harness


@pytest.fixture
def chat() -> Harness:
    """Return a server of the test's own, without thread or socket."""
    return Harness()


@pytest.fixture
def ana(chat: Harness) -> Client:
    """Return a registered client; the operator of the channels she is the first in."""
    return chat.connect("ana")


@pytest.fixture
def bob(chat: Harness) -> Client:
    """Return another one."""
    return chat.connect("bob")


@pytest.fixture
def eva(chat: Harness) -> Client:
    """Return a third one."""
    return chat.connect("eva")
