"""Whom a configuration believes: addresses, networks, and this computer."""

import pytest

from tertulia_server.config.networks import Networks


@pytest.mark.parametrize(
    ("rows", "host"),
    [
        (["192.0.2.7"], "192.0.2.7"),
        (["10.0.0.0/8"], "10.255.0.1"),
        (["10.1.2.3/8"], "10.255.0.1"),
        (["2001:db8::/32"], "2001:db8:1::7"),
        (["10.0.0.0/8"], "::ffff:10.0.0.1"),
        (["fe80::/10"], "fe80::1%eth0"),
        (["localhost"], "127.0.0.1"),
        (["localhost"], "127.9.9.9"),
        (["localhost"], "::1"),
        (["unix"], ""),
        (["unix", "192.0.2.7", "localhost"], "192.0.2.7"),
    ],
)
def test_somebody_is_among_them(rows: list[str], host: str) -> None:
    """However the address is written."""
    assert host in Networks(rows)


@pytest.mark.parametrize(
    ("rows", "host"),
    [
        ([], "127.0.0.1"),
        ([], ""),
        (["localhost"], ""),
        (["localhost"], "192.0.2.7"),
        (["unix"], "127.0.0.1"),
        (["10.0.0.0/8"], "11.0.0.1"),
        (["10.0.0.0/8"], "::10.0.0.1"),
        (["192.0.2.7"], "192.0.2.8"),
        (["0.0.0.0/0"], "::1"),
    ],
)
def test_somebody_is_not_among_them(rows: list[str], host: str) -> None:
    """Nobody is, unless said so."""
    assert host not in Networks(rows)


@pytest.mark.parametrize("row", ["", "example.org", "10.0.0.0/33", "10.0.0", "*", "10.*"])
def test_what_is_no_address_is_refused(row: str) -> None:
    """Names would have to be looked up, and be believed."""
    with pytest.raises(ValueError, match=r"does not appear|Expected|empty"):
        Networks([row])
