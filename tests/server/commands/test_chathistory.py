"""CHATHISTORY: what was said before, in what order, and to whom it is shown.

https://ircv3.net/specs/extensions/chathistory
"""

import pytest

from tertulia_core.wire.message import Message
from tests.support.accounts import add_account, log_in
from tests.support.harness import Client, Harness
from tests.support.matchers import ANY, SERVER, TEXT, line, numeric

CAPS = "draft/chathistory batch message-tags server-time echo-message labeled-response"
EVENTS = f"{CAPS} draft/event-playback"
START = "timestamp=2000-01-01T00:00:00.000Z"
END = "timestamp=2100-01-01T00:00:00.000Z"


def say(chat: Harness, client: Client, target: str, *texts: str) -> list[Message]:
    """Say texts, ten milliseconds apart, and return their echoes."""
    echoes = []
    client.read()
    for text in texts:
        chat.pass_time(0.01)
        client.send(f"PRIVMSG {target} :{text}")
        echoes += [m for m in client.read() if m.command == "PRIVMSG"][:1]
    return echoes


def history(client: Client, question: str, target: str) -> list[Message]:
    """Ask, check the batch, and return what is in it, without the tag of the batch."""
    opening, *inside, closing = client.ask(f"CHATHISTORY {question}")
    reference = opening.params[0][1:]
    assert opening == numeric("BATCH", f"+{reference}", "chathistory", target, tags=ANY)
    assert closing == numeric("BATCH", f"-{reference}", tags=ANY)
    assert all(message.tags["batch"] == reference for message in inside)
    return [
        message._replace(tags={k: v for k, v in message.tags.items() if k != "batch"})
        for message in inside
    ]


def texts(messages: list[Message]) -> list[str]:
    """Return what messages say."""
    return [message.params[-1] for message in messages]


@pytest.fixture
def ana(chat: Harness) -> Client:
    """Somebody with everything but event-playback, alone in a channel."""
    client = chat.connect("ana", CAPS)
    chat.join("#c", client)
    return client


class TestReferences:
    """Ten messages, numbered, and every way to ask for some of them."""

    @pytest.fixture
    def said(self, chat: Harness, ana: Client) -> list[Message]:
        return say(chat, ana, "#c", *(str(number) for number in range(10)))

    def test_what_is_replayed_is_what_was_said(self, ana: Client, said: list[Message]) -> None:
        """Source, target, text, time and id of the original."""
        assert history(ana, "LATEST #c * 20", "#c") == said

    @pytest.mark.parametrize(("limit", "expected"), [(3, "789"), (1, "9"), (20, "0123456789")])
    def test_latest(self, ana: Client, said: list[Message], limit: int, expected: str) -> None:
        assert "".join(texts(history(ana, f"LATEST #c * {limit}", "#c"))) == expected

    @pytest.mark.parametrize("tag", ["msgid", "time"])
    @pytest.mark.parametrize(
        ("question", "expected"),
        [
            ("LATEST #c {4} 20", "56789"),
            ("LATEST #c {4} 2", "89"),
            ("BEFORE #c {6} 20", "012345"),
            ("BEFORE #c {6} 2", "45"),
            ("AFTER #c {3} 20", "456789"),
            ("AFTER #c {3} 3", "456"),
            ("BETWEEN #c {0} {9} 20", "12345678"),
            ("BETWEEN #c {9} {0} 20", "12345678"),
            ("BETWEEN #c {0} {9} 3", "123"),
            ("BETWEEN #c {9} {0} 3", "678"),
            ("AROUND #c {7} 1", "7"),
            ("AROUND #c {7} 3", "678"),
        ],
    )
    def test_by_reference(
        self, ana: Client, said: list[Message], tag: str, question: str, expected: str
    ) -> None:
        """Both bounds excluded, the limit from the side of the first, oldest first."""
        name = "timestamp" if tag == "time" else tag
        asked = question.format(*(f"{name}={message.tags[tag]}" for message in said))

        assert "".join(texts(history(ana, asked, "#c"))) == expected

    def test_between_an_id_and_a_moment(self, ana: Client, said: list[Message]) -> None:
        msgid, moment = said[2].tags["msgid"], said[6].tags["time"]

        forth = history(ana, f"BETWEEN #c msgid={msgid} timestamp={moment} 2", "#c")
        back = history(ana, f"BETWEEN #c timestamp={moment} msgid={msgid} 2", "#c")

        assert [texts(forth), texts(back)] == [["3", "4"], ["4", "5"]]

    def test_the_name_is_spelled_as_asked(self, ana: Client, said: list[Message]) -> None:
        assert texts(history(ana, "latest #C * 1", "#C")) == ["9"]

    def test_more_than_there_may_be(self, ana: Client, said: list[Message]) -> None:
        assert len(history(ana, "LATEST #c * 999999999999", "#c")) == 10

    def test_nothing_is_an_empty_batch(self, ana: Client, said: list[Message]) -> None:
        assert history(ana, f"AFTER #c msgid={said[9].tags['msgid']} 5", "#c") == []

    def test_with_a_label(self, ana: Client, said: list[Message]) -> None:
        """The batch of the history is the answer: the label stands on it."""
        opening, *inside, closing = ana.ask("@label=x CHATHISTORY LATEST #c * 2")

        assert opening == numeric("BATCH", ANY, "chathistory", "#c", tags={"label": "x"})
        assert {message.tags["batch"] for message in inside} == {opening.params[0][1:]}
        assert "label" not in closing.tags


class TestRefused:
    @pytest.mark.parametrize(
        ("question", "params"),
        [
            ("LATEST #none * 5", ("INVALID_TARGET", "LATEST", "#none")),
            ("LATEST #other * 5", ("INVALID_TARGET", "LATEST", "#other")),
            ("LATEST bob * 5", ("INVALID_TARGET", "LATEST", "bob")),
            ("LATEST", ("INVALID_PARAMS", "LATEST")),
            ("LATEST #c *", ("INVALID_PARAMS", "LATEST")),
            ("LATEST #c * 5 5", ("INVALID_PARAMS", "LATEST")),
            ("BETWEEN #c msgid=a 5", ("INVALID_PARAMS", "BETWEEN")),
            ("DANCE #c * 5", ("INVALID_PARAMS", "DANCE")),
            ("LATEST #c * x", ("INVALID_PARAMS", "LATEST", "x")),
            ("LATEST #c * 0", ("INVALID_PARAMS", "LATEST", "0")),
            ("LATEST #c * -5", ("INVALID_PARAMS", "LATEST", "-5")),
            ("BEFORE #c timestamp=now 5", ("INVALID_PARAMS", "BEFORE", "timestamp=now")),
            (
                "BEFORE #c timestamp=2026-13-01T00:00:00.000Z 5",
                ("INVALID_PARAMS", "BEFORE", "timestamp=2026-13-01T00:00:00.000Z"),
            ),
            ("BEFORE #c * 5", ("INVALID_MSGREFTYPE", "BEFORE", "#c")),
            ("BEFORE #c seq=1 5", ("INVALID_MSGREFTYPE", "BEFORE", "#c")),
            ("BEFORE #c msgid=elsewhere-1-1 5", ("MESSAGE_ERROR", "BEFORE", "#c")),
            ("BEFORE #c msgid=store-1-x 5", ("MESSAGE_ERROR", "BEFORE", "#c")),
            ("TARGETS * * 5", ("INVALID_MSGREFTYPE", "TARGETS", "*")),
            ("TARGETS timestamp=2026-01-01T00:00:00.000Z 5", ("INVALID_PARAMS", "TARGETS")),
        ],
    )
    def test_what_cannot_be_answered(
        self, chat: Harness, ana: Client, question: str, params: tuple[str, ...]
    ) -> None:
        bob = chat.connect("bob")
        chat.join("#other", bob)

        answer = ana.ask(f"CHATHISTORY {question}")

        assert answer == [numeric("FAIL", "CHATHISTORY", *params, TEXT, tags=ANY)]

    def test_without_parameters(self, ana: Client) -> None:
        assert ana.ask("CHATHISTORY") == [numeric("461", "ana", "CHATHISTORY", TEXT, tags=ANY)]

    def test_who_is_thrown_out_while_it_is_read(self, chat: Harness, ana: Client) -> None:
        """The right is looked at again when the answer is there."""
        bob = chat.connect("bob", CAPS)
        chat.join("#c", bob)
        say(chat, ana, "#c", "secret")
        bob.read()
        chat.work_waits = True
        bob.send("CHATHISTORY LATEST #c * 5")
        ana.send("KICK #c bob")
        bob.read()
        chat.finish_work()

        assert [m.params[:2] for m in bob.read() if m.command == "FAIL"] == [
            ("CHATHISTORY", "INVALID_TARGET")
        ]


class TestWhatIsReplayed:
    def test_only_what_was_said(self, chat: Harness, ana: Client) -> None:
        """Without event-playback nothing but PRIVMSG and NOTICE, and they fill the limit."""
        ana.send("PRIVMSG #c :a", "TOPIC #c :t", "@+draft/persist TAGMSG #c", "NOTICE #c :b")
        ana.send("MODE #c +m", "TOPIC #c :u")

        commands = [message.command for message in history(ana, "LATEST #c * 2", "#c")]

        assert commands == ["PRIVMSG", "NOTICE"]

    def test_events_for_those_who_ask_for_them(self, chat: Harness) -> None:
        """Each as it was, a JOIN as extended-join shows it or not."""
        ana = chat.connect("ana", EVENTS)
        bob = chat.connect("bob", realname="Bob B")
        chat.log_in(bob, "robert")
        ana.send("JOIN #c")
        bob.send("JOIN #c")
        ana.send("TOPIC #c :t", "@+draft/persist;+x=1 TAGMSG #c", "@+typing=active TAGMSG #c")
        bob.send("PART #c :bye")
        ana.read()

        lines = history(ana, "LATEST #c * 50", "#c")
        extended = chat.connect("eva", f"{EVENTS} extended-join account-tag")
        chat.join("#c", extended)
        joins = history(extended, "LATEST #c * 50", "#c")[1]

        assert [(m.command, *m.params) for m in lines] == [
            ("JOIN", "#c"),
            ("JOIN", "#c"),
            ("TOPIC", "#c", "t"),
            ("TAGMSG", "#c"),
            ("PART", "#c", "bye"),
        ]
        assert dict(lines[3].tags) == {"time": ANY, "msgid": ANY, "+draft/persist": "", "+x": "1"}
        assert joins == line(
            "JOIN", "#c", "robert", "Bob B",
            source="bob!user@127.0.0.1",
            tags={"time": ANY, "msgid": ANY, "account": "robert"},
        )  # fmt: skip

    def test_tags_are_those_the_reader_asked_for(self, chat: Harness, ana: Client) -> None:
        """The sender's capabilities never decide what a reader sees."""
        chat.log_in(ana, "ana")
        ana.send("@+x=1 PRIVMSG #c :hola")
        plain = chat.connect("bob", "draft/chathistory batch")
        tagged = chat.connect("eva", "draft/chathistory batch account-tag")
        chat.join("#c", plain, tagged)

        assert history(plain, "LATEST #c * 5", "#c") == [
            line("PRIVMSG", "#c", "hola", source="ana!user@127.0.0.1")
        ]
        assert history(tagged, "LATEST #c * 5", "#c") == [
            line("PRIVMSG", "#c", "hola", source="ana!user@127.0.0.1", tags={"account": "ana"})
        ]

    def test_without_batch(self, chat: Harness, ana: Client) -> None:
        """Limited, but it works: the bare lines."""
        say(chat, ana, "#c", "one", "two")
        bob = chat.connect("bob", "draft/chathistory")
        chat.join("#c", bob)

        answer = bob.ask("CHATHISTORY LATEST #c * 5")

        assert answer == [
            line("PRIVMSG", "#c", text, source="ana!user@127.0.0.1") for text in ("one", "two")
        ]

    def test_a_message_of_several_lines(self, chat: Harness) -> None:
        """A batch within the batch for who knows it, lines for the others; one message."""
        ana = chat.connect("ana", f"{CAPS} draft/multiline")
        bob = chat.connect("bob", CAPS)
        chat.join("#c", ana, bob)
        ana.send(
            "@+x=1 BATCH +1 draft/multiline #c",
            "@batch=1 PRIVMSG #c :one",
            "@batch=1;draft/multiline-concat PRIVMSG #c : more",
            "@batch=1 PRIVMSG #c :",
            "@batch=1 PRIVMSG #c :two",
            "BATCH -1",
        )
        echo = ana.read()

        outer, opening, *inside, closing, end = ana.ask("CHATHISTORY LATEST #c * 1")
        lines = history(bob, "LATEST #c * 1", "#c")

        assert outer.params[1:] == ("chathistory", "#c")
        assert end.params[0] == f"-{outer.params[0][1:]}"
        assert opening == echo[0]._replace(tags={**echo[0].tags, "batch": outer.params[0][1:]})
        assert inside == echo[1:-1]
        assert closing == echo[-1]
        assert texts(lines) == ["one", " more", "two"]
        assert [message.tags.get("msgid") for message in lines] == [
            echo[0].tags["msgid"], None, None
        ]  # fmt: skip

    def test_the_channel_has_its_new_name(self, chat: Harness, ana: Client) -> None:
        """After a RENAME clients know the channel by its new name only."""
        say(chat, ana, "#c", "before")
        ana.send("RENAME #c #d", "PRIVMSG #d :after")
        ana.read()

        found = history(ana, "LATEST #d * 5", "#d")

        assert [message.params for message in found] == [("#d", "before"), ("#d", "after")]


class TestWhoMayRead:
    def test_a_new_member_reads_all_of_an_open_channel(self, chat: Harness, ana: Client) -> None:
        say(chat, ana, "#c", "old")
        bob = chat.connect("bob", CAPS)
        chat.join("#c", bob)

        assert texts(history(bob, "LATEST #c * 5", "#c")) == ["old"]

    @pytest.mark.parametrize("mode", ["+i", "+s", "+k x"])
    def test_a_closed_channel_from_the_first_join_on(
        self, chat: Harness, ana: Client, mode: str
    ) -> None:
        """A guest from this time's JOIN on, an account from its first one on."""
        bob, luz = chat.connect("bob", CAPS), chat.connect("luz", CAPS)
        chat.log_in(luz, "luz")
        say(chat, ana, "#c", "before")
        chat.join("#c", bob, luz)
        say(chat, ana, "#c", "between")
        for client in (bob, luz):
            client.send("PART #c")
        say(chat, ana, "#c", "away")
        chat.join("#c", bob, luz)
        ana.send(f"MODE #c {mode}")
        say(chat, ana, "#c", "after")
        for client in (bob, luz):
            client.read()

        assert texts(history(bob, "LATEST #c * 9", "#c")) == ["after"]
        assert texts(history(luz, "LATEST #c * 9", "#c")) == ["between", "away", "after"]
        assert texts(history(bob, "AROUND #c timestamp=1970-01-01T00:00:00Z 9", "#c")) == ["after"]

    def test_the_first_join_outlives_the_server(self, chat: Harness, ana: Client) -> None:
        luz = chat.connect("luz", CAPS)
        chat.log_in(luz, "luz")
        chat.join("#c", luz)
        say(chat, ana, "#c", "before the restart")
        ana.send("MODE #c -s+m")
        again = Harness(chat.config, store=chat.store)
        luz = again.connect("luz", CAPS)
        again.log_in(luz, "luz")
        again.join("#c", luz)
        luz.send("MODE #c +s")
        luz.read()

        assert texts(history(luz, "LATEST #c * 9", "#c")) == ["before the restart"]

    def test_nothing_after_leaving(self, chat: Harness, ana: Client) -> None:
        bob = chat.connect("bob", CAPS)
        chat.join("#c", bob)
        say(chat, ana, "#c", "secret")
        ana.send("KICK #c bob")
        bob.read()

        assert bob.ask("CHATHISTORY LATEST #c * 5")[0].params[1] == "INVALID_TARGET"

    def test_nothing_for_a_member_who_is_banned(self, chat: Harness, ana: Client) -> None:
        bob = chat.connect("bob", CAPS)
        chat.join("#c", bob)
        ana.send("MODE #c +b bob!*@*")
        bob.read()

        assert bob.ask("CHATHISTORY LATEST #c * 5")[0].params[1] == "INVALID_TARGET"

    def test_what_operators_alone_heard(self, chat: Harness, ana: Client) -> None:
        """STATUSMSG is replayed to those who have the rank."""
        bob = chat.connect("bob", CAPS)
        chat.join("#c", bob)
        ana.send("PRIVMSG @#c :for operators", "PRIVMSG #c :for all")
        ana.read()

        assert texts(history(bob, "LATEST #c * 5", "#c")) == ["for all"]
        assert [m.params for m in history(ana, "LATEST #c * 5", "#c")] == [
            ("@#c", "for operators"), ("#c", "for all")
        ]  # fmt: skip


class TestConversations:
    """Private messages: kept for accounts, found by the other's nick."""

    @pytest.fixture
    def people(self, chat: Harness) -> tuple[Client, Client]:
        ana, bob = chat.connect("ana", CAPS), chat.connect("bob", CAPS)
        chat.log_in(ana, "ana")
        return ana, bob

    def test_both_sides_in_one_history(self, chat: Harness, people: tuple[Client, Client]) -> None:
        """Also if the other one has no account; asked in any case, answered so."""
        ana, bob = people
        said = say(chat, ana, "bob", "hola") + say(chat, bob, "ana", "¿qué tal?")
        ana.read()

        assert history(ana, "LATEST BOB * 5", "BOB") == said

    def test_nothing_for_those_without_an_account(
        self, chat: Harness, people: tuple[Client, Client]
    ) -> None:
        ana, bob = people
        say(chat, ana, "bob", "hola")

        assert bob.ask("CHATHISTORY LATEST ana * 5")[-1].params[1] == "INVALID_TARGET"

    def test_who_takes_the_nick_later(self, chat: Harness, people: tuple[Client, Client]) -> None:
        """A new account called like the nick sees nothing of what was said before."""
        ana, bob = people
        say(chat, ana, "bob", "hola")
        bob.send("QUIT")
        bob = chat.connect("bob", CAPS)
        chat.log_in(bob, "bob")

        assert history(bob, "LATEST ana * 5", "ana") == []

    def test_who_takes_the_name_of_a_deleted_account(self, chat: Harness) -> None:
        """It reads nothing of the former one's, also after a restart; the other side still does."""
        for name in ("eva", "sol"):
            add_account(chat, name)
        eva, sol = (log_in(chat, name, caps=CAPS) for name in ("eva", "sol"))
        say(chat, eva, "sol", "one")
        say(chat, sol, "eva", "two")
        say(chat, eva, "eva", "note")
        say(chat, chat.connect("guest", CAPS), "eva", "three")
        eva.send("NS DROP secreto", "QUIT")

        assert texts(history(sol, "LATEST eva * 10", "eva")) == ["one", "two"]
        add_account(chat, "eva")
        for _start in range(2):
            other = log_in(chat, "eva", caps=CAPS)
            for nick in ("sol", "eva", "guest"):
                assert history(other, f"LATEST {nick} * 10", nick) == []
            assert len(other.ask(f"CHATHISTORY TARGETS {START} {END} 10")) == 2
            chat = Harness(store=chat.store)

    def test_two_former_conversations_with_one_name(self, chat: Harness) -> None:
        """Each is found by TARGETS, under names that nobody can have."""
        add_account(chat, "sol")
        sol = log_in(chat, "sol", caps=CAPS)
        for text in ("one", "two"):
            add_account(chat, "eva")
            eva = log_in(chat, "eva", caps=CAPS)
            say(chat, eva, "sol", text)
            eva.send("NS DROP secreto", "QUIT")
        sol.read()

        names = [m.params[1] for m in sol.ask(f"CHATHISTORY TARGETS {START} {END} 10")[1:-1]]

        assert [texts(history(sol, f"LATEST {name} * 5", name)) for name in names] == [
            ["one"],
            ["two"],
        ]

    def test_conversations_are_separate(self, chat: Harness, people: tuple[Client, Client]) -> None:
        ana, _bob = people
        chat.connect("eva")
        say(chat, ana, "bob", "to bob")
        say(chat, ana, "eva", "to eva")

        assert texts(history(ana, "LATEST eva * 5", "eva")) == ["to eva"]

    def test_messages_to_oneself_appear_once(
        self, chat: Harness, people: tuple[Client, Client]
    ) -> None:
        ana, _bob = people
        said = say(chat, ana, "ana", "nota", "otra")

        assert history(ana, "LATEST ana * 5", "ana") == said

    def test_nobody_else_reads_them(self, chat: Harness, people: tuple[Client, Client]) -> None:
        ana, _bob = people
        say(chat, ana, "bob", "hola")
        eva = chat.connect("eva", CAPS)
        chat.log_in(eva, "eva")

        for nick in ("ana", "bob"):
            assert history(eva, f"LATEST {nick} * 5", nick) == []

    def test_a_stranger(self, people: tuple[Client, Client]) -> None:
        """Nobody of that name was ever spoken to: nothing was said."""
        ana, _bob = people

        assert history(ana, "LATEST nadie * 5", "nadie") == []


class TestTargets:
    LONG_AGO, FAR_AWAY = "timestamp=2000-01-01T00:00:00.000Z", "timestamp=2262-01-01T00:00:00.000Z"

    def targets(self, client: Client, question: str) -> list[tuple[str, ...]]:
        """Ask, check the batch, and return names and times."""
        opening, *inside, closing = client.ask(f"CHATHISTORY TARGETS {question}")
        reference = opening.params[0][1:]
        assert opening == numeric("BATCH", f"+{reference}", "draft/chathistory-targets", tags=ANY)
        assert closing == numeric("BATCH", f"-{reference}", tags=ANY)
        for message in inside:
            assert message.command == "CHATHISTORY"
            assert message.params[0] == "TARGETS"
            assert message.tags["batch"] == reference
        return [message.params[1:] for message in inside]

    @pytest.fixture
    def times(self, chat: Harness, ana: Client) -> dict[str, str]:
        """When something was last said where; an event later does not count."""
        chat.log_in(ana, "ana")
        chat.connect("Bob")
        chat.join("#d", ana)
        said = {}
        for target in ("#c", "Bob", "#d"):
            (echo,) = say(chat, ana, target, "hola")
            said[target] = echo.tags["time"]
        chat.pass_time(1)
        ana.send("TOPIC #c :later")
        ana.read()
        return said

    def test_all_in_the_order_of_their_last_message(
        self, ana: Client, times: dict[str, str]
    ) -> None:
        assert self.targets(ana, f"{self.LONG_AGO} {self.FAR_AWAY} 9") == list(times.items())

    def test_the_limit_keeps_the_earliest(self, ana: Client, times: dict[str, str]) -> None:
        found = self.targets(ana, f"{self.LONG_AGO} {self.FAR_AWAY} 2")
        assert [name for name, _ in found] == ["#c", "Bob"]

    def test_backwards_the_limit_keeps_the_latest(self, ana: Client, times: dict[str, str]) -> None:
        found = self.targets(ana, f"{self.FAR_AWAY} {self.LONG_AGO} 2")
        assert [name for name, _ in found] == ["Bob", "#d"]

    def test_both_bounds_are_excluded(self, ana: Client, times: dict[str, str]) -> None:
        bounds = f"timestamp={times['#c']} timestamp={times['#d']}"
        assert [name for name, _ in self.targets(ana, f"{bounds} 9")] == ["Bob"]

    def test_only_the_latest_message_counts(
        self, chat: Harness, ana: Client, times: dict[str, str]
    ) -> None:
        """A target with older messages in the window is not in it."""
        say(chat, ana, "#c", "again")
        found = self.targets(ana, f"{self.LONG_AGO} timestamp={times['Bob']} 9")
        assert found == []

    def test_nothing_of_channels_one_has_left(
        self, chat: Harness, ana: Client, times: dict[str, str]
    ) -> None:
        ana.send("PART #d")
        found = self.targets(ana, f"{self.LONG_AGO} {self.FAR_AWAY} 9")
        assert [name for name, _ in found] == ["#c", "Bob"]


def test_what_is_announced(chat: Harness) -> None:
    """005 says how many may be asked for, and by what."""
    ana = chat.connect()
    tokens = {token for m in ana.register("ana") if m.command == "005" for token in m.params[1:-1]}

    assert {"CHATHISTORY=100", "MSGREFTYPES=msgid,timestamp"} <= tokens
    assert {"draft/chathistory", "draft/event-playback"} <= set(
        ana.ask("CAP LS")[0].params[-1].split()
    )


def test_a_server_that_keeps_nothing(chat: Harness) -> None:
    """It says so, to every question."""
    chat.dispatcher.services = chat.dispatcher.services._replace(history=None)
    ana = chat.connect("ana", CAPS)
    chat.join("#c", ana)

    answers = ana.ask("CHATHISTORY LATEST #c * 5") + ana.ask(
        f"CHATHISTORY TARGETS {TestTargets.LONG_AGO} {TestTargets.FAR_AWAY} 5"
    )

    assert [message.params[1] for message in answers] == ["MESSAGE_ERROR"] * 2
    assert answers[0].source == SERVER
