"""What we say is shown at once and followed until the server confirms or refuses it."""

import pytest

from tertulia_core.ids import KEY_LENGTH
from tertulia_core.session import intents
from tertulia_core.session.events import LineAdded, LineChanged
from tertulia_core.session.state import Delivery, LineKind
from tertulia_core.session.unsent import Unsent
from tests.support.scripted import ALL_CAPABILITIES, ScriptedClient, scripted_options

ECHO_ONLY = "echo-message server-time message-tags"


def online(capabilities: str = ALL_CAPABILITIES, version: str = "tertulia-1.0") -> ScriptedClient:
    """Return a client in its room."""
    client = ScriptedClient(version=version)
    client.go_online(capabilities)
    client.written()
    return client


def deliveries(client: ScriptedClient, room: str = "#sala") -> list[Delivery]:
    """Return how far each of our messages got."""
    return [line.delivery for line in client.lines(room) if line.own and line.text]


def test_a_message_is_grey_until_its_echo() -> None:
    """It is shown at once, once, and takes the server's time and id."""
    client = online()

    (added,) = client.type("hola")
    assert isinstance(added, LineAdded)
    assert added.line.delivery is Delivery.SENDING
    label = f"m{added.line.id}"
    assert client.written() == [f"@label={label} PRIVMSG #sala :hola"]

    (changed,) = client.receive(
        f"@label={label};msgid=x;time=2026-01-01T00:00:00.500Z :ana!a@h PRIVMSG #sala :hola"
    )
    assert isinstance(changed, LineChanged)
    assert changed.line.delivery is Delivery.SENT
    assert (changed.line.msgid, changed.line.time) == ("x", 1_767_225_600.5)
    assert client.texts().count("hola") == 1


def test_labels_tell_equal_messages_apart() -> None:
    """The second of two equal texts is confirmed first if its label comes first."""
    client = online()
    client.type("a")
    client.type("a")
    second = client.written()[1].split()[0]

    client.receive(f"{second} :ana!a@h PRIVMSG #sala :a")

    assert deliveries(client) == [Delivery.SENDING, Delivery.SENT]


def test_without_labels_text_and_order_decide() -> None:
    """An echo confirms the oldest message of the same room and text."""
    client = online(ECHO_ONLY)
    for text in ("a", "b", "a"):
        client.type(text)
    assert client.written()[0] == "PRIVMSG #sala :a"

    client.receive(":ana!a@h PRIVMSG #sala :a", ":ana!a@h PRIVMSG #SALA :b")

    assert deliveries(client) == [Delivery.SENT, Delivery.SENT, Delivery.SENDING]


def test_without_echo_the_pong_confirms() -> None:
    """A PING follows the message; servers answer in order, so its PONG says: not refused."""
    client = online("server-time")
    client.type("hola")

    assert deliveries(client) == [Delivery.SENDING]
    assert client.answer_pings() == ["PRIVMSG #sala :hola"]
    assert deliveries(client) == [Delivery.SENT]


def test_a_pong_confirms_nothing_written_after_its_ping() -> None:
    """What was written later gets a PING of its own."""
    client = online("")
    client.type("a")
    first_ping = client.link.take_sent()[-1].decode().rstrip()
    client.type("b")

    client.receive(f":s PONG s {first_ping.removeprefix('PING ')}")
    assert deliveries(client) == [Delivery.SENT, Delivery.SENDING]
    client.answer_pings()
    assert deliveries(client) == [Delivery.SENT, Delivery.SENT]


def test_a_labelled_ack_confirms() -> None:
    """With labels and without echo, the ACK is the answer."""
    client = online("batch labeled-response")
    client.type("hola")
    label = client.written()[0].split()[0]

    client.receive(f"{label} ACK")

    assert deliveries(client) == [Delivery.SENT]


@pytest.mark.parametrize(
    ("answer", "reason"),
    [
        (":s 404 ana #sala :Cannot send to channel (+m)", "#sala: Cannot send to channel (+m)"),
        (":s 403 ana #sala :No such channel", "There is no room called #sala."),
        (":s 442 ana #SALA :x", "You are not in #SALA."),
        (":s 417 ana :Input line was too long", "Input line was too long"),
        (":s 412 ana :No text to send", "No text to send"),
        ("FAIL PRIVMSG STORE_UNAVAILABLE #sala :The disk is full", "The disk is full"),
        ("FAIL PRIVMSG RATE_LIMITED :Slow down", "Slow down"),
        ("@label=%s FAIL * INVALID_UTF8 :Not UTF-8", "Not UTF-8"),
        ("@label=%s :s 461 ana PRIVMSG :Not enough parameters", "PRIVMSG: Not enough parameters"),
    ],
)
def test_a_refusal_is_shown_on_the_message(answer: str, reason: str) -> None:
    """The line says that it was not sent, and why; nothing else is added."""
    client = online()
    client.type("hola")
    label = client.written()[0].split()[0].removeprefix("@label=")

    client.receive(answer.replace("%s", label))

    line = client.last()
    assert (line.delivery, line.reason) == (Delivery.NOT_SENT, reason)


def test_a_refused_private_message() -> None:
    """Nobody of that name: the message in the conversation says so."""
    client = online("")
    client.type("/msg nadie hola")

    client.receive(":s 401 ana nadie :No such nick/channel")

    assert client.last("nadie").reason == "Nothing and nobody here is called nadie."


def test_a_refusal_of_something_else_marks_no_message() -> None:
    """Another command's error is an error line of its own."""
    client = online()
    client.type("hola")

    client.receive(":s 482 ana #sala :You're not an operator")

    assert deliveries(client) == [Delivery.SENDING]
    assert client.last().kind is LineKind.ERROR
    assert client.last().text == "Only operators of #sala can do that."


def test_a_refused_message_can_be_retried() -> None:
    """The same line goes grey again and is sent once more."""
    client = online()
    client.type("hola")
    client.receive(":s 404 ana #sala :no")
    client.written()
    refused = client.last()

    client.request(intents.Retry(refused.id))

    assert client.last().delivery is Delivery.SENDING
    assert client.server.echo() == 1
    client.pump()
    assert deliveries(client) == [Delivery.SENT]
    client.request(intents.Retry(refused.id))
    assert client.written() == []


def test_what_is_typed_offline_waits_for_the_room() -> None:
    """Grey while there is no server, sent when we are in the room, in order."""
    client = ScriptedClient()
    client.start()
    client.type("a")
    client.type("/me b")
    client.server.accept()
    client.pump()
    client.server.welcome()
    client.pump()
    assert deliveries(client) == [Delivery.SENDING] * 2
    assert not any("PRIVMSG" in line for line in client.written())

    client.server.join()
    client.pump()

    assert [line.split(" ", 1)[1] for line in client.written()] == [
        "PRIVMSG #sala :a",
        "PRIVMSG #sala :\x01ACTION b\x01",
    ]


def test_what_waits_for_a_room_we_may_not_enter_is_refused() -> None:
    """The reason is the one for which we did not get in."""
    client = ScriptedClient()
    client.start()
    client.type("hola")
    client.server.accept()
    client.pump()
    client.server.welcome()
    client.pump()

    client.receive(":s 474 ana #sala :Cannot join channel (+b)")

    assert deliveries(client) == [Delivery.NOT_SENT]
    assert client.lines()[-1].text == "You are kept out of #sala."


def test_a_join_without_answer_does_not_hold_messages_for_ever() -> None:
    """After the next PONG they are written, and the server says what it thinks of them."""
    client = ScriptedClient()
    client.start()
    client.type("hola")
    client.server.accept()
    client.pump()
    client.server.welcome()
    client.pump()
    assert not any("PRIVMSG" in line for line in client.answer_pings())

    assert any("PRIVMSG" in line for line in client.answer_pings() + client.answer_pings())


def test_a_broken_connection_tells_what_may_have_arrived() -> None:
    """Written but unconfirmed: not sent, why, retry. Not written: sent by itself later."""
    client = online()
    client.type("written")
    client.break_off()
    client.type("waiting")

    assert deliveries(client) == [Delivery.NOT_SENT, Delivery.SENDING]
    assert "It may have arrived" in client.lines()[-3].reason
    client.wait_for_retry()
    client.go_online()
    assert [line.text for line in client.lines() if line.delivery is Delivery.SENDING] == [
        "waiting"
    ]
    client.server.echo()
    client.pump()


def test_unsent_messages_survive_the_program() -> None:
    """What an earlier run left is shown again: unwritten ones go out, written ones are offered."""
    client = ScriptedClient()
    client.start()
    client.controller._session.restore(
        [Unsent("#sala", "a", False, False), Unsent("rosa", "b", True, True)]
    )

    assert deliveries(client) == [Delivery.SENDING]
    assert deliveries(client, "rosa") == [Delivery.NOT_SENT]
    assert client.last("rosa").kind is LineKind.ACTION
    (unsent,) = client.unsent()
    assert (unsent.room, unsent.text, unsent.is_written) == ("#sala", "a", False)
    assert len(unsent.key) == KEY_LENGTH


def test_a_pasted_text_becomes_lines() -> None:
    """Line breaks of every kind separate messages; blank lines say nothing."""
    client = online()

    client.type("uno\r\ndos  \r\r\n \n  tres\x00\x01")

    assert [line.split(":", 1)[1] for line in client.written()] == ["uno", "dos", "  tres"]


def test_a_long_text_is_cut_to_what_others_can_receive() -> None:
    """Each line fits into 512 bytes with our source before it, and nothing is lost."""
    client = online("")
    client.receive(":ana!usuario@un.host.muy.largo.example.org JOIN #sala")
    text = " ".join(f"palabra{number}ñ" for number in range(300))

    client.type(text)
    client.advance(60)

    pieces = [line.split(" :", 1)[1] for line in client.written() if "PRIVMSG" in line]
    longest = max(
        len(f":ana!usuario@un.host.muy.largo.example.org PRIVMSG #sala :{piece}\r\n".encode())
        for piece in pieces
    )
    assert 480 < longest <= 512
    assert (
        " ".join(
            piece.strip()
            for piece in [line.text for line in client.lines() if line.own and line.text]
        )
        == text
    )


def test_a_strange_server_is_not_flooded() -> None:
    """Five messages at once, then one each second, so that nobody is thrown out for pasting."""
    client = online(version="solanum-1.0")

    client.type("\n".join(str(number) for number in range(8)))
    assert len(client.written()) == 5
    assert client.controller.next_deadline() == client.clock.monotonic() + 1
    client.advance(1)
    assert len(client.written()) == 1
    client.advance(1)
    client.advance(1)

    assert len(client.written()) == 2
    assert client.server.echo() == 0
    assert client.unsent()[-1].is_written


def test_our_own_server_is_not_waited_for() -> None:
    """It holds back what comes too fast by itself."""
    client = online()

    client.type("\n".join(str(number) for number in range(8)))

    assert len(client.written()) == 8


def test_a_message_to_oneself_is_shown_once() -> None:
    """Echo and delivery are the same message."""
    client = online()
    client.type("/msg ana hola")
    label = client.written()[0].split()[0]

    client.receive(
        f"{label};msgid=x :ana!a@h PRIVMSG ana :hola", "@msgid=x :ana!a@h PRIVMSG ana :hola"
    )

    assert client.texts("ana") == ["hola"]
    assert deliveries(client, "ana") == [Delivery.SENT]


def test_what_another_client_of_ours_says_is_ours() -> None:
    """An echo of nothing we sent is shown as said by us, in its conversation."""
    client = online()

    client.receive(":ana!a@h PRIVMSG rosa :desde otro sitio")

    line = client.last("rosa")
    assert (line.own, line.delivery, line.nick) == (True, Delivery.SENT, "ana")
    assert client.room("rosa").unread == 0


def test_half_a_surrogate_pair_is_replaced() -> None:
    """Some toolkits deliver them; no line can hold them."""
    client = online()

    client.type("a\ud83db")

    assert client.written()[0].endswith(":a?b")


def test_private_messages_wait_for_no_room() -> None:
    """They go out as soon as we are let in."""
    client = ScriptedClient(scripted_options())
    client.start()
    client.type("/msg rosa hola")
    client.server.accept()
    client.pump()

    client.receive(":s 001 ana :Welcome")

    assert "PRIVMSG rosa :hola" in client.answer_pings() + client.written()


def test_what_can_be_no_line_is_refused() -> None:
    """An outbox edited by hand, say, with a room that has a space in its name."""
    client = ScriptedClient()
    client.start()
    client.controller._session.restore([Unsent("a b", "hola", False, False)])
    client.server.accept()
    client.server.welcome()
    client.pump()

    assert deliveries(client, "a b") == [Delivery.NOT_SENT]
    assert client.unsent() == ()
