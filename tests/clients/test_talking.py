"""Saying something and hearing it, on every client."""

import pytest

from tests.support.client_driver import ClientDriver


def sent(client: ClientDriver) -> list[tuple[str, ...]]:
    """Return the parameters of the messages the client wrote since the last look."""
    return [message.params for message in client.server.take() if message.command == "PRIVMSG"]


def test_what_is_typed_is_said_in_the_room(client: ClientDriver) -> None:
    """Enter sends the text and empties the field."""
    client.type("hola a todos")
    client.press("enter")

    assert sent(client) == [("#sala", "hola a todos")]
    assert client.composer() == ""


def test_the_spaces_around_a_text_are_not_sent(client: ClientDriver) -> None:
    """Text is stripped."""
    client.type("  hola  ")
    client.press("enter")

    assert sent(client) == [("#sala", "hola")]


@pytest.mark.parametrize("blank", ["", "   ", "\n"])
def test_blank_text_is_not_sent(client: ClientDriver, blank: str) -> None:
    """Enter on nothing does nothing."""
    client.type(blank)
    client.press("enter")

    assert sent(client) == []
    assert not any("ana" in row for row in client.timeline() if "hola" in row)


def test_an_own_message_is_on_screen_once(client: ClientDriver) -> None:
    """It is shown at once, and its echo does not show it again."""
    client.type("hola")
    client.press("enter")
    assert sum("hola" in row for row in client.timeline()) == 1

    client.type("otra")
    client.press("enter")
    client.server.echo()
    client.settle()

    assert sum("hola" in row for row in client.timeline()) == 1
    assert sum("otra" in row for row in client.timeline()) == 1


def test_an_own_message_shows_that_it_was_sent(client: ClientDriver) -> None:
    """The mark comes with the server's echo, not before."""
    client.type("hola")
    client.press("enter")
    assert not any("✓" in row for row in client.timeline())

    client.server.echo()
    client.settle()

    assert [row for row in client.timeline() if "hola" in row] == ["hola ✓"]


def test_what_others_say_is_shown_with_nick_and_time(client: ClientDriver) -> None:
    """A header names who speaks and when."""
    client.server.say("rosa", "buenas tardes")
    client.settle()

    *_, header, text = client.timeline()

    assert header.startswith("rosa ")
    assert header.split()[-1].count(":") == 1
    assert text == "buenas tardes"


def test_lines_appear_in_their_order(client: ClientDriver) -> None:
    """Whatever arrives together is shown in the order in which it was said."""
    said = [f"línea {number}" for number in range(100)]
    for text in said:
        client.server.say("rosa", text)
    client.settle()

    assert [row for row in client.timeline() if row.startswith("línea")] == said


def test_a_refused_message_says_why(client: ClientDriver) -> None:
    """What the server did not take is marked, with the server's reason."""
    client.type("hola")
    client.press("enter")
    label = client.server.take()[-1].tags["label"]

    client.server.send(f"@label={label} :irc.example.org 404 ana #sala :Cannot send to channel")
    client.settle()

    refused = [row for row in client.timeline() if row.startswith("hola")]
    assert len(refused) == 1
    assert "not sent" in refused[0]
    assert "Cannot send to channel" in refused[0]


def test_a_line_break_is_written_without_sending(client: ClientDriver) -> None:
    """The newline key makes a second line in the field."""
    client.type("una")
    client.press("newline")
    client.type("dos")

    assert client.composer() == "una\ndos"
    assert sent(client) == []


def test_an_action_is_shown_as_one(client: ClientDriver) -> None:
    """``/me`` says what one does."""
    client.type("/me saluda")
    client.press("enter")

    assert sent(client) == [("#sala", "\x01ACTION saluda\x01")]
    assert any("ana saluda" in row for row in client.timeline())


def test_a_doubled_slash_is_speech(client: ClientDriver) -> None:
    """``//`` sends a line that starts with a slash."""
    client.type("//etc")
    client.press("enter")

    assert sent(client) == [("#sala", "/etc")]


def test_what_was_typed_before_comes_back(client: ClientDriver) -> None:
    """The history of the field walks back and forth, the draft at its end."""
    for text in ("uno", "dos"):
        client.type(text)
        client.press("enter")
    client.type("tres")

    client.press("typed_previous")
    first = client.composer()
    client.press("typed_previous")
    second = client.composer()
    client.press("typed_next")
    client.press("typed_next")

    assert (first, second, client.composer()) == ("dos", "uno", "tres")


HOSTILE = [
    "[b]x[/b]",
    "[/b]",
    "[exec rm]",
    "$HOME",
    "{unbalanced",
    "\\",
    "%s%n{0}",
    "\x1b[2J\x1b]0;owned\x07",
    "\u202eabc",
    "👩‍👩‍👧‍👦 é̂̂̂̂̂̂̂̂̂̂̂",
    "a" * 400,
    "日本語" * 60,
    "ابجد שלום",
]


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
def test_hostile_text_is_shown_and_never_obeyed(client: ClientDriver, text: str) -> None:
    """Whatever arrives, the client goes on, and no control character reaches the screen."""
    client.server.say("rosa", text)
    client.server.send(f":rosa!r@h TOPIC #sala :{text}")
    client.server.say("rosa", "sigo aquí")
    client.settle()

    shown = "".join(client.timeline()) + client.topic()

    assert client.timeline()[-1] == "sigo aquí"
    assert not any(ord(letter) < 32 or letter in "\x7f\u202e" for letter in shown)


def test_markup_is_shown_as_typed(client: ClientDriver) -> None:
    """Brackets, braces and dollars are text."""
    client.server.say("rosa", "[b]x[/b] {a} $b [exec c] \\")
    client.settle()

    assert client.timeline()[-1] == "[b]x[/b] {a} $b [exec c] \\"
