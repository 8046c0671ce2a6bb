"""REGISTER and VERIFY: keeping the nick one is using.

https://ircv3.net/specs/extensions/account-registration
"""

from typing import Any

import pytest

from tests.support.accounts import PASSWORD, add_account, log_in, plain
from tests.support.harness import Client, Harness, make_config
from tests.support.matchers import SERVER, TEXT, line, numeric


def fail(code: str, *context: str, command: str = "REGISTER") -> object:
    """Return what equals one FAIL."""
    return line("FAIL", command, code, *context, TEXT, source=SERVER)


def made(name: str, source: str) -> list[object]:
    """Return what equals the answer to a REGISTER that went well."""
    return [
        line("REGISTER", "SUCCESS", name, TEXT, source=SERVER),
        numeric("900", name, source, name, TEXT),
    ]


def server(**accounts: Any) -> Harness:
    """Return a chat with other keys in ``[accounts]``."""
    return Harness(make_config(accounts=accounts))


class TestRegister:
    @pytest.mark.parametrize("name", ["*", "ana", "ANA"])
    def test_the_nick_is_kept(self, chat: Harness, ana: Client, name: str) -> None:
        """One is logged in at once, and can log in again."""
        answer = ana.ask(f"REGISTER {name} * shivarampassphrase")

        assert answer == made("ana", "ana!user@127.0.0.1")
        ana.send("QUIT")
        again = log_in(chat, "ana", password="shivarampassphrase")
        assert again.session.user.account == "ana"  # type: ignore[union-attr]

    def test_others_are_told(self, chat: Harness, ana: Client) -> None:
        """By account-notify."""
        eva = chat.connect("eva", "account-notify")
        chat.join("#c", ana, eva)

        ana.send("REGISTER * * secreto")

        assert eva.read() == [line("ACCOUNT", "ana", source="ana!user@127.0.0.1")]

    def test_another_name(self, ana: Client) -> None:
        """It must be the nick."""
        assert ana.ask("REGISTER foo * secreto") == [fail("ACCOUNT_NAME_MUST_BE_NICK", "foo")]

    def test_twice(self, ana: Client) -> None:
        """One account is enough."""
        ana.ask("REGISTER * * secreto")

        assert ana.ask("REGISTER * * secreto") == [fail("ALREADY_AUTHENTICATED", "ana")]

    @pytest.mark.parametrize("password", ["corto", "ana", "", "carlota"])
    def test_a_weak_password(self, chat: Harness, password: str) -> None:
        """Short, or the name itself."""
        new = chat.connect("carlota")

        assert new.ask(f"REGISTER * * :{password}") == [fail("WEAK_PASSWORD", "carlota")]

    def test_a_password_that_cannot_be_one(self, ana: Client) -> None:
        """Controls cannot be typed everywhere."""
        assert ana.ask("REGISTER * * sec\x07reto") == [fail("UNACCEPTABLE_PASSWORD", "ana")]

    def test_nobody_may_where_the_administrator_makes_them(self) -> None:
        """The capability is not there either."""
        ana = server(registration=False).connect("ana")

        assert ana.ask("REGISTER * * secreto") == [fail("TEMPORARILY_UNAVAILABLE", "*")]
        offer = " ".join(message.params[-1] for message in ana.ask("CAP LS 302"))
        assert "account-registration" not in offer

    def test_not_where_others_could_read_the_password(self, chat: Harness, ana: Client) -> None:
        """Without TLS, from elsewhere."""
        ana.session.is_loopback = False

        assert ana.ask("REGISTER * * secreto") == [fail("TEMPORARILY_UNAVAILABLE", "*")]


class TestBeforeConnecting:
    def test_allowed(self, chat: Harness) -> None:
        """The capability says so, and nobody else gets the nick."""
        new = chat.connect()
        new.send("CAP LS 302", "NICK bar", "REGISTER * * shivarampassphrase")

        *offer, success, logged_in = new.read()
        assert "draft/account-registration=before-connect" in " ".join(
            message.params[-1] for message in offer
        )
        assert success == line("REGISTER", "SUCCESS", "bar", TEXT, source=SERVER)
        assert logged_in == numeric("900", "bar", "bar!*@127.0.0.1", "bar", TEXT)
        other = chat.connect()
        other.send("NICK bar")
        assert other.read() == [numeric("433", "*", "bar", TEXT)]
        new.send("USER a 0 * :A", "CAP END")
        assert new.session.user.account == "bar"  # type: ignore[union-attr]

    def test_forbidden(self) -> None:
        """Connect first."""
        new = server(registration_before_connect=False).connect()
        new.send("NICK bar", "REGISTER * * shivarampassphrase")

        assert new.read() == [fail("COMPLETE_CONNECTION_REQUIRED", "bar")]

    def test_without_a_nick(self, chat: Harness) -> None:
        """There is nothing to keep."""
        new = chat.connect()
        new.send("REGISTER * * shivarampassphrase")

        assert new.read() == [fail("NEED_NICK", "*")]

    def test_not_past_the_server_s_password(self) -> None:
        """Whoever does not know it makes no account."""
        new = Harness(make_config(server={"password": "open"})).connect()
        new.send("NICK bar", "REGISTER * * shivarampassphrase")

        assert new.read() == [fail("COMPLETE_CONNECTION_REQUIRED", "bar")]

    def test_not_the_nick_of_somebody_here(self, chat: Harness) -> None:
        """Whoever uses it may keep it, nobody else."""
        chat.connect("root")
        new = chat.connect()
        new.send("NICK root", "REGISTER * * shivarampassphrase")

        assert new.read() == [numeric("433", "*", "root", TEXT), fail("ACCOUNT_EXISTS", "root")]


class TestEmail:
    @pytest.mark.parametrize("email", ["*", "nobody", "a@b", "@c.de", "a@c..de"])
    def test_one_is_needed(self, email: str) -> None:
        """And it must look like one."""
        ana = server(registration_needs_email=True).connect("ana")

        answer = ana.ask(f"REGISTER * {email} shivarampassphrase")

        assert answer == [fail("INVALID_EMAIL", "ana")]

    def test_the_value_says_so(self) -> None:
        """Both flags."""
        chat = server(registration_needs_email=True)
        new = chat.connect()
        new.send("CAP LS 302")

        offer = " ".join(message.params[-1] for message in new.read()).split(" ")
        assert "draft/account-registration=before-connect,email-required" in offer

    def test_it_is_kept(self) -> None:
        """For the administrator."""
        chat = server(registration_needs_email=True)
        ana = chat.connect("ana")

        assert ana.ask("REGISTER * ana@example.org secreto") == made("ana", "ana!user@127.0.0.1")
        account = chat.dispatcher.world.accounts.get("ana")
        assert account is not None
        assert account.email == "ana@example.org"


class TestVerify:
    def test_no_account_waits_for_a_code(self, ana: Client) -> None:
        """Whatever the code."""
        assert ana.ask("VERIFY ana 1234") == [fail("INVALID_CODE", "ana", command="VERIFY")]

    def test_who_is_logged_in_needs_none(self, ana: Client) -> None:
        """It says so."""
        ana.ask("REGISTER * * secreto")

        assert ana.ask("VERIFY ana 1234") == [
            fail("ALREADY_AUTHENTICATED", "ana", command="VERIFY")
        ]


class TestReservedNicks:
    @pytest.mark.parametrize("nick", ["ana", "ANA", "аna", "NickServ", "chanserv", "NіckServ"])
    def test_others_get_433(self, nick: str) -> None:
        """The name of an account, what looks like it, and those of the helpers."""
        chat = Harness(make_config(server={"casemapping": "precis"}))
        add_account(chat, "ana")
        new = chat.connect()

        new.send(f"NICK {nick}", "USER a 0 * :A")

        assert new.read() == [numeric("433", "*", nick, TEXT)]

    def test_its_owner_may_have_what_looks_like_it(self) -> None:
        """It fools nobody but others."""
        chat = Harness(make_config(server={"casemapping": "precis"}))
        add_account(chat, "evan")
        evan = log_in(chat, "evan")

        assert evan.ask("NICK еvan") == [line("NICK", "еvan", source="evan!user@127.0.0.1")]

    def test_a_client_that_names_it_first_may_log_in_then(self, chat: Harness) -> None:
        """As nearly all do: whose it is, is asked at the end."""
        add_account(chat, "ana")
        new = chat.connect()

        new.send("CAP LS 302", "NICK ana", "USER a 0 * :A", *plain("ana"), "CAP END")

        assert new.session.user.nick == "ana"  # type: ignore[union-attr]

    def test_and_gets_433_at_the_end_otherwise(self, chat: Harness) -> None:
        """Another NICK lets it in."""
        add_account(chat, "ana")
        new = chat.connect()
        new.send("CAP LS 302", "NICK ana", "USER a 0 * :A", *plain("ana", "wrong"))
        new.read()

        new.send("CAP END")
        refused = new.read()
        new.send("NICK anita")

        assert refused == [numeric("433", "*", "ana", TEXT)]
        assert new.read()[0] == numeric("001", "anita", TEXT)

    def test_a_guest_cannot_take_it_either(self, chat: Harness) -> None:
        """A bare socket is told why."""
        add_account(chat, "ana", PASSWORD)
        guest = chat.guest()
        guest.hear()

        guest.command("nick", "ana")

        (sentence,) = guest.hear()
        assert sentence.startswith("* That nick belongs to an account")

    def test_nor_is_one_given_to_a_guest(self, chat: Harness) -> None:
        """Numbers that are somebody's account are left out."""
        first = chat.guest().session.user
        assert first is not None
        number = int(first.nick.rpartition("-")[2])
        add_account(chat, f"invitado-{number + 1}")

        second = chat.guest().session.user

        assert second is not None
        assert second.nick == f"invitado-{number + 2}"
