"""From addresses to socket addresses, and to peers."""

import socket

import pytest

from tertulia_core import platforms
from tertulia_core.address import TcpAddress, UnixAddress
from tertulia_core.errors import AddressError
from tertulia_core.transport.events import Peer
from tertulia_core.transport.resolve import Candidate, peer_of, resolve


def test_localhost_needs_no_host_table(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody is asked for the name, which the host table may miss or bend."""
    asked: list[str] = []
    ask = socket.getaddrinfo

    def listen_in(host: str, port: int, *, type: int) -> object:  # noqa: A002
        asked.append(host)
        return ask(host, port, type=type)

    monkeypatch.setattr(socket, "getaddrinfo", listen_in)

    found = resolve(TcpAddress("localhost", 12345))

    assert found == [
        Candidate(socket.AF_INET, ("127.0.0.1", 12345)),
        Candidate(socket.AF_INET6, ("::1", 12345, 0, 0)),
    ]
    assert asked == ["127.0.0.1", "::1"]


@pytest.mark.parametrize("host", ["no.such.host.invalid", "a" * 300, "x..y", "nul\0"])
def test_unknown_and_impossible_names_have_a_sentence(host: str) -> None:
    """Whatever a person typed."""
    with pytest.raises(AddressError) as caught:
        resolve(TcpAddress(host, 1))

    assert str(caught.value) == f"{host}: there is no such host."


def test_a_unix_address_is_its_path() -> None:
    """There is nothing to look up."""
    family = platforms.unix_socket_family()
    if family is None:
        with pytest.raises(AddressError):
            resolve(UnixAddress("/run/x"))
    else:
        assert resolve(UnixAddress("/run/x")) == [Candidate(family, "/run/x")]


@pytest.mark.parametrize(
    ("address", "peer"),
    [
        (("127.0.0.9", 5), Peer("127.0.0.9", 5, True, False)),
        (("192.0.2.1", 5), Peer("192.0.2.1", 5, False, False)),
        (("::1", 5, 0, 0), Peer("::1", 5, True, False)),
        (("2001:db8::1", 5, 0, 0), Peer("2001:db8::1", 5, False, False)),
        ("", Peer("", 0, True, False)),
        ("/run/x", Peer("", 0, True, False)),
        (b"\0abstract", Peer("", 0, True, False)),
    ],
)
def test_peers_know_whether_they_are_here(address: tuple[object, ...] | str, peer: Peer) -> None:
    """Unix sockets always are."""
    assert peer_of(address, is_tls=False) == peer


def test_links_from_one_host_share_its_name() -> None:
    """Ten thousand connections from one computer hold one string."""
    first = peer_of((b"127.0.0.1".decode(), 1), is_tls=False)
    second = peer_of((b"127.0.0.1".decode(), 2), is_tls=True)

    assert first.host is second.host
    assert second.is_tls
