"""NickServ and ChanServ: a courtesy by messages, answered by notices.

https://modern.ircdocs.horse/#privmsg-message
"""

import pytest

from tertulia_server.commands.helpers import find_helper
from tests.support.accounts import PASSWORD, add_account, log_in
from tests.support.harness import Client, Harness, make_config
from tests.support.matchers import SERVER, TEXT, Line, line, numeric


def nickserv(nick: str = "ana") -> Line:
    """Return what equals something NickServ says."""
    return line("NOTICE", nick, TEXT, source=f"NickServ!NickServ@{SERVER}")


def chanserv(nick: str = "ana") -> Line:
    """Return what equals something ChanServ says."""
    return line("NOTICE", nick, TEXT, source=f"ChanServ!ChanServ@{SERVER}")


def logged_in(name: str = "ana") -> Line:
    """Return what equals 900."""
    return numeric("900", name, f"{name}!user@127.0.0.1", name, TEXT)


class TestAsking:
    @pytest.mark.parametrize(
        "line_", ["PRIVMSG nickserv :register secreto", "NS register secreto",
                  "NICKSERV :REGISTER  secreto"],
    )  # fmt: skip
    def test_all_ways_are_one(self, ana: Client, line_: str) -> None:
        """In any case."""
        assert ana.ask(line_) == [logged_in(), nickserv()]

    @pytest.mark.parametrize("line_", ["NS", "NS FROB", "PRIVMSG NickServ :hola", "NS HELP"])
    def test_who_asks_for_nonsense_is_told_what_there_is(self, ana: Client, line_: str) -> None:
        """A line for each command, but none for operators alone."""
        answers = ana.ask(line_)

        helper = find_helper("NickServ")
        assert helper is not None
        shown = [name for name, row in helper.commands.items() if not row.is_for_opers]
        assert answers == [nickserv()] * (1 + len(shown))
        assert [answer.params[1].split()[0] for answer in answers[1:]] == shown

    def test_missing_words(self, ana: Client) -> None:
        """The syntax is shown."""
        (answer,) = ana.ask("NS PASSWD x")

        assert answer.params[1] == "PASSWD <old> <new>"

    def test_the_sender_s_own_copy(self, chat: Harness) -> None:
        """With echo-message, and without an id: nobody keeps it."""
        ana = chat.connect("ana", "echo-message message-tags")

        echo, *_answers = ana.ask("PRIVMSG NickServ :info")

        assert echo == line("PRIVMSG", "NickServ", "info", source="ana!user@127.0.0.1")

    def test_nothing_of_it_is_kept(self, chat: Harness, ana: Client) -> None:
        """Passwords least of all."""
        ana.send("NS REGISTER secreto", "PRIVMSG NickServ :passwd secreto misecreto")

        assert not any("secreto" in text for _key, text in chat.store.documents("account"))
        assert chat.store.last_numbers() == {}

    def test_typing_to_them_is_no_mistake(self, chat: Harness) -> None:
        """They do not care."""
        ana = chat.connect("ana", "message-tags")

        assert ana.ask("@+typing=active TAGMSG NickServ") == []

    def test_with_a_label(self, chat: Harness) -> None:
        """The answers come in its batch, however long the password takes."""
        ana = chat.connect("ana", "labeled-response batch")

        answer = ana.ask("@label=x NS REGISTER secreto")

        assert answer[0].tags == {"label": "x"}
        assert [message.command for message in answer] == ["BATCH", "900", "NOTICE", "BATCH"]


class TestNickServ:
    @pytest.fixture
    def ana(self, chat: Harness) -> Client:
        """Return Ana, logged in."""
        add_account(chat, "ana")
        return log_in(chat, "ana")

    def refused(self, chat: Harness, client: Client, command: str) -> None:
        """Make sure that a command changes no account."""
        before = dict(chat.store.documents("account"))

        assert client.ask(f"NS {command}") == [nickserv(client.nick)]
        assert dict(chat.store.documents("account")) == before

    @pytest.mark.parametrize(
        "command",
        ["REGISTER secreto", "SET ALWAYS-ON perhaps", "SET FROB on", "PASSWD wrong misecreto",
         "PASSWD secreto corto", "DROP wrong", "CERT ADD", "CERT ADD zz", "CERT DEL " + "a" * 64,
         "INFO nobody", "IDENTIFY ana wrong"],
    )  # fmt: skip
    def test_what_is_refused(self, chat: Harness, ana: Client, command: str) -> None:
        """By one sentence, and nothing is changed."""
        self.refused(chat, ana, command)

    @pytest.mark.parametrize(
        "command",
        ["REGISTER corto", "LOGOUT", "PASSWD a b", "DROP secreto", "SET MULTICLIENT off",
         "CERT LIST", "SAREGISTER foo secreto"],
    )  # fmt: skip
    def test_what_is_refused_to_who_has_no_account(
        self, chat: Harness, bob: Client, command: str
    ) -> None:
        """The same; commands for operators are not even known."""
        answers = bob.ask(f"NS {command}")

        assert answers == [nickserv("bob")] * len(answers) != []
        assert list(chat.dispatcher.world.accounts) == []

    def test_identify(self, chat: Harness, ana: Client, bob: Client) -> None:
        """By the name of the account, or of the nick in use."""
        ana.send("QUIT")
        add_account(chat, "berta")
        berta = chat.connect("foo")

        assert berta.ask("NS IDENTIFY berta secreto") == [
            numeric("900", "foo", "foo!user@127.0.0.1", "berta", TEXT),
            nickserv("foo"),
        ]
        assert berta.ask("NICK berta") == [line("NICK", "berta", source="foo!user@127.0.0.1")]

    def test_logout(self, ana: Client) -> None:
        """901."""
        assert ana.ask("NS LOGOUT") == [
            numeric("901", "ana", "ana!user@127.0.0.1", TEXT),
            nickserv(),
        ]
        assert ana.session.user.account == ana.session.account == ""  # type: ignore[union-attr]

    def test_passwd(self, chat: Harness, ana: Client) -> None:
        """From now on the new one is good, and no token."""
        account = chat.dispatcher.world.accounts.get("ana")
        assert account is not None
        chat.dispatcher.world.accounts.add_token(account, "phone", 0.0)

        assert ana.ask("NS PASSWD secreto misecreto") == [nickserv()]

        assert account.verifier.fits("misecreto")
        assert account.tokens == {}

    def test_drop(self, chat: Harness, ana: Client, bob: Client) -> None:
        """Account, presence and channels; the nick is free for others afterwards."""
        chat.join("#c", ana, bob)
        ana.ask("NS SET ALWAYS-ON ON")
        ana.ask("CS REGISTER #c")

        answer = ana.ask("NS DROP secreto")

        assert answer == [numeric("901", "ana", "ana!user@127.0.0.1", TEXT), nickserv()]
        for kind in ("account", "channel", "presence"):
            assert list(chat.store.documents(kind)) == []
        ana.send("QUIT")
        assert bob.ask("NICK ana") == [line("NICK", "ana", source="bob!user@127.0.0.1")]

    def test_info(self, chat: Harness, ana: Client, bob: Client) -> None:
        """More about oneself than about others."""
        chat.join("#c", ana)
        ana.ask("CS REGISTER #c")

        assert ana.ask("NS INFO") == [nickserv()] * 2
        assert bob.ask("NS INFO ana") == [nickserv("bob")]

    def test_certificates(self, chat: Harness, ana: Client) -> None:
        """Added, listed, taken away; one opens one account."""
        fingerprint = "ab" * 32
        ana.ask(f"NS CERT ADD {'AB:' * 31}AB")

        (listed,) = ana.ask("NS CERT LIST")
        assert listed.params[1] == fingerprint
        add_account(chat, "berta")
        self.refused(chat, log_in(chat, "berta"), f"CERT ADD {fingerprint}")
        ana.ask(f"NS CERT DEL {fingerprint}")
        account = chat.dispatcher.world.accounts.get("ana")
        assert account is not None
        assert account.certificates == []

    def test_saregister(self, chat: Harness, bob: Client) -> None:
        """By operators."""
        chat.dispatcher.world.set_mode(bob.session.user, "o", is_on=True)  # type: ignore[arg-type]

        assert bob.ask("PRIVMSG NickServ :SAREGISTER foo foopassword") == [nickserv("bob")]

        assert log_in(chat, "foo", password="foopassword").nick == "foo"

    def test_not_where_others_could_read_the_password(self, chat: Harness, bob: Client) -> None:
        """Without TLS, from elsewhere."""
        bob.session.is_loopback = False

        self.refused(chat, bob, "REGISTER secreto")
        self.refused(chat, bob, f"IDENTIFY bob {PASSWORD}")


class TestChanServ:
    @pytest.fixture
    def ana(self, chat: Harness) -> Client:
        """Return Ana, logged in, operator of #c."""
        add_account(chat, "ana")
        ana = log_in(chat, "ana")
        chat.join("#c", ana)
        return ana

    def test_register(self, chat: Harness, ana: Client, bob: Client) -> None:
        """The founder's rank is seen by all."""
        chat.join("#c", bob)

        mode = line("MODE", "#c", "+q", "ana", source=f"ChanServ!ChanServ@{SERVER}")
        assert ana.ask("PRIVMSG chanserv :Register #c") == [mode, chanserv()]
        assert bob.read() == [mode]
        assert numeric("353", "bob", "=", "#c", "~ana bob") in bob.ask("NAMES #c")

    @pytest.mark.parametrize("command", ["REGISTER #c", "DROP #c", "INFO #c", "REGISTER #none"])
    def test_what_is_refused(self, chat: Harness, ana: Client, bob: Client, command: str) -> None:
        """To who has no account, is no operator, or asks for what is not there."""
        assert bob.ask(f"CS {command}") == [chanserv("bob")]
        add_account(chat, "berta")
        berta = log_in(chat, "berta")
        chat.join("#c", berta)
        assert berta.ask(f"CS {command}") == [chanserv("berta")]
        assert list(chat.dispatcher.world.registered) == []

    def test_it_outlives_everybody(self, chat: Harness, ana: Client, bob: Client) -> None:
        """Topic, modes and lists are as they were; who enters first is nobody special."""
        ana.send("CS REGISTER #c", "TOPIC #c :tema", "MODE #c +b-t eva!*@*", "PART #c")

        entered = bob.ask("JOIN #c")

        assert numeric("332", "bob", "#c", "tema") in entered
        assert numeric("353", "bob", "=", "#c", "bob") in entered
        assert "MODE" not in [message.command for message in entered]
        assert numeric("324", "bob", "#c", "+n") in bob.ask("MODE #c")
        eva = chat.connect("eva")
        assert eva.ask("JOIN #c") == [numeric("474", "eva", "#c", TEXT)]
        assert numeric("353", "ana", "=", "#c", "bob ~ana") in ana.ask("JOIN #c")

    def test_and_a_restart(self, chat: Harness, ana: Client) -> None:
        """The same."""
        ana.send("CS REGISTER #c", "TOPIC #c :tema", "MODE #c +b eva!*@*")

        again = Harness(chat.config, store=chat.store)

        bob, eva = again.connect("bob"), again.connect("eva")
        assert numeric("332", "bob", "#c", "tema") in bob.ask("JOIN #c")
        assert eva.ask("JOIN #c") == [numeric("474", "eva", "#c", TEXT)]
        ana = log_in(again, "ana")
        assert numeric("353", "ana", "=", "#c", "bob ~ana") in ana.ask("JOIN #c")

    def test_who_is_kept_out_makes_nothing(self, chat: Harness, ana: Client, bob: Client) -> None:
        """The channel is not there before somebody is in it."""
        ana.send("CS REGISTER #c", "MODE #c +k llave", "PART #c")

        assert bob.ask("JOIN #c") == [numeric("475", "bob", "#c", TEXT)]
        assert list(chat.dispatcher.world.channels) == []

    def test_rename(self, chat: Harness, ana: Client, bob: Client) -> None:
        """It is hers by the new name, and the old one is free."""
        ana.send("CS REGISTER #c", "RENAME #c #d", "PART #d")

        assert list(chat.dispatcher.world.registered) == ["#d"]
        assert numeric("353", "bob", "=", "#c", "@bob") in bob.ask("JOIN #c")

    def test_drop(self, chat: Harness, ana: Client) -> None:
        """The founder's rank goes with it."""
        ana.ask("CS REGISTER #c")

        mode = line("MODE", "#c", "-q", "ana", source=f"ChanServ!ChanServ@{SERVER}")
        assert ana.ask("CS DROP #c") == [mode, chanserv()]
        assert list(chat.store.documents("channel")) == []

    def test_the_founder_who_logs_in_inside(self, chat: Harness, ana: Client) -> None:
        """The rank comes with the account."""
        ana.send("CS REGISTER #c", "QUIT")
        foo = chat.connect("foo")
        foo.ask("JOIN #c")

        foo.send("NS IDENTIFY ana secreto")

        source = f"ChanServ!ChanServ@{SERVER}"
        assert line("MODE", "#c", "+q", "foo", source=source) in foo.read()

    @pytest.mark.parametrize("name", ["#sаla", "#sa1a"])
    def test_look_alikes(self, chat: Harness, ana: Client, bob: Client, name: str) -> None:
        """Of a room there is, or of a registered one that nobody is in."""
        chat.join("#sala", ana)
        while_there = bob.ask(f"JOIN {name}")
        ana.send("CS REGISTER #sala", "PART #sala")

        assert while_there == bob.ask(f"JOIN {name}") == [numeric("476", "bob", name, TEXT)]

    def test_a_rename_to_a_look_alike(self, ana: Client, bob: Client) -> None:
        """Is none."""
        bob.ask("JOIN #sala")

        (answer,) = ana.ask("RENAME #c #sаla")
        assert answer.params[:2] == ("RENAME", "CANNOT_RENAME")


def test_the_helpers_are_nobody(chat: Harness, ana: Client) -> None:
    """No users, in no list; and their names nobody's."""
    assert ana.ask("ISON NickServ ChanServ") == [numeric("303", "ana", "")]
    assert ana.ask("NICK CHANSERV") == [numeric("433", "ana", "CHANSERV", TEXT)]


def test_registration_by_the_administrator_only() -> None:
    """NickServ keeps to the configuration."""
    chat = Harness(make_config(accounts={"registration": False}))
    ana = chat.connect("ana")

    assert ana.ask("NS REGISTER secreto") == [nickserv()]
    assert list(chat.dispatcher.world.accounts) == []
