"""Listeners: where one listens, and who may come in there."""

from typing import Any

import pytest

from tertulia_server.listeners import listeners_of, proxies_of
from tests.support.harness import make_config


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
def test_other_computers_may_reach_what_is_not_loopback(address: str) -> None:
    """A name is taken for that of another network."""
    (row,) = listeners_of(make_config(server={"listen": (address,)}))

    assert (row.is_public, row.key, row.text) == (True, "server.listen", address)


def test_with_tls_they_are_served() -> None:
    """Beside the plain listener, which stays on this computer."""
    plain, encrypted = listeners_of(make_config(tls={"cert": "c.pem", "listen": ("0.0.0.0:6697",)}))

    assert (plain.is_tls, plain.is_public, plain.welcomes_guests) == (False, False, True)
    assert (encrypted.is_tls, encrypted.is_public, encrypted.welcomes_guests) == (True, True, False)


# -- WebSocket ---------------------------------------------------------------------


def test_websocket_doors_are_listeners_of_their_own() -> None:
    """With names of their own, also at the same port 0; bare sockets have no business there."""
    config = make_config(
        server={"websocket_listen": ("localhost:12345", "127.0.0.1:0")},
        tls={"websocket_listen": ("localhost:12345",), "cert": "x.pem"},
        guests={"enabled": True},
    )

    plain, *wrapped = listeners_of(config)

    assert (plain.is_websocket, plain.welcomes_guests) == (False, True)
    assert [row.is_tls for row in wrapped if row.is_websocket] == [False, False, True]
    assert not any(row.welcomes_guests for row in wrapped)
    assert len({row.name for row in (plain, *wrapped)}) == 4


def test_a_websocket_door_may_be_the_only_one() -> None:
    """Then the server is known by it."""
    config = make_config(server={"listen": (), "websocket_listen": ("127.0.0.1:8080",)})

    (row,) = listeners_of(config)

    assert str(row.address) == "127.0.0.1:8080"


# -- proxies -----------------------------------------------------------------------


def test_headers_are_required_where_it_is_said() -> None:
    """Everywhere, or at the addresses that are named."""
    listen = ("localhost:1", "127.0.0.1:2")

    everywhere = make_config(server={"listen": listen, "proxy_required": True})
    somewhere = make_config(server={"listen": listen, "proxy_required": ("127.0.0.1:2",)})

    assert [row.needs_header for row in listeners_of(everywhere)] == [True, True]
    assert [row.needs_header for row in listeners_of(somewhere)] == [False, True]


def test_through_a_door_for_proxies_nobody_is_a_guest_unless_that_is_meant() -> None:
    """Whoever comes through it may be anywhere."""
    (row,) = listeners_of(make_config(server={"proxy_required": True}))
    (meant,) = listeners_of(make_config(server={"proxy_required": True}, guests={"enabled": True}))

    assert (row.welcomes_guests, meant.welcomes_guests) == (False, True)


@pytest.mark.parametrize(
    ("server", "trusted", "strange"),
    [
        ({}, (), ("127.0.0.1", "")),
        ({"proxy_required": True}, ("127.0.0.1", "::1", ""), ("192.0.2.7",)),
        ({"proxy_from": ("192.0.2.7",)}, ("192.0.2.7",), ("127.0.0.1", "")),
        (
            {"proxy_from": ("192.0.2.7",), "proxy_required": True},
            ("192.0.2.7",),
            ("127.0.0.1", ""),
        ),
    ],
)
def test_nobody_speaks_for_others_unless_said_so(
    server: dict[str, Any], trusted: tuple[str, ...], strange: tuple[str, ...]
) -> None:
    """Where a header has to come and nothing else is said, this computer may."""
    proxies = proxies_of(make_config(server=server))

    assert all(host in proxies for host in trusted)
    assert not any(host in proxies for host in strange)
