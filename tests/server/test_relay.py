"""Nobody sees what they did not ask for, whoever caused it."""

import re
from collections.abc import Mapping
from typing import Final

from hypothesis import given, settings
from hypothesis import strategies as st

from tertulia_core.wire.capabilities import CAPABILITIES
from tertulia_core.wire.message import Message
from tertulia_server.capabilities import OFFERED
from tertulia_server.commands.topics import TABLE
from tertulia_server.config import OperConfig
from tests.support.harness import Guest, Harness, make_config

NAMES: Final = [row.name for row in CAPABILITIES if row.bit in OFFERED]
CAPS = st.lists(st.sampled_from(NAMES), unique=True).map(frozenset)

LABELS: Final = frozenset({"labeled-response", "batch"})

TAG_NEEDS: Final[Mapping[str, frozenset[str]]] = {
    "time": frozenset({"server-time"}),
    "account": frozenset({"account-tag"}),
    "msgid": frozenset({"message-tags"}),
    "+x": frozenset({"message-tags"}),
    "bot": frozenset({"message-tags"}),
    "label": LABELS,
    "batch": frozenset({"batch"}),
    "draft/relaymsg": frozenset({"draft/relaymsg"}),
    "draft/multiline-concat": frozenset({"batch", "draft/multiline"}),
}
COMMAND_NEEDS: Final[Mapping[str, frozenset[str]]] = {
    "ACCOUNT": frozenset({"account-notify"}),
    "ACK": LABELS,
    "AWAY": frozenset({"away-notify"}),
    "BATCH": frozenset({"batch"}),
    "CHGHOST": frozenset({"chghost"}),
    "EDIT": frozenset({"tertulia.invalid/edit"}),
    "REDACT": frozenset({"draft/message-redaction"}),
    "RENAME": frozenset({"draft/channel-rename"}),
    "SETNAME": frozenset({"setname"}),
    "TAGMSG": frozenset({"message-tags"}),
}
BATCH_NEEDS: Final[Mapping[str, frozenset[str]]] = {
    "chathistory": frozenset({"batch"}),
    "draft/chathistory-targets": frozenset({"batch"}),
    "draft/isupport": frozenset({"draft/extended-isupport"}),
    "draft/multiline": frozenset({"draft/multiline"}),
    "labeled-response": LABELS,
    "metadata": frozenset({"batch"}),
    "tertulia.invalid/search": frozenset({"batch"}),
}

ASKED: Final = (
    "ACCEPT {other}",
    "AWAY",
    "AWAY :x",
    "CAP LS 302",
    "CHATHISTORY LATEST #sala * 20",
    "CHATHISTORY TARGETS timestamp=2000-01-01T00:00:00Z timestamp=2200-01-01T00:00:00Z 9",
    "CHGHOST {other} user other.host",
    "EDIT #sala store-2-1 :x",
    "INVITE {other} #new",
    "ISUPPORT",
    "JOIN #new",
    "KICK #sala {other}",
    "KNOCK #new",
    "LIST",
    "MARKREAD #sala timestamp=2026-01-01T00:00:00Z",
    "METADATA * SET url :x",
    "METADATA #sala LIST",
    "MODE #sala +b {other}!*@*",
    "MODE #sala +u-u",
    "MODE #sala +v {other}",
    "MODE {nick} +B",
    "MODE {nick} -B",
    "MONITOR + {other}",
    "NAMES #sala",
    "NICK {nick}x",
    "NOTICE #sala :hola",
    "NPC #sala bilbo :x",
    "OPER root secret",
    "PING x",
    "PRIVMSG #sala :hola",
    "PRIVMSG @#sala :x",
    "PRIVMSG {other} :x",
    "REDACT #sala store-2-1",
    "RELAYMSG #sala eva/lejos :x",
    "RENAME #new #newer :x",
    "RENAME #newer #new :x",
    "SCENE #sala :x",
    "SEARCH * :hola",
    "SETNAME :otro nombre",
    "TAGMSG #sala",
    "TAGMSG {other}",
    "TOPIC #sala :x",
    "WALLOPS :x",
    "WHO #sala",
    "WHO #sala %tna,1",
    "WHOIS {other}",
    "PART #sala :x",
    "JOIN #sala",
)
"""Everything that tells others something, and what answers with tags or in batches."""

QUIET: Final = frozenset(
    {
        "ADMIN", "AUTHENTICATE", "CHANSERV", "CS", "HELP", "HELPOP", "INFO", "ISON", "LINKS",
        "LUSERS", "MOTD", "NICKSERV", "NS", "PASS", "PONG", "REGISTER", "REHASH", "STATS", "TIME",
        "TOKEN", "USER", "USERHOST", "VERIFY", "VERSION", "WEBIRC", "WHOWAS",
    }
)  # fmt: skip
"""Commands that tell the one who asked something, in plain numerics."""

SHOWN: Final = ("INVITE", "KICK", "MODE", "NICK", "NOTICE", "PART", "PRIVMSG", "QUIT", "WALLOPS")
"""What everybody may see, and at least those do who negotiated everything."""

BY_ID: Final = ("EDIT", "REDACT")
"""What names a message, which nobody here says: tests of their own tell who hears of it."""

LAST: Final = ("KILL {other} :x", "QUIT :x")
"""What ends a connection, and is therefore said last."""

SEVERAL: Final = (
    "BATCH +1 draft/multiline {to}",
    "@batch=1 PRIVMSG {to} :uno",
    "@batch=1 PRIVMSG {to} :",
    "@batch=1;draft/multiline-concat PRIVMSG {to} :dos",
    "BATCH -1",
)
LOGIN: Final = ("login",)
ACTS: Final = [
    LOGIN,
    *((line,) for line in ASKED),
    *(tuple(line.replace("{to}", to) for line in SEVERAL) for to in ("#sala", "@#sala", "{other}")),
]
"""What a client may do: lines it sends, with its tags on the first one."""

TAGS = st.sampled_from(["", "@+x=y ", "@+x;label=L ", "@label=L ", "@time=1;msgid=2;account=z "])
STEP = st.tuples(st.integers(0, 2), TAGS, st.sampled_from(ACTS))
STEPS = st.lists(STEP, min_size=10, max_size=40)


def unseen(name: str, message: Message, caps: frozenset[str]) -> set[str]:
    """Return what of ``message`` somebody with ``caps`` must not see who came as ``name``."""
    found = {tag for tag in message.tags if not TAG_NEEDS[tag] <= caps}
    if not COMMAND_NEEDS.get(message.command, frozenset()) <= caps:
        found.add(message.command)
    shape = _SHAPES.get(message.command)
    if shape is not None and not shape(name, message, caps):
        found.add(f"this form of {message.command}")
    return found


def _is_join(_name: str, message: Message, caps: frozenset[str]) -> bool:
    return (len(message.params) == 3) == ("extended-join" in caps)


def _is_batch(_name: str, message: Message, caps: frozenset[str]) -> bool:
    return message.params[0].startswith("-") or BATCH_NEEDS[message.params[1]] <= caps


def _is_invite(name: str, message: Message, caps: frozenset[str]) -> bool:
    is_invited = message.params[0].startswith(name)  # nicks only get longer here
    return is_invited or "invite-notify" in caps


def _is_names(_name: str, message: Message, caps: frozenset[str]) -> bool:
    names = message.params[-1].split()
    return all(
        ("!" in name) == ("userhost-in-names" in caps)
        and (len(re.match("[~&@%+]*", name)[0]) <= 1 or "multi-prefix" in caps)  # type: ignore[index]
        for name in names
    )


_SHAPES: Final = {"353": _is_names, "BATCH": _is_batch, "INVITE": _is_invite, "JOIN": _is_join}
"""Lines whose form depends on capabilities → whether it is the right one."""


def test_every_command_that_relays_is_tried() -> None:
    """A new row is named here, so that somebody thinks of what it tells whom."""
    tried = {line.split(" ")[0] for line in (*ASKED, *SEVERAL, *LAST)}

    assert {*TABLE.rows} - tried - QUIET == set()
    assert tried & QUIET == set()


def test_each_capability_alone_and_all_without_each() -> None:
    """Everything is done once before an observer for each such set, and all of it is seen."""
    sets = [frozenset(NAMES), frozenset[str](), *(frozenset({name}) for name in NAMES)]
    sets += [frozenset(NAMES) - {name} for name in NAMES]
    chat = Harness(make_config(oper={"root": OperConfig("secret")}))
    ana, bob = (chat.connect(nick, " ".join(NAMES)) for nick in ("ana", "bob"))
    watchers = [chat.connect(f"w{number:02}", " ".join(caps)) for number, caps in enumerate(sets)]
    chat.join("#new", ana, *watchers)
    chat.join("#sala", ana, bob, *watchers)
    ana.send("OPER root secret", "MODE ana +B")
    for watcher in watchers:
        watcher.ask(f"MODE {watcher.nick} +w")

    chat.log_in(ana, "cuenta")
    for act in ACTS:
        ana.send(*(line.format(other=bob.nick, nick=ana.nick) for line in act))
    ana.send("QUIT :x")

    heard = [watcher.read() for watcher in watchers]
    for watcher, caps, messages in zip(watchers, sets, heard, strict=True):
        for message in messages:
            assert unseen(watcher.nick, message, caps) == set(), (caps, message)
    told = {message.command for message in heard[0]}
    assert told >= {*COMMAND_NEEDS, *SHOWN} - {"ACK", *BY_ID}


@settings(max_examples=100)
@given(sets=st.tuples(CAPS, CAPS, CAPS), steps=STEPS, last=st.sampled_from(LAST))
def test_no_recipient_sees_what_it_did_not_negotiate(
    sets: tuple[frozenset[str], ...], steps: list[tuple[int, str, tuple[str, ...]]], last: str
) -> None:
    """Over all sets of capabilities, for senders and receivers alike; guests hear words alone."""
    chat = Harness(make_config(oper={"root": OperConfig("secret")}))
    names = ("ana", "bob", "eva")
    clients = [chat.connect(name, " ".join(caps)) for name, caps in zip(names, sets, strict=True)]
    chat.join("#sala", *clients)
    clients[0].send("OPER root secret")
    guest = chat.guest()

    for number, tags, lines in steps:
        client, other = clients[number], clients[(number + 1) % 3]
        if lines == LOGIN:
            chat.log_in(client, "cuenta")
            continue
        for place, text in enumerate(lines):
            asked = text.format(other=other.nick, nick=client.nick)
            client.send(asked if place else tags + asked)
    clients[0].send(last.format(other=clients[1].nick))

    for name, client, caps in zip(names, clients, sets, strict=True):
        for message in client.read():
            assert unseen(name, message, caps) == set(), message
    assert_words(guest)


def assert_words(guest: Guest) -> None:
    """Make sure that a bare socket got nothing but what people say."""
    for heard in guest.hear():
        assert re.fullmatch(r"(\[privado\] )?[\w/]+: (hola|x|uno|dos|unodos)", heard), heard


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
