"""WHO and WHOX.

https://modern.ircdocs.horse/#who-message
https://ircv3.net/specs/extensions/whox
"""

import pytest

from tests.support.harness import Client, Harness
from tests.support.matchers import SERVER, TEXT, Line, numeric

HOST = "127.0.0.1"


def found(asker: str, channel: str, nick: str, flags: str) -> Line:
    """Return what equals one 352."""
    return numeric("352", asker, channel, "user", HOST, SERVER, nick, flags, "0 Real Name")


@pytest.fixture
def bob(chat: Harness, ana: Client) -> Client:
    """Return a member of ``#C``, which ana made."""
    bob = chat.connect("bob")
    chat.join("#C", ana, bob)
    return bob


@pytest.mark.parametrize("mask", ["#C", "#c"])
def test_by_channel(ana: Client, bob: Client, mask: str) -> None:
    """Its own spelling in the lines, the mask as given at the end."""
    assert bob.ask(f"WHO {mask}") == [
        found("bob", "#C", "ana", "H@"),
        found("bob", "#C", "bob", "H"),
        numeric("315", "bob", mask, TEXT),
    ]


@pytest.mark.parametrize("mask", ["ana", "ANA", "an?", "*na", "A*"])
def test_by_nick_and_mask(chat: Harness, ana: Client, bob: Client, mask: str) -> None:
    """A shared channel with prefix, or an asterisk without."""
    eva = chat.connect("eva")
    end = [numeric("315", "eva", mask, TEXT)]

    assert bob.ask(f"WHO {mask}")[0] == found("bob", "#C", "ana", "H@")
    assert eva.ask(f"WHO {mask}") == [found("eva", "*", "ana", "H"), *end]


@pytest.mark.parametrize("mask", ["nobody", "#none", "n*y", "%s", "*!*@*"])
def test_of_nobody_is_only_the_end(ana: Client, mask: str) -> None:
    """315 with the mask as given."""
    assert ana.ask(f"WHO {mask}") == [numeric("315", "ana", mask, TEXT)]


@pytest.mark.parametrize(("asked", "end"), [("WHO", "*"), ("WHO *", "*"), ("WHO 0", "0")])
def test_everybody(chat: Harness, ana: Client, bob: Client, asked: str, end: str) -> None:
    """All who are visible, one line each."""
    chat.connect("eva")

    *people, last = ana.ask(asked)

    assert [message.params[5] for message in people] == ["ana", "bob", "eva"]
    assert last == numeric("315", "ana", end, TEXT)


def test_the_invisible(chat: Harness, ana: Client, bob: Client) -> None:
    """Hidden from masks and channels, unless a channel is shared; not from their exact nick."""
    eva = chat.connect("eva")
    ana.ask("MODE ana +i")

    def nicks(asker: Client, mask: str) -> list[str]:
        return [message.params[5] for message in asker.ask(f"WHO {mask}")[:-1]]

    assert nicks(eva, "*") == ["bob", "eva"]
    assert nicks(eva, "#C") == ["bob"]
    assert nicks(eva, "ana") == ["ana"]
    assert nicks(bob, "*") == ["ana", "bob", "eva"]
    assert nicks(bob, "#C") == ["ana", "bob"]


def test_flags(chat: Harness, ana: Client, bob: Client) -> None:
    """Gone, and all prefixes with multi-prefix."""
    ana.ask("MODE #C +v ana")
    ana.ask("AWAY :x")
    eva = chat.connect("eva", "multi-prefix")
    chat.join("#C", eva)

    assert bob.ask("WHO ana")[0].params[6] == "G@"
    assert eva.ask("WHO ana")[0].params[6] == "G@+"
    assert bob.ask("WHO #C o") == [numeric("315", "bob", "#C", TEXT)]


class TestWhox:
    @pytest.mark.parametrize(
        "fields", ["tcuihsnfdlaor", "roalfdnshiuct", "".join(sorted("tcuihsnfdlaor"))]
    )
    def test_the_order_is_fixed(self, ana: Client, bob: Client, fields: str) -> None:
        assert bob.ask(f"WHO ana %{fields},123")[0] == numeric(
            "354", "bob", "123", "#C", "user", "255.255.255.255", HOST, SERVER, "ana", "H@", "0",
            "0", "0", "n/a", "Real Name",
        )  # fmt: skip

    @pytest.mark.parametrize(
        ("field", "value"),
        [
            ("t", "7"),
            ("c", "#C"),
            ("u", "user"),
            ("h", HOST),
            ("s", SERVER),
            ("n", "ana"),
            ("f", "H@"),
            ("d", "0"),
            ("l", "0"),
            ("a", "0"),
            ("o", "n/a"),
            ("r", "Real Name"),
        ],
    )
    def test_each_alone(self, ana: Client, bob: Client, field: str, value: str) -> None:
        assert bob.ask(f"WHO ana %{field},7") == [
            numeric("354", "bob", value),
            numeric("315", "bob", "ana", TEXT),
        ]

    def test_one_sees_one_s_own_address(self, ana: Client) -> None:
        assert ana.ask("WHO ana %i")[0].params[1] == HOST

    def test_nothing_asked_is_nothing_told(self, ana: Client) -> None:
        assert [message.command for message in ana.ask("WHO ana %,1")] == ["315"]
