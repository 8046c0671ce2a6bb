"""Nobody sees what they did not ask for, whoever caused it."""

from collections.abc import Mapping

from hypothesis import given, settings
from hypothesis import strategies as st

from tertulia_core.wire.capabilities import CAPABILITIES
from tertulia_core.wire.message import Message
from tertulia_server.capabilities import OFFERED
from tests.support.harness import Harness

NAMES = [row.name for row in CAPABILITIES if row.bit in OFFERED]
CAPS = st.lists(st.sampled_from(NAMES), unique=True).map(frozenset)

TAG_NEEDS: Mapping[str, frozenset[str]] = {
    "time": frozenset({"server-time"}),
    "account": frozenset({"account-tag"}),
    "msgid": frozenset({"message-tags"}),
    "+x": frozenset({"message-tags"}),
    "bot": frozenset({"message-tags"}),
    "label": frozenset({"labeled-response", "batch"}),
    "batch": frozenset({"batch"}),
}
COMMAND_NEEDS: Mapping[str, frozenset[str]] = {
    "TAGMSG": frozenset({"message-tags"}),
    "AWAY": frozenset({"away-notify"}),
    "SETNAME": frozenset({"setname"}),
    "BATCH": frozenset({"batch"}),
    "ACK": frozenset({"labeled-response", "batch"}),
}

LINES = st.sampled_from(
    [
        "PRIVMSG #c :hola",
        "NOTICE {other} :hola",
        "TAGMSG #c",
        "TAGMSG {other}",
        "PRIVMSG @#c :x",
        "AWAY :x",
        "AWAY",
        "SETNAME :otro nombre",
        "NICK {nick}x",
        "TOPIC #c :x",
        "MODE #c +v {other}",
        "KICK #c {other}",
        "PART #c :x",
        "JOIN #c",
        "WHO #c",
        "NAMES #c",
        "PING x",
    ]
)
TAGS = st.sampled_from(["", "@+x=y ", "@+x;label=L ", "@label=L ", "@time=1;msgid=2;account=z "])
STEPS = st.lists(st.tuples(st.integers(0, 2), TAGS, LINES), max_size=25)


def unseen(message: Message, caps: frozenset[str]) -> set[str]:
    """Return what of ``message`` a client with ``caps`` must not see."""
    found = {tag for tag in message.tags if not TAG_NEEDS[tag] <= caps}
    if not COMMAND_NEEDS.get(message.command, frozenset()) <= caps:
        found.add(message.command)
    if message.command == "JOIN" and (len(message.params) == 3) != ("extended-join" in caps):
        found.add("JOIN with an account")
    return found


@settings(max_examples=60)
@given(caps=st.tuples(CAPS, CAPS, CAPS), steps=STEPS)
def test_no_recipient_sees_what_it_did_not_negotiate(
    caps: tuple[frozenset[str], ...], steps: list[tuple[int, str, str]]
) -> None:
    """Over all sets of capabilities, for senders and receivers alike."""
    chat = Harness()
    clients = [
        chat.connect(nick, " ".join(sorted(wanted)))
        for nick, wanted in zip(("ana", "bob", "eva"), caps, strict=True)
    ]
    chat.join("#c", *clients)

    for number, tags, command in steps:
        other = clients[(number + 1) % 3]
        text = command.format(other=other.nick, nick=clients[number].nick)
        clients[number].send(tags + text)

    for client, wanted in zip(clients, caps, strict=True):
        for message in client.read():
            assert unseen(message, wanted) == set(), message


@settings(max_examples=30)
@given(sender=CAPS, receiver=CAPS)
def test_the_sender_s_capabilities_change_nothing(
    sender: frozenset[str], receiver: frozenset[str]
) -> None:
    """What a receiver gets from a sender with capabilities equals what it gets from one without."""
    heard = []
    for caps in (sender, frozenset[str]()):
        chat = Harness()
        ana = chat.connect("ana", " ".join(sorted(caps)))
        bob = chat.connect("bob", " ".join(sorted(receiver)))
        chat.join("#c", ana, bob)
        ana.send("@+x=y PRIVMSG #c :hola", "@+x TAGMSG bob", "AWAY :x", "SETNAME :x", "PART #c")
        heard.append(bob.raw)

    assert heard[0] == heard[1]
