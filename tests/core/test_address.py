"""Addresses and targets as people write them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tertulia_core.address import (
    DEFAULT_ROOM,
    Address,
    Target,
    TcpAddress,
    UnixAddress,
    is_loopback,
    parse_address,
    parse_target,
)
from tertulia_core.errors import AddressError

HERE = TcpAddress("localhost", 12_345)

hosts = st.from_regex(r"[a-z0-9.-]{1,20}", fullmatch=True) | st.ip_addresses().map(str)
addresses = st.builds(TcpAddress, hosts, st.integers(0, 65_535)) | st.builds(
    UnixAddress,
    st.from_regex(r"/[a-z/. -]{0,20}[a-z]", fullmatch=True).filter(lambda p: "//" not in p),
)
rooms = st.from_regex(r"[#&][^\s,#&/?\x00-\x20]{1,10}", fullmatch=True)


@given(addresses)
def test_an_address_comes_back_as_it_was(address: Address) -> None:
    """What is shown can be typed again."""
    assert parse_address(str(address)) == address


@given(addresses, rooms)
def test_a_target_comes_back_as_it_was(address: Address, room: str) -> None:
    """The plain form names address and room."""
    is_tls = isinstance(address, TcpAddress) and address.port == 6697
    target = Target(address, is_tls, room)

    parsed = parse_target(f"{address}/{room}")

    assert parsed == target


@given(
    st.text() | st.from_regex(r"(irc|ircs|unix|http)?:?/{0,3}[\[\]a-z:@#/%0-9]*", fullmatch=True)
)
def test_any_text_is_a_target_or_a_clear_refusal(text: str) -> None:
    """Nothing but an AddressError comes out of what people type, and it is a sentence."""
    try:
        target = parse_target(text)
    except AddressError as error:
        problem = str(error)
    else:
        problem = "fine."
        assert target.room.startswith(("#", "&"))

    assert problem.endswith(".")


@pytest.mark.parametrize(
    ("text", "address"),
    [
        ("localhost", HERE),
        (" localhost:12345 ", HERE),
        ("example.org:0", TcpAddress("example.org", 0)),
        ("0.0.0.0:6697", TcpAddress("0.0.0.0", 6697)),
        ("::1", TcpAddress("::1", 12_345)),
        ("[::1]", TcpAddress("::1", 12_345)),
        ("[fe80::1%eth0]:7", TcpAddress("fe80::1%eth0", 7)),
        ("unix:/run/tertulia.sock", UnixAddress("/run/tertulia.sock")),
        ("unix:///run/tertulia.sock", UnixAddress("/run/tertulia.sock")),
        ("unix:room.sock", UnixAddress("room.sock")),
    ],
)
def test_an_address_is_read(text: str, address: Address) -> None:
    """The port may be missing."""
    assert parse_address(text) == address


@pytest.mark.parametrize(
    ("text", "hint"),
    [
        ("", "localhost:12345"),
        (":12345", "0.0.0.0:12345"),
        ("two words", "names no host"),
        ("a/b", "names no host"),
        ("host:", "0 to 65535"),
        ("host:http", "0 to 65535"),
        ("host:65536", "0 to 65535"),
        ("host:-1", "0 to 65535"),
        ("host:١٢", "0 to 65535"),
        ("host:" + "9" * 5_000, "0 to 65535"),
        ("[::1", r"write \[::1\]:12345"),
        ("[::1]12345", r"write \[::1\]:12345"),
        ("unix:", "needs a path"),
        ("unix:/a\0b", "needs a path"),
    ],
)
def test_a_wrong_address_says_what_a_right_one_looks_like(text: str, hint: str) -> None:
    """The sentence helps."""
    with pytest.raises(AddressError, match=hint):
        parse_address(text)


@pytest.mark.parametrize(
    ("text", "target"),
    [
        ("", Target(HERE)),
        ("#plaza", Target(HERE, room="#plaza")),
        ("/#plaza", Target(HERE, room="#plaza")),
        ("/plaza", Target(HERE, room="#plaza")),
        ("&local", Target(HERE, room="&local")),
        ("host:7/##plaza", Target(TcpAddress("host", 7), room="##plaza")),
        ("host:7/", Target(TcpAddress("host", 7))),
        ("[::1]:7/#plaza", Target(TcpAddress("::1", 7), room="#plaza")),
        ("host:6697", Target(TcpAddress("host", 6697), tls=True)),
        ("unix:/run/x/#plaza", Target(UnixAddress("/run/x"), room="#plaza")),
        ("unix:/run/x", Target(UnixAddress("/run/x"))),
        ("irc://host", Target(TcpAddress("host", 6667))),
        ("irc://host:6697", Target(TcpAddress("host", 6697))),
        ("IRCS://host/plaza", Target(TcpAddress("host", 6697), tls=True, room="#plaza")),
        ("ircs://ana@host/%23plaza", Target(TcpAddress("host", 6697), True, "#plaza", "ana")),
        ("irc://ana:pw@host/#a,isnick?x=/", Target(TcpAddress("host", 6667), False, "#a", "ana")),
        ("irc://[::1]/", Target(TcpAddress("::1", 6667))),
        ("irc:///#plaza", Target(TcpAddress("localhost", 6667), room="#plaza")),
    ],
)
def test_a_target_is_read(text: str, target: Target) -> None:
    """Every part may be missing, the default room is entered then."""
    assert parse_target(text) == target


@pytest.mark.parametrize(
    ("text", "hint"),
    [
        ("http://host/", "irc:// or ircs://"),
        ("host/#two words", "no spaces"),
        ("host/#a,b", "no spaces or commas"),
        ("irc://host/%23a%0D%0AQUIT", "no spaces"),
        ("host:x/#a", "0 to 65535"),
    ],
)
def test_a_wrong_target_is_refused(text: str, hint: str) -> None:
    """A link cannot smuggle anything into the protocol."""
    with pytest.raises(AddressError, match=hint):
        parse_target(text)


@pytest.mark.parametrize(
    ("target", "text"),
    [
        (Target(HERE), f"localhost:12345/{DEFAULT_ROOM}"),
        (Target(TcpAddress("::1", 7)), f"[::1]:7/{DEFAULT_ROOM}"),
        (Target(TcpAddress("h", 7), tls=True, nick="ana"), f"ircs://ana@h:7/{DEFAULT_ROOM}"),
        (Target(UnixAddress("/x"), room="#a"), "unix:/x/#a"),
    ],
)
def test_a_target_is_shown_as_it_can_be_typed(target: Target, text: str) -> None:
    """Also with TLS on another port, or a nick."""
    assert str(target) == text
    assert parse_target(text) == target


@pytest.mark.parametrize(
    ("host", "is_it"),
    [
        ("localhost", True),
        ("LocalHost.", True),
        ("127.0.0.1", True),
        ("127.9.9.9", True),
        ("::1", True),
        ("::ffff:127.0.0.1", True),
        ("::1%lo", True),
        ("0.0.0.0", False),
        ("::", False),
        ("192.168.1.2", False),
        ("::ffff:10.0.0.1", False),
        ("localhost.example.org", False),
        ("127.0.0.1.example.org", False),
        ("", False),
    ],
)
def test_loopback_is_only_this_computer(host: str, is_it: bool) -> None:
    """A name that merely looks like it is not."""
    assert is_loopback(host) is is_it
