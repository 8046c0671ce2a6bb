"""A server that ends and starts again: the messages' ids go on."""

from tests.support.harness import Harness


def _say(chat: Harness, text: str) -> str:
    """Say something in a room as somebody who is new there; return the message's id."""
    ana = chat.connect("ana", "echo-message message-tags")
    ana.send("JOIN #sala")
    ana.read()
    ana.send(f"PRIVMSG #sala :{text}")
    (echo,) = ana.read()
    return echo.tags["msgid"]


def test_ids_go_on_after_a_restart() -> None:
    """In the same room, with higher numbers: no id is ever given twice."""
    before = Harness()
    first = _say(before, "one")

    second = _say(Harness(store=before.store), "two")

    assert second.rpartition("-")[0] == first.rpartition("-")[0]
    assert int(second.rpartition("-")[2]) > int(first.rpartition("-")[2])
