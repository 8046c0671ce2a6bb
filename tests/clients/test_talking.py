"""Saying something, and hearing what others say."""

import pytest

from tests.support.client_driver import ClientDriver, Screen
from tests.support.played_server import MULTILINE

HOSTILE = [
    "[exec touch x] $env(HOME) [info commands]",
    "{ unbalanced \\",
    '"quoted" ; # comment',
    "[b]bold[/b] [TODO] [@click=app.quit]x[/]",
    "%s{0}%(x)s {nick}",
    "עברית العربية ไทย 日本語 한국어",
    "👩‍👩‍👧‍👦 🏳️‍🌈 👍🏽 e\u0301",
    "x" * 400,
]
"""What people may write, with a meaning to Tcl, to Textual's markup, to formatting, to fonts."""


def said(screen: Screen, text: str) -> int:
    """Return how often a text stands in the timeline."""
    return screen.timeline.count(text)


def test_what_is_typed_is_sent_once_and_shown_once(client: ClientDriver) -> None:
    """Enter sends it to the room on screen; the server's echo confirms the line that is there."""
    client.type("hola a todos")
    client.press("enter")

    screen = client.wait_for(lambda screen: "✓" in screen.timeline, "confirmed")
    assert client.server.heard_of("PRIVMSG") == [("#sala", "hola a todos")]
    assert said(screen, "hola a todos") == 1
    assert screen.composer == ""


def test_it_is_marked_as_sent_only_when_the_server_said_so(client: ClientDriver) -> None:
    """Until then the line stands there without the mark."""
    client.server.answers = False
    client.type("¿llega?")
    client.press("enter")
    waiting = client.wait_for(lambda screen: said(screen, "¿llega?"), "shown at once")

    sent = next(message for message in client.server.heard if message.command == "PRIVMSG")
    label = sent.tags["label"]
    client.server.says(f"@label={label};msgid=x :{client.server.source} PRIVMSG #sala :¿llega?")

    assert "✓" not in waiting.timeline
    screen = client.wait_for(lambda screen: "✓" in screen.timeline, "confirmed")
    assert said(screen, "¿llega?") == 1


def test_a_refused_message_says_why(client: ClientDriver) -> None:
    """The reason stands at the line."""
    client.server.answers = False
    client.type("silencio")
    client.press("enter")
    client.wait_for(lambda _screen: client.server.heard_of("PRIVMSG"), "sent")
    label = client.server.heard[-1].tags["label"]
    client.server.says(f"@label={label} :play.example 404 ana #sala :Cannot send to channel")

    client.wait_for(lambda screen: "not sent" in screen.timeline, "the reason")


@pytest.mark.parametrize("text", ["", "   ", "\t"])
def test_blank_text_is_not_sent(client: ClientDriver, text: str) -> None:
    """Enter on nothing does nothing."""
    client.type(text)
    client.press("enter")
    client.type("ya")
    client.press("enter")

    client.wait_for(lambda _screen: client.server.heard_of("PRIVMSG"), "something was sent")
    assert [text.strip() for _room, text in client.server.heard_of("PRIVMSG")] == ["ya"]


def test_what_others_say_appears_once_with_their_nick(client: ClientDriver) -> None:
    """A message of somebody in the room."""
    client.server.speak("rosa", "¿me pasas el enlace?")

    screen = client.wait_for(lambda screen: "enlace" in screen.timeline, "shown")
    lines = screen.timeline.splitlines()
    place = next(index for index, line in enumerate(lines) if "enlace" in line)
    assert any("rosa" in line for line in lines[place - 1 : place + 1])
    assert said(screen, "¿me pasas el enlace?") == 1


def test_messages_in_a_row_share_one_header(client: ClientDriver) -> None:
    """The nick stands above the first one only."""
    for text in ("uno", "dos", "tres"):
        client.server.speak("rosa", text)

    screen = client.wait_for(lambda screen: "tres" in screen.timeline, "all three")
    assert said(screen, "rosa") == 1


def test_another_persons_message_begins_a_group(client: ClientDriver) -> None:
    """Each change of speaker names the speaker."""
    for nick in ("rosa", "luis", "rosa"):
        client.server.speak(nick, "sí")

    screen = client.wait_for(lambda screen: said(screen, "sí") == 3, "all three")
    assert said(screen, "rosa") == 2


def test_a_server_without_capabilities_is_talked_to_all_the_same(
    unconnected: ClientDriver,
) -> None:
    """Without echoes the line is confirmed by the answer to a PING after it."""
    unconnected.server.caps = ""
    unconnected.server.accept()
    unconnected.wait_for(lambda screen: len(screen.people) == 3, "in the room")
    unconnected.type("hola")
    unconnected.press("enter")

    screen = unconnected.wait_for(lambda screen: "✓" in screen.timeline, "confirmed")
    assert unconnected.server.heard_of("PRIVMSG") == [("#sala", "hola")]
    assert said(screen, "hola") == 1


def test_shift_enter_breaks_the_line(client: ClientDriver) -> None:
    """Both lines are said, in order, by one Enter."""
    client.type("primera")
    client.press("newline")
    client.type("segunda")
    written = client.screen().composer
    client.press("enter")

    client.wait_for(lambda _screen: len(client.server.heard_of("PRIVMSG")) == 2, "both said")
    assert written == "primera\nsegunda"
    assert client.server.heard_of("PRIVMSG") == [("#sala", "primera"), ("#sala", "segunda")]


def test_several_lines_are_one_message_where_the_server_takes_them(
    unconnected: ClientDriver,
) -> None:
    """Sent as one, confirmed as one, and shown with its line breaks."""
    unconnected.server.caps += f" {MULTILINE}"
    unconnected.server.accept()
    unconnected.wait_for(lambda screen: len(screen.people) == 3, "in the room")
    for line in ("primera", "", "tercera"):
        unconnected.type(line)
        unconnected.press("newline")
    unconnected.press("enter")

    screen = unconnected.wait_for(lambda screen: "✓" in screen.timeline, "confirmed")
    assert unconnected.server.heard_of("PRIVMSG") == [
        ("#sala", text) for text in ("primera", "", "tercera")
    ]
    assert screen.timeline.count("✓") == 1
    assert shown_lines(screen)[-3:] == ["primera", "", "tercera ✓"]


def test_a_message_of_several_lines_keeps_its_breaks(client: ClientDriver) -> None:
    """One message, blank line included, and the next one of the same person goes on below."""
    client.server.speak_lines("rosa", "primera", "", "  \x02tercera\x02")
    client.server.speak("rosa", "otra")

    screen = client.wait_for(lambda screen: "otra" in screen.timeline, "shown")
    assert shown_lines(screen)[-4:] == ["primera", "", "tercera", "otra"]
    assert said(screen, "rosa") == 1


def shown_lines(screen: Screen) -> list[str]:
    """Return the timeline's lines without what stands around a text on either screen."""
    return [line.strip().replace("\u00a0", " ") for line in screen.timeline.splitlines()]


def test_me_says_what_one_does(client: ClientDriver) -> None:
    """``/me`` is an action, shown as one sentence with the nick."""
    client.type("/me saluda")
    client.press("enter")

    client.wait_for(lambda screen: "ana saluda" in screen.timeline, "shown")
    assert client.server.heard_of("PRIVMSG") == [("#sala", "\x01ACTION saluda\x01")]


def test_two_slashes_say_a_text_that_starts_with_one(client: ClientDriver) -> None:
    """The first slash is taken off."""
    client.type("//etc/hosts")
    client.press("enter")

    client.wait_for(lambda screen: "/etc/hosts" in screen.timeline, "shown")
    assert client.server.heard_of("PRIVMSG") == [("#sala", "/etc/hosts")]


def test_an_unknown_command_names_the_nearest_and_sends_nothing(client: ClientDriver) -> None:
    """A slip of the finger is not said in public."""
    before = len(client.server.heard)
    client.type("/jion #otra")
    client.press("enter")

    client.wait_for(lambda screen: "/join" in screen.timeline, "the nearest one")
    commands = {message.command for message in client.server.heard[before:]}
    assert commands <= {"TAGMSG", "PING"}


@pytest.mark.parametrize("text", HOSTILE)
def test_text_with_a_meaning_to_programs_is_only_text(client: ClientDriver, text: str) -> None:
    """Received and typed, it stands there letter by letter, and goes out unchanged."""
    client.server.speak("rosa", text)
    client.wait_for(lambda screen: unbroken(screen, text) == 1, "received")
    client.type(text)
    client.press("enter")

    client.wait_for(lambda screen: unbroken(screen, text) == 2, "typed")
    assert client.server.heard_of("PRIVMSG") == [("#sala", text)]


def test_control_characters_are_shown_not_obeyed(client: ClientDriver) -> None:
    """An escape sequence that would clear a terminal is a few visible signs."""
    client.server.speak("rosa", "mira \x1b[2J\u202e")

    screen = client.wait_for(lambda screen: "mira" in screen.timeline, "shown")
    assert "\x1b" not in screen.timeline
    assert "\u202e" not in screen.timeline


def test_formatting_codes_leave_the_words(client: ClientDriver) -> None:
    """Bold, colours and the rest are looks; their codes are not shown."""
    client.server.speak("rosa", "\x02negrita\x02 \x0304,01rojo\x03 \x1dcursiva\x0f fin")

    client.wait_for(lambda screen: "negrita rojo cursiva fin" in screen.timeline, "the words")


def unbroken(screen: Screen, text: str) -> int:
    """Return how often a text stands in the timeline, wherever a screen breaks its lines."""
    return "".join(screen.timeline.split()).count("".join(text.split()))
