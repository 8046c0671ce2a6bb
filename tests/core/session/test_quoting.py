"""Replies say what they answer."""

from tertulia_core.session.grouping import Body, Grouper
from tertulia_core.session.intents import SendText
from tertulia_core.session.quoting import Quote, excerpt, quote_of
from tests.core.session.lines import line
from tests.support.scripted import ScriptedClient


def test_a_reply_quotes_what_it_answers() -> None:
    """Who said it and how it began, formatting and all that is not for the screen left out."""
    client = ScriptedClient()
    client.go_online()
    client.receive(
        "@msgid=1 :rosa!r@h PRIVMSG #sala :\x02¿Quién\x02 viene\u202e?",
        "@+reply=1 :luis!l@h PRIVMSG #sala :yo",
    )
    quote = quote_of(client.room(), client.last())

    assert quote == Quote(client.lines()[-2], "rosa", "¿Quién viene␦?")


def test_what_is_not_here_is_quoted_as_such() -> None:
    """The answer is a reply all the same; what answers nothing has no quote."""
    client = ScriptedClient()
    client.go_online()
    client.receive("@+draft/reply=gone :luis!l@h PRIVMSG #sala :yo")

    assert quote_of(client.room(), client.last()) == Quote()
    assert quote_of(client.room(), line()) is None


def test_a_grouper_that_knows_its_room_quotes() -> None:
    """Each body carries what it answers."""
    client = ScriptedClient()
    client.go_online()
    client.receive(
        "@msgid=1 :rosa!r@h PRIVMSG #sala :uno", "@+reply=1 :luis!l@h PRIVMSG #sala :dos"
    )
    items = Grouper(room=client.room()).add_all(client.lines()[-2:])
    bodies = [item for item in items if isinstance(item, Body)]

    assert [body.quote.text if body.quote else None for body in bodies] == [None, "uno"]


def test_an_excerpt_is_one_short_line() -> None:
    """However long and however many lines the text has."""
    assert excerpt("uno\ndos   tres") == "uno dos tres"
    assert excerpt("palabra " * 100, 20) == "palabra palabra pal…"


def test_a_reply_of_ours_carries_the_tag_once() -> None:
    """Its first message does, if it becomes several; the line on screen shows it at once."""
    client = ScriptedClient()
    client.go_online()
    client.receive("@msgid=1 :rosa!r@h PRIVMSG #sala :¿quién?")
    client.request(SendText("#sala", "yo\ny yo", reply_to="1"))

    first, second = client.written()
    assert "+reply=1;+draft/reply=1" in first
    assert first.endswith("PRIVMSG #sala :yo")
    assert "reply" not in second
    assert [bool(one.reply_to) for one in client.lines()[-2:]] == [True, False]
