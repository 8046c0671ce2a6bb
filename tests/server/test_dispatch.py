"""The door of the chat logic: guards, failures, long answers, the order of everything."""

import dataclasses
import logging

import pytest

from tertulia_core.ids import LinkId
from tertulia_core.wire.codec import decode_line
from tertulia_server.commands.context import Context, Steps
from tertulia_server.commands.table import TABLE, Command, When
from tertulia_server.dispatch import SLICE_BYTES
from tests.support.harness import Client, Harness
from tests.support.matchers import SERVER, TEXT, line, numeric


class TestGuards:
    @pytest.mark.parametrize(
        "row", [row for row in TABLE if row.when is When.REGISTERED], ids=lambda row: row.name
    )
    def test_phase_comes_first(self, chat: Harness, row: Command) -> None:
        new = chat.connect()

        new.send(row.name)

        assert new.read() == [numeric("451", "*", TEXT)]

    @pytest.mark.parametrize(
        "row",
        [row for row in TABLE if row.min_params and row.when is not When.BEFORE],
        ids=lambda row: row.name,
    )
    def test_then_parameters(self, ana: Client, row: Command) -> None:
        expected = (
            numeric(row.missing, "ana", TEXT)
            if row.missing
            else numeric("461", "ana", row.name, TEXT)
        )

        assert ana.ask(row.name) == [expected]

    def test_unknown_commands(self, ana: Client) -> None:
        """In the case in which they are compared, whatever signs they have."""
        assert ana.ask("nonsense x") == [numeric("421", "ana", "NONSENSE", TEXT)]
        assert ana.ask("%s{0} x") == [numeric("421", "ana", "%S{0}", TEXT)]

    def test_commands_work_in_any_case(self, ana: Client) -> None:
        assert ana.ask("aWaY :x") == [numeric("306", "ana", TEXT)]


class TestFailures:
    @pytest.fixture(autouse=True)
    def broken(self, monkeypatch: pytest.MonkeyPatch) -> None:
        """Let MOTD fail at once and INFO in the middle of a long answer."""

        def fail(*_args: object) -> None:
            raise ZeroDivisionError("secret detail")

        def fail_later(ctx: Context, _message: object) -> Steps:
            ctx.reply.numeric("371", "x" * SLICE_BYTES)
            ctx.reply.numeric("371", "x" * 400)
            while ctx.reply.written < SLICE_BYTES:
                ctx.reply.numeric("371", "x" * 400)
            yield None
            fail()

        for name, run in (("MOTD", fail), ("INFO", fail_later)):
            monkeypatch.setitem(TABLE.rows, name, dataclasses.replace(TABLE.rows[name], run=run))

    def test_an_error_of_ours_is_a_400_and_the_connection_lives(
        self, chat: Harness, ana: Client, caplog: pytest.LogCaptureFixture
    ) -> None:
        """Nothing internal is told, and it is in the log."""
        bob = chat.connect("bob", "labeled-response batch")

        assert ana.ask("MOTD") == [numeric("400", "ana", "MOTD", TEXT)]
        bob.send("@label=L MOTD")
        assert bob.read() == [numeric("400", "bob", "MOTD", TEXT, tags={"label": "L"})]
        assert "secret detail" in caplog.text
        assert {record.levelno for record in caplog.records} == {logging.ERROR}

    def test_in_a_long_answer_too(self, ana: Client) -> None:
        ana.send("INFO")

        assert ana.read()[-1] == numeric("400", "ana", "INFO", TEXT)
        assert ana.ask("AWAY") == [numeric("305", "ana", TEXT)]


class TestLongAnswers:
    """At most one slice is written ahead of what the link takes."""

    @pytest.fixture
    def crowd(self, chat: Harness) -> Harness:
        """Return a chat whose WHO fills several slices."""
        for number in range(1200):
            chat.connect(nick_of(number), username="u" * 20, realname="r" * 150)
        return chat

    def hear(self, chat: Harness, client: Client, *lines: str) -> None:
        for text in lines:
            chat.dispatcher.message(client.session, decode_line(text.encode()), chat.now)
        chat.deliver()

    def test_slices_are_bounded_and_nothing_is_lost(self, crowd: Harness) -> None:
        ana = crowd.connect("ana")
        sizes: list[int] = []

        self.hear(crowd, ana, "WHO *")
        while True:
            sizes.append(len(ana.raw) - sum(sizes))
            if not crowd.dispatcher.unfinished:
                break
            crowd.dispatcher.continue_answers(ana.session, crowd.now)
            crowd.deliver()

        assert len(sizes) > 3
        assert max(sizes) < SLICE_BYTES + 1024
        assert len(ana.read()) == 1202

    @pytest.mark.parametrize("command", ["WHO * %tuihnr", "WHO #c", "WHO #c %tuihnr"])
    def test_who_goes_before_being_listed_is_left_out(self, crowd: Harness, command: str) -> None:
        """The list was begun when the person was here."""
        ana = crowd.connect("ana")
        last = crowd.client_of(nick_of(1199))
        with crowd.one_tick():
            for number in range(1200):
                crowd.client_of(nick_of(number)).send("JOIN #c")
        user = ana.session.user
        assert user is not None
        crowd.dispatcher.world.set_mode(user, "o", is_on=True)

        self.hear(crowd, ana, command)
        assert crowd.dispatcher.unfinished == {ana.session.link}
        last.hang_up()

        lines = ana.read()
        assert lines[-1].command == "315"
        assert len(lines) >= 1200
        assert not any(nick_of(1199) in message.params for message in lines)

    def test_a_search_that_finds_nothing_pauses_too(self, crowd: Harness) -> None:
        """Others are served between its steps."""
        for number in range(1200, 2100):
            crowd.connect(nick_of(number))
        ana = crowd.connect("ana")

        self.hear(crowd, ana, "WHO nobody*")

        assert crowd.dispatcher.unfinished == {ana.session.link}
        crowd.act(lambda: None)
        assert ana.read() == [numeric("315", "ana", "nobody*", TEXT)]

    def test_later_commands_wait_for_their_turn(self, crowd: Harness) -> None:
        ana = crowd.connect("ana")

        self.hear(crowd, ana, "WHO *", "PING 1", "WHO *", "PING 2")
        assert ana.session.held is not None
        crowd.act(lambda: None)

        commands = [message.command for message in ana.read()]
        assert commands == ["352"] * 1201 + ["315", "PONG"] + ["352"] * 1201 + ["315", "PONG"]
        assert ana.session.held is None

    def test_others_are_not_kept_waiting(self, crowd: Harness) -> None:
        ana, bob = crowd.connect("ana"), crowd.connect("bob")

        self.hear(crowd, ana, "WHO *")
        self.hear(crowd, bob, "PING x")

        assert crowd.dispatcher.unfinished == {ana.session.link}
        assert bob.read() == [line("PONG", SERVER, "x")]

    @pytest.mark.parametrize("how", ["closed", "dropped"])
    def test_who_goes_in_the_middle_is_forgotten(self, crowd: Harness, how: str) -> None:
        ana = crowd.connect("ana")
        self.hear(crowd, ana, "WHO *", "PRIVMSG bob :late")

        if how == "closed":
            crowd.dispatcher.closed(ana.session, "gone", crowd.now)
        else:
            crowd.dispatcher.drop(ana.session, "gone", crowd.now)
            crowd.deliver()

        assert not crowd.dispatcher.unfinished
        assert not crowd.dispatcher.take_closing()

    def test_quit_behind_a_long_answer_is_the_last_word(self, crowd: Harness) -> None:
        ana, bob = crowd.connect("ana"), crowd.connect("bob")

        self.hear(crowd, ana, "WHO *", "QUIT :x", "PRIVMSG bob :late")
        crowd.act(lambda: None)

        assert [message.command for message in ana.read()][-2:] == ["315", "ERROR"]
        assert ana.is_closed
        assert bob.read() == []

    def test_names_that_change_meanwhile_are_never_wrong(self, crowd: Harness) -> None:
        """Who leaves before being listed is not listed; who is renamed is listed once."""
        world = crowd.dispatcher.world
        clients = [crowd.client_of(nick_of(number)) for number in range(1200)]
        with crowd.one_tick():
            for client in clients:
                client.send("JOIN #c")
        ana = crowd.connect("ana", "userhost-in-names")

        self.hear(crowd, ana, "JOIN #c")
        assert crowd.dispatcher.unfinished == {ana.session.link}
        for number in (0, 1, 1198, 1199):
            self.hear(crowd, clients[number], f"NICK renamed{number}")
        self.hear(crowd, clients[1197], "PART #c")
        self.hear(crowd, clients[0], "MODE #c +v ana")
        crowd.act(lambda: None)

        assert known_members(ana) == {user.nick for user in world.channels["#c"].members}


def nick_of(number: int) -> str:
    """Return the longest nick that ends in a number."""
    return f"{'u' * 28}{number:04}"


def known_members(client: Client) -> set[str]:
    """Return who is in the channel, as a client works it out from what it read."""
    members: set[str] = set()
    for message in client.read():
        nick = (message.source or "").partition("!")[0]
        if message.command == "353":
            listed = message.params[3].split()
            members |= {name.lstrip("@+").partition("!")[0] for name in listed}
        elif message.command == "JOIN":
            members.add(nick)
        elif message.command in {"PART", "QUIT"}:
            members.discard(nick)
        elif message.command == "NICK" and nick in members:
            members.discard(nick)
            members.add(message.params[0])
    return members


class TestBadLines:
    def test_not_utf8(self, ana: Client) -> None:
        """https://ircv3.net/specs/extensions/utf8-only"""
        ana.send(b"PRIVMSG ana :\xff", b"\xff\xfe x")

        assert ana.read() == [
            line("FAIL", "PRIVMSG", "INVALID_UTF8", TEXT, source=SERVER),
            line("FAIL", "*", "INVALID_UTF8", TEXT, source=SERVER),
        ]

    def test_too_long(self, ana: Client) -> None:
        ana.send(b"PRIVMSG ana :" + b"x" * 498)

        assert ana.read() == [numeric("417", "ana", TEXT)]

    @pytest.mark.parametrize("bad", [b":", b":ana", b"@a=b", b"@a=b :x", b"  ", b"A\0B", b"A\rB"])
    def test_not_a_message_at_all(self, ana: Client, bad: bytes) -> None:
        ana.send(bad)

        assert ana.read() == [numeric("421", "ana", "*", TEXT)]

    def test_before_registration(self, chat: Harness) -> None:
        new = chat.connect()

        new.send(b"USER a 0 * :\xff", b"NICK ana", b"USER a 0 * :ok")

        assert [message.command for message in new.read()][:2] == ["FAIL", "001"]


def test_a_closed_connection_is_forgotten_whatever_its_phase(chat: Harness) -> None:
    """Nothing of it stays."""
    new, half, ana = chat.connect(), chat.connect(), chat.connect("ana")
    half.send("NICK bob")

    for client in (new, half, ana):
        client.hang_up()

    assert not chat.dispatcher.world.sessions
    assert not chat.dispatcher.world.users


def test_addresses_become_hosts(chat: Harness) -> None:
    """Whatever connects, its host may stand anywhere in a line."""
    for link, (address, host) in enumerate(
        [("::1", "0::1"), ("", "localhost"), ("192.0.2.7", "192.0.2.7")], 100
    ):
        session = chat.dispatcher.opened(
            LinkId(link), address, is_tls=False, is_loopback=True, now=chat.now
        )
        assert session.host == host
