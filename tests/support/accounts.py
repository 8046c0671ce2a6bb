"""Accounts for tests: made without a word on the wire, and logged in to by SASL."""

from base64 import b64encode
from typing import Final

from tertulia_core.wire.sasl import Plain, to_parameters
from tertulia_server.model.account import Account
from tests.support.harness import Client, Harness

__all__ = ["PASSWORD", "add_account", "authenticate", "base64", "log_in", "plain"]

PASSWORD: Final = "secreto"


def add_account(chat: Harness, name: str, password: str = PASSWORD) -> Account:
    """Make an account, as the administrator does."""
    accounts = chat.dispatcher.world.accounts
    return accounts.add(name, accounts.hashing(password)(), chat.clock.wall())


def plain(name: str, password: str = PASSWORD, acts_as: str = "") -> list[str]:
    """Return the lines that log in by PLAIN, without waiting for anything."""
    return authenticate(Plain(name, password, acts_as).encode())


def authenticate(data: bytes, mechanism: str = "PLAIN") -> list[str]:
    """Return the lines that begin a mechanism and send its first answer."""
    return [f"AUTHENTICATE {mechanism}", *(f"AUTHENTICATE {text}" for text in to_parameters(data))]


def base64(data: bytes) -> str:
    """Return the one parameter that carries a short answer."""
    return b64encode(data).decode()


def log_in(
    chat: Harness, account: str, nick: str = "", caps: str = "", password: str = PASSWORD
) -> Client:
    """Return a client that logged in before it was welcomed, and that has read its welcome.

    It is called like the account, unless ``nick`` says otherwise.
    """
    client = chat.connect()
    client.send("CAP LS 302", *([f"CAP REQ :{caps}"] if caps else []), *plain(account, password))
    client.send(f"NICK {nick or account}", "USER user 0 * :Real Name", "CAP END")
    welcome = client.read()
    assert "001" in [message.command for message in welcome], welcome
    return client
