"""Labels and batches: https://ircv3.net/specs/extensions/labeled-response

A batch is that of https://ircv3.net/specs/extensions/batch
"""

from collections.abc import Callable, Iterable
from typing import Any

import pytest

from tertulia_core.wire.message import Message
from tertulia_server.commands.topics import TABLE
from tertulia_server.replies import Reply
from tests.support.harness import Client, Harness, make_config
from tests.support.matchers import SERVER, TEXT, Pattern, line, numeric

CAPS = "labeled-response batch"
LABEL = {"label": "L"}


@pytest.fixture
def ana(chat: Harness) -> Client:
    """Return a client that may label its commands."""
    return chat.connect("ana", CAPS)


def unwrap(messages: list[Message]) -> list[Message]:
    """Check that one labelled answer is well formed and return its lines, without ACK and BATCH."""
    if len(messages) == 1:
        (only,) = messages
        assert dict(only.tags) == LABEL
        return [only] if only.command != "ACK" else []
    first, *inside, last = messages
    assert (first.command, dict(first.tags)) == ("BATCH", LABEL)
    assert first.params[0] == Pattern(r"\+[A-Za-z0-9-]+")
    batch = first.params[0][1:]
    assert last == line("BATCH", f"-{batch}", source=SERVER)
    is_one_batch = first.params[1] != "labeled-response"  # an answer that is a batch by itself
    assert is_one_batch or len(inside) >= 2
    assert all(dict(message.tags) == {"batch": batch} for message in inside)
    return inside


def ask(client: Client, command: str) -> list[Message]:
    """Send a labelled command and return the lines of its answer."""
    client.sync()
    client.send(f"@label=L {command}")
    return unwrap(client.read())


@pytest.mark.parametrize(
    ("command", "answer"),
    [
        ("PING x", ["PONG"]),
        ("NONSENSE", ["421"]),
        ("NICK anna", ["NICK"]),
        ("WHOIS", ["431"]),
        ("PRIVMSG nobody :x", ["401"]),
        ("AWAY :x", ["306"]),
        ("CAP LIST", ["CAP"]),
        ("CAP REQ -batch", ["CAP"]),
        ("PONG x", []),
        ("NOTICE nobody :x", []),
        ("PRIVMSG bob :x", []),
        ("JOIN #c", ["JOIN", "353", "366"]),
        ("JOIN #valid,inv@lid", ["JOIN", "353", "366", "476"]),
        ("WHOIS bob", ["311", "312", "317", "318"]),
        ("LUSERS", ["251", "252", "253", "254", "255", "265", "266"]),
        ("QUIT :x", ["ERROR"]),
    ],
)
def test_every_shape_of_answer(chat: Harness, ana: Client, command: str, answer: list[str]) -> None:
    """ACK for nothing, the label on one line, a batch for several."""
    chat.connect("bob")

    assert [message.command for message in ask(ana, command)] == answer


@pytest.mark.parametrize("name", [*TABLE.rows, "NONSENSE"])
@pytest.mark.parametrize("params", ["", " x", " #c", " #c bob", " bob b c :d e f"])
def test_every_command_is_labelled_whatever_it_says(
    chat: Harness, ana: Client, name: str, params: str
) -> None:
    """Successes, errors and unknown commands alike."""
    chat.connect("bob")
    ana.send("JOIN #c")

    ask(ana, name + params)


@pytest.mark.parametrize("name", [*TABLE.rows, "NONSENSE"])
def test_before_registration_too(chat: Harness, name: str) -> None:
    """Labels need capabilities, not a nick."""
    client = chat.connect()
    client.send(f"CAP REQ :{CAPS}")
    client.read()

    client.send(f"@label=L {name} x")

    unwrap(client.read())


def test_the_welcome_is_one_answer(chat: Harness) -> None:
    """To the CAP END that completed the registration."""
    client = chat.connect()
    client.send(f"CAP REQ :{CAPS}", "NICK ana", "USER a 0 * :A")
    client.read()

    client.send("@label=L CAP END")

    assert unwrap(client.read())[0].command == "001"


class TestEcho:
    @pytest.fixture
    def ana(self, chat: Harness) -> Client:
        return chat.connect("ana", f"{CAPS} echo-message")

    def test_the_echo_has_the_label_and_nobody_else_does(self, chat: Harness, ana: Client) -> None:
        bob = chat.connect("bob", f"{CAPS} message-tags")
        chat.join("#c", ana, bob)

        (echo,) = ask(ana, "PRIVMSG #c :x")

        assert echo.command == "PRIVMSG"
        assert set(bob.read()[0].tags) == {"msgid"}

    def test_to_oneself_exactly_one_of_two_has_it(self, ana: Client) -> None:
        ana.send("@label=L PRIVMSG ana :x")

        delivered, echo = ana.read()
        assert dict(delivered.tags) == {}
        assert dict(echo.tags) == LABEL
        assert (delivered.command, delivered.params) == (echo.command, echo.params)

    def test_several_targets_are_a_batch(self, chat: Harness, ana: Client) -> None:
        chat.connect("bob")
        chat.connect("eva")

        assert [message.params[0] for message in ask(ana, "PRIVMSG bob,eva :x")] == ["bob", "eva"]


@pytest.mark.parametrize("caps", ["", "labeled-response", "batch", "message-tags"])
def test_without_both_capabilities_there_is_no_label(chat: Harness, caps: str) -> None:
    """labeled-response stands on batch."""
    ana = chat.connect("ana", caps)

    assert ana.ask("@label=L JOIN #c")[0] == line("JOIN", "#c", source=TEXT, tags=ANY_MSGID[caps])
    ana.send("@label=L PING x")
    assert ana.read() == [line("PONG", SERVER, "x")]


ANY_MSGID = {"": {}, "labeled-response": {}, "batch": {}, "message-tags": {"msgid": TEXT}}


@pytest.mark.parametrize(
    ("sent", "back"),
    [
        (r"a\:b\s\\", r"@label=a\:b\s\\ "),
        ("x" * 64, f"@label={'x' * 64} "),
        ("x" * 65, ""),
        ("", ""),
    ],
)
def test_labels_are_opaque_and_bounded(ana: Client, sent: str, back: str) -> None:
    """https://ircv3.net/specs/extensions/labeled-response#tag-value"""
    ana.send(f"@label={sent} PING x")

    assert ana.raw == f"{back}:{SERVER} PONG {SERVER} :x\r\n".encode()


def test_lines_that_are_no_messages_are_labelled_too(ana: Client) -> None:
    """As far as their tags can be read."""
    ana.send(b"@label=L PRIVMSG bob :\xff", b"@label=L PRIVMSG bob :" + b"x" * 600)
    ana.send(b"@label=L", b"@label=L :source")

    assert ana.read() == [
        line("FAIL", "PRIVMSG", "INVALID_UTF8", TEXT, source=SERVER, tags=LABEL),
        numeric("417", "ana", TEXT, tags=LABEL),
        numeric("421", "ana", "*", TEXT, tags=LABEL),
        numeric("421", "ana", "*", TEXT, tags=LABEL),
    ]


def test_a_long_answer_is_one_batch(chat: Harness, ana: Client) -> None:
    """Though it is written in slices, with what others say between."""
    for number in range(300):
        chat.connect(f"user{number}", realname="r" * 150)

    assert len(ask(ana, "WHO *")) == 302


def test_server_time_is_on_every_line_but_the_frame(chat: Harness) -> None:
    """Wherever the server speaks, who asked for the time is told it."""
    ana = chat.connect("ana", f"{CAPS} server-time")

    ana.send("@label=L LUSERS")

    _first, *inside, _last = ana.read()
    assert all("time" in message.tags for message in inside)


def test_what_others_do_stands_outside_of_the_answer(chat: Harness, ana: Client) -> None:
    """Before it or after it."""
    bob = chat.connect("bob")
    chat.join("#c", ana, bob)

    with chat.one_tick():
        bob.send("PRIVMSG #c :1")
        ana.send("@label=L LUSERS")
        bob.send("PRIVMSG #c :2")

    before, *answer, after = ana.read()
    assert (before.params[1], after.params[1]) == ("1", "2")
    assert len(unwrap(answer)) == 7


def repeat_by_numerics(
    self: Reply, make: Callable[[Any], Iterable[tuple[str, ...]]], of: Any
) -> None:
    """Write each line anew, as every other numeric is."""
    for row in make(of):
        self.numeric(*row)


@pytest.mark.parametrize("nick", ["a", "a" * 64], ids=["short nick", "long nick"])
@pytest.mark.parametrize("caps", ["", "server-time", CAPS, f"{CAPS} draft/extended-isupport"])
def test_what_everybody_is_told_alike_is_like_any_numeric(
    caps: str, nick: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With tags, labels and batches, and cut where a long nick leaves too little room."""
    config = make_config(server={"motd": ("x" * 460, "y")}, limits={"nick_length": 64})

    def asked() -> list[list[Message]]:
        client = Harness(config).connect(nick, caps)
        return [client.ask(command) for command in ("VERSION", "@label=L MOTD", "VERSION")]

    repeated = asked()
    monkeypatch.setattr(Reply, "repeat", repeat_by_numerics)

    assert repeated == asked()


def test_what_was_written_once_is_written_anew_for_another_configuration(chat: Harness) -> None:
    """Nobody reads the message of the day of before."""
    ana = chat.connect("ana")
    before = ana.ask("MOTD")

    chat.dispatcher.reconfigure(make_config(server={"motd": ("nuevo",)}), chat.now)

    assert numeric("372", "ana", "- nuevo") in ana.ask("MOTD")
    assert numeric("372", "ana", "- nuevo") not in before
