"""What is asked at the admin door, and how it is answered."""

import json
from typing import Any

import pytest

from tertulia_server.admin.desk import LISTENER
from tertulia_server.admin.table import TABLE, Answers
from tests.support.matchers import TEXT
from tests.support.switchboard import Switchboard, Wire

OK = {"ok": True}


@pytest.fixture
def board() -> Switchboard:
    """Return a server."""
    return Switchboard()


@pytest.fixture
def visitor(board: Switchboard) -> Wire:
    """Return somebody at its door."""
    return board.plug(LISTENER)


def ask(visitor: Wire, command: str, **arguments: Any) -> list[dict[str, Any]]:
    """Ask for a command and return all that is answered."""
    return say(visitor, json.dumps({"command": command, **arguments}))


def say(visitor: Wire, line: str) -> list[dict[str, Any]]:
    """Say a line and return all that is answered."""
    visitor.send(f"{line}\n")
    return [json.loads(answer) for answer in visitor.lines()]


class TestRequests:
    @pytest.mark.parametrize("line", ["hola", "[]", "{}", '{"command": "account frob"}', '"x"'])
    def test_nonsense(self, visitor: Wire, line: str) -> None:
        """It is told so, and may ask again."""
        assert say(visitor, line) == [{"error": TEXT}]
        assert ask(visitor, "account list") == [OK]

    def test_an_argument_is_missing(self, visitor: Wire) -> None:
        """Or is no text."""
        for arguments in ({}, {"name": "ana"}, {"name": 1, "password": "x"}):
            assert ask(visitor, "account add", **arguments) == [{"error": TEXT}]

    def test_where_the_door_is_a_port_a_token_is_needed(
        self, board: Switchboard, visitor: Wire
    ) -> None:
        """Anybody on this computer can connect to it."""
        board.desk.token = "secret"

        assert ask(visitor, "account list") == [{"error": TEXT}]
        assert ask(visitor, "account list", token="secre") == [{"error": TEXT}]
        assert ask(visitor, "account list", token="secret") == [OK]

    def test_who_leaves_is_let_go(self, visitor: Wire) -> None:
        """What was asked before is done all the same."""
        visitor.unread = b'{"command": "account add", "name": "ana", "password": "x"}\n'

        visitor.finish()

        assert visitor.is_closed

    def test_others_are_served_meanwhile(self, board: Switchboard, visitor: Wire) -> None:
        """The door is one of many."""
        ana = board.irc("ana")

        ask(visitor, "account add", name="bob", password="secreto")
        ana.send("PING x\r\n")

        assert "PONG" in ana.read()

    def test_a_failure_is_told_and_nothing_internal_of_it(
        self, visitor: Wire, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """The server goes on."""

        def fail(*_arguments: object) -> Answers:
            yield from ()
            raise ZeroDivisionError("secret")

        row = TABLE.find({"command": "account list"})
        monkeypatch.setitem(TABLE._rows, row.name, row._replace(run=fail))

        (answer,) = ask(visitor, "account list")
        assert "secret" not in answer["error"]

    def test_long_answers_wait_for_their_reader(
        self, visitor: Wire, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """At most about 64 KiB are written ahead."""

        def tell(*_arguments: object) -> Answers:
            for number in range(100):
                yield {"line": f"{number} " + "x" * 10_000}

        row = TABLE.find({"command": "account list"})
        monkeypatch.setitem(TABLE._rows, row.name, row._replace(run=tell))
        visitor.is_reading = False

        visitor.send('{"command": "account list"}\n')
        ahead = len(visitor.piled)
        visitor.start_reading()

        assert ahead < 100_000
        assert len(visitor.lines()) == 101


class TestAccounts:
    def test_an_account_that_is_added_can_log_in(self, board: Switchboard, visitor: Wire) -> None:
        """At once."""
        assert ask(visitor, "account add", name="Ana", password="sesame") == [{"line": TEXT}, OK]

        ana = board.plug()
        ana.send("AUTHENTICATE PLAIN\r\nAUTHENTICATE QW5hAEFuYQBzZXNhbWU=\r\n")
        assert " 903 " in ana.read()

    @pytest.mark.parametrize(
        ("name", "password"),
        [("ana", "x"), ("аna", "x"), ("a b", "x"), ("", "x"), ("new", ""), ("new", "a\0b"),
         ("new", "x" * 1025), ("NickServ-", "\x07")],
    )  # fmt: skip
    def test_what_cannot_be_added(self, visitor: Wire, name: str, password: str) -> None:
        """Names that are taken or none, and passwords that are none."""
        ask(visitor, "account add", name="Ana", password="sesame")

        assert ask(visitor, "account add", name=name, password=password) == [{"error": TEXT}]
        assert ask(visitor, "account list") == [{"line": "Ana"}, OK]

    def test_another_password(self, board: Switchboard, visitor: Wire) -> None:
        """The old one is good for nothing."""
        ask(visitor, "account add", name="ana", password="sesame")

        assert ask(visitor, "account passwd", name="ANA", password="otra") == [{"line": TEXT}, OK]
        account = board.dispatcher.world.accounts.get("ana")
        assert account is not None
        assert account.verifier.fits("otra")
        assert not account.verifier.fits("sesame")

    def test_who_is_suspended_is_thrown_out(self, board: Switchboard, visitor: Wire) -> None:
        """And told why; ``off`` lets the account be used again."""
        ask(visitor, "account add", name="ana", password="sesame")
        ana = board.irc("foo")
        ana.send("AUTHENTICATE PLAIN\r\nAUTHENTICATE AGFuYQBzZXNhbWU=\r\n")
        ana.read()

        answer = ask(visitor, "account suspend", name="ana", reason="spam")

        assert answer == [{"line": TEXT}, OK]
        assert "spam" in ana.read()
        assert ana.is_closed
        assert ask(visitor, "account list") == [{"line": "ana (spam)"}, OK]
        assert ask(visitor, "account suspend", name="ana", off=True) == [{"line": TEXT}, OK]
        assert ask(visitor, "account list") == [{"line": "ana"}, OK]

    def test_what_is_deleted_is_gone(self, board: Switchboard, visitor: Wire) -> None:
        """With the channels; who is logged in goes on without."""
        ask(visitor, "account add", name="ana", password="sesame")
        ana = board.irc("foo", room="#c")
        ana.send("AUTHENTICATE PLAIN\r\nAUTHENTICATE AGFuYQBzZXNhbWU=\r\nCS REGISTER #c\r\n")
        ana.read()

        assert ask(visitor, "account delete", name="ana") == [{"line": TEXT}, OK]

        assert " 901 foo " in ana.read()
        assert list(board.dispatcher.world.registered) == []
        assert ask(visitor, "account list") == [OK]

    @pytest.mark.parametrize("action", ["passwd", "suspend", "delete"])
    def test_nobody_by_that_name(self, visitor: Wire, action: str) -> None:
        """It is told so."""
        assert ask(visitor, f"account {action}", name="ana", password="x") == [{"error": TEXT}]
