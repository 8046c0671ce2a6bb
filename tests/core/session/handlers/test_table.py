"""Handlers are only called with what they need."""

import pytest

from tertulia_core.session.context import Context
from tertulia_core.session.engine import HANDLERS
from tertulia_core.session.handlers.table import HandlerTable, nick_of, param, text_of
from tertulia_core.wire.message import Message


def test_guards_are_on_the_row() -> None:
    """Too few parameters or no source: the handler is not for this message."""
    table = HandlerTable()

    @table.on("X", params=2, needs_source=True)
    def on_x(_ctx: Context, _message: Message) -> None:
        raise AssertionError

    assert table["X"].accepts(Message("X", ("a", "b"), "n!u@h"))
    assert not table["X"].accepts(Message("X", ("a",), "n!u@h"))
    assert not table["X"].accepts(Message("X", ("a", "b")))
    assert not table["X"].accepts(Message("X", ("a", "b"), "!u@h"))


def test_a_command_has_one_handler() -> None:
    """A second one is a mistake in the program."""
    table = HandlerTable()
    table.on("X")(lambda _ctx, _message: None)

    with pytest.raises(AssertionError, match="two handlers"):
        table.on("X")(lambda _ctx, _message: None)


@pytest.mark.parametrize(
    ("source", "nick"),
    [
        ("ana!a@h", "ana"),
        ("ana@h", "ana"),
        ("irc.example.org", "irc.example.org"),
        ("!x", ""),
        (None, ""),
    ],
)
def test_who_a_message_comes_from(source: str | None, nick: str) -> None:
    """The part before the user and the host, or a server's whole name."""
    assert nick_of(Message("X", (), source)) == nick


def test_parameters_that_are_missing() -> None:
    """They have a default."""
    message = Message("X", ("a", "b"))

    assert param(message, 1) == "b"
    assert param(message, 2, "z") == "z"
    assert text_of(message) == "b"


def test_every_handler_explains_itself() -> None:
    """One sentence each, and all commands in capitals or digits."""
    for command, row in HANDLERS.items():
        assert command == command.upper()
        assert row.handler.__doc__
