"""Answering, reacting, copying, changing and removing, by keyboard and by menu."""

import tkinter as tk
from typing import Any

import pytest

from tertulia_core.session.state import LineKind
from tertulia_tk.dialogs.react import ReactDialog
from tests.support.tk_driver import TkDriver
from tests.support.tk_stage import press, type_text


@pytest.fixture
def talk(client: TkDriver) -> TkDriver:
    """A window in whose room three things were said, the last one by us."""
    client.server.says("@msgid=1 :rosa!r@h PRIVMSG #sala :¿quién tiene los apuntes?")
    client.server.says("@msgid=2 :luis!l@h PRIVMSG #sala :yo no")
    client.wait_for(lambda screen: "yo no" in screen.timeline, "said")
    client.type("yo sí")
    client.press("enter")
    client.wait_for(lambda screen: "✓" in screen.timeline, "sent")
    return client


def focused(client: TkDriver) -> str:
    """Return the text of the message in focus."""
    message = client.app.window.timeline.focus_on.message
    return message.text if message is not None else ""


def go_to(client: TkDriver, text: str) -> None:
    """Put the message focus on a message."""
    while focused(client) != text:
        client.press("message_previous")


def last_sent(client: TkDriver) -> Any:
    """Return what was written last that is no PING."""
    client.screen()
    return [one for one in client.server.heard if one.command != "PING"][-1]


def test_the_focus_walks_from_the_newest_to_the_oldest_and_back(talk: TkDriver) -> None:
    """Over what people said; it stops at the ends; Esc takes it away."""
    walked = []
    for key in (*["message_previous"] * 4, *["message_next"] * 2):
        talk.press(key)
        walked.append(focused(talk))
    talk.press("latest")

    assert [text.split()[-1] for text in walked] == ["sí", "no", "apuntes?", "apuntes?", "no", "sí"]
    assert focused(talk) == ""
    assert talk.app.root.focus_get() is talk.app.window.composer.text


def test_r_answers_the_message_in_focus(talk: TkDriver) -> None:
    """A line says whom; the next message carries the tag and shows the quote; the one after not."""
    go_to(talk, "¿quién tiene los apuntes?")
    press(talk.app.window.timeline.sheet, "Key-r")
    hint = talk.app.window.hint.text
    talk.type("luego los paso")
    talk.press("enter")
    answer = last_sent(talk)
    talk.type("otra cosa")
    talk.press("enter")

    assert "rosa" in hint
    assert answer.tags["+reply"] == "1"
    assert "+reply" not in last_sent(talk).tags
    screen = talk.wait_for(lambda screen: "otra cosa" in screen.timeline, "said")
    assert "↪ rosa: ¿quién tiene los apuntes?\nluego los paso" in screen.timeline
    assert talk.app.window.hint.text == ""


def test_a_command_is_never_an_answer(talk: TkDriver) -> None:
    """The answer waits for what is said."""
    go_to(talk, "yo no")
    press(talk.app.window.timeline.sheet, "Key-r")
    talk.type("/topic Cine")
    talk.press("enter")

    assert last_sent(talk).command == "TOPIC"
    assert talk.app.window.hint.text != ""


def test_e_asks_for_a_sign_and_sends_it(talk: TkDriver) -> None:
    """By its name too; it is shown below the message once the server repeats it."""
    go_to(talk, "yo no")
    press(talk.app.window.timeline.sheet, "Key-e")
    dialog = next(
        child for child in talk.app.root.winfo_children() if isinstance(child, ReactDialog)
    )
    type_text(dialog.field, "pulgar_arr")
    dialog.field.event_generate("<KeyRelease>", keysym="r")
    press(dialog.field, "Return")
    sent = last_sent(talk)
    talk.server.says("@+reply=2;+draft/react=👍 :ana!a@h TAGMSG #sala")
    talk.server.says("@+reply=2;+draft/react=👍 :rosa!r@h TAGMSG #sala")

    assert (sent.command, sent.tags["+draft/react"], sent.tags["+reply"]) == ("TAGMSG", "👍", "2")
    talk.wait_for(lambda screen: "yo no\n👍 2\n" in screen.timeline, "counted")


def test_y_copies_and_other_letters_are_typed(talk: TkDriver) -> None:
    """Where no letter is an action, one writes."""
    go_to(talk, "yo no")
    press(talk.app.window.timeline.sheet, "Key-y")
    copied = talk.app.root.clipboard_get()
    go_to(talk, "yo no")
    press(talk.app.window.timeline.sheet, "Key-x")

    assert copied == "yo no"
    assert talk.screen().composer == "x"
    assert focused(talk) == ""


def test_up_changes_what_was_said_last(talk: TkDriver) -> None:
    """The text is there to be changed; Esc gives it up, Enter sends it."""
    talk.server.says(":play.example CAP ana NEW :draft/edit-message")
    composer = talk.app.window.composer.text
    press(composer, "Up")
    offered = talk.screen().composer
    talk.press("latest")
    given_up = talk.screen().composer

    assert (offered, given_up) == ("yo sí", "")
    assert talk.app.window.hint.text == ""


def test_a_message_that_waits_is_removed_without_a_word(client: TkDriver) -> None:
    """Nobody has heard it."""
    client.server.break_off()
    client.wait_for(lambda screen: screen.notice, "offline")
    client.type("mejor no")
    client.press("enter")
    client.wait_for(lambda screen: "mejor no" in screen.timeline, "waiting")
    go_to(client, "mejor no")
    press(client.app.window.timeline.sheet, "Key-d")

    client.wait_for(lambda screen: "mejor no" not in screen.timeline, "gone")


def press_d(client: TkDriver, text: str) -> str:
    """Press D on a message; return what is said above the composer."""
    go_to(client, text)
    press(client.app.window.timeline.sheet, "Key-d")
    return client.app.window.hint.text


def removed(client: TkDriver) -> list[str]:
    """Return the ids of the messages that were taken back."""
    client.screen()
    return [one.params[1] for one in client.server.heard if one.command == "REDACT"]


def test_d_asks_before_it_removes_what_others_have_read(talk: TkDriver) -> None:
    """The second press removes, on the same message."""
    talk.server.says(":play.example CAP ana NEW :draft/message-redaction")
    talk.wait_for(lambda _screen: "REQ" in str(talk.server.heard[-1]), "asked for")
    talk.server.says(":luis!l@h TOPIC #sala :Cine")
    talk.wait_for(lambda screen: "Cine" in screen.topic, "granted before that")
    asked = press_d(talk, "yo no")
    before = removed(talk)
    press(talk.app.window.timeline.sheet, "Key-d")
    talk.wait_for(lambda _screen: removed(talk), "taken back")

    assert "again" in asked
    assert (before, removed(talk)) == ([], ["2"])
    assert talk.app.window.hint.text == ""


def test_whoever_goes_on_removes_nothing(talk: TkDriver) -> None:
    """Another message is asked about anew; Esc and what is sent withdraw the question."""
    press_d(talk, "yo no")
    talk.press("message_previous")
    walked = talk.app.window.hint.text
    press_d(talk, "¿quién tiene los apuntes?")
    talk.press("latest")
    escaped = talk.app.window.hint.text
    press_d(talk, "yo no")
    talk.app.window.composer.take_keyboard()
    talk.type("me lo quedo")
    talk.press("enter")

    assert (walked, escaped, talk.app.window.hint.text) == ("", "", "")
    assert removed(talk) == []


def test_a_question_hides_an_answer_only_for_a_while(talk: TkDriver) -> None:
    """What is being answered is said again, and still answered."""
    go_to(talk, "¿quién tiene los apuntes?")
    press(talk.app.window.timeline.sheet, "Key-r")
    press_d(talk, "yo no")
    talk.press("message_previous")
    hint = talk.app.window.hint.text
    talk.app.window.composer.take_keyboard()
    talk.type("yo")
    talk.press("enter")

    assert "rosa" in hint
    assert last_sent(talk).tags["+reply"] == "1"


def entries(menu: tk.Menu) -> dict[str, str]:
    """Return a menu's labels and whether each can be chosen."""
    end = menu.index("end")
    return {
        menu.entrycget(index, "label"): menu.entrycget(index, "state")
        for index in range((end if end is not None else -1) + 1)
        if menu.type(index) == "command"
    }


def test_a_message_has_a_menu_with_its_author(
    talk: TkDriver, monkeypatch: pytest.MonkeyPatch
) -> None:
    """By the right button where it stands; what is impossible is grey."""
    menu = talk.app.menus.menu
    monkeypatch.setattr(menu, "tk_popup", lambda _x, _y: None)
    sheet = talk.app.window.timeline.sheet
    x, y, _width, height = sheet.bbox(sheet.search("yo no", "1.0")) or (0, 0, 0, 0)
    sheet.event_generate("<Button-3>", x=x + 2, y=y + height // 2)
    talk.screen()
    found = entries(menu)

    assert focused(talk) == "yo no"
    assert found["Reply"] == "normal"
    assert found["Edit"] == "disabled"
    assert found["Who is this"] == "normal"
    assert found["Remove from the room"] == "disabled"


def test_a_person_has_a_menu_and_operators_a_longer_one(
    talk: TkDriver, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Who may remove others can do it there."""
    menu = talk.app.menus.menu
    monkeypatch.setattr(menu, "tk_popup", lambda _x, _y: None)
    talk.app.menus.open_for_person("luis", 0, 0)
    before = entries(menu)["Ban from the room"]
    talk.server.says(":rosa!r@h MODE #sala +o ana")
    talk.wait_for(lambda screen: "@ana" in screen.people, "operator")
    talk.app.menus.open_for_person("luis", 0, 0)
    end = menu.index("end")
    menu.invoke(end if end is not None else 0)
    talk.screen()

    assert before == "disabled"
    assert [one.command for one in talk.server.heard[-2:]] == ["MODE", "KICK"]
    assert talk.server.heard[-2].params == ("#sala", "+b", "luis!*@*")


def test_ignoring_from_the_menu_hides_what_they_say(talk: TkDriver) -> None:
    """The entry then takes it back."""
    menus = talk.app.menus
    next(entry for entry in menus.of_person("luis") if entry.label == "Ignore").run()
    talk.server.speak("luis", "¿me lees?")
    talk.server.speak("rosa", "sí")
    screen = talk.wait_for(lambda screen: "sí\n" in screen.timeline, "said")

    assert "¿me lees?" not in screen.timeline
    assert "Read again" in [entry.label for entry in menus.of_person("luis")]


def test_a_room_is_muted_from_its_menu(talk: TkDriver) -> None:
    """It says so in the list, and its own line tells how to undo it."""
    next(entry for entry in talk.app.menus.of_room("#sala") if entry.label == "Mute").run()
    talk.screen()

    assert [row.note for row in talk.app.window.rooms.list.rows if row.label == "#sala"] == [
        "muted"
    ]
    room = talk.app.window.current_room()
    assert room is not None
    assert room.lines[-1].kind is LineKind.INFO
