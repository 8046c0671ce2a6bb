"""The chat says the same to the harness, line by line, and through the hub, bytes to bytes.

Most tests speak to the chat by the harness because that is fast; this one shows that what they
say holds for the whole server.
"""

from collections.abc import Sequence

import pytest

from tests.support.harness import Client, Harness
from tests.support.switchboard import NO_GUESTS, Switchboard, Wire

Script = Sequence[tuple[str, str]]
"""Who sends which line, in this order."""


def hello(nick: str, caps: str = "") -> list[tuple[str, str]]:
    """Return the lines that register somebody, with capabilities."""
    lines = [f"NICK {nick}", f"USER {nick} 0 * :{nick.title()}"]
    if caps:
        lines = [f"CAP REQ :{caps}", *lines, "CAP END"]
    return [(nick, line) for line in lines]


ROOM: Script = [*hello("ana"), *hello("bob"), ("ana", "JOIN #c"), ("bob", "JOIN #c")]
LABELS: Script = [
    *hello("ana", "labeled-response batch echo-message message-tags server-time"),
    *hello("bob"),
    ("ana", "JOIN #c"),
    ("bob", "JOIN #c"),
]

SCRIPTS: dict[str, Script] = {
    "registration": [
        *hello("ana", "multi-prefix away-notify"),
        ("bob", "NICK ana"),
        ("bob", "NICK *"),
        ("bob", "NICK bob"),
        ("bob", "PING early"),
        ("bob", "JOIN #c"),
        ("bob", "USER b 0 * :"),
        ("bob", "USER b 0 * :B"),
    ],
    "talk": [
        *ROOM,
        ("ana", "PRIVMSG #c :hola, ¿qué tal?"),
        ("ana", "PRIVMSG #c :y otra vez"),
        ("ana", "PRIVMSG #C :con mayúscula"),
        ("bob", "NOTICE ana :\x01VERSION x\x01"),
        ("bob", "PRIVMSG #none,ana :a dos"),
        ("bob", "PRIVMSG #c :"),
    ],
    "labels": [
        *LABELS,
        ("ana", "@label=1;+x=a\\:b PRIVMSG #c :uno"),
        ("ana", "@+x PRIVMSG #c :dos"),
        ("ana", "@label=2 PRIVMSG #c,bob :tres"),
        ("ana", "@label=3 JOIN #valid,inv@lid"),
        ("ana", "@label=4 PONG x"),
        ("ana", "@label=5 WHO #c"),
        ("ana", "@label=6 NONSENSE"),
        ("ana", "@label=7;+typing=active TAGMSG #c"),
        ("ana", "@label=8 QUIT :adiós"),
    ],
    "channels": [
        *ROOM,
        ("ana", "TOPIC #c :de qué va"),
        ("ana", "MODE #c +ovl bob bob 5"),
        ("bob", "KICK #c ana :fuera"),
        ("ana", "JOIN #c"),
        ("ana", "LIST"),
        ("ana", "NICK eva"),
        ("bob", "WHOIS eva"),
        ("bob", "PART #c :me voy"),
    ],
    "bad lines": [
        *hello("ana"),
        ("ana", f"PRIVMSG ana :{'x' * 600}"),
        ("ana", f"@+x={'y' * 5000} PING x"),
        ("ana", ""),
        ("ana", "   "),
        ("ana", ":source PING after"),
    ],
}


def by_harness(script: Script) -> dict[str, bytes]:
    """Return what everybody in ``script`` reads when messages are handed to the dispatcher."""
    chat = Harness()
    clients: dict[str, Client] = {}
    for who, line in script:
        if who not in clients:
            clients[who] = chat.connect()
        if line:  # a blank one ends at the dialect
            clients[who].send(line)
    return {who: client.raw for who, client in clients.items()}


def by_hub(script: Script, size: int) -> dict[str, bytes]:
    """Return the same when bytes are handed to the hub, ``size`` at a time."""
    board = Switchboard()
    wires: dict[str, Wire] = {}
    for who, line in script:
        if who not in wires:
            wires[who] = board.plug(NO_GUESTS)
        data = f"{line}\r\n".encode()
        for start in range(0, len(data), size):
            wires[who].send(data[start : start + size])
    return {who: wire.read_bytes() for who, wire in wires.items()}


@pytest.mark.parametrize("size", [1, 7, 10_000])
@pytest.mark.parametrize("name", SCRIPTS)
def test_the_hub_says_what_the_harness_says(name: str, size: int) -> None:
    """However the bytes are cut, also inside a character."""
    told = by_hub(SCRIPTS[name], size)

    assert told == by_harness(SCRIPTS[name])
    assert all(b" 001 " in data for data in told.values())
