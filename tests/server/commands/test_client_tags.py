"""What clients tell each other in tags: https://ircv3.net/specs/extensions/message-tags

The server relays all of them alike and blocks none; what they mean is between
the clients (https://ircv3.net/registry#tags).
"""

import pytest

from tests.support.harness import Client, Harness, make_config
from tests.support.matchers import TEXT, Pattern, line, numeric

ANA = "ana!user@127.0.0.1"
MSGID = Pattern(r"store-[0-9a-f]+-[0-9a-f]+")

TAGS = [
    {"+typing": "active"},
    {"+typing": "paused"},
    {"+typing": "done"},
    {"+reply": "store-1-1"},
    {"+reply": "store-1-1", "+draft/react": "👋"},
    {"+reply": "store-1-1", "+draft/unreact": ":)"},
    {"+channel-context": "#c"},
    {"+draft/channel-context": "#c"},
    {"+example.com/anything": "", "+x": "a;b c\\d"},
]
SENT = {";": r"\:", " ": r"\s", "\\": r"\\"}


def written(tags: dict[str, str]) -> str:
    """Return tags as a client writes them before a line."""
    escaped = {name: "".join(SENT.get(sign, sign) for sign in tags[name]) for name in tags}
    return "@" + ";".join(f"{name}={value}" if value else name for name, value in escaped.items())


@pytest.fixture
def room(chat: Harness, ana: Client) -> tuple[Client, Client, Client]:
    """Return the sender, one with tags and one without, all in ``#c``."""
    bob, eva = chat.connect("bob", "message-tags"), chat.connect("eva", "server-time")
    chat.join("#c", ana, bob, eva)
    return ana, bob, eva


@pytest.mark.parametrize("tags", TAGS, ids=written)
class TestRelay:
    @pytest.mark.parametrize("target", ["#c", "bob", "@+"])
    @pytest.mark.parametrize("command", ["PRIVMSG", "NOTICE"])
    def test_on_what_is_said(
        self,
        room: tuple[Client, Client, Client],
        tags: dict[str, str],
        command: str,
        target: str,
    ) -> None:
        """To channels, parts of them and people; nobody else sees a tag."""
        ana, bob, eva = room
        if target == "@+":
            ana.ask("MODE #c +vv bob eva")
            bob.read()
            target = "+#c"

        ana.send(f"{written(tags)} {command} {target} :x")

        heard = line(command, target, "x", source=ANA, tags={**tags, "msgid": MSGID})
        assert bob.read() == [heard]
        assert all(set(message.tags) <= {"time"} for message in eva.read())

    @pytest.mark.parametrize("target", ["#c", "bob"])
    def test_alone(
        self, room: tuple[Client, Client, Client], tags: dict[str, str], target: str
    ) -> None:
        """TAGMSG reaches those who understand it."""
        ana, bob, eva = room

        ana.send(f"{written(tags)} TAGMSG {target}")

        assert bob.read() == [line("TAGMSG", target, source=ANA, tags={**tags, "msgid": MSGID})]
        assert eva.read() == []


class TestRules:
    """TAGMSG is delivered, refused and limited like any message."""

    def test_a_moderated_channel(self, room: tuple[Client, Client, Client]) -> None:
        ana, bob, _eva = room
        ana.ask("MODE #c +m")
        bob.read()

        assert bob.ask("@+typing=active TAGMSG #c") == [numeric("404", "bob", "#c", TEXT)]
        assert ana.sync() == []

    @pytest.mark.parametrize(
        ("target", "answer"), [("nobody", ("401", "bob", "nobody")), ("#x", ("403", "bob", "#x"))]
    )
    def test_nobody_there(
        self, room: tuple[Client, Client, Client], target: str, answer: tuple[str, ...]
    ) -> None:
        _ana, bob, _eva = room

        assert bob.ask(f"@+typing=active TAGMSG {target}") == [numeric(*answer, TEXT)]

    def test_someone_away_is_not_announced(self, room: tuple[Client, Client, Client]) -> None:
        """301 answers text only: whoever types would get it every three seconds."""
        ana, bob, _eva = room
        ana.ask("AWAY :x")

        assert bob.ask("@+typing=active TAGMSG ana") == []

    @pytest.mark.parametrize("line", ["TAGMSG #c", "PRIVMSG #c :x", "BATCH +1 draft/multiline #c"])
    def test_their_size(self, room: tuple[Client, Client, Client], line: str) -> None:
        """4,096 bytes with the sign before and the space after them."""
        ana, bob, _eva = room
        value = "x" * (4096 - len("@+a= "))
        ana.ask("CAP REQ :batch draft/multiline")

        ana.send(f"@+a={value} {line}", "@batch=1 PRIVMSG #c :x", "BATCH -1")
        assert bob.read()[0].tags["+a"] == value
        assert ana.ask(f"@+a={value}x {line}") == [numeric("417", "ana", TEXT)]
        assert bob.read() == []

    def test_they_cost_like_a_message(self) -> None:
        """Who reacts to everything is slowed down like who talks."""
        chat = Harness(make_config(limits={"flood": True}))
        ana = chat.connect("ana")
        before = ana.session.level

        ana.send("@+typing=active TAGMSG ana")

        assert ana.session.level == before - 1


def test_none_is_denied(chat: Harness, ana: Client) -> None:
    """Without CLIENTTAGDENY, clients offer everything they have."""
    tokens = {token for message in ana.ask("VERSION") for token in message.params}

    assert not any(token.startswith("CLIENTTAGDENY") for token in tokens)


def test_the_server_s_own_tags_are_never_a_client_s(chat: Harness, ana: Client) -> None:
    """What looks like the server's word is taken off."""
    bob = chat.connect("bob", "message-tags account-tag server-time batch")

    ana.send(
        "@msgid=x;time=2000-01-01T00:00:00.000Z;account=root;batch=y;bot;typing=active TAGMSG bob"
    )

    (heard,) = bob.read()
    assert set(heard.tags) == {"msgid", "time"}
    assert heard.tags["msgid"] == MSGID
    assert not heard.tags["time"].startswith("2000")
