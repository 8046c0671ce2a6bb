"""A client keeps a token, never the password, where only its owner reads it."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from tertulia_core.address import parse_target
from tertulia_core.client.instances import Instance, adopt
from tertulia_core.client.options import ClientOptions
from tertulia_core.client.tokens import Tokens
from tertulia_core.session.settings import Login
from tests.support.scripted import ALL_CAPABILITIES, ScriptedClient, scripted_options

OPEN = parse_target("chat.example.org:6667/#sala")
SECURE = parse_target("chat.example.org:6697/#otra")
TOKEN = Login("ana", "t0ken", is_token=True)


@pytest.fixture
def instance(tmp_path: Path) -> Iterator[Instance]:
    """A client's folder."""
    with adopt(tmp_path) as adopted:
        yield adopted


def test_a_token_is_found_by_the_next_run(instance: Instance) -> None:
    """For its server only, whatever the room."""
    Tokens(instance).store(SECURE, TOKEN)

    again = Tokens(instance)
    assert again.of(parse_target("chat.example.org:6697/#sala")) == TOKEN
    assert again.of(OPEN) is None


@pytest.mark.parametrize("login", [None, Login("ana", "secreto")])
def test_a_password_and_a_guest_leave_nothing(instance: Instance, login: Login | None) -> None:
    """What was kept before goes too."""
    Tokens(instance).store(SECURE, TOKEN)
    Tokens(instance).store(SECURE, login)

    assert Tokens(instance).of(SECURE) is None
    assert "secreto" not in (instance.folder / "tokens.json").read_text(encoding="utf-8")


@pytest.mark.skipif(os.name != "posix", reason="the profile folder sees to that")
def test_nobody_else_reads_the_file(instance: Instance) -> None:
    """From the moment it is made."""
    Tokens(instance).store(SECURE, TOKEN)

    assert (instance.folder / "tokens.json").stat().st_mode & 0o777 == 0o600


@pytest.mark.parametrize("text", ["", "[]", '{"a": 1}', '{"a": ["b"]}'])
def test_a_broken_file_means_to_log_in_by_hand(instance: Instance, text: str) -> None:
    """It is not an error."""
    (instance.folder / "tokens.json").write_text(text, encoding="utf-8")

    assert Tokens(instance).of(SECURE) is None


def test_without_an_instance_nothing_is_kept() -> None:
    """The next run is a guest."""
    tokens = Tokens(None)
    tokens.store(SECURE, TOKEN)

    assert (tokens.of(SECURE), tokens.keeps) == (None, False)


def client_of(instance: Instance) -> ScriptedClient:
    """Return a client with a folder."""
    plain = scripted_options()
    return ScriptedClient(
        ClientOptions(plain.target, plain.nick, plain.realname, instance=instance)
    )


def test_a_login_becomes_a_token_which_the_next_run_uses(instance: Instance) -> None:
    """Until one logs out."""
    client = client_of(instance)
    client.go_online(f"{ALL_CAPABILITIES} sasl=PLAIN tertulia.invalid/token")
    client.type("/login ana secreto")
    client.receive("AUTHENTICATE +", ":s 900 ana ana!u@h ana :x", ":s 903 ana :x")
    assert "@label=token TOKEN CREATE tertulia" in client.written()
    client.receive("@label=token TOKEN CREATED 1 t0ken")
    assert Tokens(instance).of(client.target) == TOKEN

    again = client_of(instance)
    again.start()
    again.server.accept()
    again.pump()
    again.receive(":s CAP * LS :sasl=PLAIN", ":s CAP * ACK :sasl")
    again.receive("AUTHENTICATE +")
    assert again.written()[-1] == "AUTHENTICATE AGFuYQB0MGtlbg=="

    again.type("/logout")
    assert Tokens(instance).of(client.target) is None
