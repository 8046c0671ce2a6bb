"""Who may read what, and take back what: every role, every kind of room, every way to ask.

``history_rights.txt`` holds the answers, a line for each role and mode of the
room, a column for each way to ask. A change of rights is a change of that
file, to be looked at:

    python -m tests.server.test_history_rights

In the room ``early`` was said when some were there, ``late`` when all were, and
``ops`` to operators alone; ``dm`` was said by one account to another.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import Final

import pytest

from tests.support.accounts import add_account
from tests.support.harness import Client, Harness

FILE: Final = Path(__file__).with_name("history_rights.txt")

MODES: Final = ("open", "+i", "+k x", "+s", "+m", "+u", "+U")
ROLES: Final = (
    "outsider", "newcomer", "member", "returned guest", "returned account", "left", "kicked",
    "banned", "voice", "op", "server operator",
)  # fmt: skip
WAYS: Final = ("history", "before", "search", "targets", "redact own", "redact other", "edit other")

CAPS: Final = (
    "draft/chathistory draft/message-redaction tertulia.invalid/edit tertulia.invalid/search batch"
    " message-tags echo-message"
)
EARLY_MEMBERS: Final = frozenset(ROLES) - {"outsider", "newcomer", "server operator"}


class Room:
    """A room with a history, and somebody in a role."""

    def __init__(self, role: str, mode: str) -> None:
        self.chat = Harness()
        self.boss = self.chat.connect("boss", CAPS)
        self.me = self.chat.connect("me", CAPS)
        if role != "returned guest":
            add_account(self.chat, "me")
            self.chat.log_in(self.me, "me")
        self.chat.join("#c", self.boss)
        if role in EARLY_MEMBERS:
            self.chat.join("#c", self.me)
        self.other = self.say(self.boss, "early")
        if mode != "open":
            self.boss.send(f"MODE #c {mode}")
        self._take(role)
        self.say(self.boss, "late")
        self.boss.send("PRIVMSG @#c :ops")
        self._end(role)
        self.talk()
        self.me.read()

    def say(self, client: Client, text: str) -> str:
        """Say something in the room; return its id."""
        client.read()
        client.send(f"PRIVMSG #c :{text}")
        said = [message for message in client.read() if message.params[-1] == text]
        return said[-1].tags["msgid"] if said else "none"

    def talk(self) -> None:
        """Let two accounts speak with each other."""
        ana, luz = self.chat.connect("ana", CAPS), self.chat.connect("luz", CAPS)
        for client in (ana, luz):
            self.chat.log_in(client, client.nick)
        ana.send("PRIVMSG luz :dm")

    def _take(self, role: str) -> None:
        """Bring somebody into a role before ``late`` is said."""
        if role in {"newcomer", "returned guest", "returned account", "server operator"}:
            self.me.send("PART #c")
            self.boss.send("INVITE me #c")
            self.me.send("JOIN #c x")
        if role in {"voice", "op"}:
            self.boss.send(f"MODE #c +{role[0]} me")
        if role == "server operator":
            user = self.me.session.user
            assert user is not None
            self.chat.dispatcher.world.set_mode(user, "o", is_on=True)

    def _end(self, role: str) -> None:
        """Bring somebody into a role after ``late`` was said."""
        self.own = self.say(self.me, "mine")
        if role == "left":
            self.me.send("PART #c")
        elif role == "kicked":
            self.boss.send("KICK #c me")
        elif role == "banned":
            self.boss.send("MODE #c +b me!*@*")

    def ask(self, way: str) -> str:
        """Return what somebody is told: texts, targets, a code, or the verb of what happens."""
        line = {
            "history": "CHATHISTORY LATEST #c * 50",
            "before": "CHATHISTORY BEFORE #c timestamp=2100-01-01T00:00:00.000Z 50",
            "search": "SEARCH * :from:boss from:ana",
            "targets": "CHATHISTORY TARGETS timestamp=2000-01-01T00:00:00.000Z"
            " timestamp=2100-01-01T00:00:00.000Z 50",
            "redact own": f"REDACT #c {self.own}",
            "redact other": f"REDACT #c {self.other}",
            "edit other": f"EDIT #c {self.other} :x",
        }[way]
        answer = self.me.ask(line)
        if answer[0].command == "FAIL":
            return answer[0].params[1]
        if answer[0].command == "BATCH":
            place = 1 if way == "targets" else -1
            return " ".join(message.params[place] for message in answer[1:-1]) or "-"
        return answer[0].command


def table() -> Iterator[str]:
    """Give the lines of the file."""
    yield "\t".join(("role", "room", *WAYS))
    for role in ROLES:
        for mode in MODES:
            yield "\t".join((role, mode, *(Room(role, mode).ask(way) for way in WAYS)))


@pytest.mark.parametrize(
    "row",
    FILE.read_text(encoding="utf-8").splitlines()[1:],
    ids=lambda row: " ".join(row.split("\t")[:2]),
)
def test_rights_are_those_of_the_file(row: str) -> None:
    """Whoever changes them changes the file."""
    role, mode, *answers = row.split("\t")

    assert [Room(role, mode).ask(way) for way in WAYS] == answers


def test_the_file_has_every_role_and_room() -> None:
    """Nothing is left out, nothing is from a time before."""
    rows = [row.split("\t")[:2] for row in FILE.read_text(encoding="utf-8").splitlines()[1:]]

    assert rows == [[role, mode] for role in ROLES for mode in MODES]


if __name__ == "__main__":
    FILE.write_text("\n".join(table()) + "\n", encoding="utf-8")
