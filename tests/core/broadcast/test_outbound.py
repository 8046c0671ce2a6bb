"""A line looks to each receiver as its capabilities ask for, and is written once for each look."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tertulia_core.broadcast.outbound import ExtendedJoin, Outbound, server_time
from tertulia_core.errors import EncodeError
from tertulia_core.wire.capabilities import (
    ACCOUNT_TAG,
    AWAY_NOTIFY,
    ECHO_MESSAGE,
    EXTENDED_JOIN,
    MESSAGE_TAGS,
    PLAIN,
    SERVER_TIME,
)
from tertulia_core.wire.codec import decode_line
from tertulia_core.wire.message import Message

NOON = 1_780_056_000.25
ANA = "ana!ana@host"


def tagged() -> Outbound:
    """Return a message with every kind of tag."""
    return Outbound(
        "PRIVMSG",
        ("#sala", "hola a todos"),
        ANA,
        time=NOON,
        msgid="m1",
        tags={"account": "ana", "bot": "", "+react": "a;b"},
    )


@pytest.mark.parametrize(
    ("profile", "tags"),
    [
        (0, b""),
        (AWAY_NOTIFY | ECHO_MESSAGE, b""),
        (SERVER_TIME, b"@time=2026-05-29T12:00:00.250Z "),
        (ACCOUNT_TAG, b"@account=ana "),
        (MESSAGE_TAGS, rb"@msgid=m1;bot;+react=a\:b "),
        (
            SERVER_TIME | MESSAGE_TAGS | ACCOUNT_TAG,
            rb"@time=2026-05-29T12:00:00.250Z;msgid=m1;account=ana;bot;+react=a\:b ",
        ),
    ],
)
def test_each_tag_goes_to_those_with_its_capability(profile: int, tags: bytes) -> None:
    """Nobody sees a tag that it did not ask for."""
    assert tagged().encode(profile) == tags + b":ana!ana@host PRIVMSG #sala :hola a todos\r\n"


def test_profiles_that_see_the_same_share_the_line() -> None:
    """Bits without influence on a line do not multiply it."""
    line = tagged()

    assert line.encode(MESSAGE_TAGS) is line.encode(MESSAGE_TAGS | AWAY_NOTIFY)


def test_a_guest_hears_sanitized_text() -> None:
    """Neither tags nor a source; escapes of others do not reach its terminal."""
    line = Outbound("PRIVMSG", ("#sala", "x"), ANA, time=NOON, plain="ana: \x1b[2Jhola")

    heard = line.encode(PLAIN)

    assert heard.startswith(b"ana: ")
    assert heard.endswith(b"hola\n")
    assert b"\x1b" not in heard


def test_the_words_for_guests_are_found_once_and_only_for_guests() -> None:
    """Where no guest listens, which is most of the time, nobody asks for them."""
    asked: list[bytes] = []

    def words(body: bytes) -> str:
        asked.append(body)
        return "ana: x"

    line = Outbound("PRIVMSG", ("#sala", "x"), ANA, NOON, plain=words)
    body = line.encode(0)
    line.encode(MESSAGE_TAGS)

    assert not asked
    assert line.encode(PLAIN) == line.encode(PLAIN) == b"ana: x\n"
    assert asked == [body]


def test_a_sibling_differs_in_its_text_alone() -> None:
    """It has the tags of the first, and a time and an id of its own."""
    body = b":ana!ana@host PRIVMSG #sala :y\r\n"

    (sibling,) = tagged().siblings([body], NOON + 1, ["m2"])

    assert sibling.encode(0) is body
    assert (
        sibling.encode(SERVER_TIME | MESSAGE_TAGS | ACCOUNT_TAG)
        == rb"@time=2026-05-29T12:00:01.250Z;msgid=m2;account=ana;bot;+react=a\:b " + body
    )


def test_a_guest_hears_nothing_where_there_is_no_text_for_it() -> None:
    """Joins and modes are not for bare sockets."""
    assert Outbound("MODE", ("#sala", "+n"), ANA, time=NOON).encode(PLAIN) == b""


def test_who_lacks_a_required_capability_gets_nothing() -> None:
    """TAGMSG is for message-tags alone; a guest's own text stays."""
    line = Outbound(
        "TAGMSG", ("#sala",), ANA, time=NOON, tags={"+x": ""}, plain="y", requires=MESSAGE_TAGS
    )

    assert line.encode(0) == b""
    assert line.encode(SERVER_TIME) == b""
    assert line.encode(MESSAGE_TAGS) == b"@+x :ana!ana@host TAGMSG #sala\r\n"
    assert line.encode(PLAIN) == b"y\n"


def test_extended_join_differs_by_capability() -> None:
    """Account and real name go to those with extended-join, in addition to their tags."""
    join = ExtendedJoin(ANA, "#sala", account="ana", realname="Ana María", time=NOON, msgid="m2")

    assert join.encode(0) == b":ana!ana@host JOIN #sala\r\n"
    assert join.encode(EXTENDED_JOIN) == b":ana!ana@host JOIN #sala ana :Ana Mar\xc3\xada\r\n"
    assert join.encode(EXTENDED_JOIN | MESSAGE_TAGS).startswith(b"@msgid=m2 :ana!ana@host JOIN ")


def test_a_line_that_grew_too_long_is_cut_at_a_character() -> None:
    """The source that we put before a full line makes it longer than 512 bytes."""
    text = "ñ" * 250
    line = Outbound("PRIVMSG", ("#sala", text), ANA, time=NOON).encode(0)

    assert 510 <= len(line) <= 512
    assert line.endswith(b"\r\n")
    assert text.startswith(decode_line(line[:-2]).params[1])


@pytest.mark.parametrize("bad", ["a\nb", "a\rb", "a\0b", "a\ud800b"])
@pytest.mark.parametrize("command", ["PRIVMSG", "TOPIC"])
def test_a_text_that_would_be_two_lines_is_refused_at_once(command: str, bad: str) -> None:
    """The author learns it; the tick in which others are delivered never does."""
    with pytest.raises(EncodeError):
        Outbound(command, ("#sala", bad), ANA, time=NOON)


@pytest.mark.parametrize("name", ["+x", "vendor.example/x"])
def test_tags_beyond_their_section_are_refused(name: str) -> None:
    """4,094 bytes of client-only tags pass, and as many of the server's; one more does not."""
    room = 4094 - len(f"{name}=")
    fits = Outbound("PRIVMSG", ("#sala", "x"), ANA, time=NOON, tags={name: "v" * room})

    assert len(fits.encode(MESSAGE_TAGS).split(b" ")[0]) == 4095
    with pytest.raises(EncodeError):
        Outbound("PRIVMSG", ("#sala", "x"), ANA, time=NOON, tags={name: "v" * (room + 1)})


def test_server_time_counts_milliseconds_in_utc() -> None:
    """Three digits also for a whole second."""
    assert server_time(0.0) == "1970-01-01T00:00:00.000Z"
    assert server_time(NOON) == "2026-05-29T12:00:00.250Z"


TEXTS = st.text(st.characters(exclude_characters="\r\n\0", exclude_categories=["Cs"]), max_size=90)


@given(text=TEXTS, value=TEXTS, profile=st.sampled_from([0, MESSAGE_TAGS]))
def test_what_is_written_reads_back(text: str, value: str, profile: int) -> None:
    """Any text in the last parameter and any tag value survive the wire."""
    line = Outbound("PRIVMSG", ("#sala", text), ANA, time=NOON, tags={"+v": value})

    message = decode_line(line.encode(profile).removesuffix(b"\r\n"))

    tags = {"+v": value} if profile else {}
    assert message == Message("PRIVMSG", ("#sala", text), ANA, tags)


class TestStored:
    """What history keeps: as much as any receiver sees, without time and id."""

    def test_a_line_keeps_its_tags(self) -> None:
        line = rb"@account=ana;bot;+react=a\:b :ana!ana@host PRIVMSG #sala :hola a todos"

        assert tagged().stored() == line + b"\r\n"

    def test_one_without_tags_is_the_line_itself(self) -> None:
        outbound = Outbound("PRIVMSG", ("#sala", "hola"), ANA, NOON, "m1")

        assert outbound.stored() == b":ana!ana@host PRIVMSG #sala :hola\r\n"

    def test_who_enters_is_kept_with_account_and_name(self) -> None:
        outbound = ExtendedJoin(ANA, "#sala", account="Ana", realname="Ana B", time=NOON)

        assert outbound.stored() == b":ana!ana@host JOIN #sala Ana :Ana B\r\n"

    @pytest.mark.parametrize("tags", [{}, {"account": "ana", "bot": ""}])
    def test_lines_like_another_are_kept_like_it(self, tags: dict[str, str]) -> None:
        last = Outbound("PRIVMSG", ("#sala", "hola"), ANA, NOON, "m1", tags)
        bodies = [b":ana!ana@host PRIVMSG #sala :%d\r\n" % number for number in range(3)]

        siblings = last.siblings(bodies, NOON, ["m2", "m3", "m4"])

        assert list(last.stored_siblings(bodies)) == [each.stored() for each in siblings]
