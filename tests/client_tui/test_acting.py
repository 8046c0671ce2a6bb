"""A message is put in focus by keyboard, and a letter acts on it."""

import pytest

from tertulia_core.session.intents import React
from tertulia_tui.acting import DEEDS, message_hint
from tests.support.tui_driver import TuiDriver


@pytest.fixture
def talked(client: TuiDriver) -> TuiDriver:
    """A room in which rosa said two things and ana one, each with an id."""
    server = client.server
    for number, (nick, text) in enumerate(
        [("rosa", "¿venís?"), ("ana", "yo sí"), ("rosa", "[b]bien[/b]")]
    ):
        server.says(f"@msgid=m{number} :{nick}!{nick}@h PRIVMSG #sala :{text}")
    client.wait_for(lambda screen: "[b]bien[/b]" in screen.timeline, "said")
    return client


def focused(client: TuiDriver) -> str:
    """Return what the message in focus says."""
    wanted = client.app.panels.timeline.focused
    lines = client.app.servers.state.rooms["#sala"].lines
    return next((line.text for line in lines if line.id == wanted), "")


def answering(client: TuiDriver) -> str:
    """Return what stands above the composer."""
    return str(client.app.panels._answer.text)


def test_the_keys_walk_from_message_to_message(talked: TuiDriver) -> None:
    """From the newest one up, and back down; at an end it stays."""
    walked = []
    for key in ("message_previous",) * 3 + ("message_next",):
        talked.press(key)
        walked.append(focused(talked))

    assert walked == ["[b]bien[/b]", "yo sí", "¿venís?", "yo sí"]
    assert message_hint() in talked.app.panels._status.hint


def test_escape_leaves_the_message(talked: TuiDriver) -> None:
    """And letters are letters again."""
    talked.press("message_previous")
    talked.press("latest")
    talked.type("r")

    assert (focused(talked), talked.screen().composer) == ("", "r")


def test_r_answers(talked: TuiDriver) -> None:
    """What is answered stands above the composer and above the answer; it is sent with its id."""
    talked.press("message_previous")
    talked.type("r")
    above = answering(talked)
    talked.type("vale")
    talked.press("enter")

    (sent,) = [each for each in talked.server.heard if each.command == "PRIVMSG"]
    assert above == "Answering rosa: [b]bien[/b]"
    assert sent.tags["+draft/reply"] == "m2" or sent.tags["+reply"] == "m2"
    assert "↪ rosa: [b]bien[/b]\nvale" in talked.screen().timeline
    assert answering(talked) == ""


def test_a_command_is_no_answer(talked: TuiDriver) -> None:
    """The answer waits."""
    talked.press("message_previous")
    talked.type("r")
    talked.type("/away")
    talked.press("enter")

    assert talked.server.heard_of("PRIVMSG") == []
    assert answering(talked) != ""
    talked.press("latest")
    assert answering(talked) == ""


def test_e_puts_a_sign_to_it(talked: TuiDriver) -> None:
    """One of the usual ones, or any by its name."""
    talked.press("message_previous")
    talked.type("e")
    talked.type("rocket")
    talked.press("enter")

    (sent,) = [each for each in talked.server.heard if each.command == "TAGMSG"]
    assert "🚀" in sent.tags.values()
    talked.server.says("@+draft/react=🚀;+draft/reply=m2 :luis!l@h TAGMSG #sala")
    talked.wait_for(lambda screen: "🚀" in screen.timeline, "counted")


def test_y_copies_it_as_it_was_said(talked: TuiDriver) -> None:
    """To the clipboard of the terminal."""
    talked.press("message_previous")
    talked.type("y")

    assert talked.app.clipboard == "[b]bien[/b]"


def test_i_changes_ones_own(talked: TuiDriver) -> None:
    """It comes back into the composer; escape gives it up."""
    talked.press("message_previous")
    talked.type("i")
    assert talked.screen().composer == ""
    talked.press("message_previous")
    talked.type("i")

    assert talked.screen().composer == "yo sí"
    assert answering(talked) == "Changing: yo sí"
    talked.press("latest")
    assert talked.screen().composer == ""


def test_the_arrow_up_changes_the_last_own_message(talked: TuiDriver) -> None:
    """Where nothing is written; otherwise it moves in the text."""
    talked.type("x")
    talked.press("up")
    assert answering(talked) == ""
    talked.press("delete")

    talked.press("up")

    assert talked.screen().composer == "yo sí"


def test_d_removes_at_the_second_press(talked: TuiDriver) -> None:
    """It cannot be undone."""
    talked.server.caps += " draft/message-redaction"
    talked.server.break_off()
    talked.screen()
    talked.pass_time(30)
    talked.server.accept()
    talked.wait_for(lambda screen: "Connected" in screen.status, "back")
    talked.press("message_previous")
    talked.press("message_previous")
    talked.type("d")
    assert talked.server.heard_of("REDACT") == []
    talked.type("d")
    talked.screen()

    assert [params[0] for params in talked.server.heard_of("REDACT")] == ["#sala"]


def test_a_message_without_a_name_cannot_be_answered(client: TuiDriver) -> None:
    """It is said, and nothing is begun."""
    client.server.speak("rosa", "hola")
    client.wait_for(lambda screen: "hola" in screen.timeline, "said")
    client.press("message_previous")
    client.type("re")

    assert answering(client) == ""
    assert client.app.is_main_screen


def test_every_deed_is_a_letter_of_core() -> None:
    """Both clients act by the same letters."""
    from tertulia_core.session.keys import MESSAGE_KEYS

    assert {row.id for row in MESSAGE_KEYS} == DEEDS.keys()
    assert React("#sala", "m", "👍").text == "👍"
