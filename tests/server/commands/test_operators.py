"""OPER, KILL, WALLOPS and CHGHOST: https://modern.ircdocs.horse/#operator-messages"""

import pytest

from tertulia_server.config import OperConfig
from tertulia_server.config.passwords import hash_password
from tests.support.harness import Client, Harness, make_config
from tests.support.matchers import SERVER, TEXT, Pattern, line, numeric

ANA, BOB = "ana!user@127.0.0.1", "bob!user@127.0.0.1"


@pytest.fixture
def chat() -> Harness:
    """Return a server with one operator in its configuration."""
    return Harness(make_config(oper={"root": OperConfig("secreto")}))


@pytest.fixture
def ana(chat: Harness) -> Client:
    """Return an operator of the server."""
    ana = chat.connect("ana")
    ana.ask("OPER root secreto")
    return ana


class TestOper:
    def test_the_right_password(self, bob: Client) -> None:
        """381 and one MODE; twice is not shown twice."""
        assert bob.ask("OPER root secreto") == [
            numeric("381", "bob", TEXT),
            line("MODE", "bob", "+o", source=BOB),
        ]
        assert bob.ask("OPER root secreto") == [numeric("381", "bob", TEXT)]
        assert bob.ask("LUSERS")[1] == numeric("252", "bob", "1", TEXT)

    @pytest.mark.parametrize("what", ["root wrong", "root :", "nobody secreto", "Root secreto"])
    def test_anything_else(self, bob: Client, what: str) -> None:
        assert bob.ask(f"OPER {what}") == [numeric("464", "bob", TEXT)]
        assert bob.ask("OPER root") == [numeric("461", "bob", "OPER", TEXT)]
        assert bob.ask("MODE bob") == [numeric("221", "bob", "+")]

    def test_a_password_kept_as_a_hash(self) -> None:
        """The hash itself opens nothing."""
        hashed = hash_password("secreto")
        bob = Harness(make_config(oper={"root": OperConfig(hashed)})).connect("bob")

        assert bob.ask(f"OPER root {hashed}") == [numeric("464", "bob", TEXT)]
        assert bob.ask("OPER other secreto") == [numeric("464", "bob", TEXT)]
        assert bob.ask("OPER root secreto")[0] == numeric("381", "bob", TEXT)

    def test_where_there_are_none(self) -> None:
        """464 as for any wrong name."""
        bob = Harness().connect("bob")

        assert bob.ask("OPER root secreto") == [numeric("464", "bob", TEXT)]

    def test_it_shows_and_can_be_given_up(self, ana: Client, bob: Client) -> None:
        assert bob.ask("WHO ana")[0].params[6] == "H*"
        assert bob.ask("WHO * o")[0].params[5] == "ana"
        assert numeric("313", "bob", "ana", TEXT) in bob.ask("WHOIS ana")
        assert bob.ask("USERHOST ana")[0].params[1].startswith("ana*=+")
        assert ana.ask("MODE ana -o") == [line("MODE", "ana", "-o", source=ANA)]
        assert bob.ask("WHO ana")[0].params[6] == "H"
        assert ana.ask("KILL bob") == [numeric("481", "ana", TEXT)]

    def test_who_has_the_star_before_the_prefix(
        self, chat: Harness, ana: Client, bob: Client
    ) -> None:
        """And what a bot is known by at the end."""
        chat.join("#c", ana, bob)
        ana.ask("MODE ana +B")

        assert bob.ask("WHO #c")[0].params[6] == "H*@B"

    def test_operators_see_addresses(self, ana: Client, bob: Client) -> None:
        """338 with five parameters; others see their own only."""
        ana.ask("CHGHOST bob b vhost.example")

        seen = numeric("338", "ana", "bob", "b@vhost.example", "127.0.0.1", TEXT)
        assert seen in ana.ask("WHOIS bob")
        assert "338" in [message.command for message in bob.ask("WHOIS bob")]
        assert "338" not in [message.command for message in bob.ask("WHOIS ana")]
        assert ana.ask("WHO bob %ih")[0].params[1:] == ("127.0.0.1", "vhost.example")


class TestKill:
    @pytest.mark.parametrize("reason", ["", " :basta ya"])
    def test_the_victim_is_gone(
        self, chat: Harness, ana: Client, bob: Client, eva: Client, reason: str
    ) -> None:
        chat.join("#c", bob, eva)

        assert ana.ask(f"KILL BOB{reason}") == []

        words = Pattern(f"Killed.*ana.*{reason[2:]}.*")
        assert bob.read() == [line("ERROR", words, source=SERVER)]
        assert bob.is_closed
        assert eva.read() == [line("QUIT", words, source=BOB)]
        assert ana.ask("ISON bob") == [numeric("303", "ana", "")]

    def test_even_oneself(self, ana: Client) -> None:
        ana.send("KILL ana")

        assert [message.command for message in ana.read()] == ["ERROR"]
        assert ana.is_closed

    def test_a_guest_too(self, chat: Harness, ana: Client) -> None:
        guest = chat.guest()

        ana.send("KILL invitado-1 :fuera")

        assert guest.hear() == [Pattern(r"\* Killed.*fuera.*")]
        assert guest.is_closed

    def test_only_operators_may(self, ana: Client, bob: Client) -> None:
        assert bob.ask("KILL bob") == [numeric("481", "bob", TEXT)]
        assert bob.ask("KILL ana :x") == [numeric("481", "bob", TEXT)]
        assert ana.ask("KILL nobody") == [numeric("401", "ana", "nobody", TEXT)]


class TestWallops:
    def test_who_listens_hears_it(self, chat: Harness, ana: Client, bob: Client) -> None:
        eva, guest = chat.connect("eva"), chat.guest()
        bob.ask("MODE bob +w")
        ana.ask("MODE ana +w")

        ana.send("WALLOPS :cuidado")

        told = line("WALLOPS", "cuidado", source=ANA)
        assert bob.read() == ana.read() == [told]
        assert eva.read() == []
        assert guest.hear() == []

    def test_only_operators_may(self, ana: Client, bob: Client) -> None:
        assert bob.ask("WALLOPS :x") == [numeric("481", "bob", TEXT)]
        assert ana.ask("WALLOPS :") == [numeric("412", "ana", TEXT)]
        assert ana.ask("WALLOPS") == [numeric("461", "ana", "WALLOPS", TEXT)]


class TestChghost:
    def test_the_new_host_is_everywhere(self, chat: Harness, ana: Client, bob: Client) -> None:
        ana.send("CHGHOST bob b vhost.example")

        bob.send("PRIVMSG ana :hola")

        assert ana.read()[-1].source == "bob!b@vhost.example"

    @pytest.mark.parametrize(
        "wrong", ["a b@c", "a :b c", "a x!y", "ñ host", "a ::1", "a " + "x" * 65, "a :"]
    )
    def test_what_cannot_be_a_host(self, ana: Client, bob: Client, wrong: str) -> None:
        assert ana.ask(f"CHGHOST bob {wrong}") == [numeric("468", "ana", TEXT)]

    def test_only_operators_may(self, bob: Client) -> None:
        assert bob.ask("CHGHOST bob a b") == [numeric("481", "bob", TEXT)]
