"""A message may be taken back or said differently; its line changes where it stands.

Source: https://ircv3.net/specs/extensions/message-redaction
"""

import pytest

from tertulia_core.session.events import LineChanged
from tests.support.scripted import ALL_CAPABILITIES, ScriptedClient

CHANGES = f"{ALL_CAPABILITIES} draft/message-redaction tertulia.invalid/edit"


@pytest.fixture
def client() -> ScriptedClient:
    """Return a client in a room in which rosa said something."""
    made = ScriptedClient()
    made.go_online(CHANGES)
    made.receive("@msgid=m1 :rosa!r@h PRIVMSG #sala :hola ana")
    return made


def test_a_removed_message_keeps_its_place_without_its_text(client: ScriptedClient) -> None:
    """Who took it back, and why, stand there instead."""
    (changed,) = client.receive(":luis!l@h REDACT #sala m1 :spam")

    assert isinstance(changed, LineChanged)
    line = client.last()
    assert (line.text, line.removed_by, line.reason, line.mention) == ("", "luis", "spam", False)


def test_an_edited_message_says_the_new_text(client: ScriptedClient) -> None:
    """And that it is not the first one."""
    client.receive(":rosa!r@h EDIT #sala m1 :buenas")

    assert (client.last().text, client.last().edited) == ("buenas", True)


def test_what_was_removed_stays_removed(client: ScriptedClient) -> None:
    """An edit that comes late brings nothing back."""
    client.receive(":luis!l@h REDACT #sala m1", ":rosa!r@h EDIT #sala m1 :buenas")

    assert (client.last().text, client.last().edited) == ("", False)


def test_a_change_of_what_is_not_here_is_no_error(client: ScriptedClient) -> None:
    """It waits for the message; changes in rooms that are not open are dropped."""
    before = client.lines()

    client.receive(
        ":luis!l@h REDACT #sala m0", ":luis!l@h REDACT #otra m1", ":rosa!r@h EDIT ana m1 :x"
    )

    assert client.lines() == before


def test_someone_ignored_changes_nothing(client: ScriptedClient) -> None:
    """Neither what they said nor what others did."""
    client.type("/ignore rosa")

    client.receive(":rosa!r@h EDIT #sala m1 :otra cosa")

    assert "hola ana" in client.texts()
