"""What happens to a message after it was said: answers, reactions, corrections, removals."""

from tests.support.client_driver import ClientDriver, Screen

HELLO = "@msgid=1 :rosa!r@host.example PRIVMSG #sala :¿quién viene?"


def lines(screen: Screen) -> list[str]:
    """Return the timeline's lines without what stands around a text on either screen."""
    return [line.strip() for line in screen.timeline.splitlines()]


def test_an_answer_shows_what_it_answers(client: ClientDriver) -> None:
    """Who said it and how it began."""
    client.server.says(HELLO, "@+reply=1 :luis!l@host.example PRIVMSG #sala :yo")

    screen = client.wait_for(lambda screen: "yo" in lines(screen), "answered")
    quote = lines(screen)[lines(screen).index("yo") - 1]
    assert "rosa" in quote
    assert "¿quién viene?" in quote


def test_an_answer_to_what_is_not_here_is_shown_all_the_same(client: ClientDriver) -> None:
    """With a word that there is something before it."""
    client.server.says("@+draft/reply=gone :luis!l@host.example PRIVMSG #sala :yo no")

    screen = client.wait_for(lambda screen: "yo no" in lines(screen), "answered")
    assert "message" in lines(screen)[lines(screen).index("yo no") - 1]


def test_reactions_are_counted_at_their_message(client: ClientDriver) -> None:
    """The same one of several people once, with a number; what is taken back goes."""
    tags = "@+reply=1;+draft/react"
    client.server.says(HELLO)
    client.server.says(
        f"{tags}=👍 :luis!l@host.example TAGMSG #sala",
        f"{tags}=👍 :rosa!r@host.example TAGMSG #sala",
        f"{tags}=jaja :luis!l@host.example TAGMSG #sala",
    )
    client.wait_for(lambda screen: "👍 2" in screen.timeline, "counted")
    client.server.says("@+reply=1;+draft/unreact=jaja :luis!l@host.example TAGMSG #sala")

    screen = client.wait_for(lambda screen: "jaja" not in screen.timeline, "taken back")
    assert screen.timeline.count("¿quién viene?") == 1
    assert screen.timeline.index("👍") > screen.timeline.index("¿quién viene?")


def test_a_removed_message_says_who_removed_it(client: ClientDriver) -> None:
    """Its words are gone, also from the answers that quote them."""
    client.server.says(HELLO, "@+reply=1 :luis!l@host.example PRIVMSG #sala :yo")
    client.wait_for(lambda screen: "yo" in lines(screen), "answered")
    client.server.says(":rosa!r@host.example REDACT #sala 1 :repetido")

    screen = client.wait_for(lambda screen: "removed by rosa" in screen.timeline, "removed")
    assert "repetido" in screen.timeline


def test_hostile_reactions_and_quotes_are_only_text(client: ClientDriver) -> None:
    """Nothing in them is obeyed, on any screen."""
    client.server.says(
        "@msgid=9 :rosa!r@host.example PRIVMSG #sala :[b]x[/b] [exit] \x1b[2J {0}",
        "@+reply=9 :luis!l@host.example PRIVMSG #sala :ya",
        "@+reply=9;+draft/react=[exit] :luis!l@host.example TAGMSG #sala",
        "@+reply=9;+draft/react=[/] :rosa!r@host.example TAGMSG #sala",
    )

    screen = client.wait_for(lambda screen: "[/]" in screen.timeline, "reacted")
    assert screen.timeline.count("[b]x[/b] [exit]") == 2
    assert "\x1b" not in screen.timeline
