"""RELAYMSG, NPC and SCENE.

https://github.com/ircv3/ircv3-specifications/pull/417 and
https://defs.ircdocs.horse/defs/numerics.html#err-cannotsendrp-573
"""

import pytest

from tertulia_server.config import OperConfig
from tests.support.harness import Client, Harness, make_config
from tests.support.matchers import SERVER, TEXT, Pattern, line, numeric

RELAYED = f"ana/matrix!relay@{SERVER}"


@pytest.fixture
def op(chat: Harness) -> Client:
    """Return the operator of a channel, whose client hears its own words."""
    op = chat.connect("op", "echo-message labeled-response batch")
    chat.join("#c", op)
    return op


def fail(code: str) -> object:
    """Return what equals a FAIL of RELAYMSG."""
    return line("FAIL", "RELAYMSG", code, TEXT, source=SERVER)


class TestRelaying:
    """RELAYMSG."""

    def test_everybody_hears_the_other_name(self, chat: Harness, op: Client) -> None:
        """Those who ask for it are told who relays."""
        bob, eva = chat.connect("bob"), chat.connect("eva", "draft/relaymsg")
        guest = chat.guest()
        chat.join("#c", bob, eva)
        op.sync()

        said = line("PRIVMSG", "#c", "hola a todos", source=RELAYED)
        assert op.ask("RELAYMSG #c ana/matrix :hola a todos") == [said]
        assert bob.sync() == [said]
        (tagged,) = eva.sync()
        assert tagged.tags == {"draft/relaymsg": "op"}
        assert guest.hear() == []

    def test_the_echo_has_the_label(self, op: Client) -> None:
        (echo,) = op.ask("@label=x RELAYMSG #c ana/matrix :hola")

        assert echo == line("PRIVMSG", "#c", "hola", source=RELAYED, tags={"label": "x"})

    def test_without_echo_message_nothing_comes_back(self, chat: Harness) -> None:
        ana = chat.connect("ana")
        chat.join("#d", ana)

        assert ana.ask("RELAYMSG #d ana/matrix :hola") == []

    def test_guests_hear_it_as_anybody_s_words(self, chat: Harness) -> None:
        ana, guest = chat.connect("ana"), chat.guest()
        chat.join("#sala", ana)

        ana.send("RELAYMSG #sala bob/matrix :hola")

        assert guest.hear() == ["bob/matrix: hola"]

    @pytest.mark.parametrize(
        "nick",
        ["ana", "a!b/matrix", "ana/", "/matrix", "ana/a*", "ana/a:b", "@ana/x", "ana//x", "ñ" * 70],
    )
    def test_names_that_could_be_a_nick_or_a_mask(self, op: Client, nick: str) -> None:
        assert op.ask(f"RELAYMSG #c {nick} :hola") == [fail("INVALID_NICK")]

    @pytest.mark.parametrize("nick", ["ñandú/telegram", "a/b/c", "李雷/qq", "x.y-z/irc.example"])
    def test_names_of_other_networks_in_any_script(self, op: Client, nick: str) -> None:
        assert [m.params for m in op.ask(f"RELAYMSG #c {nick} :hola")] == [("#c", "hola")]

    def test_operators_may(self) -> None:
        """Of the channel, or of the server; from outside too, where outsiders may speak."""
        chat = Harness(make_config(oper={"root": OperConfig("secreto")}))
        op, bob, eva = (chat.connect(nick) for nick in ("op", "bob", "eva"))
        chat.join("#c", op, bob)
        op.ask("MODE #c +v bob")
        bob.sync()

        assert bob.ask("RELAYMSG #c ana/matrix :x") == [fail("PRIVS_NEEDED")]
        assert eva.ask("RELAYMSG #c ana/matrix :x") == [fail("PRIVS_NEEDED")]
        eva.ask("OPER root secreto")
        assert eva.ask("RELAYMSG #c ana/matrix :x") == [numeric("404", "eva", "#c", TEXT)]
        op.ask("MODE #c -n")
        assert eva.ask("RELAYMSG #c ana/matrix :x") == []

    def test_other_refusals(self, op: Client) -> None:
        """As those of PRIVMSG."""
        op.ask("MODE #c +C")

        assert op.ask("RELAYMSG #none a/b :x") == [numeric("403", "op", "#none", TEXT)]
        assert op.ask("RELAYMSG #c a/b :") == [numeric("412", "op", TEXT)]
        assert op.ask("RELAYMSG #c a/b") == [numeric("461", "op", "RELAYMSG", TEXT)]
        assert op.ask("RELAYMSG #c a/b :\x01VERSION\x01") == [numeric("404", "op", "#c", TEXT)]
        assert op.ask(f"RELAYMSG #c a/b :{'x' * 490}") == [numeric("417", "op", TEXT)]

    def test_the_separator_is_the_capability_s_value(self, op: Client) -> None:
        (answer,) = op.ask("CAP LS 302")[-1:]

        assert "draft/relaymsg=/" in answer.params[-1].split()


class TestPlaying:
    """NPC and SCENE."""

    @pytest.fixture
    def stage(self) -> Harness:
        """A server on which roles may be played."""
        return Harness(make_config(server={"roleplay": True}))

    @pytest.fixture
    def ana(self, stage: Harness) -> Client:
        """Return somebody whose channel is a stage."""
        ana = stage.connect("ana")
        stage.join("#c", ana)
        assert ana.ask("MODE #c +E") == [line("MODE", "#c", "+E", source=Pattern("ana!.*"))]
        return ana

    def test_a_role_speaks(self, stage: Harness, ana: Client) -> None:
        """To who plays it as well; the rest of the line is its text, with a colon or without."""
        bob = stage.connect("bob")
        stage.join("#c", bob)
        ana.sync()

        said = line("PRIVMSG", "#c", "too much bread", source=f"*bilbo*!ana@{SERVER}")
        assert ana.ask("NPC #c bilbo too much bread") == [said]
        assert ana.ask("NPC #c bilbo :too much bread") == [said]
        assert bob.sync() == [said, said]

    def test_a_scene(self, stage: Harness, ana: Client) -> None:
        bob = stage.connect("bob")
        stage.join("#c", bob)
        ana.sync()

        said = line("PRIVMSG", "#c", "dark and stormy night", source=f"=Scene=!ana@{SERVER}")
        assert ana.ask("SCENE #c :dark and stormy night") == [said]
        assert bob.sync() == [said]

    def test_only_where_roles_are_played(self, chat: Harness, ana: Client) -> None:
        """The channel says so, and the configuration."""
        refused = numeric("573", "ana", "#c", TEXT)
        ana.ask("MODE #c -E")
        assert ana.ask("NPC #c bilbo x") == [refused]
        assert ana.ask("SCENE #c x") == [refused]
        ana.ask("MODE #c +E")
        assert ana.ask("NPC #c a!b x") == [refused]
        assert ana.ask("NPC #c @a x") == [refused]

        other = chat.connect("ana")
        chat.join("#c", other)
        other.ask("MODE #c +E")
        assert other.ask("NPC #c bilbo x") == [refused]

    def test_a_role_is_not_relayed(self, stage: Harness, ana: Client) -> None:
        """Nobody is told of another network."""
        bob = stage.connect("bob", "draft/relaymsg message-tags")
        stage.join("#c", bob)

        ana.send("NPC #c bilbo :x")

        assert set(bob.sync()[0].tags) == {"msgid"}

    def test_who_may_not_speak_may_not_play(self, stage: Harness, ana: Client) -> None:
        """Nor those whom operators alone would hear."""
        bob, eva = stage.connect("bob"), stage.connect("eva")
        stage.join("#c", bob)

        assert eva.ask("SCENE #c :x") == [numeric("404", "eva", "#c", TEXT)]
        ana.ask("MODE #c +U")
        bob.sync()
        assert bob.ask("SCENE #c :x") == [numeric("404", "bob", "#c", TEXT)]
        assert ana.sync() == []
