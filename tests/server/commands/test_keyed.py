"""Sending under an idempotency key (docs/protocol.md): one key, one message, one id.

The tag is consumed by the server as https://ircv3.net/specs/extensions/message-tags allows.
"""

from typing import Final

import pytest

from tertulia_core.ids import new_key
from tertulia_core.wire.capabilities import KEY_TAG
from tests.server.test_holding import Disk
from tests.support.harness import Client, Harness
from tests.support.matchers import SERVER, TEXT, line

CAPS: Final = f"echo-message message-tags labeled-response batch draft/multiline {KEY_TAG}"


@pytest.fixture
def room(chat: Harness) -> tuple[Client, Client]:
    """Return two people in a room."""
    ana, bob = chat.connect("ana", CAPS), chat.connect("bob", CAPS)
    chat.join("#sala", ana, bob)
    return ana, bob


def keyed(key: str, rest: str, label: str = "") -> str:
    """Return a line under a key."""
    return f"@{KEY_TAG}={key}{f';label={label}' if label else ''} {rest}"


@pytest.mark.parametrize("command", ["PRIVMSG #sala :hola", "NOTICE #sala :hola", "TAGMSG #sala"])
def test_the_same_key_is_the_same_message(room: tuple[Client, Client], command: str) -> None:
    """Heard once; echoed each time with the same id and the label of that time."""
    ana, bob = room
    key = new_key()

    ana.send(keyed(key, command, "1"), keyed(key, command, "2"))

    first, second = ana.read()
    assert first.tags["msgid"] == second.tags["msgid"]
    assert (first.tags["label"], second.tags["label"]) == ("1", "2")
    (heard,) = bob.read()
    assert heard.tags == {"msgid": first.tags["msgid"]}


def test_it_is_kept_once_with_its_key(chat: Harness, room: tuple[Client, Client]) -> None:
    """And the key leads to its number."""
    ana, _bob = room
    key = new_key()
    ids = chat.dispatcher.world.channels["#sala"].ids

    ana.send(*[keyed(key, "PRIVMSG #sala :hola")] * 3)

    row = chat.store.history.find_key(key)
    assert row is not None
    assert (row.room, row.number) == (ids.room, ids.last)
    entries = chat.store.history.range(ids.room, limit=9, newest=True, commands=["PRIVMSG"])
    assert [entry.number for entry in entries] == [ids.last]


@pytest.mark.parametrize("is_several", [False, True])
def test_a_restart_does_not_make_it_another_one(chat: Harness, *, is_several: bool) -> None:
    """What the store knows is echoed as it was."""
    key = new_key()
    lines = [keyed(key, "PRIVMSG #sala :hola")]
    if is_several:
        lines = [
            keyed(key, "BATCH +1 draft/multiline #sala"),
            "@batch=1 PRIVMSG #sala :one",
            "@batch=1 PRIVMSG #sala :two",
            "BATCH -1",
        ]
    ana = chat.connect("ana", CAPS)
    chat.join("#sala", ana)
    ana.send(*lines)
    first = ana.read()

    after = Harness(store=chat.store)
    ana, bob = after.connect("ana", CAPS), after.connect("bob", CAPS)
    after.join("#sala", ana, bob)
    ana.send(*lines)

    assert ana.read() == first
    assert bob.sync() == []


def test_several_lines_are_one_message_too(room: tuple[Client, Client]) -> None:
    """The key stands on the opening; the resend may be cut in another way."""
    ana, bob = room
    key = new_key()
    for label in "12":
        ana.send(
            keyed(key, "BATCH +1 draft/multiline #sala", label),
            "@batch=1 PRIVMSG #sala :one",
            "@batch=1 PRIVMSG #sala :two",
            "BATCH -1",
        )

    openings = [message for message in ana.read() if "msgid" in message.tags]
    assert [opening.tags["label"] for opening in openings] == ["1", "2"]
    assert openings[0].tags["msgid"] == openings[1].tags["msgid"]
    assert len([message for message in bob.read() if "msgid" in message.tags]) == 1


@pytest.mark.parametrize("key", ["", "short", "x" * 21, "x" * 65, "+" * 22, "é" * 22])
def test_what_cannot_be_a_key_is_refused(room: tuple[Client, Client], key: str) -> None:
    """Somebody could guess it; nothing is said."""
    ana, bob = room

    ana.send(keyed(key, "PRIVMSG #sala :hola"))

    assert ana.read() == [line("FAIL", "PRIVMSG", "KEY_INVALID", TEXT, source=SERVER)]
    assert bob.sync() == []


def test_a_key_is_for_one_message(room: tuple[Client, Client]) -> None:
    """To several targets it would be several."""
    ana, bob = room

    ana.send(keyed(new_key(), "PRIVMSG #sala,bob :hola"))

    assert ana.read() == [line("FAIL", "PRIVMSG", "KEY_INVALID", TEXT, source=SERVER)]
    assert bob.sync() == []


def test_somebody_else_s_key_is_refused(chat: Harness, room: tuple[Client, Client]) -> None:
    """Also after a restart; the same person on another connection may."""
    ana, bob = room
    chat.log_in(ana, "ana")
    key = new_key()
    ana.send(keyed(key, "PRIVMSG #sala :hola"))
    bob.read()

    bob.send(keyed(key, "PRIVMSG #sala :mine"))

    assert bob.read() == [line("FAIL", "PRIVMSG", "KEY_IN_USE", TEXT, source=SERVER)]
    after = Harness(store=chat.store)
    eve = after.connect("eve", CAPS)
    after.join("#sala", eve)
    eve.send(keyed(key, "PRIVMSG #sala :mine"))
    assert eve.read() == [line("FAIL", "PRIVMSG", "KEY_IN_USE", TEXT, source=SERVER)]


def test_a_refused_message_leaves_its_key_free(room: tuple[Client, Client]) -> None:
    """It was not sent."""
    ana, bob = room
    key = new_key()
    ana.send("MODE #sala +m")
    bob.read()

    bob.send(keyed(key, "PRIVMSG #sala :hola"))
    ana.send("MODE #sala -m")
    bob.read()
    bob.send(keyed(key, "PRIVMSG #sala :hola"))

    assert [message.command for message in bob.read()] == ["PRIVMSG"]


def test_without_the_capability_the_tag_means_nothing(chat: Harness) -> None:
    """As any tag that was not negotiated."""
    ana = chat.connect("ana", "echo-message message-tags")
    chat.join("#sala", ana)

    ana.send(*[keyed(new_key()[:5], "PRIVMSG #sala :hola")] * 2)

    first, second = ana.read()
    assert first.tags["msgid"] != second.tags["msgid"]


class TestBeforeTheCommit:
    """The first one is not kept yet when it is sent again, by another connection."""

    CAPS = f"CAP REQ :{CAPS}\r\nCAP END\r\n"

    def again(self) -> tuple[Disk, str]:
        disk = Disk()
        self.mia = disk.enter("mia", self.CAPS)
        self.zoe = disk.enter("zoe", self.CAPS)
        for wire in (self.mia, disk.eve):
            wire.read()
        text = keyed(new_key(), "PRIVMSG #sala :hola")
        self.mia.send(f"{text}\r\n")
        self.zoe.send(f"{text}\r\n")
        return disk, text

    def test_the_answer_waits_for_that_commit(self) -> None:
        disk, _text = self.again()
        assert self.zoe.read() == ""

        disk.commit()

        heard, echo = self.zoe.lines()
        assert heard == echo
        assert len(disk.eve.lines()) == 1

    def test_it_fails_with_it(self) -> None:
        disk, text = self.again()

        disk.commit(failed=(0,))

        (fail,) = self.zoe.lines()
        assert " FAIL PRIVMSG STORE_UNAVAILABLE #sala " in fail
        assert disk.eve.lines() == []
        self.mia.read()
        self.mia.send(f"{text}\r\n")
        disk.commit()
        assert " PRIVMSG #sala :hola" in self.mia.read()
