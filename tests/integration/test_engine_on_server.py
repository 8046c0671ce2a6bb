"""The clients' engine and the server's logic, face to face: no socket, no thread, no screen."""

from typing import Final

import pytest

from tertulia_core.session import intents
from tertulia_core.session.engine import ClientSession
from tertulia_core.session.settings import SessionSettings
from tertulia_core.session.state import Delivery, Line
from tests.support.harness import Harness

PARAGRAPH: Final = "El veloz murciélago hindú comía feliz cardillo y kiwi 👩‍👩‍👧‍👦 日本語. " * 8
LONG: Final = "\n\n".join(f"{number}. {PARAGRAPH}".rstrip() for number in range(28))
"""More than 20 KB with blank lines, lines longer than the protocol's, and several scripts."""


class Person:
    """An engine whose lines go to a server and back; owner: the test."""

    def __init__(self, chat: Harness, nick: str) -> None:
        settings = SessionSettings(nick, "localhost:12345", rooms=("#sala",))
        self.session = ClientSession(settings, chat.clock)
        self._link = chat.connect()
        self.session.connecting()
        self.session.connected()

    def exchange(self) -> bool:
        """Pass on what waits in both directions; return whether there was anything."""
        output = self.session.take_output()
        self._link.send(*(line.removesuffix(b"\r\n") for line in output))
        received, self._link.raw = self._link.raw, b""
        self.session.receive(received.split(b"\r\n")[:-1])
        return bool(output or received)

    @property
    def said(self) -> list[Line]:
        """What people say in the room, as this one sees it."""
        return [line for line in self.session.state.rooms["#sala"].lines if line.nick]


@pytest.fixture
def chat() -> Harness:
    """Return a server of the test's own."""
    return Harness()


@pytest.fixture
def people(chat: Harness) -> tuple[Person, Person]:
    """Return two who are in the room together."""
    both = Person(chat, "ana"), Person(chat, "bob")
    settle(*both)
    for person in both:
        person.session.state.rooms["#sala"].lines.clear()
    return both


def settle(*people: Person) -> None:
    """Let everything be written and read that anybody still has to say."""
    is_busy = True
    while is_busy:
        is_busy = any(person.exchange() for person in people)


def test_a_pasted_text_arrives_whole(people: tuple[Person, Person]) -> None:
    """20 KB with line breaks: one message for both, the same in every byte, with one id."""
    ana, bob = people
    assert len(LONG.encode()) > 20_000

    ana.session.request(intents.SendText("#sala", LONG))
    settle(*people)

    (sent,), (heard,) = ana.said, bob.said
    assert sent.text == heard.text == LONG
    assert sent.delivery is Delivery.SENT
    assert sent.msgid == heard.msgid is not None


def test_others_get_its_lines(chat: Harness, people: tuple[Person, Person]) -> None:
    """Another client hears each line that is not blank; a bare socket too, the long ones whole."""
    old, guest = chat.connect("old"), chat.guest()
    chat.join("#sala", old)
    guest.hear()

    people[0].session.request(intents.SendText("#sala", LONG))
    settle(*people)

    lines = [line for line in LONG.split("\n") if line]
    heard = [message.params[1] for message in old.read()]
    assert "".join(heard) == "".join(lines)
    assert guest.hear() == [f"ana: {line}" for line in lines]


def test_a_refusal_reaches_the_message(chat: Harness, people: tuple[Person, Person]) -> None:
    """What may not be said is marked as not sent, whole."""
    ana, bob = people
    ana.session.request(intents.ChangeMode("#sala", "+m"))
    settle(*people)

    bob.session.request(intents.SendText("#sala", "uno\ndos"))
    settle(*people)

    (refused,) = bob.said[-1:]
    assert (refused.text, refused.delivery) == ("uno\ndos", Delivery.NOT_SENT)


def test_a_typing_notice_is_never_refused_in_words(people: tuple[Person, Person]) -> None:
    """Where one may not speak, what one types is simply not told."""
    ana, bob = people
    ana.session.request(intents.ChangeMode("#sala", "+m"))
    settle(*people)
    before = len(bob.session.state.rooms["#sala"].lines)

    bob.session.request(intents.SetTyping("#sala", "active"))
    settle(*people)
    ana.session.request(intents.SetTyping("#sala", "active"))
    settle(*people)

    assert len(bob.session.state.rooms["#sala"].lines) == before
    assert bob.session.state.rooms["#sala"].typing == ("ana",)
    assert ana.session.state.rooms["#sala"].typing == ()
