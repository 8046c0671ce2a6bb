"""Registration: every order, every refusal.

https://modern.ircdocs.horse/#connection-registration
"""

import itertools
from typing import Any

import pytest

from tertulia_core.wire.message import Message
from tertulia_server.config.passwords import hash_password
from tests.support.harness import Harness, make_config
from tests.support.matchers import SERVER, TEXT, Pattern, line, numeric

BURST = ["001", "002", "003", "004", "005", "251", "252", "253", "254", "255", "265", "266"]
REGISTRATION = ["NICK ana", "USER a 0 * :Ana", "CAP LS 302"]


def commands(messages: list[Message]) -> list[str]:
    """Return the verbs of messages."""
    return [message.command for message in messages]


def test_burst_has_the_order_that_clients_expect(chat: Harness) -> None:
    """Nothing comes before 001, and 422 stands where there is no message of the day."""
    burst = chat.connect().register("ana")

    letters = Pattern("[a-zA-Z]+")
    order = [command for command, _ in itertools.groupby(commands(burst))]
    assert order == [*BURST, "422", "NOTICE"]
    assert burst[0] == numeric("001", "ana", Pattern(".*ana!user@127.0.0.1"))
    assert burst[3] == numeric("004", "ana", SERVER, Pattern("tertulia-.*"), *[letters] * 3)


def test_message_of_the_day_ends_the_burst() -> None:
    """375, a 372 per line, 376; behind it stands what is kept."""
    chat = Harness(make_config(server={"motd": ("Hola", "")}))

    burst = chat.connect().register("ana")

    assert burst[-5:] == [
        numeric("375", "ana", TEXT),
        numeric("372", "ana", "- Hola"),
        numeric("372", "ana", "- "),
        numeric("376", "ana", TEXT),
        line("NOTICE", "ana", TEXT, source=SERVER),
    ]


@pytest.mark.parametrize(
    ("history", "words"),
    [({"mode": "off"}, "Nothing"), ({"mode": "memory", "days": 7.0}, "7 days at most")],
)
def test_everybody_is_told_what_is_kept(history: dict[str, Any], words: str) -> None:
    """Guests too, who ask for it with /help."""
    chat = Harness(make_config(history=history))
    notice = chat.connect().register("ana")[-1]
    guest = chat.guest()
    guest.command("help")

    assert words in notice.params[1]
    assert words in guest.hear()[-1]


def test_everybody_may_begin_with_modes() -> None:
    """They are counted at once, and shown as the end of the burst."""
    chat = Harness(make_config(server={"default_user_modes": "iw"}))

    burst = chat.connect().register("ana")

    assert burst[-1] == line("MODE", "ana", "+iw", source="ana!user@127.0.0.1")
    assert numeric("251", "ana", Pattern(r"\D* 0 \D* 1 \D* 1 \D*")) in burst


@pytest.mark.parametrize("order", list(itertools.permutations(REGISTRATION)))
def test_every_order_registers(chat: Harness, order: tuple[str, ...]) -> None:
    """CAP LS holds the welcome back wherever it stands before the last command."""
    ana = chat.connect()

    ana.send(*order)
    early = commands(ana.read())
    ana.send("CAP END")
    late = commands(ana.read())

    assert ("001" in early) == (order[-1] == "CAP LS 302")
    assert ("001" in late) == (order[-1] != "CAP LS 302")


def test_nick_in_use_is_refused_at_once(chat: Harness) -> None:
    """433 names the nick; another one completes the registration."""
    chat.connect("ana")
    other = chat.connect()

    other.send("USER b 0 * :B", "NICK ANA")
    refused = other.read()
    other.send("NICK bea")

    assert refused == [numeric("433", "*", "ANA", TEXT)]
    assert other.read()[0] == numeric("001", "bea", TEXT)


def test_of_two_who_claim_a_nick_the_first_to_complete_has_it(chat: Harness) -> None:
    """Exactly one is welcomed; the other learns it when it would have been its turn."""
    first, second = chat.connect(), chat.connect()
    first.send("NICK ana")
    second.send("NICK ana", "USER b 0 * :B")
    first.send("USER a 0 * :A")

    assert second.read()[0] == numeric("001", "ana", TEXT)
    assert first.read() == [numeric("433", "*", "ana", TEXT)]


@pytest.mark.parametrize(
    "nick", ["*", "1ana", "-ana", "a na", "ana!", "señora", "#ana", "@ana", "a" * 33, "ana\x02"]
)
def test_what_cannot_be_a_nick_is_432(chat: Harness, nick: str) -> None:
    """And a valid NICK afterwards completes registration."""
    ana = chat.connect()

    ana.send("USER a 0 * :Ana", f"NICK :{nick}")
    (refusal,) = ana.read()
    ana.send("NICK " + "a" * 32)

    assert refusal == numeric("432", "*", nick if " " not in nick else "*", TEXT)
    assert ana.read()[0].command == "001"


def test_empty_nick_never_registers(chat: Harness) -> None:
    """https://modern.ircdocs.horse/#errnonicknamegiven-431"""
    ana = chat.connect()

    ana.send("NICK", "NICK :", "USER a 0 * :Ana")

    assert ana.read() == [numeric("431", "*", TEXT)] * 2


def test_a_refused_nick_may_be_followed_by_a_good_one(chat: Harness) -> None:
    """One 432, then the welcome; what USER said before is not forgotten."""
    ana = chat.connect()

    ana.send("USER a 0 * :Ana", "NICK *")

    assert ana.read() == [numeric("432", "*", "*", TEXT)]
    ana.send("NICK ana")
    assert ana.read()[0] == numeric("001", "ana", Pattern(".*ana!a@127.0.0.1"))


@pytest.mark.parametrize("wrong", [b"USER \xff 0 * :Ana", b"USER a 0 * :\xff"])
def test_names_that_are_not_utf_8_fail_and_good_ones_may_follow(
    chat: Harness, wrong: bytes
) -> None:
    """https://ircv3.net/specs/extensions/utf8-only"""
    ana = chat.connect()

    ana.send("NICK ana", wrong)

    assert ana.read() == [line("FAIL", "USER", "INVALID_UTF8", TEXT, source=SERVER)]
    assert ana.register("ana")[0].command == "001"


def test_empty_real_name_is_461(chat: Harness) -> None:
    """As if it were missing."""
    ana = chat.connect()

    ana.send("NICK ana", "USER a 0 * :")

    assert ana.read() == [numeric("461", "ana", "USER", TEXT)]


@pytest.mark.parametrize("username", ["😀", "a b", "ñandú", "x" * 80, "!@:"])
def test_odd_usernames_are_made_to_fit(chat: Harness, username: str) -> None:
    """Nobody is locked out for what their computer calls them."""
    ana = chat.connect()

    ana.send("NICK ana", f"USER :{username}" if " " in username else f"USER {username} 0 * :Ana")
    burst = ana.read()

    if " " in username:
        assert commands(burst) == ["461"]
    else:
        assert burst[0] == numeric("001", "ana", Pattern(r".*ana![\x21-\x7e]{1,20}@127\.0\.0\.1"))


@pytest.mark.parametrize(
    "line_sent", ["JOIN #c", "PRIVMSG ana :x", "WHOIS ana", "MODE ana", "AWAY", "LUSERS"]
)
def test_commands_wait_for_registration(chat: Harness, line_sent: str) -> None:
    """451 without naming the command."""
    ana = chat.connect()

    ana.send(line_sent)

    assert ana.read() == [numeric("451", "*", TEXT)]


@pytest.mark.parametrize("line_sent", ["USER a 0 * :A", "PASS x"])
def test_registering_twice_is_462(chat: Harness, line_sent: str) -> None:
    """USER and PASS are for newcomers."""
    ana = chat.connect("ana")

    assert ana.ask(line_sent) == [numeric("462", "ana", TEXT)]


def test_ping_is_answered_before_registration(chat: Harness) -> None:
    """The server's name comes first (https://modern.ircdocs.horse/#pong-message)."""
    ana = chat.connect()

    ana.send("PING x", "PING", "PING :")

    assert ana.read() == [
        line("PONG", SERVER, "x", source=SERVER),
        numeric("409", "*", TEXT),
        line("PONG", SERVER, "", source=SERVER),
    ]


def test_pong_is_not_answered(chat: Harness) -> None:
    """With or without a token."""
    ana = chat.connect("ana")

    assert ana.ask("PONG x") == []
    assert ana.ask("PONG") == []


class TestPassword:
    """https://modern.ircdocs.horse/#pass-message"""

    @pytest.fixture(params=["plain", "hashed"])
    def chat(self, request: pytest.FixtureRequest) -> Harness:
        password = "sésamo" if request.param == "plain" else hash_password("sésamo")
        return Harness(make_config(server={"password": password}))

    def test_the_right_one_opens(self, chat: Harness) -> None:
        ana = chat.connect()

        ana.send("PASS :sésamo")

        assert ana.register("ana")[0].command == "001"

    @pytest.mark.parametrize("first", [[], ["PASS wrong"], ["PASS :"]])
    def test_none_or_a_wrong_one_closes(self, chat: Harness, first: list[str]) -> None:
        """464, then ERROR, then the end."""
        ana = chat.connect()

        ana.send(*first, "NICK ana", "USER a 0 * :Ana")

        assert ana.read() == [numeric("464", "ana", TEXT), line("ERROR", TEXT, source=SERVER)]
        assert ana.is_closed

    def test_after_nick_and_user_it_is_too_late(self, chat: Harness) -> None:
        """Also where CAP holds the registration back."""
        ana = chat.connect()

        ana.send("CAP LS 302", "NICK ana", "USER a 0 * :Ana", "PASS :sésamo", "CAP END")

        assert "001" not in commands(ana.read())
        assert ana.is_closed


class TestNick:
    """https://modern.ircdocs.horse/#nick-message"""

    def test_change_is_shown_to_oneself_and_to_peers_once(self, chat: Harness) -> None:
        """However many channels they share; strangers hear nothing."""
        ana, bob, eva = chat.connect("ana"), chat.connect("bob"), chat.connect("eva")
        chat.join("#a", ana, bob)
        chat.join("#b", ana, bob)

        ana.send("NICK Anna")

        change = line("NICK", "Anna", source="ana!user@127.0.0.1")
        assert ana.read() == [change]
        assert bob.read() == [change]
        assert eva.read() == []

    def test_with_a_label_its_source_is_the_old_nick(self, chat: Harness) -> None:
        ana = chat.connect("ana", "labeled-response batch")

        ana.send("@label=L NICK eva")

        source = "ana!user@127.0.0.1"
        assert ana.read() == [line("NICK", "eva", source=source, tags={"label": "L"})]

    def test_a_person_in_no_channel_sees_it_too(self, chat: Harness) -> None:
        ana = chat.connect("ana")

        assert ana.ask("NICK anna") == [line("NICK", "anna", source="ana!user@127.0.0.1")]

    def test_a_nick_in_use_leaves_the_old_one(self, chat: Harness) -> None:
        ana = chat.connect("ana")
        chat.connect("bob")

        assert ana.ask("NICK Bob") == [numeric("433", "ana", "Bob", TEXT)]
        assert ana.ask("ISON ana") == [numeric("303", "ana", "ana")]

    def test_the_owner_may_change_its_case(self, chat: Harness) -> None:
        ana, bob = chat.connect("ana"), chat.connect("bob")
        chat.join("#c", ana, bob)

        ana.send("NICK ANA")

        assert bob.read() == [line("NICK", "ANA", source="ana!user@127.0.0.1")]
        assert bob.ask("NAMES #c")[0].params[3] == "@ANA bob"

    def test_the_same_nick_again_is_silent(self, chat: Harness) -> None:
        ana = chat.connect("ana")

        assert ana.ask("NICK ana") == []

    def test_an_old_nick_is_free_at_once(self, chat: Harness) -> None:
        """After NICK, after QUIT, and when one leaves before registration is complete."""
        ana, bob, early = chat.connect("ana"), chat.connect("bob"), chat.connect()
        early.send("NICK eva")
        early.hang_up()
        ana.send("NICK anna")
        bob.send("QUIT")

        assert [chat.connect(nick).nick for nick in ("ana", "bob", "eva")] == ["ana", "bob", "eva"]


class TestQuit:
    """https://modern.ircdocs.horse/#quit-message"""

    def test_peers_see_the_reason_once_and_the_sender_an_error(self, chat: Harness) -> None:
        ana, bob = chat.connect("ana"), chat.connect("bob")
        chat.join("#a", ana, bob)
        chat.join("#b", ana, bob)

        ana.send("QUIT :hasta luego")

        assert ana.read() == [line("ERROR", Pattern(".*hasta luego.*"), source=SERVER)]
        assert ana.is_closed
        assert bob.read() == [line("QUIT", "Quit: hasta luego", source="ana!user@127.0.0.1")]

    def test_before_registration_it_is_answered_too(self, chat: Harness) -> None:
        probe = chat.connect()

        probe.send("QUIT :chkport")

        assert probe.read() == [line("ERROR", TEXT, source=SERVER)]
        assert probe.is_closed

    def test_what_comes_after_it_is_not_read(self, chat: Harness) -> None:
        ana, bob = chat.connect("ana"), chat.connect("bob")

        ana.send("QUIT")
        ana.read()
        ana.send("PRIVMSG bob :x", "PING x", "QUIT")

        assert (ana.read(), bob.read()) == ([], [])

    def test_a_broken_connection_is_a_quit_with_its_reason(self, chat: Harness) -> None:
        ana, bob = chat.connect("ana"), chat.connect("bob")
        chat.join("#a", ana, bob)

        ana.hang_up("Connection lost")

        assert bob.read() == [line("QUIT", "Connection lost", source="ana!user@127.0.0.1")]


def test_too_many_lines_before_registration_end_it(chat: Harness) -> None:
    """reliability.md section 4: 20 lines."""
    ana = chat.connect()

    ana.send(*["PING x"] * chat.config.limits.registration_lines)
    pongs = ana.read()
    ana.send("PING x")

    assert commands(pongs) == ["PONG"] * 20
    assert ana.read() == [line("ERROR", TEXT, source=SERVER)]
    assert ana.is_closed
