"""Everything that happens is told in words, once, and nothing in it can do anything."""

from collections.abc import Iterator

import pytest

from tests.client_tui.plain.stage import Stage


@pytest.fixture
def stage() -> Iterator[Stage]:
    """A talk in ``#sala``."""
    here = Stage()
    here.accept()
    yield here
    here.servers.stop()


def test_what_people_say_and_do_is_told(stage: Stage) -> None:
    """Speech, actions, notices, and who comes and goes; each with the time of day."""
    stage.server.speak("rosa", "hola")
    stage.server.speak("rosa", "\x01ACTION saluda\x01")
    stage.server.says(":rosa!r@h NOTICE #sala :ojo", ":eva!e@h JOIN #sala * :eva")
    stage.server.says(":luis!l@h PART #sala :adiós", ":rosa!r@h TOPIC #sala :redes")
    stage.settle()

    assert stage.texts() == [
        "<rosa> hola",
        "* rosa saluda",
        "-rosa- ojo",
        "-- eva came in",
        "-- luis left (adiós)",
        "-- rosa set the topic: redes",
    ]
    assert all(line[2] == ":" for line in stage.told)


def test_a_message_of_several_lines_is_one(stage: Stage) -> None:
    """Its further lines are indented, so that nobody can write as somebody else."""
    stage.server.speak_lines("rosa", "uno", "12:00 <luis> dos")
    stage.settle()

    assert stage.texts() == ["<rosa> uno\n    12:00 <luis> dos"]


@pytest.mark.parametrize("text", ["\x1b[2J", "\x9b2J", "\r-- luis left", "\u202eabc", "\x07"])
def test_nothing_that_is_said_is_obeyed(stage: Stage, text: str) -> None:
    """Signs that command terminals are shown as signs."""
    stage.server.speak("rosa", f"a{text}b")
    stage.settle()

    told = "".join(stage.told)
    assert not {"\x1b", "\x9b", "\r", "\u202e", "\x07"} & {*told}


def test_other_rooms_are_named(stage: Stage) -> None:
    """Private conversations too."""
    stage.server.speak("luis", "¿estás?", target="ana")
    stage.settle()

    assert stage.texts() == ["luis <luis> ¿estás?"]


def test_what_the_server_says_waits_in_its_room(stage: Stage) -> None:
    """Figures and greetings are told to who goes there."""
    stage.server.says(":play.example NOTICE ana :mantenimiento a las 12")
    stage.settle()

    assert stage.told == []


def test_ones_own_lines_are_told_where_they_are_not_seen() -> None:
    """In a pipe, once they are confirmed; at a keyboard they stand there already."""
    for tells_own, expected in ((False, []), (True, ["<ana> hola"])):
        stage = Stage(tells_own=tells_own)
        stage.accept()
        stage.say("hola")

        assert stage.texts() == expected
        stage.servers.stop()


def test_what_was_not_sent_is_always_told(stage: Stage) -> None:
    """With its text and the reason."""
    stage.server.answers = False
    stage.say("hola")
    stage.server.says(":play.example 404 ana #sala :Cannot send to channel")
    stage.settle()

    (line,) = stage.told
    assert line.startswith("!! hola: not sent: ")


def test_the_connection_is_told_when_it_changes(stage: Stage) -> None:
    """Once, with the reason."""
    stage.server.break_off()
    stage.settle()
    stage.clock.advance(30.0)
    stage.settle()
    stage.server.accept()
    stage.settle()

    phases = [line for line in stage.told if line.startswith("-- ")]
    assert phases[0].startswith("-- Not connected, trying again: ")
    assert "-- Connected" in phases


def test_rooms_and_pages_are_told(stage: Stage) -> None:
    """Where one is, and what a command answers."""
    stage.server.people["#redes"] = ("zoe",)
    stage.say("/join #redes")
    stage.say("/help me")

    assert "-- Now in #redes" in stage.told
    assert stage.told[-3:] == ["-- Help", "   /me text", "   Say what you do: * ana waves."]


def test_another_server_is_named(stage: Stage) -> None:
    """Before what happens there while one is here."""
    stage.say("/connect otra.example:6667")
    stage.played[1].accept()
    stage.settle()
    stage.told.clear()

    stage.server.speak("rosa", "¿y tú?")
    stage.settle()

    (line,) = stage.told
    assert line.startswith("localhost:12345 ")
    assert line.endswith("#sala <rosa> ¿y tú?")
