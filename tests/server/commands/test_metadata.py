"""METADATA: values under keys, of people and channels, and who is told of them.

https://ircv3.net/specs/extensions/metadata
"""

import pytest

from tertulia_core.wire.message import Message
from tests.support.accounts import add_account, log_in
from tests.support.harness import Client, Harness
from tests.support.matchers import ANY, TEXT, line, numeric

CAPS = "draft/metadata-3 batch"


def batch(answer: list[Message], target: str) -> list[Message]:
    """Check the batch around an answer and return what is in it, without its tag."""
    opening, *inside, closing = answer
    reference = opening.params[0][1:]
    assert opening == numeric("BATCH", f"+{reference}", "metadata", target)
    assert closing == numeric("BATCH", f"-{reference}")
    assert all(message.tags["batch"] == reference for message in inside)
    return [message._replace(tags={}) for message in inside]


def value(nick: str, target: str, key: str, text: str) -> object:
    """Return what equals a 761."""
    return numeric("761", nick, target, key, "*", text)


def unset(nick: str, target: str, key: str) -> object:
    """Return what equals a 766."""
    return numeric("766", nick, target, key, TEXT)


@pytest.fixture
def ana(chat: Harness) -> Client:
    """Somebody with the capability."""
    return chat.connect("ana", CAPS)


@pytest.fixture
def bob(chat: Harness) -> Client:
    """Somebody else, who wants to know two keys."""
    client = chat.connect("bob", CAPS)
    assert client.ask("METADATA * SUB avatar display-name") == [
        numeric("770", "bob", "avatar", "display-name")
    ]
    return client


class TestValues:
    @pytest.mark.parametrize("target", ["*", "ana", "ANA"])
    def test_set_get_and_take_away(self, ana: Client, target: str) -> None:
        """SET answers a bare line, GET a batch, each key in its order."""
        shown = value("ana", "ana", "display-name", "Ana la primera")

        assert ana.ask(f"METADATA {target} SET display-name :Ana la primera") == [shown]
        assert batch(ana.ask(f"METADATA {target} GET url display-name"), "ana") == [
            unset("ana", "ana", "url"),
            shown,
        ]
        assert ana.ask(f"METADATA {target} SET display-name") == [
            unset("ana", "ana", "display-name")
        ]
        assert batch(ana.ask(f"METADATA {target} GET display-name"), "ana") == [
            unset("ana", "ana", "display-name")
        ]

    def test_list_and_clear(self, ana: Client) -> None:
        """Only what is set; nothing is an empty batch."""
        assert batch(ana.ask("METADATA * LIST"), "ana") == []
        ana.ask("METADATA * SET a :1")
        ana.ask("METADATA * SET b :")

        assert batch(ana.ask("METADATA * LIST"), "ana") == [
            value("ana", "ana", "a", "1"),
            value("ana", "ana", "b", ""),
        ]
        assert batch(ana.ask("METADATA * CLEAR"), "ana") == [
            unset("ana", "ana", "a"),
            unset("ana", "ana", "b"),
        ]
        assert batch(ana.ask("METADATA * LIST"), "ana") == []

    def test_of_a_channel(self, chat: Harness, ana: Client, bob: Client) -> None:
        """Its operators set them, everybody who may know of it reads them."""
        chat.join("#c", ana, bob)

        assert ana.ask("METADATA #C SET url :http://x") == [value("ana", "#c", "url", "http://x")]
        assert batch(bob.ask("METADATA #c GET url"), "#c") == [
            value("bob", "#c", "url", "http://x")
        ]
        assert bob.ask("METADATA #c SET url :y") == [
            numeric("FAIL", "METADATA", "KEY_NO_PERMISSION", "#c", "url", TEXT)
        ]

    @pytest.mark.parametrize("mode", ["+i", "+s", "+k x"])
    @pytest.mark.parametrize("question", ["GET url", "LIST", "SYNC"])
    def test_outsiders_learn_nothing_of_closed_channels(
        self, chat: Harness, ana: Client, bob: Client, mode: str, question: str
    ) -> None:
        """But they get an answer."""
        chat.join("#c", ana)
        ana.send("METADATA #c SET url :http://x", f"MODE #c {mode}")

        assert bob.ask(f"METADATA #c {question}") == [
            numeric("FAIL", "METADATA", "INVALID_TARGET", "#c", TEXT)
        ]

    @pytest.mark.parametrize(
        ("question", "params"),
        [
            ("bob SET url :x", ("KEY_NO_PERMISSION", "bob", "url")),
            ("bob CLEAR", ("KEY_NO_PERMISSION", "bob", "*")),
            ("nobody LIST", ("INVALID_TARGET", "nobody")),
            ("#none GET url", ("INVALID_TARGET", "#none")),
            ("* SET $url :x", ("KEY_INVALID", "$url")),
            ("* SET URL :x", ("KEY_INVALID", "URL")),
            ("* SET", ("KEY_INVALID", "*")),
            ("* SET url", ("KEY_NOT_SET", "ana", "url")),
            (f"* SET url :{'x' * 301}", ("INVALID_VALUE", "url")),
            (f"* SET url :{'é' * 151}", ("INVALID_VALUE", "url")),
            ("* DANCE", ("SUBCOMMAND_INVALID", "DANCE")),
        ],
    )
    def test_refused(
        self, ana: Client, bob: Client, question: str, params: tuple[str, ...]
    ) -> None:
        """What cannot be, and what is not one's own; nobody else hears of it."""
        assert ana.ask(f"METADATA {question}") == [numeric("FAIL", "METADATA", *params, TEXT)]
        assert bob.read() == []

    def test_so_many_keys(self, ana: Client) -> None:
        """As many as the capability says, and those may still be changed."""
        for number in range(20):
            ana.ask(f"METADATA * SET key{number} :x")

        assert ana.ask("METADATA * SET one-more :x")[0].params[1] == "LIMIT_REACHED"
        assert ana.ask("METADATA * SET key3 :y") == [value("ana", "ana", "key3", "y")]

    def test_a_value_as_long_as_may_be_fits_a_line(self, chat: Harness) -> None:
        """With the longest nick and key nothing is cut."""
        nick = "n" * 32
        client, text = chat.connect(nick, CAPS), "💜" * 75
        key = "k" * 60

        (answer,) = client.ask(f"METADATA * SET {key} :{text}")

        assert answer.params[-1] == text


class TestWhoIsTold:
    @pytest.mark.parametrize("target", ["*", "#c"])
    def test_subscribers_who_see_it(
        self, chat: Harness, ana: Client, bob: Client, target: str
    ) -> None:
        """Members who asked for the key; not oneself, not outsiders, not those without SUB."""
        silent, outside = chat.connect("eva", CAPS), chat.connect("sol", CAPS)
        outside.ask("METADATA * SUB avatar")
        chat.join("#c", ana, bob, silent)
        name = "ana" if target == "*" else "#c"

        answer = ana.ask(f"METADATA {target} SET avatar :http://x")
        ana.ask(f"METADATA {target} SET url :not asked for")
        ana.ask(f"METADATA {target} SET avatar")

        assert answer == [value("ana", name, "avatar", "http://x")]
        assert bob.read() == [
            value("bob", name, "avatar", "http://x"),
            unset("bob", name, "avatar"),
        ]
        assert silent.read() == outside.read() == []

    def test_those_who_watch_somebody(self, ana: Client, bob: Client) -> None:
        """MONITOR is as good as a shared channel."""
        bob.ask("MONITOR + ana")

        ana.send("METADATA * SET avatar :http://x")

        assert bob.read() == [value("bob", "ana", "avatar", "http://x")]

    def test_clear_tells_each_key(self, chat: Harness, ana: Client, bob: Client) -> None:
        """To those who follow it."""
        chat.join("#c", ana, bob)
        ana.send("METADATA * SET avatar :x", "METADATA * SET url :y")
        bob.read()

        ana.send("METADATA * CLEAR")

        assert bob.read() == [unset("bob", "ana", "avatar")]

    def test_a_newcomer(self, chat: Harness, ana: Client, bob: Client) -> None:
        """One line for each key that the channel or a member has."""
        chat.join("#c", ana)
        ana.send("METADATA * SET display-name :Ana", "METADATA #c SET avatar :pic")
        ana.send("METADATA * SET url :nobody asked")

        answer = bob.ask("JOIN #c")

        assert [message.command for message in answer[:3]] == ["JOIN", "353", "366"]
        assert batch(answer[3:], "#c") == [
            value("bob", "#c", "avatar", "pic"),
            value("bob", "ana", "display-name", "Ana"),
        ]

    def test_a_newcomer_to_a_crowd(
        self, chat: Harness, ana: Client, bob: Client, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """Is told to ask later."""
        monkeypatch.setattr("tertulia_server.commands.values.MOST_MEMBERS", 1)
        chat.join("#c", ana)

        assert bob.ask("JOIN #c")[-1] == numeric("774", "bob", "#c")

    def test_nothing_on_join_without_subscriptions(self, chat: Harness, ana: Client) -> None:
        """A plain JOIN is answered as ever."""
        assert [message.command for message in ana.ask("JOIN #c")] == ["JOIN", "353", "366"]

    def test_sync(self, chat: Harness, ana: Client, bob: Client) -> None:
        """All that is known under the keys, of the channel and its people."""
        chat.join("#c", ana, bob)
        ana.send("METADATA * SET display-name :Ana")
        bob.ask("METADATA * SET avatar :me")

        assert batch(bob.ask("METADATA #c SYNC"), "#c") == [
            value("bob", "ana", "display-name", "Ana"),
            value("bob", "bob", "avatar", "me"),
        ]
        assert batch(bob.ask("METADATA ana SYNC"), "ana") == [
            value("bob", "ana", "display-name", "Ana")
        ]

    def test_whois(self, chat: Harness, ana: Client, bob: Client) -> None:
        """Once per key, for those with the capability."""
        ana.ask("METADATA * SET display-name :Ana la primera")
        plain = chat.connect("eva")

        shown = [message for message in bob.ask("WHOIS ana") if message.command == "760"]

        assert shown == [numeric("760", "bob", "ana", "display-name", "*", "Ana la primera")]
        assert "760" not in [message.command for message in plain.ask("WHOIS ana")]


class TestSubscriptions:
    def test_ask_and_leave(self, ana: Client) -> None:
        """SUBS lists each key once, in a batch of its own."""
        ana.ask("METADATA * SUB a b a")
        assert ana.ask("METADATA * UNSUB b c") == [numeric("771", "ana", "b", "c")]

        opening, keys, closing = ana.ask("METADATA * SUBS")

        assert opening == numeric("BATCH", ANY, "metadata-subs")
        assert keys == numeric("772", "ana", "a", tags=ANY)
        assert closing.command == "BATCH"

    def test_bad_keys_and_too_many(self, ana: Client) -> None:
        """Good ones are taken, up to the first for which there is no room."""
        keys = " ".join(f"k{number}" for number in range(49))
        ana.ask(f"METADATA * SUB {keys}")

        assert ana.ask("METADATA * SUB $x last more k1") == [
            numeric("770", "ana", "last"),
            numeric("FAIL", "METADATA", "KEY_INVALID", "$x", TEXT),
            numeric("FAIL", "METADATA", "TOO_MANY_SUBS", "more", TEXT),
        ]
        assert ana.ask("METADATA * UNSUB $x") == [
            numeric("FAIL", "METADATA", "KEY_INVALID", "$x", TEXT)
        ]

    def test_what_is_there_already(self, chat: Harness, ana: Client) -> None:
        """Who asks for a key is told where there is something to SYNC."""
        eva = chat.connect("eva", CAPS)
        chat.join("#c", ana, eva)
        chat.join("#d", eva)
        ana.send("METADATA * SET avatar :x")

        assert eva.ask("METADATA * SUB avatar") == [
            numeric("770", "eva", "avatar"),
            numeric("774", "eva", "#c"),
        ]


class TestBeforeTheWelcome:
    def test_values_and_subscriptions_count(self, chat: Harness) -> None:
        """They are shown in the burst, before the end of the MOTD."""
        client = chat.connect()
        client.send("CAP LS 302", f"CAP REQ :{CAPS}")
        offers = " ".join(m.params[-1] for m in client.read() if m.params[1] == "LS")
        assert (
            "draft/metadata-3=before-connect,max-subs=50,max-keys=20,max-value-bytes=300" in offers
        )

        client.send("METADATA * SET display-name :Foo", "METADATA * SUB avatar")
        early = client.read()
        client.send("NICK foo", "USER u 0 * :r", "CAP END")
        burst = client.read()

        assert early == [
            numeric("761", "*", "*", "display-name", "*", "Foo"),
            numeric("770", "*", "avatar"),
        ]
        commands = [message.command for message in burst]
        start = commands.index("BATCH")
        assert batch(burst[start : start + 3], "foo") == [
            value("foo", "foo", "display-name", "Foo")
        ]
        assert start < commands.index("422" if "422" in commands else "376")
        assert batch(client.ask("METADATA * LIST"), "foo") == [
            value("foo", "foo", "display-name", "Foo")
        ]

    def test_nothing_is_an_empty_batch(self, chat: Harness) -> None:
        """Also for somebody without any values."""
        burst = chat.connect().register("foo", CAPS)
        commands = [message.command for message in burst]
        start = commands.index("BATCH")

        assert batch(burst[start : start + 2], "foo") == []

    def test_only_oneself(self, chat: Harness, ana: Client) -> None:
        """Nobody is asked about before one is somebody."""
        client = chat.connect()

        client.send("METADATA ana LIST")

        assert client.read() == [line("FAIL", "METADATA", "INVALID_TARGET", "ana", TEXT)]


def test_an_account_keeps_its_values(chat: Harness, ana: Client) -> None:
    """Those of before the login too, over a restart, until the account is deleted."""
    ana.ask("METADATA * SET avatar :x")
    chat.log_in(ana, "ana")
    ana.ask("METADATA * SET url :y")
    again = Harness(chat.config, store=chat.store)
    ana = again.connect("ana2", CAPS)
    again.log_in(ana, "Ana")

    shown = batch(ana.ask("METADATA * LIST"), "ana2")
    assert shown == [value("ana2", "ana2", "avatar", "x"), value("ana2", "ana2", "url", "y")]
    again.act(lambda: again.dispatcher.world.metadata.forget("ana"))
    assert batch(ana.ask("METADATA * LIST"), "ana2") == []
    assert list(chat.store.documents("metadata")) == []


def test_a_visit_leaves_nothing(chat: Harness, ana: Client) -> None:
    """Who takes the nick or the channel next begins with nothing."""
    chat.join("#c", ana)
    ana.send("METADATA * SET avatar :x", "METADATA #c SET avatar :y", "METADATA * SUB a")
    ana.send("QUIT")
    ana.hang_up()
    ana = chat.connect("ana", CAPS)
    chat.join("#c", ana)

    assert batch(ana.ask("METADATA * LIST"), "ana") == []
    assert batch(ana.ask("METADATA #c LIST"), "#c") == []
    assert not chat.dispatcher.world.metadata.subscribers("a")


def test_a_registered_channel_keeps_its_values_until_it_is_given_back(chat: Harness) -> None:
    """They stay when it becomes somebody's or nobody's, and are not the next founder's."""
    for name in ("eva", "sol"):
        add_account(chat, name)
    eva, sol = (log_in(chat, name, caps=CAPS) for name in ("eva", "sol"))
    eva.send("JOIN #c", "METADATA #c SET url :hers")
    shown = [value("eva", "#c", "url", "hers")]

    eva.send("CS REGISTER #c")
    assert batch(eva.ask("METADATA #c LIST"), "#c") == shown
    eva.send("PART #c", "JOIN #c")
    assert batch(eva.ask("METADATA #c LIST"), "#c") == shown
    eva.send("CS DROP #c")
    assert batch(eva.ask("METADATA #c LIST"), "#c") == shown
    eva.send("PART #c")
    sol.send("JOIN #c", "CS REGISTER #c")
    assert batch(sol.ask("METADATA #c LIST"), "#c") == []
    assert dict(chat.store.documents("metadata")) == {}
