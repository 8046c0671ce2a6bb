"""Signs that people put to messages are counted where they belong."""

import pytest

from tertulia_core.session.events import LineChanged
from tertulia_core.session.intents import React
from tertulia_core.session.quoting import reaction_texts
from tertulia_core.session.state import LineKind, Reaction
from tests.support.scripted import ALL_CAPABILITIES, ScriptedClient

HELLO = "@msgid=1 :rosa!r@h PRIVMSG #sala :hola"


@pytest.fixture
def client() -> ScriptedClient:
    """Return a client in its room, where rosa said something."""
    made = ScriptedClient()
    made.go_online()
    made.receive(HELLO)
    return made


def react(nick: str, text: str, tag: str = "react", *, msgid: str = "1") -> str:
    """Return the line that tells of a reaction."""
    return f"@+draft/reply={msgid};+draft/{tag}={text} :{nick}!x@h TAGMSG #sala"


def test_reactions_are_counted_by_sign(client: ScriptedClient) -> None:
    """The same sign of several people is one with a count; the line changes, nothing is added."""
    count = len(client.lines())
    happened = client.receive(react("luis", "👍"))
    client.receive(react("eva", "👍"), react("eva", "jaja"), react("eva", "jaja"))

    line = client.last()
    assert [type(event) for event in happened] == [LineChanged]
    assert len(client.lines()) == count
    assert line.reactions == (Reaction("👍", ("luis", "eva")), Reaction("jaja", ("eva",)))
    assert reaction_texts(line) == ("👍 2", "jaja")


def test_a_reaction_can_be_taken_back(client: ScriptedClient) -> None:
    """Only one's own, in any spelling of the nick."""
    client.receive(react("luis", "👍"), react("eva", "👍"))
    client.receive(react("LUIS", "👍", "unreact"), react("otro", "👍", "unreact"))

    assert client.last().reactions == (Reaction("👍", ("eva",)),)


@pytest.mark.parametrize(
    "line",
    [
        react("luis", "👍", msgid="unknown"),
        react("luis", "x" * 33),
        react("luis", "\\s"),
        "@+draft/react=👍 :luis!l@h TAGMSG #sala",
        "@+draft/reply=1;+draft/react=👍 :luis!l@h TAGMSG #elsewhere",
    ],
)
def test_what_is_no_reaction_counts_nowhere(client: ScriptedClient, line: str) -> None:
    """To no message, in no room we are in, too long, empty."""
    client.receive(line)

    assert client.last().reactions == ()


def test_a_message_counts_so_many_and_no_more(client: ScriptedClient) -> None:
    """Somebody who reacts with everything there is cannot fill the screen."""
    client.receive(*(react("luis", f"r{number}") for number in range(100)))

    assert len(client.last().reactions) == 24


def test_ours_is_sent_and_counts_when_it_is_echoed(client: ScriptedClient) -> None:
    """With the final and the draft name of the reply tag."""
    client.request(React("#sala", "1", "👍"))
    before = client.last().reactions
    written = client.written()
    client.receive(react("ana", "👍"))
    client.request(React("#sala", "1", "👍"))

    assert before == ()
    assert written == ["@+reply=1;+draft/reply=1;+draft/react=👍 TAGMSG #sala"]
    assert client.written() == ["@+reply=1;+draft/reply=1;+draft/unreact=👍 TAGMSG #sala"]


def test_without_echoes_ours_counts_at_once() -> None:
    """Nobody would tell us otherwise."""
    client = ScriptedClient()
    client.go_online(ALL_CAPABILITIES.replace("echo-message ", ""))
    client.receive(HELLO)
    client.request(React("#sala", "1", "👍"))

    assert client.last().reactions == (Reaction("👍", ("ana",)),)


def test_where_the_server_has_no_tags_a_sentence_says_so() -> None:
    """And nothing is sent."""
    client = ScriptedClient()
    client.go_online("echo-message")
    client.receive(":rosa!r@h PRIVMSG #sala :hola")
    client.request(React("#sala", "1", "👍"))

    assert client.written() == []
    assert client.last().kind is LineKind.ERROR


def test_private_reactions_count_in_the_conversation(client: ScriptedClient) -> None:
    """Theirs to what was said there, and the echo of our own."""
    client.receive("@msgid=2 :luis!l@h PRIVMSG ana :¿sí?")
    client.receive(
        "@+reply=2;+draft/react=👍 :luis!l@h TAGMSG ana",
        "@+reply=2;+draft/react=👍 :ana!a@h TAGMSG luis",
    )

    assert client.last("luis").reactions == (Reaction("👍", ("luis", "ana")),)
