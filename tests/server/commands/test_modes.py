"""MODE: https://modern.ircdocs.horse/#mode-message"""

import pytest

from tests.support.harness import Client, Harness, make_config
from tests.support.matchers import TEXT, Pattern, line, numeric

ANA, BOB = "ana!user@127.0.0.1", "bob!user@127.0.0.1"
NUMBER = Pattern(r"\d+")


@pytest.fixture
def ana(chat: Harness) -> Client:
    """Return the operator of ``#c``."""
    ana = chat.connect("ana")
    chat.join("#c", ana)
    return ana


@pytest.fixture
def bob(chat: Harness, ana: Client) -> Client:
    """Return a member of ``#c`` without any status."""
    bob = chat.connect("bob")
    chat.join("#c", bob)
    ana.read()
    return bob


class TestShow:
    def test_modes_and_creation_time(self, chat: Harness, ana: Client) -> None:
        """Exactly 324 and 329, whoever asks."""
        shown = [
            numeric("324", "ana", "#c", "+nt"),
            numeric("329", "ana", "#c", str(int(chat.clock.wall()))),
        ]

        assert ana.ask("MODE #C") == shown

    def test_one_change_removes_all_defaults(self, ana: Client) -> None:
        """A lone plus is left."""
        assert ana.ask("MODE #c -nt") == [line("MODE", "#c", "-nt", source=ANA)]
        assert ana.ask("MODE #c")[0] == numeric("324", "ana", "#c", "+")

    def test_of_nothing(self, ana: Client) -> None:
        assert ana.ask("MODE #no") == [numeric("403", "ana", "#no", TEXT)]
        assert ana.ask("MODE") == [numeric("461", "ana", "MODE", TEXT)]
        assert ana.ask("MODE :") == [numeric("401", "ana", "*", TEXT)]


@pytest.mark.parametrize(("letter", "symbol"), [("o", "@"), ("v", "+")])
class TestStatus:
    def test_giving_and_taking_is_shown_to_all(
        self, ana: Client, bob: Client, letter: str, symbol: str
    ) -> None:
        ana.send(f"MODE #c +{letter} BOB")
        given = line("MODE", "#c", f"+{letter}", "bob", source=ANA)
        assert [ana.read(), bob.read()] == [[given]] * 2
        assert ana.ask("NAMES #c")[0].params[3] == f"@ana {symbol}bob"

        ana.send(f"MODE #c -{letter} bob")
        assert bob.read() == [line("MODE", "#c", f"-{letter}", "bob", source=ANA)]
        assert ana.ask("NAMES #c")[0].params[3] == "@ana bob"

    def test_what_is_so_already_is_silent(
        self, ana: Client, bob: Client, letter: str, symbol: str
    ) -> None:
        ana.ask(f"MODE #c +{letter} bob")
        bob.read()

        assert ana.ask(f"MODE #c +{letter} bob") == []
        assert bob.read() == []

    def test_each_reason_to_refuse_has_one_answer(
        self, chat: Harness, ana: Client, bob: Client, letter: str, symbol: str
    ) -> None:
        eva = chat.connect("eva")

        assert bob.ask(f"MODE #c +{letter} bob") == [numeric("482", "bob", "#c", TEXT)]
        assert eva.ask(f"MODE #c +{letter} eva") == [numeric("442", "eva", "#c", TEXT)]
        assert ana.ask(f"MODE #c +{letter} eva") == [numeric("441", "ana", "eva", "#c", TEXT)]
        assert ana.ask(f"MODE #c +{letter} no") == [numeric("401", "ana", "no", TEXT)]
        assert ana.ask(f"MODE #no +{letter} no") == [numeric("403", "ana", "#no", TEXT)]
        assert ana.ask(f"MODE #c +{letter}") == [numeric("461", "ana", "MODE", TEXT)]


class TestFlags:
    def test_a_change_is_shown_as_one_line(self, ana: Client, bob: Client) -> None:
        """Only what really changed, in the order asked, signs where they change."""
        assert ana.ask("MODE #c -n+vt-t bob") == [line("MODE", "#c", "-n+v-t", "bob", source=ANA)]

    def test_unknown_letters_are_472_and_the_rest_is_done(self, ana: Client) -> None:
        assert ana.ask("MODE #c +ZÑ-t") == [
            numeric("472", "ana", "Z", TEXT),
            numeric("472", "ana", "Ñ", TEXT),
            line("MODE", "#c", "-t", source=ANA),
        ]

    def test_members_may_not(self, bob: Client) -> None:
        """One answer, however many were asked for."""
        assert bob.ask("MODE #c -n-t+b x!*@*") == [numeric("482", "bob", "#c", TEXT)]

    def test_many_changes_are_cut_where_005_says(self, ana: Client) -> None:
        assert ana.ask("MODE #c " + "-n+n" * 20)[0].params[1] == "-n+n" * 10


class TestBans:
    """https://modern.ircdocs.horse/#ban-channel-mode"""

    @pytest.mark.parametrize(
        ("given", "kept"),
        [
            ("bob", "bob!*@*"),
            ("*!*@127.0.0.1", "*!*@127.0.0.1"),
            ("user@127.0.0.1", "*!user@127.0.0.1"),
            ("BOB!*@*", "BOB!*@*"),
            ("b?b!*", "b?b!*@*"),
        ],
    )
    def test_a_ban_keeps_out(self, chat: Harness, ana: Client, given: str, kept: str) -> None:
        bob = chat.connect("bob")

        assert ana.ask(f"MODE #c +b {given}") == [line("MODE", "#c", "+b", kept, source=ANA)]
        assert bob.ask("JOIN #c") == [numeric("474", "bob", "#c", TEXT)]

    def test_the_list_names_who_set_it_and_when(self, ana: Client, bob: Client) -> None:
        ana.ask("MODE #c +bb one two")

        for asker, asked in ((ana, "MODE #c b"), (bob, "MODE #c +b"), (bob, "MODE #c -b")):
            assert asker.ask(asked) == [
                numeric("367", asker.nick, "#c", "one!*@*", ANA, NUMBER),
                numeric("367", asker.nick, "#c", "two!*@*", ANA, NUMBER),
                numeric("368", asker.nick, "#c", TEXT),
            ]

    def test_removal_matches_in_any_case(self, ana: Client) -> None:
        ana.ask("MODE #c +b BOB!*@*")

        assert ana.ask("MODE #c +b bob!*@*") == []
        assert ana.ask("MODE #c -b bob") == [line("MODE", "#c", "-b", "BOB!*@*", source=ANA)]
        assert ana.ask("MODE #c -b bob") == []
        assert ana.ask("MODE #c b") == [numeric("368", "ana", "#c", TEXT)]

    def test_the_list_has_an_end(self) -> None:
        chat = Harness(make_config(limits={"bans": 2}))
        ana = chat.connect("ana")
        chat.join("#c", ana)

        assert ana.ask("MODE #c +bbb a b c") == [
            numeric("478", "ana", "#c", "b", TEXT),
            line("MODE", "#c", "+bb", "a!*@*", "b!*@*", source=ANA),
        ]

    def test_a_monstrous_mask_is_refused(self, ana: Client) -> None:
        assert ana.ask("MODE #c +b " + "x" * 300)[0].command == "696"

    def test_a_line_of_changes_fits_a_line(self, ana: Client, bob: Client) -> None:
        """However long the masks of one command are, nothing is cut off."""
        masks = [f"{letter * 95}!*@*" for letter in "abcd"]

        ana.send(f"MODE #c +bbbb {' '.join(masks)}")

        heard = bob.read()
        assert [mask for message in heard for mask in message.params[2:]] == masks
        assert len(heard) == 2


class TestUserModes:
    """https://modern.ircdocs.horse/#rplumodeis-221"""

    def test_own_modes_are_shown_and_changed(self, ana: Client) -> None:
        assert ana.ask("MODE ANA") == [numeric("221", "ana", "+")]
        assert ana.ask("MODE ana +iw") == [line("MODE", "ana", "+iw", source=ANA)]
        assert ana.ask("MODE ana") == [numeric("221", "ana", "+iw")]
        assert ana.ask("MODE ana +i-w") == [line("MODE", "ana", "-w", source=ANA)]

    def test_nobody_makes_themself_an_operator(self, ana: Client) -> None:
        assert ana.ask("MODE ana +o") == []

    def test_unknown_letters_are_one_501(self, ana: Client) -> None:
        assert ana.ask("MODE ana +ZYi") == [
            numeric("501", "ana", TEXT),
            line("MODE", "ana", "+i", source=ANA),
        ]

    def test_those_of_others_are_502(self, ana: Client, bob: Client) -> None:
        assert ana.ask("MODE bob") == [numeric("502", "ana", TEXT)]
        assert ana.ask("MODE bob +i") == [numeric("502", "ana", TEXT)]
        assert ana.ask("MODE nobody") == [numeric("401", "ana", "nobody", TEXT)]
