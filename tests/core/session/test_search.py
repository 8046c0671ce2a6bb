"""What was said is found by the server, or else in what is here."""

import pytest

from tertulia_core.session import intents
from tertulia_core.session.events import SearchChanged, TextShown
from tests.support.scripted import ALL_CAPABILITIES, ScriptedClient

SEARCH = f"{ALL_CAPABILITIES} tertulia.invalid/search"
T = "batch=s;time=2026-01-01T00:00:0"


def online(capabilities: str = SEARCH) -> ScriptedClient:
    """Return a client in its room."""
    client = ScriptedClient()
    client.go_online(capabilities)
    client.written()
    return client


def test_the_server_is_asked_and_its_answer_shown() -> None:
    """Newest first; no timeline changes."""
    client = online()
    before = client.lines()
    (changed,) = client.type("/search café from:rosa")
    assert isinstance(changed, SearchChanged)
    assert client.written() == ["SEARCH * :café from:rosa"]

    happened = client.receive(
        ":s BATCH +s tertulia.invalid/search * partial",
        f"@{T}1.000Z;msgid=a :rosa!r@h PRIVMSG #sala :un café",
        f"@{T}2.000Z;msgid=b :rosa!r@h PRIVMSG ana :otro café",
        f"@{T}3.000Z;msgid=c :ana!r@h PRIVMSG rosa :¿café?",
        ":s BATCH -s",
    )

    search = client.state.search
    assert search is not None
    assert [(line.room, line.nick, line.text) for line in search.found] == [
        ("rosa", "ana", "¿café?"),
        ("rosa", "rosa", "otro café"),
        ("#sala", "rosa", "un café"),
    ]
    assert (search.is_running, search.is_partial, search.is_local) == (False, True, False)
    page = next(event for event in happened if isinstance(event, TextShown))
    assert page.title == "Search: café from:rosa"
    assert page.text.splitlines()[-1].startswith("There may be more")
    assert "#sala · " in page.text
    assert client.lines() == before


def test_a_refusal_is_shown() -> None:
    """With the server's sentence."""
    client = online()
    client.type("/search has:link")
    happened = client.receive("FAIL SEARCH INVALID_QUERY has:link :Say what to look for")

    assert TextShown("Search", "Say what to look for") in happened
    assert client.state.search is not None
    assert client.state.search.problem == "Say what to look for"


@pytest.mark.parametrize(("query", "found"), [("hola", ["hola"]), ("nada", [])])
def test_a_server_that_cannot_search_is_not_asked(query: str, found: list[str]) -> None:
    """What is on the screen is looked at, and the page says so."""
    client = online(ALL_CAPABILITIES)
    client.server.say("rosa", "hola")
    client.pump()
    happened = client.request(intents.Search(query, "#sala", shows_page=True))

    assert client.written() == []
    search = client.state.search
    assert search is not None
    assert [line.text for line in search.found] == found
    page = next(event for event in happened if isinstance(event, TextShown))
    assert "This server cannot search" in page.text
    assert ("Nothing was found." in page.text) == (not found)


def test_an_answer_that_nobody_waits_for_is_dropped() -> None:
    """A search that ended is not changed by a late answer."""
    client = online()

    assert client.receive(":s BATCH +s tertulia.invalid/search *", ":s BATCH -s") == []
    assert client.state.search is None


def test_history_fetches_what_is_older() -> None:
    """As scrolling up does."""
    client = online(f"{ALL_CAPABILITIES} draft/chathistory")
    client.receive("@msgid=m1 :rosa!r@h PRIVMSG #sala :hola")
    client.type("/history")

    (question,) = client.written()
    assert question.endswith("CHATHISTORY BEFORE #sala msgid=m1 100")
