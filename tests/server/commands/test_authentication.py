"""Logging in by SASL.

https://ircv3.net/specs/extensions/sasl-3.1
https://ircv3.net/specs/extensions/sasl-3.2
"""

import re
from base64 import b64decode

import pytest

from tertulia_core.wire.scram import Client as Scram
from tests.support.accounts import PASSWORD, add_account, authenticate, base64, log_in, plain
from tests.support.harness import Client, Harness, make_config
from tests.support.matchers import SERVER, TEXT, Pattern, line, numeric

MORE = line("AUTHENTICATE", "+", source=SERVER)
FAILED = numeric("904", "*", TEXT)


@pytest.fixture
def new(chat: Harness) -> Client:
    """Return a connection that has not registered, on a server that knows Ana."""
    add_account(chat, "Ana")
    return chat.connect()


def welcomed(account: str, nick: str = "*", source: str = "*!*@127.0.0.1") -> list[object]:
    """Return what a login is answered."""
    return [numeric("900", nick, source, account, TEXT), numeric("903", nick, TEXT)]


class TestOffer:
    def test_the_value_lists_the_mechanisms(self, new: Client) -> None:
        """Names of at most twenty characters."""
        new.send("CAP LS 302")

        offer = " ".join(message.params[-1] for message in new.read()).split(" ")
        assert "sasl=PLAIN,SCRAM-SHA-256" in offer

    def test_an_unknown_mechanism_is_told_which_there_are(self, new: Client) -> None:
        """908 and then 904."""
        new.send("AUTHENTICATE FOO")

        listed = numeric("908", "*", Pattern("[A-Z0-9_-]{1,20}(,[A-Z0-9_-]{1,20})*"), TEXT)
        assert new.read() == [listed, FAILED]

    def test_others_on_the_way_hear_no_password(self, chat: Harness) -> None:
        """Without TLS, and from elsewhere: nothing is offered, nothing asked for is given."""
        add_account(chat, "ana")
        new = chat.connect()
        new.session.is_loopback = False

        new.send("CAP LS 302", "CAP REQ sasl", *plain("ana"))

        *offers, refused, first, second = new.read()
        assert not re.search("sasl|registration", " ".join(offer.params[-1] for offer in offers))
        assert refused == line("CAP", "*", "NAK", "sasl", source=SERVER)
        assert first == second == FAILED


class TestPlain:
    def test_the_right_password(self, new: Client) -> None:
        """900 with the mask and the account as it is spelled, then 903."""
        new.send("CAP REQ sasl", *plain("ana"))

        assert new.read()[1:] == [MORE, *welcomed("Ana")]

    @pytest.mark.parametrize("acts_as", ["", "Ana", "ana"])
    def test_as_oneself(self, new: Client, acts_as: str) -> None:
        """Said or not."""
        new.send(*plain("Ana", acts_as=acts_as))

        assert new.read() == [MORE, *welcomed("Ana")]

    @pytest.mark.parametrize(
        "data",
        [b"\0Ana\0otra", b"\0nobody\0secreto", b"bob\0Ana\0secreto", b"\0\0secreto", b"\0Ana\0",
         b"\0Ana\0sec\0reto", b"Ana secreto", b"\0Ana\0\xff"],
    )  # fmt: skip
    def test_what_is_refused(self, new: Client, data: bytes) -> None:
        """A wrong password, nobody, somebody else, empty parts, NUL, nonsense."""
        new.send(*authenticate(data))

        assert new.read() == [MORE, FAILED]

    @pytest.mark.parametrize("password", ["é" * 100, "x" * 291, "bar" * 100, "x" * 592])
    def test_long_passwords(self, chat: Harness, password: str) -> None:
        """In pieces of 400, ended by a plus where the last one is full."""
        add_account(chat, "foo", password)
        new = chat.connect()

        new.send(*plain("foo", password, "foo"))

        assert new.read() == [MORE, *welcomed("foo")]

    def test_it_may_be_tried_again(self, new: Client) -> None:
        """Each AUTHENTICATE begins anew after a failure."""
        new.send("AUTHENTICATE PLAIN", "AUTHENTICATE !!!", *plain("ana"))

        assert new.read() == [MORE, FAILED, MORE, *welcomed("Ana")]

    def test_guessing_is_made_slow(self, chat: Harness, new: Client) -> None:
        """After three failures not even the right one is looked at, for a minute."""
        for _guess in range(3):
            new.send(*plain("ana", "wrong"))
        new.read()

        new.send(*plain("ana"))
        early = new.read()
        chat.pass_time(29)
        other = chat.connect(host="192.0.2.1")
        other.send(*plain("ana"))
        chat.pass_time(0)

        assert early == [MORE, FAILED]
        assert other.read() == [MORE, *welcomed("Ana", source="*!*@192.0.2.1")]

    def test_guessing_on_many_connections_is_no_quicker(self, chat: Harness) -> None:
        """Though all of them began before the first failure was known."""
        chat.work_waits = True
        guessers = [chat.connect() for _number in range(5)]
        for client in guessers[:-1]:
            client.send(*plain("ana", "wrong"))
        guessers[-1].send(*plain("ana"))

        for _guess in guessers:
            chat.finish_work()

        assert guessers[-1].read() == [MORE, FAILED]

    def test_one_name_after_the_other_is_slow_too(self) -> None:
        """From one address; this computer is exempt."""
        chat = Harness(make_config(limits={"registration_lines": 1000}))
        add_account(chat, "berta")
        new, far = chat.connect(), chat.connect(host="192.0.2.1")
        far.session.is_loopback, far.session.is_tls = False, True
        for client in (far, new):
            for number in range(100):
                client.send(*plain(f"nobody{number}"))
            client.read()

        for client in (far, new):
            client.send(*plain("berta"))

        assert far.read() == [MORE, FAILED]
        assert new.read() == [MORE, *welcomed("berta")]

    def test_who_is_suspended_stays_out(self, chat: Harness, new: Client) -> None:
        """902, with the right password only."""
        accounts = chat.dispatcher.world.accounts
        accounts.suspend(accounts.get("ana"), "spam")  # type: ignore[arg-type]

        new.send(*plain("ana", "wrong"), *plain("ana"))

        assert new.read() == [MORE, FAILED, MORE, numeric("902", "*", TEXT)]


class TestScram:
    def exchange(self, new: Client, name: str, password: str) -> list[object]:
        """Return what comes after the client's proof."""
        scram = Scram(name, password, "abc")
        new.send("AUTHENTICATE SCRAM-SHA-256", f"AUTHENTICATE {base64(scram.first())}")
        more, challenge = new.read()
        assert more == MORE
        proof = scram.answer(b64decode(challenge.params[0]))
        new.send(f"AUTHENTICATE {base64(proof)}")
        answer, *rest = new.read()
        if answer.command != "AUTHENTICATE":
            return [answer, *rest]
        scram.check(b64decode(answer.params[0]))
        assert rest == []
        new.send("AUTHENTICATE +")
        return list(new.read())

    def test_the_right_password(self, new: Client) -> None:
        """900 and 903 come only after the client has seen that the server knows it too."""
        assert self.exchange(new, "ana", PASSWORD) == welcomed("Ana")

    @pytest.mark.parametrize("name", ["Ana", "nobody"])
    def test_the_wrong_one(self, new: Client, name: str) -> None:
        """904 right after the proof, whether or not there is such an account."""
        assert self.exchange(new, name, "millet") == [FAILED]

    def test_guesses_count_as_with_plain(self, new: Client) -> None:
        """The fourth exchange does not begin."""
        for _guess in range(3):
            assert self.exchange(new, "ana", "millet") == [FAILED]

        new.send(*authenticate(Scram("ana", PASSWORD, "abc").first(), "SCRAM-SHA-256"))

        assert new.read() == [MORE, FAILED]


class TestFrames:
    def test_a_parameter_over_400(self, new: Client) -> None:
        """905, and the exchange is over."""
        new.send("AUTHENTICATE PLAIN", "AUTHENTICATE " + "A" * 450)

        assert new.read() == [MORE, numeric("905", "*", TEXT)]

    def test_pieces_without_end(self, chat: Harness) -> None:
        """904 once they are too many."""
        chat = Harness(make_config(limits={"registration_lines": 1000}))
        new = chat.connect()

        new.send("AUTHENTICATE PLAIN", *["AUTHENTICATE " + "A" * 400] * 9)

        assert new.read() == [MORE, FAILED]

    def test_giving_up(self, new: Client) -> None:
        """906."""
        new.send("AUTHENTICATE PLAIN", "AUTHENTICATE *", *plain("ana"))

        assert new.read() == [MORE, numeric("906", "*", TEXT), MORE, *welcomed("Ana")]

    def test_a_parameter_is_needed(self, new: Client) -> None:
        """461."""
        new.send("AUTHENTICATE")

        assert new.read() == [numeric("461", "*", "AUTHENTICATE", TEXT)]


class TestRegistration:
    def test_nick_and_user_in_between(self, new: Client) -> None:
        """They disturb nothing, and the mask has what is known."""
        new.send("CAP LS 302", "AUTHENTICATE PLAIN", "NICK ana", "USER a 0 * :A")
        new.send(*plain("ana")[1:])

        assert new.read()[-3:] == [MORE, *welcomed("Ana", "ana", "ana!a@127.0.0.1")]

    def test_ending_it_in_between(self, new: Client) -> None:
        """906, and the client is let in without an account."""
        new.send("CAP LS 302", "AUTHENTICATE PLAIN", "NICK foo", "USER a 0 * :A", "CAP END")

        commands = [message.command for message in new.read()]
        assert commands[2:5] == ["AUTHENTICATE", "906", "001"]
        assert not new.session.user.account  # type: ignore[union-attr]

    def test_pipelined_without_asking_for_it(self, new: Client) -> None:
        """What comes after waits until the password is checked."""
        new.send("CAP LS 302", *plain("ana"), "NICK ana", "USER a 0 * :A", "CAP END")

        assert "001" in [message.command for message in new.read()]
        assert new.session.user.account == "Ana"  # type: ignore[union-attr]

    def test_others_learn_of_the_account(self, chat: Harness, new: Client, bob: Client) -> None:
        """Everything said carries it, and WHOIS names it."""
        eva = chat.connect("eva", "account-tag extended-join")
        chat.join("#c", bob, eva)
        ana = log_in(chat, "ana")

        ana.send("JOIN #c", "PRIVMSG #c :hola", "NOTICE eva :hola")

        source, tags = "ana!user@127.0.0.1", {"account": "Ana"}
        assert eva.read() == [
            line("JOIN", "#c", "Ana", "Real Name", source=source, tags=tags),
            line("PRIVMSG", "#c", "hola", source=source, tags=tags),
            line("NOTICE", "eva", "hola", source=source, tags=tags),
        ]
        assert numeric("330", "bob", "ana", "Ana", TEXT) in bob.ask("WHOIS ana")


class TestLater:
    def test_after_the_welcome(self, chat: Harness, bob: Client) -> None:
        """Those who share a room are told, if they asked for it."""
        add_account(chat, "Ana")
        ana, eva = chat.connect("foo"), chat.connect("eva", "account-notify")
        chat.join("#c", bob, ana, eva)

        ana.send(*plain("ana"))

        assert ana.read() == [MORE, *welcomed("Ana", "foo", "foo!user@127.0.0.1")]
        assert eva.read() == [line("ACCOUNT", "Ana", source="foo!user@127.0.0.1")]
        assert bob.read() == []

    def test_as_somebody_else(self, chat: Harness) -> None:
        """900 and 903, and no 901 before; the old account is left."""
        add_account(chat, "Ana")
        add_account(chat, "Berta")
        ana = log_in(chat, "ana", "foo")

        ana.send(*plain("berta"))

        assert ana.read() == [MORE, *welcomed("Berta", "foo", "foo!user@127.0.0.1")]
        assert ana.session.user.account == "Berta"  # type: ignore[union-attr]

    def test_not_one_of_several_connections(self, chat: Harness) -> None:
        """They are one person, who cannot be two: 907."""
        add_account(chat, "Ana")
        add_account(chat, "Berta")
        ana = log_in(chat, "ana")
        log_in(chat, "ana")

        ana.send(*plain("berta"))

        assert ana.read() == [MORE, numeric("907", "ana", TEXT)]


class TestExtbans:
    @pytest.mark.parametrize("prefix", ["a", "account"])
    def test_they_match_the_account_and_never_the_nick(
        self, chat: Harness, bob: Client, prefix: str
    ) -> None:
        """As a ban, its exception and an invitation.

        https://ircv3.net/specs/extensions/account-extban
        """
        add_account(chat, "ana")
        chat.join("#c", bob)
        bob.ask(f"MODE #c +b {prefix}:ana")
        ana, other = log_in(chat, "ana", "foo"), chat.connect("ana-2")

        assert ana.ask("JOIN #c") == [numeric("474", "foo", "#c", TEXT)]
        assert other.ask("JOIN #c")[0].command == "JOIN"
        bob.ask(f"MODE #c +e {prefix}:ANA")
        assert ana.ask("JOIN #c")[0].command == "JOIN"
        ana.ask("PART #c")
        bob.ask("MODE #c +i")
        assert ana.ask("JOIN #c") == [numeric("473", "foo", "#c", TEXT)]
        bob.ask(f"MODE #c +I {prefix}:ana")
        assert ana.ask("JOIN #c")[0].command == "JOIN"
