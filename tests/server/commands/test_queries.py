"""The server queries: https://modern.ircdocs.horse/#server-queries-and-commands"""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tertulia_core.wire.isupport import ISupport
from tests.support.harness import Harness, make_config
from tests.support.matchers import SERVER, TEXT, Pattern, numeric

NETWORKS = st.text(
    st.characters(codec="utf-8", exclude_categories=["C", "Z"]), min_size=1, max_size=20
)
"""Words that the configuration takes as the network's name."""


class TestLusers:
    def test_each_numeric_once(self, chat: Harness) -> None:
        """Unregistered IRC connections are counted in 253 only, silent ones nowhere."""
        ana = chat.connect("ana")
        chat.connect("bob").send("JOIN #c")
        chat.connect().send("NICK eva")
        chat.connect()
        ana.ask("MODE ana +i")

        assert ana.ask("LUSERS") == [
            numeric("251", "ana", Pattern(r"\D* 1 \D* 1 \D* 1 \D*")),
            numeric("252", "ana", "0", TEXT),
            numeric("253", "ana", "1", TEXT),
            numeric("254", "ana", "1", TEXT),
            numeric("255", "ana", Pattern(r"\D* 2 \D* 0 \D*")),
            numeric("265", "ana", "2", "2", TEXT),
            numeric("266", "ana", "2", "2", TEXT),
        ]

    def test_most_is_remembered_and_a_probe_vanishes(self, chat: Harness) -> None:
        ana, bob, probe = chat.connect("ana"), chat.connect("bob"), chat.connect()
        bob.send("QUIT")
        probe.send("QUIT :chkport")

        answer = ana.ask("LUSERS")

        assert answer[2] == numeric("253", "ana", "0", TEXT)
        assert answer[-1] == numeric("266", "ana", "1", "2", TEXT)


def test_motd(chat: Harness) -> None:
    """There is none unless it is configured."""
    assert chat.connect("ana").ask("MOTD") == [numeric("422", "ana", TEXT)]


def test_version_comes_with_005(chat: Harness) -> None:
    """351 and all tokens."""
    version, *tokens = chat.connect("ana").ask("VERSION")

    assert version == numeric("351", "ana", Pattern("tertulia-.*"), SERVER, TEXT)
    assert {message.command for message in tokens} == {"005"}


def test_time_names_the_server(chat: Harness) -> None:
    """391 with the server's name."""
    answer = chat.connect("ana").ask("TIME")

    assert answer == [numeric("391", "ana", SERVER, Pattern(r"\d{4}-\d\d-\d\d \d\d:\d\d:\d\d UTC"))]


def test_admin() -> None:
    """Four numerics, or 423 where nobody is named."""
    named = Harness(make_config(server={"admin": "ana@example.org"}))

    assert [m.command for m in named.connect("ana").ask("ADMIN")] == ["256", "257", "258", "259"]
    assert Harness().connect("ana").ask("ADMIN") == [numeric("423", "ana", SERVER, TEXT)]


def test_info(chat: Harness) -> None:
    """371 and a final 374."""
    answer = chat.connect("ana").ask("INFO")

    assert [message.command for message in answer] == ["371", "371", "374"]


def test_links_is_a_bare_end(chat: Harness) -> None:
    """server-behaviour.md section 18: what passes with and without services."""
    assert chat.connect("ana").ask("LINKS") == [numeric("365", "ana", "*", TEXT)]


class TestIsupport:
    """https://modern.ircdocs.horse/#feature-advertisement"""

    @pytest.fixture
    def lines(self, chat: Harness) -> list[tuple[str, ...]]:
        return [m.params for m in chat.connect().register("ana") if m.command == "005"]

    def test_lines_are_well_formed(self, lines: list[tuple[str, ...]]) -> None:
        """Nick first, text last, at most 13 tokens, ASCII, at most one equals sign each."""
        for nick, *tokens, text in lines:
            assert nick == "ana"
            assert text == TEXT
            assert 0 < len(tokens) <= 13
            for token in tokens:
                assert token.isascii()
                assert re.fullmatch(r"[A-Z0-9]+(=[^= ]*)?", token), token

    @given(network=NETWORKS)
    def test_no_configuration_breaks_a_token(self, network: str) -> None:
        """Whatever the network is called, its name is one word of ASCII, and is read back."""
        chat = Harness(make_config(server={"network": network}))

        tokens = [
            token
            for message in chat.connect().register("ana")
            if message.command == "005"
            for token in message.params[1:-1]
        ]

        known = ISupport()
        known.update(tokens)
        assert known.network == network
        assert all(token.isascii() and token.count("=") <= 1 for token in tokens)

    def test_targmax_entries_have_a_colon(self, lines: list[tuple[str, ...]]) -> None:
        tokens = dict(t.partition("=")[::2] for line in lines for t in line[1:-1])

        for entry in tokens["TARGMAX"].split(","):
            assert re.fullmatch(r"[A-Z]+:\d*", entry), entry

    def test_prefix_stands_in_the_order_of_rank(self, lines: list[tuple[str, ...]]) -> None:
        tokens = dict(t.partition("=")[::2] for line in lines for t in line[1:-1])
        letters, symbols = tokens["PREFIX"][1:].split(")")

        rank = "qaohv"
        assert list(letters) == sorted(letters, key=rank.index)
        assert (
            dict(zip(letters, symbols, strict=True)).items()
            <= dict(zip(rank, "~&@%+", strict=True)).items()
        )


class TestExtendedIsupport:
    """https://ircv3.net/specs/extensions/extended-isupport"""

    CAPS = "batch draft/extended-isupport"

    def test_before_registration_in_a_batch(self, chat: Harness) -> None:
        client = chat.connect()
        client.send(f"CAP REQ :{self.CAPS}")
        client.read()

        client.send("ISUPPORT")

        first, *tokens, last = client.read()
        assert first.params[1:] == ("draft/isupport",)
        assert {(m.command, *m.tags) for m in tokens} == {("005", "batch")}
        assert last.params == (f"-{first.params[0][1:]}",)

    def test_the_welcome_has_no_token_outside_of_a_batch(self, chat: Harness) -> None:
        burst = chat.connect().register("ana", self.CAPS)

        assert {tuple(m.tags) for m in burst if m.command == "005"} == {("batch",)}

    def test_without_the_capability_it_has_to_wait(self, chat: Harness) -> None:
        client = chat.connect()

        client.send("ISUPPORT")

        assert client.read() == [numeric("451", "*", TEXT)]
        assert {m.command for m in chat.connect("ana").ask("ISUPPORT")} == {"005"}

    def test_a_label_stands_on_that_batch(self, chat: Harness) -> None:
        ana = chat.connect("ana", f"{self.CAPS} labeled-response")

        ana.send("@label=L ISUPPORT")

        first, *tokens, last = ana.read()
        assert first.params[1:] == ("draft/isupport",)
        assert dict(first.tags) == {"label": "L"}
        assert {tuple(m.tags) for m in tokens} == {("batch",)}
        assert dict(last.tags) == {}

    def test_a_batch_within_a_larger_answer(self, chat: Harness) -> None:
        """VERSION has a line before it: the outer batch has the label, the inner one its tokens."""
        ana = chat.connect("ana", f"{self.CAPS} labeled-response")

        ana.send("@label=L VERSION")

        outer, version, inner, *tokens, inner_end, outer_end = ana.read()
        name = outer.params[0][1:]
        assert outer.params[1:] == ("labeled-response",)
        assert {m.tags["batch"] for m in (version, inner, inner_end)} == {name}
        assert {m.tags["batch"] for m in tokens} == {inner.params[0][1:]}
        assert outer_end.params == (f"-{name}",)
