"""What a line of history says."""

import pytest

from tertulia_server.store.lines import account_of, has_link, sender_of, text_of, verb_of

from .test_search import BATCH


@pytest.mark.parametrize(
    ("line", "verb", "sender", "account", "text"),
    [
        (b":ana!u@h PRIVMSG #s :hola :)\r\n", "PRIVMSG", "ana", "", "hola :)"),
        (b"@account=A\\sB;+x=y :Ana!u@h NOTICE #s hola\r\n", "NOTICE", "Ana", "A B", "hola"),
        (b"@bot :ana!u@h TAGMSG #s\r\n", "TAGMSG", "ana", "", ""),
        (b":ana!u@h TOPIC #s :about all\r\n", "TOPIC", "ana", "", ""),
        (b":ana!u@h JOIN #s acc :Real Name\r\n", "JOIN", "ana", "", ""),
        (b":server.name MODE #s +o ana\r\n", "MODE", "server.name", "", ""),
        (b":ana!u@h PRIVMSG #s :\x01ACTION waves\x01\r\n", "PRIVMSG", "ana", "", "waves"),
        (b":ana!u@h PRIVMSG #s :\x01VERSION\x01\r\n", "PRIVMSG", "ana", "", ""),
        (b"@account=l " + BATCH, "PRIVMSG", "luz", "l", "a split word\nsecond line"),
    ],
)
def test_facts(line: bytes, verb: str, sender: str, account: str, text: str) -> None:
    """Verb, nick, account and words, with tags and without, in one line and in several."""
    facts = (verb_of(line), sender_of(line), account_of(line), text_of(line))
    assert facts == (verb, sender, account, text)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("see https://x.org", True),
        ("(HTTP://x)", True),
        ("http:// alone", False),
        ("ftp://x.org", False),
        ("no address", False),
    ],
)
def test_links(text: str, expected: bool) -> None:
    """Addresses of the web and nothing else."""
    assert has_link(text) is expected
