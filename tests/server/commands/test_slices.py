"""Answers that take their time: work done aside, what waits behind it, and what goes wrong."""

from collections.abc import Callable
from typing import Any

import pytest

from tertulia_core.wire.message import Message
from tertulia_server.commands.context import Context, Later, Steps
from tertulia_server.commands.table import TABLE, Command, When
from tertulia_server.model.refusals import Refusal
from tertulia_server.workers import MOST_WAITING
from tests.support.harness import Client, Harness
from tests.support.matchers import TEXT, line, numeric

Ask = Callable[[], Any]


@pytest.fixture
def work(monkeypatch: pytest.MonkeyPatch) -> list[Ask]:
    """Have a command WORK that does the callables of this list aside, and answers what they say."""
    jobs: list[Ask] = []

    def run(ctx: Context, message: Message) -> Steps:
        for job in jobs:
            value = yield Later(job)
            ctx.reply.line("WORKED", str(value), *message.params)

    row = Command("WORK", run, When.ALWAYS, 0, "", 1, False, "", "")
    monkeypatch.setitem(TABLE.rows, "WORK", row)
    return jobs


def _answers(client: Client) -> list[tuple[str, ...]]:
    return [
        message.params if message.command == "WORKED" else (message.command,)
        for message in client.read()
    ]


def test_the_value_of_the_work_is_what_the_command_gets(ana: Client, work: list[Ask]) -> None:
    """One piece after the other."""
    work.extend([lambda: 1, lambda: 2])

    assert ana.ask("WORK x") == [line("WORKED", "1", "x"), line("WORKED", "2", "x")]


def test_what_a_connection_sends_meanwhile_waits(chat: Harness, work: list[Ask]) -> None:
    """Its lines, good and bad, are answered in the order in which they came; others go on."""
    ana, bob = chat.connect("ana"), chat.connect("bob")
    work.append(lambda: "done")
    chat.work_waits = True

    ana.send("WORK", "PING 1", b"\xff", "WORK again", "PING 2")
    assert ana.read() == []
    assert bob.sync() == []

    chat.finish_work()
    assert _answers(ana) == [("done",), ("PONG",), ("FAIL",)]
    chat.finish_work()
    assert _answers(ana) == [("done", "again"), ("PONG",)]


def test_work_of_several_connections_ends_in_any_order(chat: Harness, work: list[Ask]) -> None:
    """Nobody waits for the work of others."""
    ana, bob = chat.connect("ana"), chat.connect("bob")
    work.append(lambda: "done")
    chat.work_waits = True
    ana.send("WORK a")
    bob.send("WORK b")

    chat.finish_work()

    assert (_answers(ana), _answers(bob)) == ([("done", "a")], [])


def test_before_registration_the_rest_waits_too(chat: Harness, work: list[Ask]) -> None:
    """CAP END behind a proof of identity must not overtake it."""
    new = chat.connect()
    work.append(lambda: "done")
    chat.work_waits = True

    new.send("WORK", "NICK ana", "USER u 0 * :U")
    assert new.read() == []
    chat.finish_work()

    assert [answer.command for answer in new.read()][:2] == ["WORKED", "001"]


def test_lines_that_waited_count_as_lines_before_the_welcome(
    chat: Harness, work: list[Ask]
) -> None:
    """Waiting is no way around the limit."""
    new = chat.connect()
    work.append(lambda: "done")
    chat.work_waits = True

    new.send("WORK", *["PING x"] * 25)
    chat.finish_work()

    assert new.is_closed


def test_what_the_work_raises_is_raised_in_the_command(ana: Client, work: list[Ask]) -> None:
    """A refusal is answered as such, an error of ours reveals nothing."""

    def refuse() -> None:
        raise Refusal("403", "there")

    def fail() -> None:
        raise ZeroDivisionError("secret detail")

    work.append(refuse)
    assert ana.ask("WORK") == [numeric("403", "ana", "there", TEXT)]
    work[:] = [fail]
    assert ana.ask("WORK") == [numeric("400", "ana", "WORK", TEXT)]


def test_one_line_keeps_its_label_however_long_it_takes(chat: Harness, work: list[Ask]) -> None:
    """The answer is not cut into a batch for having waited."""
    ana = chat.connect("ana", "labeled-response batch")
    work.append(lambda: "done")
    chat.work_waits = True

    ana.send("@label=7 WORK")
    chat.finish_work()

    assert ana.read() == [line("WORKED", "done", tags={"label": "7"})]


def test_too_much_work_is_refused(chat: Harness, work: list[Ask]) -> None:
    """The queue is bounded; whoever comes too late is told at once."""
    work.append(lambda: "done")
    chat.work_waits = True
    for number in range(MOST_WAITING):
        chat.connect(f"early{number}").send("WORK")

    late = chat.connect("late")

    assert late.ask("WORK") == [numeric("400", "late", "WORK", TEXT)]


def test_the_work_of_those_who_left_is_forgotten(chat: Harness, work: list[Ask]) -> None:
    """So is what they had sent behind it."""
    ana, bob = chat.connect("ana"), chat.connect("bob")
    work.append(lambda: "done")
    chat.work_waits = True
    ana.send("WORK", "PRIVMSG bob :too late")

    ana.hang_up()
    chat.finish_work()

    assert ana.read() == []
    assert bob.sync() == []
