"""Who may do what: every command, by every role, on what is missing, foreign or its own.

``authorization.txt`` holds the answers, a line for each command and target, a
column for each role: the verbs and numerics the one who asked gets back, or
``said`` where it is heard as text, which is all that a guest's lines are. A
change of rights is a change of that file, and so is a new command, to be
looked at:

    python -m tests.server.test_authorization
"""

from collections.abc import Iterator
from itertools import groupby
from pathlib import Path
from typing import Final

import pytest

from tertulia_server.commands.topics import TABLE
from tertulia_server.config import OperConfig
from tests.support.harness import Client, Harness, make_config

FILE: Final = Path(__file__).with_name("authorization.txt")

ROLES: Final = ("unregistered", "guest", "outsider", "member", "voice", "halfop", "op", "oper")
LETTERS: Final = {"voice": "v", "halfop": "h", "op": "o"}

CHANNELS: Final = {"missing": "#missing", "foreign": "#foreign", "own": "#own"}
NICKS: Final = {"missing": "nobody", "foreign": "other", "own": "me"}

ON_CHANNELS: Final = (
    "JOIN {}", "PART {}", "NAMES {}", "TOPIC {}", "TOPIC {} :x", "KICK {} peer", "KICK {} boss",
    "MODE {}", "MODE {} +m", "MODE {} +k x", "MODE {} +v peer", "MODE {} +h peer",
    "MODE {} +o peer", "MODE {} +q peer", "MODE {} +b x", "MODE {} b", "INVITE other {}",
    "KNOCK {}",
    "RENAME {} #renamed", "PRIVMSG {} :x", "NOTICE {} :x", "TAGMSG {}", "PRIVMSG @{} :x", "WHO {}",
    "LIST {}", "BATCH +1 draft/multiline {}", "CHATHISTORY LATEST {} * 5", "SEARCH {} :x",
    "REDACT {} x", "EDIT {} x :y", "MARKREAD {}", "METADATA {} LIST", "METADATA {} SET url :x",
    "METADATA {} CLEAR",
    "CS REGISTER {}", "CS INFO {}", "CS DROP {}",
)  # fmt: skip
ON_PEOPLE: Final = (
    "PRIVMSG {} :x", "NOTICE {} :x", "TAGMSG {}", "WHOIS {}", "WHOWAS {}", "WHO {}", "MODE {}",
    "MODE {} +i", "INVITE {} #own", "KILL {}", "CHGHOST {} a b", "USERHOST {}", "ISON {}",
    "MONITOR + {}", "ACCEPT {}", "NS INFO {}", "CHATHISTORY LATEST {} * 5", "SEARCH {} :x",
    "REDACT {} x", "MARKREAD {}", "METADATA {} GET url", "METADATA {} SET url :x",
)  # fmt: skip
ON_NOTHING: Final = (
    "ADMIN", "AUTHENTICATE PLAIN", "AUTHENTICATE *", "AWAY", "AWAY :x", "CAP LS",
    "CHANSERV HELP", "HELP", "HELPOP", "INFO",
    "INVITE", "ISUPPORT", "JOIN 0", "LINKS", "LUSERS", "MONITOR L", "MOTD", "NICK new",
    "NICKSERV HELP", "NS LOGOUT", "NS SAREGISTER new secreto", "REGISTER * * secreto", "VERIFY a b",
    "OPER root wrong", "PASS x", "PING x", "PONG x", "QUIT", "REHASH", "SETNAME :x",
    "STATS u", "STATS o", "TIME", "TOKEN LIST",
    "USER a 0 * :b", "VERSION", "WALLOPS :x", "WEBIRC x gateway host 192.0.2.7",
)  # fmt: skip


def new_world() -> tuple[Harness, Client]:
    """Return a chat with people and two channels, and the operator of both."""
    chat = Harness(make_config(oper={"root": OperConfig("secret")}))
    boss, peer = chat.connect("boss"), chat.connect("peer")
    chat.connect("other")
    chat.join("#foreign", boss, peer)
    chat.join("#own", boss, peer)
    return chat, boss


def new_client(role: str) -> Client:
    """Return somebody in that role, in ``#own`` unless an outsider."""
    chat, boss = new_world()
    if role == "unregistered":
        return chat.connect()
    client = chat.connect("me", "echo-message")
    if role == "oper":
        client.send("OPER root secret")
    if role != "outsider":
        client.send("JOIN #own")
    if role in LETTERS:
        boss.send(f"MODE #own +{LETTERS[role]} me")
    client.read()
    return client


def answer(role: str, command: str) -> str:
    """Return the verbs of what comes back, each once where it comes in a row."""
    if role == "guest":
        return guest_answer(command)
    client = new_client(role)
    client.send(command)
    verbs = [verb for verb, _ in groupby(message.command for message in client.read())]
    return " ".join(verbs) or "-"


def guest_answer(command: str) -> str:
    """Return ``said`` if all that comes of a bare socket's line is that the room hears it."""
    chat, boss = new_world()
    chat.join("#sala", boss)
    guest = chat.guest()
    boss.read()
    guest.say(command)
    (heard,) = boss.read()
    assert (heard.command, heard.params) == ("PRIVMSG", ("#sala", command))
    assert guest.hear() == []
    return "said"


def questions() -> Iterator[str]:
    """Give every command with every kind of target, with a channel where nothing is said of it."""
    named = {line.split(" ")[0] for line in (*ON_CHANNELS, *ON_PEOPLE, *ON_NOTHING)}
    others = tuple(f"{row.name} {{}}" for row in TABLE if row.name not in named)
    for templates, targets in ((ON_CHANNELS + others, CHANNELS), (ON_PEOPLE, NICKS)):
        for template in templates:
            for target in targets.values():
                yield template.format(target)
    yield from ON_NOTHING


def table() -> Iterator[str]:
    """Give the lines of the file."""
    yield "\t".join(("command", *ROLES))
    for question in questions():
        yield "\t".join((question, *(answer(role, question) for role in ROLES)))


@pytest.mark.parametrize(
    "row", FILE.read_text(encoding="utf-8").splitlines()[1:], ids=lambda row: row.split("\t")[0]
)
def test_rights_are_those_of_the_file(row: str) -> None:
    """Whoever changes them changes the file."""
    question, *answers = row.split("\t")

    assert [answer(role, question) for role in ROLES] == answers


def test_the_file_has_every_question() -> None:
    """No command is left out, none is from a time before."""
    rows = FILE.read_text(encoding="utf-8").splitlines()

    assert [row.split("\t")[0] for row in rows] == ["command", *questions()]


if __name__ == "__main__":
    FILE.write_text("\n".join(table()) + "\n", encoding="utf-8")
