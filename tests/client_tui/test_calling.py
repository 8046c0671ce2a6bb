"""Who looks elsewhere is called; who looks is not."""

import pytest

from tests.support.tui_driver import TuiDriver


@pytest.fixture
def signs(client: TuiDriver, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The sequences that were written for the terminal."""
    written: list[str] = []
    monkeypatch.setattr(client.app, "write_sign", written.append)
    return written


def test_a_mention_calls_while_one_looks_elsewhere(client: TuiDriver, signs: list[str]) -> None:
    """On a terminal that shows nothing, by the bell."""
    client.look_away()
    client.server.speak("rosa", "ana: ¿estás?")
    client.screen()

    assert signs == ["\a"]


def test_nothing_calls_while_one_looks(client: TuiDriver, signs: list[str]) -> None:
    """Also not in another room: its number in the list says it."""
    client.server.speak("rosa", "ana: ¿estás?")
    client.server.speak("luis", "hola", target="ana")
    client.screen()

    assert signs == []


def test_what_is_said_to_everybody_does_not_call(client: TuiDriver, signs: list[str]) -> None:
    """Unless the person wants it so."""
    client.look_away()
    client.server.speak("rosa", "hola a todos")
    client.screen()
    assert signs == []

    client.type("/notify all")
    client.press("enter")
    client.server.speak("rosa", "otra vez")
    client.screen()

    assert signs == ["\a"]


def test_another_server_calls_as_well(client: TuiDriver, signs: list[str]) -> None:
    """Whichever is on screen."""
    client.type("/connect otra.example:6667")
    client.press("enter")
    client.servers[1].accept()
    client.look_away()

    client.server.speak("rosa", "ana: ¿estás?")
    client.screen()

    assert signs == ["\a"]
