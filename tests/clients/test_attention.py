"""Whom and what one wants to hear about, and what one takes along."""

from pathlib import Path

import pytest

from tests.support.client_driver import ClientDriver, Screen


def say(client: ClientDriver, text: str) -> None:
    """Type a text and press Enter."""
    client.type(text)
    client.press("enter")


def badges(screen: Screen) -> dict[str, str]:
    """Return the counts in the room list."""
    return {row.label: row.badge for row in screen.rooms}


def test_somebody_ignored_is_not_seen(client: ClientDriver) -> None:
    """Nor counted; others are."""
    say(client, "/ignore rosa")
    client.wait_for(lambda screen: "rosa" in screen.timeline, "told")
    client.server.speak("rosa", "¿me lees?")
    client.server.speak("rosa", "¿y así?", "ana")
    client.server.speak("luis", "aquí no hay nadie")

    screen = client.wait_for(lambda screen: "nadie" in screen.timeline, "luis is heard")
    assert "¿me lees?" not in screen.timeline
    assert [row.label for row in screen.rooms if row.label == "rosa"] == []


def test_somebody_ignored_can_be_heard_again(client: ClientDriver) -> None:
    """The same command takes it back."""
    say(client, "/ignore rosa")
    say(client, "/ignore rosa")
    client.server.speak("rosa", "¿me lees?")

    client.wait_for(lambda screen: "¿me lees?" in screen.timeline, "heard")


def test_a_muted_conversation_counts_nothing(client: ClientDriver) -> None:
    """What is said there is there all the same."""
    client.server.speak("luis", "hola", "ana")
    client.wait_for(lambda screen: badges(screen).get("luis") == "1", "counted")
    say(client, "/mute luis")
    client.wait_for(lambda screen: badges(screen).get("luis") == "", "not any more")
    client.server.speak("luis", "¿estás?", "ana")
    client.server.speak("rosa", "aquí")
    client.wait_for(lambda screen: "aquí" in screen.timeline, "all taken in")
    badge = badges(client.screen())["luis"]
    client.select("luis")

    assert badge == ""
    client.wait_for(lambda screen: "¿estás?" in screen.timeline, "there")


@pytest.mark.parametrize(
    ("word", "sentence"),
    [("all", "every message"), ("mentions", "mentions"), ("nothing", "nothing")],
)
def test_what_notifies_is_told(client: ClientDriver, word: str, sentence: str) -> None:
    """Room by room."""
    say(client, f"/notify {word}")

    client.wait_for(lambda screen: f"notifies you: {sentence}" in screen.timeline, "told")


def test_a_room_is_exported_into_a_file(
    client: ClientDriver, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where it is, the room says."""
    monkeypatch.setenv("HOME", str(tmp_path))
    client.server.speak("rosa", "para el recuerdo")
    client.wait_for(lambda screen: "recuerdo" in screen.timeline, "said")
    say(client, "/export copia.txt")

    client.wait_for(lambda screen: "copia.txt" in screen.timeline, "told")
    assert "<rosa> para el recuerdo" in (tmp_path / "copia.txt").read_text(encoding="utf-8")


def test_an_emoji_is_written_by_its_name(client: ClientDriver) -> None:
    """The list names them in both languages; a smiley of two signs stays what it is."""
    client.type("toma :cerv")
    client.press("complete")
    completed = client.screen().composer
    client.type("y :)")

    assert completed == "toma 🍺 "
    assert client.screen().composer == "toma 🍺 y :)"


def test_several_emoji_are_offered(client: ClientDriver) -> None:
    """With their names beside them."""
    client.type(":coraz")
    client.press("complete")

    screen = client.wait_for(lambda screen: len(screen.suggestions) > 3, "the list")
    assert any("corazón_azul" in row for row in screen.suggestions)
