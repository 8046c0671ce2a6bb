"""What has broken others (reliability.md section 5): nothing of it breaks us, nor anybody else."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tertulia_server.commands.topics import TABLE
from tests.support.harness import Client, Harness
from tests.support.matchers import line

FIELDS = [
    "%s%n{0}{nick}$(id)`id`\\x00",
    "' OR 1=1 --",
    "../../x",
    "-rf",
    "[exec x]",
    "\x1b[2J\x07",
    "\u202e\u2066\ufeff\u200d",
    "ﷺ" * 20,
    "a*" * 40,
    "9" * 400,
    "-1",
    "1e999",
    ",,,,",
    "#,#,#",
    "!@!@",
    "+-+-+-",
    "*",
    "@",
    "@#",
    "%",
]


@pytest.fixture
def watched(chat: Harness) -> tuple[Client, Client]:
    """Return two members of a channel."""
    ana, bob = chat.connect("ana"), chat.connect("bob")
    chat.join("#c", ana, bob)
    return ana, bob


@pytest.mark.parametrize("field", FIELDS)
def test_odd_text_in_every_field_of_every_command(
    chat: Harness, watched: tuple[Client, Client], field: str
) -> None:
    """Every command answers, nothing fails inside, the others go on talking."""
    ana, bob = watched
    for row in TABLE:
        if row.name == "QUIT":
            continue
        for params in (field, f"#c {field}", f"{field} #c {field}", f"#c ana bob :{field}"):
            answer = ana.ask(f"{row.name} {params}")
            assert "400" not in {message.command for message in answer}, (row.name, params)
    assert "400" not in {message.command for message in bob.read()}
    chat.connect("eva").send("PRIVMSG bob :still here")
    assert bob.sync()[-1].params == ("bob", "still here")


WORDS = st.sampled_from(["#c", "#d", "ana", "bob", "nobody", "+o", "-o", "+b", "*", "x", ":", ""])
COMMANDS = st.sampled_from([row.name for row in TABLE if row.name != "QUIT"] + ["X"])
TEXT = st.text(st.characters(blacklist_characters="\r\n\0", blacklist_categories=["Cs"]))
LINES = st.builds(
    lambda tags, command, words, text: f"{tags}{command} {' '.join(words)} :{text}",
    st.sampled_from(["", "@label=x ", "@+a=b;label=y ", "@ ", "@;;= ", "@+x=\\ "]),
    COMMANDS,
    st.lists(WORDS, max_size=4),
    TEXT,
)


@settings(max_examples=60)
@given(steps=st.lists(st.tuples(st.integers(0, 1), LINES), max_size=20))
def test_any_conversation_keeps_the_world_consistent(steps: list[tuple[int, str]]) -> None:
    """After any lines, every membership is known from both sides and every line is a message."""
    chat = Harness()
    caps = "message-tags batch labeled-response server-time"
    clients = [chat.connect("ana", caps), chat.connect("bob")]

    for number, text in steps:
        clients[number].send(text)
        for client in clients:
            assert all(len(data) <= 8191 + 512 for data in client.raw.split(b"\r\n"))
            assert "400" not in {message.command for message in client.read()}

    world = chat.dispatcher.world
    for channel in world.channels.values():
        assert channel.members
        for user, member in channel.members.items():
            assert user.memberships[channel] is member
            assert world.users[user.nick] is user
    for user in world.users.values():
        assert all(world.channels[c.name] is c for c in user.memberships)


@settings(max_examples=200)
@given(data=st.binary(max_size=600))
def test_any_bytes_are_answered_or_ignored(data: bytes) -> None:
    """And the connection goes on, or was ended in order."""
    chat = Harness()
    ana = chat.connect("ana")

    ana.send(data.replace(b"\n", b" "))

    ana.read()
    if not ana.is_closed:
        assert ana.sync() == []


@pytest.mark.parametrize(
    "command",
    [
        "KICK #none ana",
        "KICK #c nobody",
        "KICK #d ana",
        "PART #none",
        "PART #d",
        "TOPIC #none :x",
        "MODE #none +o ana",
        "NAMES #none",
        "WHOIS nobody",
    ],
)
def test_what_does_not_exist_or_is_not_there(
    watched: tuple[Client, Client], chat: Harness, command: str
) -> None:
    """Numerics for who asked, nothing for others."""
    ana, bob = watched
    chat.join("#d", chat.connect("eva"))

    answer = ana.ask(command)

    assert answer
    assert all(message.command.isdigit() for message in answer)
    assert bob.sync() == []


def test_a_send_that_fails_in_the_middle_leaves_the_rest(
    chat: Harness, watched: tuple[Client, Client]
) -> None:
    """A line that cannot be written is the sender's trouble alone."""
    ana, bob = watched

    ana.send("@+" + "x" * 4085 + "=1 PRIVMSG #c :x", "@+a\x01b=1 TAGMSG #c")
    bob.send("PRIVMSG #c :next")

    assert ana.read()[-1] == line("PRIVMSG", "#c", "next")
