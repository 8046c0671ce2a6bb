"""A talk goes on until the person or the end of the input ends it, and says what was not sent."""

import threading
from collections.abc import Iterator
from dataclasses import replace

import pytest

from tertulia_core.client.server_events import Happening
from tertulia_core.client.servers import Servers
from tertulia_core.session.intents import SendText
from tertulia_tui.plain.talk import CONFIRM_SECONDS
from tests.client_tui.plain.stage import Stage
from tests.support.scripted import scripted_options
from tests.support.waiting import eventually


def send(servers: Servers, text: str) -> list[Happening]:
    """Send to ``#builds``, whatever it looks like."""
    return servers.request(SendText("#builds", text))


@pytest.fixture
def sending() -> Iterator[Stage]:
    """A talk that only sends, from a pipe."""
    options = scripted_options()
    target = replace(options.target, room="#builds")
    here = Stage(replace(options, target=target), gives_up=True, wish=send)
    yield here
    here.servers.stop()


def end(stage: Stage) -> None:
    """Tell the talk that no more comes."""
    stage.talk._orders.put(stage.talk._begin_end)
    stage.settle()


def test_it_ends_when_everything_is_confirmed(sending: Stage) -> None:
    """Not before: what was piped in while connecting is sent first."""
    sending.say("/no es una orden")
    end(sending)
    was_over = sending.talk.is_over

    sending.accept()

    assert (was_over, sending.talk.is_over, sending.talk.problem) == (False, True, "")
    assert sending.server.heard_of("PRIVMSG") == [("#builds", "/no es una orden")]
    assert sending.server.heard_of("QUIT") == [()]


def test_a_server_that_is_not_there_ends_it(sending: Stage) -> None:
    """A script wants to know now."""
    sending.server.refuse()
    sending.settle()

    assert sending.talk.is_over
    assert sending.talk.problem == "No server answers at localhost:12345."


def test_a_connection_that_breaks_is_made_again(sending: Stage) -> None:
    """Once the server was there it is waited for."""
    sending.accept()
    sending.server.break_off()
    sending.settle()

    assert not sending.talk.is_over


def test_a_refused_line_is_a_problem(sending: Stage) -> None:
    """The first one is told; the others are sent all the same."""
    sending.accept()
    sending.server.answers = False
    sending.say("uno")
    sending.server.says(":play.example 404 ana #builds :Cannot send to channel")
    sending.server.answers = True
    sending.say("dos")
    end(sending)

    assert sending.talk.is_over
    assert sending.talk.problem.startswith("uno: not sent: ")


def test_silence_is_a_problem_in_the_end(sending: Stage) -> None:
    """The server has half a minute to confirm what it was sent."""
    sending.accept()
    sending.server.answers = False
    sending.say("uno")
    end(sending)
    was_over = sending.talk.is_over

    sending.clock.advance(CONFIRM_SECONDS)
    sending.settle()

    assert (was_over, sending.talk.is_over) == (False, True)
    assert sending.talk.problem == "The server did not confirm it within 30 seconds."


def test_the_prompt_names_the_room() -> None:
    """It is where one writes."""
    stage = Stage()
    stage.accept()
    before = stage.talk.prompt
    stage.say("/query rosa")

    assert (before, stage.talk.prompt) == ("#sala> ", "rosa> ")
    stage.servers.stop()


def test_texts_come_from_another_thread() -> None:
    """They are taken one after the other; one that comes too late keeps nobody waiting."""
    stage = Stage()
    running = threading.Thread(target=stage.talk.run)
    running.start()

    stage.talk.submit("/away")
    stage.talk.submit("/quit")
    running.join(15)
    stage.talk.submit("tarde")
    stage.talk.finish()

    assert stage.talk.is_over
    assert not running.is_alive()


def test_one_may_leave_at_once() -> None:
    """Whatever is still unconfirmed."""
    stage = Stage()
    running = threading.Thread(target=stage.talk.run)
    running.start()
    stage.talk.submit("hola")

    stage.talk.wake()
    stage.talk.leave()

    eventually(lambda: not running.is_alive(), "the talk is over")
