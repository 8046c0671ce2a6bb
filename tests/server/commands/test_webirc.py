"""WEBIRC: gateways that tell for whom they connect, each with a password of its own.

https://ircv3.net/specs/extensions/webirc
"""

import dataclasses

import pytest

from tertulia_server.config import WebircConfig
from tertulia_server.config.passwords import hash_password
from tests.support.harness import Client, Harness, make_config
from tests.support.matchers import SERVER, TEXT, line, numeric

GATEWAYS = {
    "kiwi": WebircConfig(password="hunter2", hosts=("10.0.0.0/8", "localhost")),
    "other": WebircConfig(password="contraseña", hosts=("192.0.2.1",)),
}
BELIEVED = "WEBIRC hunter2 kiwi 3-100.isp.example 198.51.100.3"


@pytest.fixture
def chat() -> Harness:
    """A server that knows two gateways."""
    return Harness(dataclasses.replace(make_config(), webirc=GATEWAYS))


def host_of(client: Client) -> str:
    """Register; return the host that others see."""
    client.register("ana")
    (whois,) = (message for message in client.ask("WHOIS ana") if message.command == "311")
    return whois.params[3]


def test_the_host_is_that_of_the_person(chat: Harness) -> None:
    """Silently; everything after it is as if the person had connected."""
    client = chat.connect(host="10.1.2.3")

    client.send(BELIEVED)

    assert client.read() == []
    assert client.session.address == "198.51.100.3"
    assert host_of(client) == "3-100.isp.example"


@pytest.mark.parametrize(
    ("hostname", "address", "host"),
    [
        ("198.51.100.3", "198.51.100.3", "198.51.100.3"),
        ("0::1", "0::1", "0::1"),
        ("2001:db8::7", "2001:DB8:0::7", "2001:db8::7"),
        ("0::ffff:198.51.100.3", "0::ffff:198.51.100.3", "198.51.100.3"),
        ("localhost", "198.51.100.3", "198.51.100.3"),
        ("6.6.6.6", "198.51.100.3", "198.51.100.3"),
        ("a.b!c@d.example", "198.51.100.3", "198.51.100.3"),
        ("x." * 40 + "example", "198.51.100.3", "198.51.100.3"),
        ("*.example", "198.51.100.3", "198.51.100.3"),
    ],
)
def test_a_host_name_that_is_none_is_the_address(
    chat: Harness, hostname: str, address: str, host: str
) -> None:
    """Nobody can look like somebody else by it."""
    client = chat.connect(host="127.0.0.1")

    client.send(f"WEBIRC hunter2 kiwi {hostname} {address}")

    assert host_of(client) == host


def test_each_gateway_has_its_own_password_and_hosts(chat: Harness) -> None:
    """What it calls itself is not looked at."""
    client = chat.connect(host="192.0.2.1")

    client.send("WEBIRC contraseña somebody 198.51.100.3 198.51.100.3")

    assert host_of(client) == "198.51.100.3"


def test_a_password_may_be_kept_as_its_hash() -> None:
    """Of each gateway; it is computed once, however many come."""
    hashed = WebircConfig(password=hash_password("hunter2"), hosts=("10.0.0.0/8",))
    chat = Harness(make_config(webirc={"other": GATEWAYS["other"], "kiwi": hashed}))
    clients = [chat.connect(host="10.1.2.3") for _ in range(3)]

    for client in clients[:2]:
        client.send(BELIEVED)
    clients[2].send(BELIEVED.replace("hunter2", hashed.password))

    assert [client.is_closed for client in clients] == [False, False, True]


@pytest.mark.parametrize(
    ("host", "command"),
    [
        ("10.1.2.3", "WEBIRC wrong kiwi a.example 198.51.100.3"),
        ("10.1.2.3", "WEBIRC contraseña kiwi a.example 198.51.100.3"),
        ("198.51.100.9", BELIEVED),
        ("192.0.2.1", BELIEVED),
        ("", BELIEVED),
        ("10.1.2.3", "WEBIRC hunter2 kiwi a.example nowhere"),
        ("10.1.2.3", "WEBIRC hunter2 kiwi a.example 198.51.100.300"),
    ],
)
def test_whoever_is_not_known_is_closed(chat: Harness, host: str, command: str) -> None:
    """With an ERROR, and without telling what was wrong."""
    client = chat.connect(host=host)

    client.send(command)

    assert client.read() == [line("ERROR", TEXT)]
    assert client.is_closed


@pytest.mark.parametrize("first", ["CAP LS 302", "NICK ana", "PASS x", "PING a", "NONSENSE"])
def test_it_has_to_be_the_first_command(chat: Harness, first: str) -> None:
    """A gateway that forgets it would let people in under its own address."""
    client = chat.connect(host="10.1.2.3")
    client.send(first)
    client.read()

    client.send(BELIEVED)

    assert client.read() == [line("ERROR", TEXT)]
    assert client.is_closed


def test_it_is_refused_once_registered(chat: Harness) -> None:
    """The address stays what it was."""
    client = chat.connect("ana", host="10.1.2.3")

    answer = client.ask(BELIEVED)

    assert answer == [numeric("462", "ana", TEXT)]
    assert client.session.address == "10.1.2.3"


def test_too_few_parameters(chat: Harness) -> None:
    """461, as for any command."""
    client = chat.connect(host="10.1.2.3")

    client.send("WEBIRC hunter2 kiwi a.example")

    assert client.read() == [numeric("461", "*", "WEBIRC", TEXT)]


def test_no_gateway_is_known_by_default() -> None:
    """An empty password least of all."""
    client = Harness(make_config()).connect(host="127.0.0.1")

    client.send("WEBIRC  :")
    client.send("WEBIRC x kiwi a.example 198.51.100.3")

    assert client.is_closed


@pytest.mark.parametrize(
    ("is_gateway_secure", "options", "is_secure"),
    [
        (True, ":secure", True),
        (True, ":remote-port=1 secure=yes local-port=6697", True),
        (True, "", False),
        (True, ":insecure securely", False),
        (False, ":secure", False),
    ],
)
def test_a_person_is_secure_if_both_ways_are(
    chat: Harness, is_gateway_secure: bool, options: str, is_secure: bool
) -> None:
    """The way to the gateway, which says so, and the way from there."""
    client = chat.connect(host="10.1.2.3")
    client.session.is_tls = is_gateway_secure

    client.send(f"{BELIEVED} {options}".rstrip())

    assert client.session.is_tls is is_secure


def test_somebody_behind_a_gateway_here_is_not_here(chat: Harness) -> None:
    """What is allowed on this computer alone is not allowed to them."""
    client = chat.connect(host="127.0.0.1")
    assert client.session.is_loopback

    client.send(BELIEVED)

    assert not client.session.is_loopback


def test_the_gateway_is_written_down_but_not_its_password(
    chat: Harness, caplog: pytest.LogCaptureFixture
) -> None:
    """By the name it has in the configuration."""
    with caplog.at_level("DEBUG"):
        chat.connect(host="10.1.2.3").send(BELIEVED)

    (record,) = (record for record in caplog.records if record.msg == "gateway")
    assert vars(record)["gateway"] == "kiwi"
    assert vars(record)["host"] == "198.51.100.3"
    assert "hunter2" not in str(vars(record))


def test_ping_is_answered_before_and_after(chat: Harness) -> None:
    """The connection goes on as any other."""
    client = chat.connect(host="10.1.2.3")
    client.send(BELIEVED)

    client.send("PING x")

    assert client.read() == [line("PONG", SERVER, "x", source=SERVER)]
