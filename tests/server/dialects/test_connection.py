"""A connection: what becomes of one that was refused."""

from typing import cast

from tertulia_core.ids import LinkId
from tertulia_server.dialects.connection import DEAF, Connection, Dialect
from tertulia_server.model.now import Now
from tertulia_server.model.session import Session

NOW = Now(0.0, 0.0)


class Listening:
    """A dialect that notes what it hears."""

    def __init__(self) -> None:
        self.heard: list[bytes] = []

    def hear(self, connection: Connection, line: bytes, now: Now) -> None:
        self.heard.append(line)

    def due(self, connection: Connection, size: int, now: Now) -> float | None:
        return now.mono

    def hear_rest(
        self, connection: Connection, rest: bytes, now: Now, *, is_end: bool = False
    ) -> None:
        self.heard.append(rest)


def test_a_refused_connection_is_not_heard_any_more() -> None:
    """Neither the lines that came with what it was refused for, nor the rest."""
    session = Session(
        LinkId(1), "h", address="h", is_tls=False, is_loopback=True, mono=0.0, level=5.0
    )
    listening = Listening()
    connection = Connection(session, cast("Dialect", listening), 0.0)
    connection.dialect.hear(connection, b"one", NOW)

    connection.refuse()
    connection.dialect.hear(connection, b"two", NOW)
    connection.dialect.hear_rest(connection, b"three", NOW, is_end=True)

    assert listening.heard == [b"one"]
    assert connection.dialect is DEAF
    assert connection.dialect.due(connection, 5, NOW) is None
