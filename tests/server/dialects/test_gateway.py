"""Links whose lines come wrapped: each made once, in order, with what the protocol says around."""

import pytest

from tertulia_core.broadcast.outbox import Delivery
from tertulia_core.ids import LinkId
from tertulia_server.dialects.gateway import Gateways
from tertulia_server.model.now import Now

NOW = Now(0.0, 0.0)
A, B, C = LinkId(1), LinkId(2), LinkId(3)


class Brackets:
    """Wraps all it is given in brackets; answers ``?`` with ``!``, and ``.`` ends it."""

    wraps = 0

    def __init__(self, kind: str) -> None:
        self.kind = kind
        self.is_open = True
        self.is_over = False
        self._answer = b""

    def receive(self, data: bytes, _now: Now) -> list[bytes]:
        self._answer += b"!" * data.count(b"?")
        self.is_over = b"." in data
        return [data]

    def take_answer(self) -> bytes:
        answer, self._answer = self._answer, b""
        return answer

    def wrap(self, lines: bytes) -> bytes:
        Brackets.wraps += 1
        return b"<%b:%b>" % (self.kind.encode(), lines)

    def say_goodbye(self, *, is_leaving: bool) -> None:
        self._answer += b"leaving" if is_leaving else b"bye"


@pytest.fixture
def gateways() -> Gateways:
    """Two links of one kind, and one of another."""
    Brackets.wraps = 0
    gateways = Gateways({"x": lambda: Brackets("x"), "y": lambda: Brackets("y")})
    for link, listener in ((A, "x"), (B, "x"), (C, "y")):
        gateways.open(link, listener)
    return gateways


def test_links_of_other_listeners_have_none() -> None:
    """Then a tick's deliveries are left as they are."""
    gateways = Gateways({"x": lambda: Brackets("x")})
    gateways.open(A, "guests")
    deliveries = [Delivery(A, b"hola", 4)]

    assert gateways.wrap(deliveries, [A]) is deliveries


def test_what_several_hear_is_wrapped_once_per_kind(gateways: Gateways) -> None:
    """Equal bytes by chance are not the same bytes; who has no gateway gets them bare."""
    shared, own = b"hola\r\n", b"".join((b"hola", b"\r\n"))
    plain = LinkId(9)
    deliveries = [Delivery(link, shared, 6) for link in (A, plain, B, C)]

    wrapped = {row.link: row for row in gateways.wrap(deliveries, [])}

    assert wrapped[plain] is deliveries[1]
    assert wrapped[A].data is wrapped[B].data
    assert (wrapped[A].data, wrapped[C].data) == (b"<x:hola\r\n>", b"<y:hola\r\n>")
    assert {row.relayed for row in wrapped.values()} == {6}
    assert Brackets.wraps == 2
    gateways.wrap([Delivery(A, shared, 0), Delivery(B, own, 0)], [])
    assert Brackets.wraps == 4


def test_the_protocols_own_words_come_first_and_count(gateways: Gateways) -> None:
    """They are what the other side caused: without a bound they would pile up."""
    assert gateways.receive(A, b"a??", NOW) == ([b"a??"], False)

    wrapped = gateways.wrap([Delivery(A, b"hola", 1)], [])

    assert wrapped == [Delivery(A, b"!!<x:hola>", 3)]
    assert gateways.wrap([], []) == []


def test_an_answer_needs_no_line(gateways: Gateways) -> None:
    """It goes out in the tick in which it was asked for."""
    gateways.receive(B, b"?", NOW)

    assert gateways.wrap([], []) == [Delivery(B, b"!", 1)]


def test_who_was_not_greeted_or_is_leaving_hears_nothing() -> None:
    """No line may stand there."""
    gateway = Brackets("x")
    gateway.is_open = False
    gateways = Gateways({"x": lambda: gateway})
    gateways.open(A, "x")

    assert gateways.wrap([Delivery(A, b"hola", 4)], []) == []


@pytest.mark.parametrize("is_leaving", [False, True])
def test_goodbye_comes_last(gateways: Gateways, is_leaving: bool) -> None:
    """After it the link has no gateway any more."""
    gateways.receive(A, b"?", NOW)

    wrapped = gateways.wrap([Delivery(A, b"hola", 0)], [A, LinkId(9)], is_leaving=is_leaving)

    assert wrapped == [Delivery(A, b"!<x:hola>" + (b"leaving" if is_leaving else b"bye"), 1)]
    late = [Delivery(A, b"hola", 0)]
    assert gateways.wrap(late, [A]) == late


def test_an_end_is_told(gateways: Gateways) -> None:
    """With the lines that came before it."""
    assert gateways.receive(C, b"hola.", NOW) == ([b"hola."], True)
