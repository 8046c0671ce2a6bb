"""Names that a nick cannot hold are told and taken in.

Source: https://ircv3.net/specs/extensions/metadata
"""

import pytest

from tertulia_core.client.options import ClientOptions
from tertulia_core.session.events import MembersChanged
from tests.support.scripted import ALL_CAPABILITIES, ScriptedClient, scripted_options

METADATA = f"{ALL_CAPABILITIES} draft/metadata-3"


def online(capabilities: str = METADATA) -> tuple[ScriptedClient, list[str]]:
    """Return a client whose person is called Iñaki, and what it wrote."""
    plain = scripted_options("Inaki")
    client = ScriptedClient(ClientOptions(plain.target, plain.nick, "Iñaki"))
    client.enter(capabilities, members="@Inaki rosa")
    return client, [line for line in client.written() if "METADATA" in line]


def test_our_whole_name_is_told() -> None:
    """And others' are asked for."""
    _client, written = online()

    assert written == [
        "@label=name METADATA * SUB display-name",
        "@label=name METADATA * SET display-name Iñaki",
    ]


def test_a_server_without_metadata_is_not_told() -> None:
    """It has the real name from the beginning."""
    _client, written = online(ALL_CAPABILITIES)

    assert written == []


@pytest.mark.parametrize(
    "line",
    [
        ":s 761 Inaki rosa display-name * :Rósa",
        ":s METADATA rosa display-name * :Rósa",
    ],
)
def test_the_names_of_others_are_taken_in(line: str) -> None:
    """Where they may stand for the nick is decided when they are shown."""
    client, _written = online()

    assert client.receive(line) == [MembersChanged("#sala")]
    assert client.room().members["rosa"].realname == "Rósa"


@pytest.mark.parametrize(
    "line",
    [
        ":s 761 Inaki rosa url * :http://x",
        ":s 761 Inaki rosa display-name * : ",
        ":s 761 Inaki nadie display-name * :Nadie",
        ":s 766 Inaki rosa display-name :not set",
        ":s 770 Inaki display-name",
        ":s 774 Inaki #sala",
        "@label=name FAIL METADATA KEY_NO_PERMISSION Inaki display-name :no",
    ],
)
def test_what_says_nothing_of_use_is_not_shown(line: str) -> None:
    """Neither as a line nor as a name."""
    client, _written = online()

    assert client.receive(line) == []
    assert client.room().members["rosa"].realname == ""
