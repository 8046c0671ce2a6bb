"""Messages of several lines: https://ircv3.net/specs/extensions/multiline"""

from collections.abc import Callable

import pytest

from tertulia_core.wire.message import Message
from tertulia_server.commands.multiline import BATCH_SECONDS
from tertulia_server.model.now import Now
from tests.support.harness import Client, Harness, make_config
from tests.support.matchers import SERVER, TEXT, Line, Pattern, line, numeric

BASE = "batch echo-message labeled-response message-tags server-time"
FULL = f"{BASE} draft/multiline"
ANA = "ana!user@127.0.0.1"
MSGID = Pattern(r"store-[0-9a-f]+-[0-9a-f]+")
TIME = Pattern(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z")
KIND = "draft/multiline"
CONCAT = f"{KIND}-concat"


def batch(target: str, *texts: str, opening: str = "", command: str = "PRIVMSG") -> list[str]:
    """Return the lines of a client's batch; a text that begins with ``+`` goes on."""
    lines = [f"{opening}BATCH +1 {KIND} {target}"]
    for text in texts:
        tag = f";{CONCAT}" if text.startswith("+") else ""
        lines.append(f"@batch=1{tag} {command} {target} :{text.removeprefix('+')}")
    return [*lines, "BATCH -1"]


def fail(code: str, *context: str, label: str = "") -> Line:
    """Return what equals one FAIL BATCH."""
    tags = {"label": label} if label else {}
    return line("FAIL", "BATCH", code, *context, TEXT, source=SERVER, tags=tags)


def heard(message: Message) -> tuple[str, dict[str, str]]:
    """Return what a line says, and its tags."""
    return message.params[-1], dict(message.tags)


@pytest.fixture
def ana(chat: Harness) -> Client:
    """Return a client that may send such messages, and hears them alone."""
    return chat.connect("ana", "batch draft/multiline")


class TestDelivery:
    """Who gets what, from a sender with every capability."""

    TEXTS = ("hello", "", "how is ", "+everyone?")

    @pytest.fixture
    def room(self, chat: Harness) -> tuple[Client, Callable[[str], Client]]:
        """Return the sender in ``#c``, and what lets in somebody with some capabilities."""
        ana = chat.connect("ana", FULL)
        chat.join("#c", ana)

        def enter(caps: str) -> Client:
            client = chat.connect(f"user{len(chat.dispatcher.world.users)}", caps)
            chat.join("#c", client)
            for other in chat.dispatcher.world.users:
                chat.client_of(other).read()
            return client

        return ana, enter

    def test_with_the_capability_it_is_a_batch(
        self, room: tuple[Client, Callable[[str], Client]]
    ) -> None:
        ana, enter = room
        bob = enter(FULL)

        ana.send(*batch("#c", *self.TEXTS, opening="@+react=x;label=L;fizz=buzz "))

        opening, *inside, closing = bob.read()
        tags = {"msgid": MSGID, "time": TIME, "+react": "x"}
        reference = opening.params[0][1:]
        assert opening == line("BATCH", f"+{reference}", KIND, "#c", source=ANA, tags=tags)
        assert closing == line("BATCH", f"-{reference}", source=ANA)
        assert [heard(message) for message in inside] == [
            ("hello", {"batch": reference}),
            ("", {"batch": reference}),
            ("how is ", {"batch": reference}),
            ("everyone?", {"batch": reference, CONCAT: ""}),
        ]
        assert {message.params[0] for message in inside} == {"#c"}

    def test_the_echo_is_the_same_with_the_label_on_its_first_line(
        self, room: tuple[Client, Callable[[str], Client]]
    ) -> None:
        ana, enter = room
        bob = enter(FULL)

        ana.send(*batch("#C", *self.TEXTS, opening="@label=L "))

        echo, delivery = ana.read(), bob.read()
        assert dict(echo[0].tags) == {**delivery[0].tags, "label": "L"}
        assert [message._replace(tags={}) for message in echo] == [
            message._replace(tags={}) for message in delivery
        ]
        assert echo[1:] == delivery[1:]

    @pytest.mark.parametrize("caps", ["message-tags server-time", "draft/multiline", "batch", ""])
    def test_others_get_its_lines(
        self, room: tuple[Client, Callable[[str], Client]], caps: str
    ) -> None:
        """No blank ones; the id on the first, time and the sender's tags on each."""
        ana, enter = room
        bob = enter(f"{caps} message-tags server-time")

        ana.send(*batch("#c", *self.TEXTS, opening="@+react=x "))

        echo, (first, *more) = ana.read()[0], bob.read()
        tags = dict(echo.tags)
        assert first == line("PRIVMSG", "#c", "hello", source=ANA, tags=tags)
        del tags["msgid"]
        assert more == [
            line("PRIVMSG", "#c", "how is ", source=ANA, tags=tags),
            line("PRIVMSG", "#c", "everyone?", source=ANA, tags=tags),
        ]

    def test_without_tags_there_are_none(
        self, room: tuple[Client, Callable[[str], Client]]
    ) -> None:
        ana, enter = room
        bob = enter("")

        ana.send(*batch("#c", "a", "b", opening="@+react=x "))

        assert bob.read() == [line("PRIVMSG", "#c", text, source=ANA) for text in "ab"]

    def test_guests_hear_its_lines(self, chat: Harness) -> None:
        """What goes on is one line for them, however long."""
        ana, guest = chat.connect("ana", FULL), chat.guest()
        chat.join("#sala", ana)

        ana.send(
            *batch("#sala", "\x02uno\x02", "", "\x01ACTION baila\x01", "tres ", "+cuatro", " ")
        )
        ana.send(*batch("#sala", "\x01VERSION\x01", "\x01TIME\x01"))
        ana.send(*batch(guest.session.shown_nick, "para", "ti"))

        assert guest.hear() == [
            "ana: uno",
            "* ana baila",
            "ana: tres cuatro",
            "[privado] ana: para",
            "[privado] ana: ti",
        ]

    def test_who_is_let_in_to_hear_it_enters_before_it(self, chat: Harness) -> None:
        """A bare socket that only listens: its JOIN comes first, and its id is the lower one."""
        ana, silent = chat.connect("ana", FULL), chat.connect()
        chat.join("#sala", ana)
        waiting = [silent.session]

        def let_in(_channel: object, now: Now) -> None:
            while waiting:
                chat.dispatcher.reception.enter(waiting.pop(), now)

        chat.dispatcher.set_before_speech(let_in)

        ana.send(*batch("#sala", "a"))

        join, opening, *_rest = ana.read()
        assert (join.command, opening.command) == ("JOIN", "BATCH")
        assert join.tags["msgid"] < opening.tags["msgid"]
        assert silent.raw == b"ana: a\n"

    def test_a_notice_stays_one(self, room: tuple[Client, Callable[[str], Client]]) -> None:
        ana, enter = room
        bob, eva = enter(""), enter("batch draft/multiline")

        ana.send(*batch("#c", "a", "b", command="NOTICE"))

        assert [message.command for message in bob.read()] == ["NOTICE"] * 2
        assert [message.command for message in eva.read()] == ["BATCH", "NOTICE", "NOTICE", "BATCH"]

    def test_nothing_is_heard_before_the_end(
        self, room: tuple[Client, Callable[[str], Client]]
    ) -> None:
        """And what the sender does meanwhile is done at once."""
        ana, enter = room
        bob = enter("")
        *lines, closing = batch("#c", "a")

        ana.send(*lines, "PRIVMSG #c :before", "PING x")
        ana.send(closing)

        assert [heard(message)[0] for message in bob.read()] == ["before", "a"]
        assert "PONG" in {message.command for message in ana.read()}

    def test_nothing_comes_between_its_lines(self, chat: Harness) -> None:
        """However much happens in the same tick."""
        ana, bob, eva = chat.connect("ana", FULL), chat.connect("bob"), chat.connect("eva", FULL)
        chat.join("#c", ana, bob, eva)

        with chat.one_tick():
            bob.send("PRIVMSG #c :1")
            ana.send(*batch("#c", "a", "b"))
            bob.send("PRIVMSG #c :2")

        assert [message.params[-1] for message in eva.read()][::5] == ["1", "2"]
        assert [message.params[-1] for message in ana.read()][::5] == ["1", "2"]
        assert [message.params[-1] for message in bob.read()] == ["a", "b"]


class TestTargets:
    """The same rules as for PRIVMSG, for the message as a whole."""

    def test_one_person(self, chat: Harness, ana: Client, bob: Client) -> None:
        ana.send(*batch("BOB", "a", "b"))

        assert bob.read() == [line("PRIVMSG", "bob", text, source=ANA) for text in "ab"]
        assert ana.sync() == []

    def test_to_oneself_echo_and_delivery(self, chat: Harness) -> None:
        """The echo alone has the label."""
        ana = chat.connect("ana", FULL)

        ana.send(*batch("ana", "a", opening="@label=L "))

        openings = [message for message in ana.read() if message.params[0].startswith("+")]
        assert [message.tags.get("label") for message in openings] == [None, "L"]

    def test_a_part_of_a_channel(self, chat: Harness, ana: Client, bob: Client) -> None:
        eva = chat.connect("eva", "batch draft/multiline")
        sol = chat.connect("sol")
        chat.join("#c", bob, ana, eva, sol)
        bob.ask("MODE #c +v eva")
        eva.read()

        ana.send(*batch("+#c", "a", "b"))

        assert bob.sync() == [line("PRIVMSG", "+#c", text, source=ANA) for text in "ab"]
        opening, *_inside = eva.sync()
        assert opening.params[1:] == (KIND, "+#c")
        assert "PRIVMSG" not in {message.command for message in sol.sync()}

    @pytest.mark.parametrize(
        ("target", "answer"),
        [
            ("nobody", ("401", "ana", "nobody")),
            ("#none", ("403", "ana", "#none")),
            ("#c", ("404", "ana", "#c")),
            ("@#c", ("404", "ana", "#c")),
            ("a,b", ("401", "ana", "a,b")),
        ],
    )
    def test_a_refusal_is_one_answer(
        self, chat: Harness, bob: Client, target: str, answer: tuple[str, ...]
    ) -> None:
        """And nobody hears a line of it; to a NOTICE there is none."""
        ana = chat.connect("ana", FULL)
        chat.join("#c", bob, ana)
        bob.ask("MODE #c +m")
        ana.read()

        ana.send(*batch(target, "a", "b", opening="@label=L "))
        refused = ana.read()
        ana.send(*batch(target, "a", "b", opening="@label=M ", command="NOTICE"))

        assert [dict(message.tags)["label"] for message in refused] == ["L"]
        assert [message._replace(tags={}) for message in refused] == [numeric(*answer, TEXT)]
        assert ana.read() == [line("ACK", source=SERVER, tags={"label": "M"})]
        assert bob.sync() == []

    def test_a_request_to_programs_hides_in_no_line(
        self, chat: Harness, ana: Client, bob: Client
    ) -> None:
        """For those who get lines, any of them could be one."""
        chat.join("#c", bob, ana)
        bob.ask("MODE #c +C")
        ana.read()

        ana.send(*batch("#c", "a", "\x01VERSION\x01"))
        refused = ana.read()
        bob.ask("MODE bob +T")
        ana.send(*batch("bob", "a", "\x01VERSION\x01"))

        assert refused == [numeric("404", "ana", "#c", TEXT)]
        assert (ana.sync(), bob.sync()) == ([], [])

    def test_who_is_away_is_told_with_the_echo(self, chat: Harness, bob: Client) -> None:
        """Two answers to one label: a batch, in which the echo is a batch of its own."""
        ana = chat.connect("ana", FULL.replace("server-time", ""))
        bob.ask("AWAY :comiendo")

        ana.send(*batch("bob", "a", opening="@label=L "))

        outer, away, opening, inside, closing, end = ana.read()
        group, reference = outer.params[0][1:], opening.params[0][1:]
        assert outer == line("BATCH", f"+{group}", "labeled-response", tags={"label": "L"})
        assert away == numeric("301", "ana", "bob", "comiendo", tags={"batch": group})
        assert dict(opening.tags) == {"msgid": MSGID, "batch": group}
        assert dict(inside.tags) == {"batch": reference}
        assert closing == line("BATCH", f"-{reference}", source=ANA, tags={"batch": group})
        assert end == line("BATCH", f"-{group}", source=SERVER)


class TestRefusals:
    """What is no such message: FAIL BATCH once, then silence until the next one."""

    @pytest.fixture
    def chat(self) -> Harness:
        """Return a server with small limits."""
        return Harness(make_config(limits={"multiline_max_bytes": 4096, "multiline_max_lines": 32}))

    @pytest.fixture
    def ana(self, chat: Harness, bob: Client) -> Client:
        """Return a sender who is in ``#c`` with somebody who would hear it."""
        ana = chat.connect("ana", "batch draft/multiline labeled-response")
        chat.join("#c", ana, bob)
        return ana

    OPEN = f"BATCH +1 {KIND} #c"

    @pytest.mark.parametrize(
        ("lines", "refusal"),
        [
            (["@batch=2 PRIVMSG #c :hi"], fail("MULTILINE_INVALID")),
            (["BATCH -2"], fail("MULTILINE_INVALID")),
            ([f"@batch=1 BATCH +2 {KIND} #c"], fail("MULTILINE_INVALID")),
            (["@batch=1 TOPIC #c :hi"], fail("MULTILINE_INVALID")),
            (["@batch=1 TAGMSG #c"], fail("MULTILINE_INVALID")),
            (["@batch=1 PRIVMSG #c"], fail("MULTILINE_INVALID")),
            (["@batch=1 PRIVMSG"], fail("MULTILINE_INVALID")),
            ([f"@batch=1;{CONCAT} PRIVMSG #c :"], fail("MULTILINE_INVALID")),
            (["@batch=1 PRIVMSG #c :a", "@batch=1 NOTICE #c :b"], fail("MULTILINE_INVALID")),
            (["@batch=1 PRIVMSG #C :a", "@batch=1 PRIVMSG #d :b"],
             fail("MULTILINE_INVALID_TARGET", "#c", "#d")),
            (["@batch=1 PRIVMSG #c :hi"] * 33, fail("MULTILINE_MAX_LINES", "32")),
            ([f"@batch=1 PRIVMSG #c :{'x' * 400}"] * 11, fail("MULTILINE_MAX_BYTES", "4096")),
            ([f"@batch=1 PRIVMSG #c :{'x' * 495}"], fail("MULTILINE_INVALID")),
        ],
    )  # fmt: skip
    def test_at_once_and_once(
        self, ana: Client, bob: Client, lines: list[str], refusal: Line
    ) -> None:
        """Before the batch is closed; the rest of it is ignored, and nobody hears any."""
        ana.send(self.OPEN, *lines)
        refused = ana.read()
        ana.send("@batch=1 PRIVMSG #c :more", "BATCH -1", "PRIVMSG #c :single")

        assert refused == [refusal]
        assert ana.read() == []
        assert [heard(message)[0] for message in bob.read()] == ["single"]

    @pytest.mark.parametrize(
        ("opening", "refusal"),
        [
            ("BATCH +a:b draft/multiline #c", fail("INVALID_REFTAG", "a:b")),
            ("BATCH +ñ draft/multiline #c", fail("INVALID_REFTAG", "ñ")),
            ("BATCH + draft/multiline #c", fail("INVALID_REFTAG", "*")),
            ("BATCH +1 multiline #c", fail("UNKNOWN_TYPE", "1", "multiline")),
            ("BATCH +1", fail("UNKNOWN_TYPE", "1", "*")),
            ("BATCH +1 draft/multiline", fail("MULTILINE_INVALID")),
        ],
    )
    def test_a_wrong_opening(self, ana: Client, opening: str, refusal: Line) -> None:
        """What is sent in spite of it is ignored."""
        ana.send(opening)
        refused = ana.read()
        reference = opening.split()[1][1:]
        ana.send(f"@batch={reference} PRIVMSG #c :x", f"BATCH -{reference}")

        assert refused == [refusal]
        assert ana.read() == []

    def test_neither_begun_nor_ended(self, ana: Client) -> None:
        assert ana.ask("BATCH 1") == [fail("INVALID_REFTAG", "1")]
        assert ana.ask("BATCH") == [numeric("461", "ana", "BATCH", TEXT)]

    def test_a_second_one_gives_up_the_first(self, ana: Client, bob: Client) -> None:
        """One batch at a time; the second is said."""
        ana.send(f"@label=L {self.OPEN}", "@batch=1 PRIVMSG #c :a")
        ana.send(f"BATCH +2 {KIND} #c", "@batch=2 PRIVMSG #c :b", "BATCH -2")

        assert ana.read() == [fail("MULTILINE_INVALID", label="L")]
        assert [heard(message)[0] for message in bob.read()] == ["b"]

    @pytest.mark.parametrize("texts", [[], ["", ""]])
    def test_blank_messages(self, ana: Client, texts: list[str]) -> None:
        """They are known to be blank at the end only."""
        ana.send(*batch("#c", *texts))

        assert ana.read() == [fail("MULTILINE_INVALID")]

    def test_without_a_batch(self, ana: Client) -> None:
        """A line that belongs to none, and the end of none."""
        assert ana.ask("@batch=9 PRIVMSG #c :x") == [fail("MULTILINE_INVALID")]
        assert ana.ask("BATCH -9") == [fail("MULTILINE_INVALID")]

    def test_the_answer_has_the_label_of_the_opening(self, ana: Client) -> None:
        ana.send(f"@label=L {self.OPEN}", "@batch=1 PRIVMSG #d :x")
        assert ana.read() == [fail("MULTILINE_INVALID_TARGET", "#c", "#d", label="L")]

        ana.send(*batch("#c", "", opening="@label=M "))
        assert ana.read() == [fail("MULTILINE_INVALID", label="M")]

        ana.send("@label=N BATCH +1 other #c")
        assert ana.read() == [fail("UNKNOWN_TYPE", "1", "other", label="N")]

    def test_the_limits_themselves_are_allowed(self, ana: Client, bob: Client) -> None:
        """32 lines with 4,096 bytes, the line feeds between them included."""
        ana.send(*batch("#c", *["x" * 127] * 32, opening="@label=L "))

        assert [message.command for message in ana.read()] == ["ACK"]
        assert len(bob.read()) == 32

    def test_the_capability_taken_back_meanwhile(self, ana: Client) -> None:
        ana.send(self.OPEN, "@batch=1 PRIVMSG #c :a", "CAP REQ :-draft/multiline", "BATCH -1")

        assert ana.read()[-1] == fail("MULTILINE_INVALID")


@pytest.mark.parametrize("caps", ["batch", "draft/multiline", "message-tags", ""])
def test_without_both_capabilities_there_are_no_batches(chat: Harness, caps: str) -> None:
    """Lines that claim to be in one are ordinary lines, unless they were told that it is none."""
    ana, bob = chat.connect("ana", caps), chat.connect("bob")

    ana.send("@batch=1 PRIVMSG bob :ordinary")
    assert ana.ask(f"BATCH +1 {KIND} bob") == [fail("UNKNOWN_TYPE", "1", KIND)]
    ana.send("@batch=1 PRIVMSG bob :ignored", "BATCH -1", "@batch=1 PRIVMSG bob :again")

    assert [heard(message)[0] for message in bob.read()] == ["ordinary", "again"]
    assert ana.sync() == []


class TestTime:
    """A batch that is not closed does not wait for ever."""

    def test_after_half_a_minute_it_is_given_up(self, chat: Harness, bob: Client) -> None:
        ana = chat.connect("ana", FULL.replace("server-time", ""))
        *lines, closing = batch("bob", "a", opening="@label=L ")

        ana.send(*lines)
        chat.pass_time(BATCH_SECONDS - 1)
        assert ana.sync() == []
        chat.pass_time(1)
        assert ana.sync() == [fail("TIMEOUT", "1", label="L")]

        ana.send(lines[1], closing)
        assert (ana.sync(), bob.sync()) == ([], [])

    def test_the_next_one_has_its_own_time(self, chat: Harness, ana: Client, bob: Client) -> None:
        *lines, closing = batch("bob", "a")
        ana.send(*lines, closing)
        chat.pass_time(1)
        ana.send(*lines)

        chat.pass_time(BATCH_SECONDS - 1)
        ana.send(closing)

        assert len(bob.read()) == 2

    def test_who_is_gone_is_not_looked_for(self, chat: Harness, ana: Client, bob: Client) -> None:
        """Nothing is kept of the batch of a connection that ended."""
        ana.send(*batch("bob", "a")[:-1])
        ana.hang_up()

        chat.pass_time(BATCH_SECONDS)

        assert bob.read() == []


class TestFlood:
    """reliability.md, section 4: 1 per message and 1 more per 4 KiB, whatever its lines."""

    @pytest.mark.parametrize(
        ("texts", "cost"),
        [(["a"] * 400, 1.0), (["x" * 400] * 20, 2.0), (["x" * 400] * 90, 9.0)],
    )
    def test_a_message_counts_once(self, texts: list[str], cost: float) -> None:
        ana = self.sender()
        before = ana.session.level

        *lines, closing = batch("ana", *texts)
        ana.send(*lines)
        assert ana.session.level == before
        ana.send(closing)

        assert ana.session.level == before - cost

    @pytest.mark.parametrize("ending", ["BATCH -2", f"BATCH +2 {KIND} ana", "@batch=2 PING x"])
    def test_a_refused_one_too(self, ending: str) -> None:
        """What breaks off is not free."""
        ana = self.sender()
        before = ana.session.level

        ana.send(*batch("ana", *["x" * 400] * 30)[:-1], ending)

        assert ana.session.level == before - 3.0

    def sender(self) -> Client:
        chat = Harness(make_config(limits={"flood": True}))
        return chat.connect("ana", "batch draft/multiline")


def test_the_limits_are_announced(chat: Harness) -> None:
    """As the value of the capability."""
    client = Harness(make_config(limits={"multiline_max_lines": 7})).connect()

    client.send("CAP LS 302")

    words = [word for message in client.read() for word in message.params[-1].split()]
    assert "draft/multiline=max-bytes=40000,max-lines=7" in words
