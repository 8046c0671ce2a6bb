"""Listeners: who may come in where, and that nobody serves the world by accident."""

from typing import Any

import pytest

from tertulia_core import platforms
from tertulia_core.errors import ConfigError
from tertulia_server.listeners import listeners_of
from tests.support.harness import make_config


@pytest.fixture(autouse=True)
def somebody(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever runs the tests, they are nobody special."""
    monkeypatch.setattr(platforms, "is_root", lambda: False)


def test_by_default_it_is_this_computer_with_guests() -> None:
    """Nothing is reachable from outside."""
    (row,) = listeners_of(make_config())

    assert str(row.address) == row.name == "localhost:12345"
    assert (row.is_tls, row.is_public, row.welcomes_guests) == (False, False, True)


@pytest.mark.parametrize(
    ("tables", "welcomed"),
    [
        ({}, True),
        ({"server": {"listen": ("127.0.0.2:1",)}}, True),
        ({"server": {"listen": ("[::1]:1",)}}, True),
        ({"server": {"listen": ("unix:/tmp/x",)}}, True),
        ({"server": {"password": "x"}}, False),
        ({"server": {"password": "x"}, "guests": {"enabled": True}}, True),
        ({"guests": {"enabled": False}}, False),
        ({"server": {"listen": ("0.0.0.0:1",), "insecure_plaintext": True}}, False),
        (
            {
                "server": {"listen": ("0.0.0.0:1",), "insecure_plaintext": True},
                "guests": {"enabled": True},
            },
            True,
        ),
    ],
)
def test_guests_are_welcome_here_and_without_a_password(
    tables: dict[str, Any], welcomed: bool
) -> None:
    """Unless the configuration says otherwise, in either way."""
    assert [row.welcomes_guests for row in listeners_of(make_config(**tables))] == [welcomed]


@pytest.mark.parametrize("address", ["0.0.0.0:1", "[::]:1", "192.0.2.1:1", "chat.example:1"])
def test_other_computers_need_tls_or_a_clear_word(address: str) -> None:
    """The sentence says both ways."""
    with pytest.raises(ConfigError, match=r"\[tls\].*--insecure-plaintext"):
        listeners_of(make_config(server={"listen": (address,)}))

    (row,) = listeners_of(make_config(server={"listen": (address,), "insecure_plaintext": True}))
    assert row.is_public


def test_with_tls_they_are_served() -> None:
    """Beside the plain listener, which stays on this computer."""
    plain, encrypted = listeners_of(make_config(tls={"cert": "c.pem", "listen": ("0.0.0.0:6697",)}))

    assert (plain.is_tls, plain.is_public, plain.welcomes_guests) == (False, False, True)
    assert (encrypted.is_tls, encrypted.is_public, encrypted.welcomes_guests) == (True, True, False)


def test_root_serves_this_computer_only(monkeypatch: pytest.MonkeyPatch) -> None:
    """Unless the configuration allows it."""
    monkeypatch.setattr(platforms, "is_root", lambda: True)
    public: dict[str, Any] = {"listen": ("0.0.0.0:1",), "insecure_plaintext": True}

    assert len(listeners_of(make_config())) == 1
    with pytest.raises(ConfigError, match="allow_root"):
        listeners_of(make_config(server=public))
    assert len(listeners_of(make_config(server={**public, "allow_root": True}))) == 1


@pytest.mark.parametrize(
    ("tables", "key"),
    [
        ({"server": {"listen": ()}}, "server.listen"),
        ({"tls": {"listen": ("localhost:1",)}}, "tls.cert"),
    ],
)
def test_what_is_missing_is_named(tables: dict[str, Any], key: str) -> None:
    """An address, a certificate."""
    with pytest.raises(ConfigError) as caught:
        listeners_of(make_config(**tables))

    assert caught.value.key == key
