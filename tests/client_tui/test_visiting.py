"""Servers that were visited are offered; any other is reached by its address."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from tertulia_core.client.instances import adopt
from tests.support.scripted import scripted_options
from tests.support.tui_driver import TuiDriver


@pytest.fixture
def visited(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[TuiDriver]:
    """A client that keeps what it did, connected."""
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path))
    driver = TuiDriver(replace(scripted_options(), instance=adopt(tmp_path / "instances")))
    driver.server.accept()
    driver.wait_for(lambda screen: "Connected" in screen.status, "in")
    yield driver
    driver.close()


def offered(client: TuiDriver) -> list[str]:
    """Open the list and return what it offers."""
    client.call(lambda: client.app.commands.run("connect"))
    return [choice.label for choice in client.app.screen.found]  # type: ignore[attr-defined]


def test_where_one_was_is_offered(visited: TuiDriver) -> None:
    """With the room."""
    assert offered(visited) == ["localhost:12345/#sala"]


def test_an_address_is_typed(visited: TuiDriver) -> None:
    """Enter goes there, in a server of its own."""
    offered(visited)
    visited.type("otra.example:7000/#redes")
    visited.press("enter")

    assert [row.label for row in visited.screen().rooms][-2:] == ["otra.example:7000", "#redes"]


def test_what_is_no_address_leads_nowhere(visited: TuiDriver) -> None:
    """It is not offered."""
    offered(visited)
    visited.type("a b")
    visited.press("enter")

    assert not visited.app.is_main_screen
    assert len(visited.servers) == 1


def test_guests_leave_no_trace(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The list is the host's."""
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path))
    options = replace(scripted_options(), instance=adopt(tmp_path / "instances"), is_guest=True)
    driver = TuiDriver(options)
    driver.server.accept()
    driver.screen()

    assert offered(driver) == []
    driver.close()
