"""A message of several lines looks to each receiver as its capabilities ask for."""

from collections.abc import Sequence

import pytest

from tertulia_core.broadcast.multiline import MultilineOutbound
from tertulia_core.broadcast.outbox import Outbox
from tertulia_core.errors import EncodeError
from tertulia_core.ids import LinkId
from tertulia_core.wire.capabilities import (
    ACCOUNT_TAG,
    AWAY_NOTIFY,
    MESSAGE_TAGS,
    MULTILINE,
    PLAIN,
    SERVER_TIME,
)
from tertulia_core.wire.multiline import Piece

NOON = 1_780_056_000.25
ANA = "ana!ana@host"
PIECES = (Piece("hola"), Piece(""), Piece("¿qué "), Piece("tal?", is_concat=True))


def message(pieces: Sequence[Piece] = PIECES, plain: str | None = None) -> MultilineOutbound:
    """Return a message with every kind of tag."""
    tags = {"account": "ana", "+react": "x"}
    return MultilineOutbound("PRIVMSG", "#sala", pieces, ANA, NOON, "s-1-2", tags, plain)


def lines(profile: int) -> list[str]:
    """Return the message as one profile reads it."""
    *read, rest = message().encode(profile).decode().split("\r\n")
    assert not rest
    return read


def test_with_the_capability_it_is_a_batch() -> None:
    """The tags on its first line only, blank lines and the mark of those that go on kept."""
    assert lines(MULTILINE | MESSAGE_TAGS | SERVER_TIME) == [
        (
            "@time=2026-05-29T12:00:00.250Z;msgid=s-1-2;+react=x "
            ":ana!ana@host BATCH +s-1-2 draft/multiline #sala"
        ),
        "@batch=s-1-2 :ana!ana@host PRIVMSG #sala :hola",
        "@batch=s-1-2 :ana!ana@host PRIVMSG #sala :",
        "@batch=s-1-2 :ana!ana@host PRIVMSG #sala :¿qué ",
        "@batch=s-1-2;draft/multiline-concat :ana!ana@host PRIVMSG #sala :tal?",
        ":ana!ana@host BATCH -s-1-2",
    ]


def test_a_batch_shows_no_tag_that_was_not_asked_for() -> None:
    """The capability alone brings its own tags alone."""
    assert lines(MULTILINE)[0] == ":ana!ana@host BATCH +s-1-2 draft/multiline #sala"


@pytest.mark.parametrize(
    ("profile", "first", "more"),
    [
        (0, "", ""),
        (AWAY_NOTIFY, "", ""),
        (SERVER_TIME, "@time=2026-05-29T12:00:00.250Z ", "@time=2026-05-29T12:00:00.250Z "),
        (MESSAGE_TAGS, "@msgid=s-1-2;+react=x ", "@+react=x "),
        (ACCOUNT_TAG, "@account=ana ", "@account=ana "),
    ],
)
def test_without_it_there_are_lines(profile: int, first: str, more: str) -> None:
    """No blank ones; the id on the first, the other tags on each."""
    assert lines(profile) == [
        f"{first}:ana!ana@host PRIVMSG #sala :hola",
        f"{more}:ana!ana@host PRIVMSG #sala :¿qué ",
        f"{more}:ana!ana@host PRIVMSG #sala :tal?",
    ]


def test_large_tags_are_on_the_first_line_only() -> None:
    """Many lines with long tags on each would fill the queue of everybody who gets lines."""
    tags = {"account": "ana", "+x": "v" * 4000}
    long = MultilineOutbound("PRIVMSG", "#sala", [Piece("a")] * 500, ANA, NOON, "s-1-2", tags)

    first, *more = long.encode(MESSAGE_TAGS | ACCOUNT_TAG).decode().split("\r\n")[:-1]

    assert first.startswith("@msgid=s-1-2;account=ana;+x=vvv")
    assert set(more) == {"@account=ana :ana!ana@host PRIVMSG #sala :a"}


def test_a_blank_first_line_does_not_carry_the_id_away() -> None:
    """The id is on the first line that is sent."""
    blank_first = message([Piece(""), Piece("x"), Piece("y")])

    assert blank_first.encode(MESSAGE_TAGS) == (
        b"@msgid=s-1-2;+react=x :ana!ana@host PRIVMSG #sala :x\r\n"
        b"@+react=x :ana!ana@host PRIVMSG #sala :y\r\n"
    )


def test_a_guest_hears_each_line_sanitized() -> None:
    """A line feed between them is the only control character that reaches a bare socket."""
    assert message(plain="ana: hola\nana: \x1b[2J").encode(PLAIN) == (
        "ana: hola\nana: \u241b[2J\n".encode()
    )
    assert message().encode(PLAIN) == b""


@pytest.mark.parametrize("profile", [0, MULTILINE, MESSAGE_TAGS])
def test_it_is_written_once_per_profile(profile: int) -> None:
    """Also where it is long."""
    long = message([Piece("x" * 400)] * 100)

    assert long.encode(profile) is long.encode(profile | AWAY_NOTIFY)


def test_a_line_feed_inside_a_piece_is_refused_at_once() -> None:
    """Its author learns it, and no tick fails."""
    with pytest.raises(EncodeError):
        message([Piece("a\nb")])


def test_it_is_one_line_of_the_tick() -> None:
    """Who said it is spared all of it, and nothing comes between its parts."""
    outbox = Outbox()
    room = outbox.create_room()
    ana, bob, eva = (LinkId(number) for number in range(3))
    for link, profile in ((ana, 0), (bob, MULTILINE), (eva, 0)):
        outbox.enter(room, link, profile)

    said = message()
    outbox.to_room(room, said, skip=ana)
    outbox.to_link(eva, b"after\r\n")

    heard = {link: data for link, data, _relayed in outbox.seal()}
    assert heard == {bob: said.encode(MULTILINE), eva: said.encode(0) + b"after\r\n"}


def test_history_keeps_the_whole_batch() -> None:
    """With the tags of its opening, without time and id."""
    opening, *rest = lines(MULTILINE | MESSAGE_TAGS)

    stored = message().stored().decode().split("\r\n")

    assert stored[0] == opening.replace("msgid=s-1-2;", "account=ana;")
    assert stored[1:-1] == rest
