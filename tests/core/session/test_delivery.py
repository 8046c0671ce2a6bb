"""Own messages are followed until they are confirmed, and written no faster than they may."""

import pytest

from tertulia_core.session.delivery import REFUSED_KEPT, Deliveries, Outgoing, Pacer
from tests.core.session.lines import line


def waiting(text: str, target: str = "#sala") -> Outgoing:
    """Return a message that is not written yet."""
    return Outgoing(line(text=text, own=True), target)


def written(deliveries: Deliveries, text: str, label: str = "") -> Outgoing:
    """Return a message that is on its way."""
    outgoing = waiting(text)
    deliveries.add(outgoing)
    deliveries.mark_written(outgoing, label=label, ping=0)
    return outgoing


@pytest.mark.parametrize("echo", ["\x02hola\x02 mundo", "hola mundo", "\x02hola"])
def test_echoes_are_recognised_as_servers_change_them(echo: str) -> None:
    """As sent, without formatting, or cut at the server's limit."""
    deliveries = Deliveries()
    sent = written(deliveries, "\x02hola\x02 mundo")

    assert deliveries.echoed(lambda _name: True, echo, is_action=False) is sent


def test_an_equal_text_is_preferred_to_a_similar_one() -> None:
    """The echo of the second message does not confirm the first, which begins with it."""
    deliveries = Deliveries()
    written(deliveries, "hola a todos")
    second = written(deliveries, "hola")

    assert deliveries.echoed(lambda _name: True, "hola", is_action=False) is second


def test_what_waits_has_no_echo() -> None:
    """Only what was written can come back."""
    deliveries = Deliveries()
    deliveries.add(waiting("hola"))

    assert deliveries.echoed(lambda _name: True, "hola", is_action=False) is None
    assert deliveries.by_label("") is None


def test_labels_find_their_message() -> None:
    """However many texts are the same."""
    deliveries = Deliveries()
    written(deliveries, "a", "m1")
    second = written(deliveries, "a", "m2")

    assert deliveries.by_label("m2") is second


def test_refused_messages_can_be_taken_once() -> None:
    """A retry takes a message out; the oldest of very many are forgotten."""
    deliveries = Deliveries()
    refused = [waiting(str(number)) for number in range(REFUSED_KEPT + 1)]
    for outgoing in refused:
        deliveries.add(outgoing)
        deliveries.refuse(outgoing)

    assert deliveries.all() == ()
    assert deliveries.take_refused(refused[0].line.id) is None
    assert deliveries.take_refused(refused[-1].line.id) is refused[-1]
    assert deliveries.take_refused(refused[-1].line.id) is None


def test_the_pace_allows_a_burst_and_then_one_each_second() -> None:
    """Five at once, the sixth after a second, and a rest gives the burst back."""
    pacer = Pacer()
    now = 1_000.0

    assert [pacer.take(now) for _ in range(6)] == [True] * 5 + [False]
    assert pacer.next_at() == now + 1
    assert [pacer.take(now + 1), pacer.take(now + 1)] == [True, False]
    assert [pacer.take(now + 60) for _ in range(6)] == [True] * 5 + [False]
