"""LIST with ELIST conditions.

https://modern.ircdocs.horse/#list-message
https://modern.ircdocs.horse/#elist-parameter
"""

import pytest

from tests.support.harness import Client, Harness
from tests.support.matchers import TEXT, numeric


@pytest.fixture
def ana(chat: Harness) -> Client:
    """Return a client in a world of three channels.

    ``#old`` was made ten minutes ago and has two members, ``#new`` just now, with a topic two
    minutes old; ``#Topic`` was made and described ten minutes ago.
    """
    ana, bob = chat.connect("ana"), chat.connect("bob")
    chat.join("#old", ana, bob)
    chat.join("#Topic", ana)
    ana.send("TOPIC #Topic :cine")
    chat.pass_time(8 * 60)
    bob.send("PING still-here")
    ana.send("PING still-here")
    chat.join("#new", ana)
    ana.send("TOPIC #new :nuevo")
    chat.pass_time(2 * 60 - 1)
    ana.read()
    return ana


def listed(client: Client, asked: str) -> set[str]:
    """Return the channels that LIST shows."""
    return {message.params[1] for message in client.ask(asked) if message.command == "322"}


def test_all_channels_with_people_and_topic(ana: Client) -> None:
    """321, a 322 each, 323."""
    assert ana.ask("LIST") == [
        numeric("321", "ana", TEXT, TEXT),
        numeric("322", "ana", "#old", "2", ""),
        numeric("322", "ana", "#Topic", "1", "cine"),
        numeric("322", "ana", "#new", "1", "nuevo"),
        numeric("323", "ana", TEXT),
    ]


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        ("#old", {"#old"}),
        ("#OLD,#new,#none", {"#old", "#new"}),
        ("#none", set()),
        ("*o*", {"#old", "#Topic"}),
        ("!*o*", {"#new"}),
        (">1", {"#old"}),
        ("<2", {"#Topic", "#new"}),
        (">0,<2", {"#Topic", "#new"}),
        ("C<5", {"#new"}),
        ("C>5", {"#old", "#Topic"}),
        ("C<0", set()),
        ("T<5", {"#new"}),
        ("T>5", {"#Topic"}),
        ("T<0", set()),
        ("c>5,<2", {"#Topic"}),
        ("*o*,>1", {"#old"}),
        (">" + "9" * 400, set()),
        (">x", set()),
        ("%s", set()),
    ],
)
def test_conditions(ana: Client, asked: str, expected: set[str]) -> None:
    """server-behaviour.md section 18."""
    assert listed(ana, f"LIST {asked}") == expected
