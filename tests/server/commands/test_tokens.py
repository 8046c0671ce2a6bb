"""TOKEN: devices that log in without the password.

https://ircv3.net/specs/extensions/sasl-3.1
"""

import pytest

from tertulia_server.model.account import MOST_TOKENS
from tests.support.accounts import add_account, log_in, plain
from tests.support.harness import Client, Harness
from tests.support.matchers import SERVER, TEXT, Line, Pattern, line

DAY = Pattern(r"\d{4}-\d\d-\d\d")


@pytest.fixture
def ana(chat: Harness) -> Client:
    """Return Ana, logged in."""
    add_account(chat, "ana")
    return log_in(chat, "ana")


def token(*params: object) -> Line:
    """Return what equals an answer."""
    return line("TOKEN", *params, source=SERVER)


def fail(code: str, *context: str) -> Line:
    """Return what equals a FAIL."""
    return line("FAIL", "TOKEN", code, *context, TEXT, source=SERVER)


def create(client: Client, label: str = "phone") -> tuple[str, str]:
    """Make a token; return its id and the token."""
    (answer,) = client.ask(f"TOKEN CREATE :{label}")
    assert answer == token("CREATED", Pattern("[0-9a-f]{8}"), Pattern("[A-Za-z0-9_-]{32}"))
    return answer.params[1], answer.params[2]


def commands_of(chat: Harness, password: str) -> list[str]:
    """Return what a login with a password is answered."""
    new = chat.connect()
    new.send(*plain("ana", password))
    return [message.command for message in new.read()]


def test_it_logs_in_as_the_password_does(chat: Harness, ana: Client) -> None:
    """And nothing else does."""
    _token_id, text = create(ana)

    assert commands_of(chat, text) == ["AUTHENTICATE", "900", "903"]
    assert commands_of(chat, text[:-1]) == ["AUTHENTICATE", "904"]


def test_the_list_tells_which_devices_there_are(chat: Harness, ana: Client) -> None:
    """When each was made and last used, and never the token itself."""
    first, text = create(ana, "my phone")
    second, _text = create(ana, "")
    commands_of(chat, text)

    assert ana.ask("TOKEN LIST") == [
        token("LISTED", first, DAY, DAY, "my phone"),
        token("LISTED", second, DAY, "*", ""),
        token("END", TEXT),
    ]


def test_what_is_revoked_is_good_for_nothing(chat: Harness, ana: Client) -> None:
    """Others still are."""
    token_id, text = create(ana)
    _other, good = create(ana)

    assert ana.ask(f"TOKEN REVOKE {token_id}") == [token("REVOKED", token_id)]

    assert commands_of(chat, text) == ["AUTHENTICATE", "904"]
    assert commands_of(chat, good) == ["AUTHENTICATE", "900", "903"]
    assert ana.ask(f"TOKEN REVOKE {token_id}") == [fail("UNKNOWN_TOKEN", token_id)]


def test_another_password_revokes_all(chat: Harness, ana: Client) -> None:
    """Whoever had one logs in anew."""
    _token_id, text = create(ana)

    ana.send("NS PASSWD secreto misecreto")

    assert commands_of(chat, text) == ["AUTHENTICATE", "904"]


def test_it_is_there_after_a_restart(chat: Harness, ana: Client) -> None:
    """As a digest."""
    _token_id, text = create(ana)

    again = Harness(chat.config, store=chat.store)

    assert commands_of(again, text) == ["AUTHENTICATE", "900", "903"]


def test_what_is_refused(chat: Harness, ana: Client, bob: Client) -> None:
    """To guests, without sense, beyond the limit, where others could read it."""
    assert bob.ask("TOKEN CREATE") == bob.ask("TOKEN LIST") == [fail("ACCOUNT_REQUIRED")]
    assert ana.ask("TOKEN FROB") == [fail("INVALID_PARAMS", "FROB")]
    for _number in range(MOST_TOKENS):
        create(ana)
    assert ana.ask("TOKEN CREATE") == [fail("TOO_MANY_TOKENS")]
    ana.session.is_loopback = False
    assert ana.ask("TOKEN CREATE") == [fail("ACCOUNT_REQUIRED")]
