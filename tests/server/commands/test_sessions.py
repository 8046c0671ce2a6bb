"""Several connections of one account are one person; who is always on stays without any.

https://modern.ircdocs.horse/#connection-registration
"""

import pytest

from tests.support.accounts import add_account, log_in, plain
from tests.support.harness import Client, Harness, make_config
from tests.support.matchers import ANY, SERVER, TEXT, Line, line, numeric

SOURCE = "nick!user@127.0.0.1"


@pytest.fixture
def two(chat: Harness, bob: Client) -> tuple[Client, Client]:
    """Return two connections of Ana's, who is called nick and shares #c with Bob."""
    add_account(chat, "ana")
    first = log_in(chat, "ana", "nick", "message-tags")
    chat.join("#c", bob, first)
    return first, log_in(chat, "ana", "other", "account-tag")


def said(text: str, target: str = "#c", **tags: object) -> Line:
    """Return what equals a message of Ana's."""
    return line("PRIVMSG", target, text, source=SOURCE, tags=tags)


class TestOnePerson:
    def test_the_second_connection_is_the_same_person(self, chat: Harness, bob: Client) -> None:
        """Same nick in 001, JOIN and names for each room; nobody else notices."""
        add_account(chat, "ana")
        first = log_in(chat, "ana", "nick")
        chat.join("#c", bob, first)
        bob.send("TOPIC #c :tema")
        for client in (bob, first):
            client.read()
        new = chat.connect()

        new.send("CAP LS 302", *plain("ana"), "NICK nick", "USER a 0 * :A", "CAP END")

        burst = new.read()
        assert numeric("001", "nick", TEXT) in burst
        assert burst[-5:] == [
            line("JOIN", "#c", source=SOURCE),
            numeric("332", "nick", "#c", "tema"),
            numeric("333", "nick", "#c", ANY, ANY),
            numeric("353", "nick", "=", "#c", "@bob nick"),
            numeric("366", "nick", "#c", TEXT),
        ]
        assert bob.sync() == first.sync() == []
        assert len(chat.dispatcher.world.users) == 2

    def test_each_hears_with_its_own_tags(self, two: tuple[Client, Client], bob: Client) -> None:
        """And the same id."""
        first, second = two
        first.send("CAP REQ -message-tags")
        first.read()

        bob.send("@+x=1 PRIVMSG #c :hola", "PRIVMSG nick :a ti")

        source = "bob!user@127.0.0.1"
        heard = [
            line("PRIVMSG", "#c", "hola", source=source),
            line("PRIVMSG", "nick", "a ti", source=source),
        ]
        assert first.read() == second.read() == heard

    def test_own_words_go_to_the_others(self, two: tuple[Client, Client], bob: Client) -> None:
        """In rooms and in private, and not to the one that said them."""
        first, second = two

        first.send("PRIVMSG #c :hola", "PRIVMSG bob :oye")

        assert second.read() == [
            said("hola", account="ana"),
            said("oye", "bob", account="ana"),
        ]
        assert bob.read() == [said("hola"), said("oye", "bob")]
        assert first.read() == []

    def test_a_room_is_entered_and_left_by_all(self, two: tuple[Client, Client]) -> None:
        """The others get the names too."""
        first, second = two

        first.send("JOIN #new", "PART #new")

        tags = {"account": "ana"}
        assert second.read() == [
            line("JOIN", "#new", source=SOURCE, tags=tags),
            numeric("353", "nick", "=", "#new", "@nick"),
            numeric("366", "nick", "#new", TEXT),
            line("PART", "#new", source=SOURCE, tags=tags),
        ]

    def test_one_of_several_quits(self, two: tuple[Client, Client], bob: Client) -> None:
        """It sees its own QUIT, the others nothing; they see that of the last."""
        first, second = two

        first.send("QUIT :one out")
        nothing = second.read() + bob.read()
        second.send("QUIT :two out")

        assert first.read() == [
            line("QUIT", "Quit: one out", source=SOURCE, tags=ANY),
            line("ERROR", TEXT, source=SERVER),
        ]
        assert nothing == []
        assert bob.read() == [line("QUIT", "Quit: two out", source=SOURCE)]

    def test_away_when_all_are(self, two: tuple[Client, Client], chat: Harness) -> None:
        """Not before, and no longer than that."""
        first, second = two
        eva = chat.connect("eva", "away-notify")
        eva.send("JOIN #c")
        eva.read()

        first.send("AWAY :comiendo")
        before = eva.read()
        second.send("AWAY :durmiendo")
        during = eva.read()
        log_in(chat, "ana")

        assert before == []
        assert during == [line("AWAY", "durmiendo", source=SOURCE)]
        assert eva.read() == [line("AWAY", source=SOURCE)]

    def test_not_for_who_does_not_want_it(self, two: tuple[Client, Client], chat: Harness) -> None:
        """MULTICLIENT OFF: the nick is in use, once."""
        two[0].send("NS SET MULTICLIENT OFF")
        new = chat.connect()

        new.send("CAP LS 302", *plain("ana"), "NICK nick", "USER a 0 * :A", "CAP END")

        commands = [message.command for message in new.read()]
        assert "001" not in commands
        assert commands.count("433") == 1


class TestAlwaysOn:
    @pytest.fixture
    def stays(self, chat: Harness, bob: Client) -> Client:
        """Return Ana, operator of #c with Bob in it, who is always on."""
        add_account(chat, "ana")
        ana = log_in(chat, "ana")
        ana.send("PRIVMSG NickServ :set always-on true")
        chat.join("#c", ana, bob)
        return ana

    def test_she_stays_after_quit(self, chat: Harness, stays: Client, bob: Client) -> None:
        """Nobody sees a QUIT; with her rank; and gets JOIN when she is back."""
        stays.send("QUIT")

        assert bob.read() == []
        assert numeric("353", "bob", "=", "#c", "@ana bob") in bob.ask("NAMES #c")
        new = chat.connect()
        new.send("CAP LS 302", *plain("ana"), "NICK ana", "USER a 0 * :A", "CAP END")
        assert line("JOIN", "#c", source="ana!user@127.0.0.1") in new.read()

    def test_others_see_her_as_away(self, chat: Harness, stays: Client) -> None:
        """As long as there is no connection."""
        eva = chat.connect("eva", "away-notify")
        eva.send("JOIN #c")
        eva.read()

        stays.send("QUIT")
        left = eva.read()
        log_in(chat, "ana")

        assert left == [line("AWAY", TEXT, source="ana!user@127.0.0.1")]
        assert eva.read() == [line("AWAY", source="ana!user@127.0.0.1")]

    def test_she_is_there_after_a_restart(self, chat: Harness, stays: Client) -> None:
        """With her rank, before she connects."""
        chat.deliver()

        again = Harness(chat.config, store=chat.store)

        bob = again.connect("bob")
        assert numeric("301", "bob", "ana", TEXT) in bob.ask("WHOIS ana")
        assert numeric("353", "bob", "=", "#c", "@ana bob") in bob.ask("JOIN #c")
        bob.read()
        assert log_in(again, "ana").session.user is again.dispatcher.world.users["ana"]

    def test_she_may_stop_that(self, chat: Harness, stays: Client, bob: Client) -> None:
        """Then QUIT is QUIT."""
        stays.send("NS SET ALWAYS-ON OFF", "QUIT")

        assert bob.read() == [line("QUIT", "Quit", source="ana!user@127.0.0.1")]
        again = Harness(chat.config, store=chat.store)
        assert list(again.dispatcher.world.users) == []

    def test_a_broken_connection_is_no_quit(self, stays: Client, bob: Client) -> None:
        """She is there for those who write to her."""
        stays.hang_up()

        assert bob.read() == []
        assert numeric("301", "bob", "ana", TEXT) in bob.ask("PRIVMSG ana :¿estás?")
        assert bob.ask("WHOIS ana")[-1] == numeric("318", "bob", "ana", TEXT)

    def test_an_operator_removes_her(self, stays: Client, chat: Harness, bob: Client) -> None:
        """KILL is stronger."""
        chat.dispatcher.world.set_mode(bob.session.user, "o", is_on=True)  # type: ignore[arg-type]
        stays.send("QUIT")

        bob.send("KILL ana :fuera")

        assert line("QUIT", TEXT, source="ana!user@127.0.0.1") in bob.read()
        assert "ana" not in chat.dispatcher.world.users

    def test_everybody_stays_where_the_server_says_so(self) -> None:
        """opt-out: without asking, unless somebody asks not to."""
        chat = Harness(make_config(accounts={"always_on": "opt-out"}))
        add_account(chat, "ana")
        add_account(chat, "berta")
        berta = log_in(chat, "berta")
        berta.send("NS SET ALWAYS-ON OFF")

        for client in (log_in(chat, "ana"), berta):
            client.send("QUIT")

        assert list(chat.dispatcher.world.users) == ["ana"]
