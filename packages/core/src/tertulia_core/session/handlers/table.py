"""Handlers as rows: a verb or numeric → the function that takes it in."""

from collections.abc import Callable
from typing import NamedTuple

from tertulia_core.session.context import Context
from tertulia_core.wire.message import Message

__all__ = ["Handler", "HandlerRow", "HandlerTable", "nick_of", "param", "text_of"]

Handler = Callable[[Context, Message], None]


class HandlerRow(NamedTuple):
    """One row.

    Attributes:
        handler: is only called with a message that has ``params`` parameters
            at least, and a source where ``needs_source``.
    """

    handler: Handler
    params: int = 0
    needs_source: bool = False

    def accepts(self, message: Message) -> bool:
        """Tell whether a message has what the handler needs."""
        return len(message.params) >= self.params and not (
            self.needs_source and not nick_of(message)
        )


class HandlerTable(dict[str, HandlerRow]):
    """The rows of one topic."""

    def on(
        self, *commands: str, params: int = 0, needs_source: bool = False
    ) -> Callable[[Handler], Handler]:
        """Return a decorator that enters a function for one or several commands."""

        def enter(handler: Handler) -> Handler:
            for command in commands:
                assert command not in self, f"{command} has two handlers"
                self[command] = HandlerRow(handler, params, needs_source)
            return handler

        return enter


def param(message: Message, index: int, default: str = "") -> str:
    """Return a parameter, or ``default`` where there are fewer."""
    return message.params[index] if index < len(message.params) else default


def nick_of(message: Message) -> str:
    """Return who a message comes from: a nick or a server's name, ``""`` for nobody."""
    source = message.source or ""
    end = min((cut for sign in "!@" if (cut := source.find(sign)) >= 0), default=len(source))
    return source[:end]


def text_of(message: Message, start: int = 1) -> str:
    """Return the parameters from ``start`` on as one text."""
    return " ".join(message.params[start:])
