"""A pasted text is one message where the server takes it as one, and its lines elsewhere."""

from typing import Final

import pytest

from tertulia_core.session import intents
from tertulia_core.session.cutting import cleaned
from tertulia_core.session.state import Delivery
from tertulia_core.session.unsent import Unsent
from tertulia_core.wire.codec import decode_line
from tests.support.scripted import ALL_CAPABILITIES, ScriptedClient

MULTILINE: Final = "draft/multiline=max-bytes=40000,max-lines=500"
PASTED: Final = "uno\n\n  dos\ntres"


def online(multiline: str = MULTILINE, version: str = "tertulia-1.0") -> ScriptedClient:
    """Return a client in its room, on a server that takes messages of several lines."""
    client = ScriptedClient(version=version)
    client.go_online(f"{ALL_CAPABILITIES} {multiline}")
    client.written()
    return client


def own(client: ScriptedClient) -> list[tuple[str, Delivery]]:
    """Return our messages, and how far each got."""
    return [(line.text, line.delivery) for line in client.lines() if line.own and line.text]


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("hola", "hola"),
        ("uno\r\ndos\rtres\n", "uno\ndos\ntres"),
        ("\n \n  uno  \n\n dos \t\n\n", "  uno\n\n dos"),
        ("a\0b\x01c\x02", "abc\x02"),
        ("a\ud83d", "a?"),
        (" \n\t\n", ""),
    ],
)
def test_a_typed_text_is_cleaned(typed: str, said: str) -> None:
    """Line breaks of every kind become line feeds; indentation stays, blanks at line ends go."""
    assert cleaned(typed) == said


def test_several_lines_are_one_batch() -> None:
    """With the label on its first line, blank lines inside of it kept; shown as one message."""
    client = online()

    client.type(PASTED)

    label = f"m{client.last().id}"
    assert client.written() == [
        f"@label={label} BATCH +{label} draft/multiline #sala",
        f"@batch={label} PRIVMSG #sala :uno",
        f"@batch={label} PRIVMSG #sala :",
        f"@batch={label} PRIVMSG #sala :  dos",
        f"@batch={label} PRIVMSG #sala :tres",
        f"BATCH -{label}",
    ]
    assert own(client) == [(PASTED, Delivery.SENDING)]


def test_a_long_line_is_one_message_too() -> None:
    """Its parts go on where the one before ended, each short enough for everybody."""
    client = online()
    text = " ".join(f"palabra{number}ñ" for number in range(300))

    client.type(text)

    opening, first, *more, closing = client.written()
    assert (opening.split()[1], closing.split()[0]) == ("BATCH", "BATCH")
    assert "multiline-concat" not in first
    assert all(";draft/multiline-concat PRIVMSG" in line for line in more)
    assert "".join(line.split(" :", 1)[1] for line in [first, *more]) == text
    assert own(client) == [(text, Delivery.SENDING)]


def test_one_short_line_is_a_line() -> None:
    """No frame around what needs none."""
    client = online()

    client.type("\nhola\n")

    assert [line.split(" ", 1)[1] for line in client.written()] == ["PRIVMSG #sala :hola"]


def echo(label: str, *lines: str) -> list[str]:
    """Return the server's echo of a batch."""
    source = ":ana!a@h"
    return [
        (
            f"@label={label};msgid=x;time=2026-01-01T00:00:00.500Z"
            f" {source} BATCH +e draft/multiline #sala"
        ),
        *(f"@batch=e {source} PRIVMSG #sala :{line}" for line in lines),
        f"{source} BATCH -e",
    ]


def test_its_echo_confirms_it() -> None:
    """By the label on the batch's first line; time and id are those of the batch."""
    client = online()
    client.type("uno\n\ndos")
    label = client.written()[-1].removeprefix("BATCH -")
    *lines, end = echo(label, "uno", "", "dos")

    client.receive(*lines)
    assert own(client) == [("uno\n\ndos", Delivery.SENDING)]
    client.receive(end)

    assert own(client) == [("uno\n\ndos", Delivery.SENT)]
    assert (client.last().msgid, client.last().time) == ("x", 1_767_225_600.5)


def test_its_echo_inside_of_a_labelled_answer_confirms_it() -> None:
    """As a server sends it that has something else to say as well: that somebody is away."""
    client = online()
    client.type("/msg rosa uno\ndos")
    label = client.written()[-1].removeprefix("BATCH -")

    client.receive(
        f"@label={label} BATCH +o labeled-response",
        "@batch=o :s 301 ana rosa :comiendo",
        "@batch=o;msgid=x :ana!a@h BATCH +e draft/multiline rosa",
        "@batch=e :ana!a@h PRIVMSG rosa :uno",
        "@batch=e :ana!a@h PRIVMSG rosa :dos",
        "@batch=o :ana!a@h BATCH -e",
        "BATCH -o",
    )

    said = [(line.text, line.delivery) for line in client.lines("rosa") if line.own]
    assert said == [("uno\ndos", Delivery.SENT)]


@pytest.mark.parametrize(
    ("answer", "reason"),
    [
        ("FAIL BATCH MULTILINE_MAX_BYTES 40000 :Too long", "Too long"),
        (":s 404 ana #sala :Cannot send to channel", "#sala: Cannot send to channel"),
    ],
)
def test_its_refusal_is_shown_on_it(answer: str, reason: str) -> None:
    """It was not sent, as a whole, and can be retried as a whole."""
    client = online()
    client.type("uno\ndos")
    label = client.written()[-1].removeprefix("BATCH -")

    client.receive(f"@label={label} {answer}")
    assert own(client) == [("uno\ndos", Delivery.NOT_SENT)]
    assert client.last().reason == reason
    client.request(intents.Retry(client.last().id))

    assert len(client.written()) == 4
    assert own(client) == [("uno\ndos", Delivery.SENDING)]


def test_what_is_longer_than_one_may_be_is_several() -> None:
    """Within the limits that the server names, and cut between lines."""
    client = online("draft/multiline=max-bytes=600,max-lines=3")

    client.type("\n".join(["x" * 200] * 5))

    assert [text.count("\n") + 1 for text, _delivery in own(client)] == [2, 2, 1]
    commands = [decode_line(line.encode()).command for line in client.written()]
    assert commands == ["BATCH", "PRIVMSG", "PRIVMSG", "BATCH"] * 2 + ["PRIVMSG"]


@pytest.mark.parametrize(
    "multiline",
    [
        "",
        "draft/multiline",
        "draft/multiline=max-lines=10",
        "draft/multiline=max-bytes=10",
    ],
)
def test_elsewhere_lines_are_messages(multiline: str) -> None:
    """Without the capability, or with limits of which nothing can be known."""
    client = online(multiline)

    client.type(PASTED)

    assert [text for text, _delivery in own(client)] == ["uno", "  dos", "tres"]
    assert [line.split(":", 1)[1] for line in client.written()] == ["uno", "  dos", "tres"]


def test_without_batches_lines_are_messages() -> None:
    """A server that offers the one without the other."""
    client = ScriptedClient()
    client.go_online(MULTILINE)
    client.written()

    client.type("uno\ndos")

    assert client.written() == ["PRIVMSG #sala :uno", "PRIVMSG #sala :dos"]


def test_actions_are_lines() -> None:
    """What one does is told in one line each."""
    client = online()

    client.type("/me salta\nbaila")

    assert [line.split(":", 1)[1] for line in client.written()] == [
        "\x01ACTION salta\x01",
        "\x01ACTION baila\x01",
    ]


class TestTypedBefore:
    """Before a connection nobody knows what the server takes: the text waits as it is."""

    def waiting(self, *texts: str) -> ScriptedClient:
        client = ScriptedClient()
        client.start()
        for text in texts:
            client.type(text)
        return client

    def test_it_becomes_one_message(self) -> None:
        client = self.waiting(PASTED)

        client.enter(f"{ALL_CAPABILITIES} {MULTILINE}")

        assert own(client) == [(PASTED, Delivery.SENDING)]
        assert next(line for line in client.written() if "PRIVMSG" in line).startswith("@batch=")

    def test_or_its_lines_before_what_was_typed_after_it(self) -> None:
        client = self.waiting(PASTED, "fin")

        client.enter()

        said = [line.split(":", 1)[1] for line in client.written() if "PRIVMSG" in line]
        assert said == ["uno", "  dos", "tres", "fin"]
        assert sorted(text for text, _delivery in own(client)) == sorted(said)
        assert [one.text for one in client.unsent()] == said

    def test_what_an_earlier_run_left_too(self) -> None:
        client = self.waiting()
        client.controller._session.restore([Unsent("#sala", "uno\ndos", False, False)])

        client.enter()

        assert [text for text, _delivery in own(client)] == ["uno", "dos"]


def test_a_strange_server_is_not_flooded() -> None:
    """A message of several lines is one step of the pace; lines are as many as they are."""
    client = online(version="ergo-2.14")
    for number in range(6):
        client.type(f"{number}\n{number}")
    assert len(client.written()) == 5 * 4

    client = online("", version="solanum-1.0")
    client.type("\n".join(map(str, range(8))))
    assert len(client.written()) == 5
