"""PROXY headers: whom a proxy speaks for, in text and in binary, in whatever pieces they come.

https://www.haproxy.org/download/3.0/doc/proxy-protocol.txt
"""

import struct
from ipaddress import ip_address

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tertulia_core.wire.proxy import (
    HEADER_BYTES,
    NotProxied,
    ProxyHeader,
    ProxyHeaderError,
    read_header,
)

SIGNATURE = b"\r\n\r\n\0\r\nQUIT\n"


def binary(command: int, family: int, body: bytes) -> bytes:
    """Return a header of version 2."""
    return SIGNATURE + struct.pack("!BBH", command, family, len(body)) + body


def addresses(source: str, destination: str, port: int) -> bytes:
    """Return the addresses of a header of version 2."""
    packed = ip_address(source).packed + ip_address(destination).packed
    return packed + struct.pack("!HH", port, 6667)


HEADERS = {
    "TCP4": (b"PROXY TCP4 192.0.2.7 198.51.100.1 56324 6667\r\n", "192.0.2.7", 56324),
    "TCP6": (b"PROXY TCP6 2001:DB8::7 2001:db8::1 1 65535\r\n", "2001:db8::7", 1),
    "mapped": (b"PROXY TCP6 ::ffff:192.0.2.7 ::1 5 6\r\n", "192.0.2.7", 5),
    "UNKNOWN": (b"PROXY UNKNOWN\r\n", "", 0),
    "UNKNOWN with more": (b"PROXY UNKNOWN ffff::1 ffff::2 65535 65535\r\n", "", 0),
    "binary IPv4": (binary(0x21, 0x11, addresses("192.0.2.7", "10.0.0.1", 99)), "192.0.2.7", 99),
    "binary IPv6": (binary(0x21, 0x21, addresses("2001:db8::7", "::1", 99)), "2001:db8::7", 99),
    "binary mapped": (
        binary(0x21, 0x21, addresses("::ffff:192.0.2.7", "::1", 99)),
        "192.0.2.7",
        99,
    ),
    "binary with more": (
        binary(0x21, 0x11, addresses("192.0.2.7", "10.0.0.1", 99) + b"\x04\0\x03abc"),
        "192.0.2.7",
        99,
    ),
    "binary local": (binary(0x20, 0x11, addresses("192.0.2.7", "10.0.0.1", 99)), "", 0),
    "binary of no family": (binary(0x21, 0x00, b""), "", 0),
    "binary Unix socket": (binary(0x21, 0x31, b"/run/a\0".ljust(216, b"\0")), "", 0),
}


@pytest.mark.parametrize(("data", "host", "port"), HEADERS.values(), ids=HEADERS)
def test_a_header_names_the_client(data: bytes, host: str, port: int) -> None:
    """What comes after it is not looked at."""
    assert read_header(data) == ProxyHeader(host, port, len(data))
    assert read_header(data + b"\x16\x03\x01NICK ana\r\n") == ProxyHeader(host, port, len(data))


@pytest.mark.parametrize(("data", "_host", "_port"), HEADERS.values(), ids=HEADERS)
def test_a_part_of_a_header_is_waited_with(data: bytes, _host: str, _port: int) -> None:
    """Every beginning may still become one."""
    assert {read_header(data[:size]) for size in range(len(data))} == {None}


@pytest.mark.parametrize(
    "data",
    [
        b"NICK ana\r\n",
        b"PASS x\r\n",
        b"proxy TCP4 192.0.2.7 198.51.100.1 1 2\r\n",
        b" PROXY",
        b"\r\nhola",
        b"\x16\x03\x01\x02\x00",
        b"GET / HTTP/1.1\r\n",
        SIGNATURE[:-1] + b"!",
    ],
)
def test_other_beginnings_are_no_header(data: bytes) -> None:
    """They are told apart from a header that is broken."""
    with pytest.raises(NotProxied):
        read_header(data)


@pytest.mark.parametrize(
    "data",
    [
        b"PROXY \r\n",
        b"PROXY TCP4\r\n",
        b"PROXY TCP4 192.0.2.7 198.51.100.1 1\r\n",
        b"PROXY TCP4 192.0.2.7 198.51.100.1 1 2 3\r\n",
        b"PROXY TCP4  192.0.2.7 198.51.100.1 1 2\r\n",
        b"PROXY TCP4 192.0.2.256 198.51.100.1 1 2\r\n",
        b"PROXY TCP4 192.0.2.7 ::1 1 2\r\n",
        b"PROXY TCP4 ::1 ::1 1 2\r\n",
        b"PROXY TCP6 192.0.2.7 ::1 1 2\r\n",
        b"PROXY TCP4 192.0.2.7 198.51.100.1 65536 2\r\n",
        b"PROXY TCP4 192.0.2.7 198.51.100.1 1 -2\r\n",
        b"PROXY TCP4 192.0.2.7 198.51.100.1 \xc2\xb2 2\r\n",
        b"PROXY TCP4 192.0.2.7 198.51.100.1 " + b"1" * 400,
        b"PROXY TCP4 192.0.2.7 198.51.100.1 " + b"1" * 400 + b"\r\n",
        b"PROXY UDP4 192.0.2.7 198.51.100.1 1 2\r\n",
        binary(0x11, 0x11, addresses("192.0.2.7", "10.0.0.1", 99)),
        binary(0x2F, 0x11, addresses("192.0.2.7", "10.0.0.1", 99)),
        binary(0x21, 0x11, b"\0" * 11),
        binary(0x21, 0x21, b"\0" * 12),
        SIGNATURE + b"\x21\x11\xff\xff",
    ],
)
def test_a_broken_header_is_an_error(data: bytes) -> None:
    """Nobody's address is guessed."""
    with pytest.raises(ProxyHeaderError):
        read_header(data)


def test_the_longest_header_is_understood() -> None:
    """One byte more is not."""
    room = HEADER_BYTES - 16
    body = addresses("192.0.2.7", "10.0.0.1", 99)

    assert read_header(binary(0x21, 0x11, body.ljust(room, b"\0"))) is not None
    with pytest.raises(ProxyHeaderError):
        read_header(binary(0x21, 0x11, body.ljust(room + 1, b"\0")))


@given(st.sampled_from([b"", b"PROXY ", b"PROXY TCP4 ", SIGNATURE]), st.binary(max_size=400))
def test_nothing_else_is_ever_raised(start: bytes, rest: bytes) -> None:
    """Whatever comes from the network."""
    try:
        header = read_header(start + rest)
    except (NotProxied, ProxyHeaderError):
        return
    assert header is None or 0 < header.size <= len(start + rest)
