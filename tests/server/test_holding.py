"""Commit first, then echo, then deliver: who waits for the disk, and what if it fails.

Everything here runs without a thread: the test is the disk (``HandWriter``).
"""

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tertulia_server.holding import MOST_WAITING, STALL_SECONDS
from tertulia_server.store.ports import Append, Change, Put, StoreLost
from tertulia_server.store.worker import Fatal
from tests.support.hand_writer import HandWriter
from tests.support.matchers import SERVER
from tests.support.switchboard import Switchboard, Wire

CAPS = "CAP REQ :echo-message labeled-response batch message-tags\r\nCAP END\r\n"


class Disk:
    """A server whose disk is the test.

    Attributes:
        ana, bob: members of #sala with all capabilities; eve has none and is there too.
    """

    def __init__(self) -> None:
        self.writer = HandWriter()
        self.board = Switchboard(writer=self.writer)
        self.ana, self.bob = self.enter("ana", CAPS), self.enter("bob", CAPS)
        self.eve = self.enter("eve")
        for wire in (self.ana, self.bob, self.eve):
            wire.read()

    def enter(self, nick: str, caps: str = "", room: str = "#sala") -> Wire:
        wire = self.board.plug()
        wire.send(f"NICK {nick}\r\nUSER {nick} 0 * :{nick}\r\n{caps}JOIN {room}\r\n")
        self.commit()
        wire.read()
        return wire

    def commit(self, count: int | None = None, failed: tuple[int, ...] = ()) -> None:
        self.board.notice(self.writer.finish(count, failed))


@pytest.fixture
def disk() -> Disk:
    """Return a server with three people in a room, for whom nothing waits."""
    return Disk()


def without_ids(text: str) -> list[str]:
    """Return lines without their message ids."""
    return re.sub(r"msgid=[^; ]*", "msgid", text).split("\r\n")[:-1]


class TestOrder:
    def test_neither_echo_nor_delivery_before_the_commit(self, disk: Disk) -> None:
        disk.ana.send("PRIVMSG #sala :hola\r\n")
        assert (disk.ana.read(), disk.bob.read(), disk.eve.read()) == ("", "", "")

        disk.commit()

        line = ":ana!ana@127.0.0.1 PRIVMSG #sala :hola"
        assert without_ids(disk.ana.read()) == [f"@msgid {line}"]
        assert without_ids(disk.bob.read()) == [f"@msgid {line}"]
        assert disk.eve.read() == f"{line}\r\n"

    def test_what_is_kept_is_what_is_shown(self, disk: Disk) -> None:
        disk.ana.send("PRIVMSG #sala :hola\r\n")

        (batch,) = disk.writer.batches.values()
        (row,) = batch
        assert isinstance(row, Append)
        assert row.lines == (b":ana!ana@127.0.0.1 PRIVMSG #sala :hola\r\n",)

    def test_who_waits_for_nothing_is_answered_at_once(self, disk: Disk) -> None:
        """A keep-alive must not wait for somebody else's message."""
        stranger = disk.enter("mia", room="#elsewhere")
        disk.ana.send("PRIVMSG #sala :hola\r\n")

        stranger.send("PING x\r\n")

        assert stranger.read() == f":{SERVER} PONG {SERVER} :x\r\n"

    def test_who_said_something_reads_its_answers_in_their_place(self, disk: Disk) -> None:
        disk.ana.send("PRIVMSG #sala :hola\r\n")
        disk.ana.send("PING x\r\n")
        assert disk.ana.read() == ""

        disk.commit()

        assert [line.split(" ")[-2:] for line in disk.ana.lines()] == [
            ["#sala", ":hola"],
            [SERVER, ":x"],
        ]

    def test_so_does_who_is_to_hear_it(self, disk: Disk) -> None:
        """The answer must not overtake what was said before it was asked for."""
        disk.ana.send("PRIVMSG #sala :hola\r\n")
        disk.bob.send("PING x\r\n")
        assert disk.bob.read() == ""

        disk.commit()

        assert [line.split(" ")[-1] for line in disk.bob.lines()] == [":hola", ":x"]

    def test_ticks_are_released_one_commit_after_the_other(self, disk: Disk) -> None:
        for word in ("one", "two", "three"):
            disk.ana.send(f"PRIVMSG #sala :{word}\r\n")

        heard = []
        for _commit in range(3):
            disk.commit(1)
            heard.append(disk.eve.read().split(":")[-1].strip())

        assert heard == ["one", "two", "three"]

    def test_what_one_commit_keeps_is_one_write_per_link(self, disk: Disk) -> None:
        for word in ("one", "two", "three"):
            disk.ana.send(f"PRIVMSG #sala :{word}\r\n")
        before = disk.board.writes

        disk.commit()

        assert disk.board.writes - before == 3
        assert len(disk.eve.lines()) == 3

    def test_a_close_waits_like_what_was_said_before_it(self, disk: Disk) -> None:
        disk.ana.send("PRIVMSG #sala :last words\r\nQUIT\r\n")
        states = [disk.ana.is_closed]

        disk.commit()

        assert [*states, disk.ana.is_closed] == [False, True]
        assert [word for word in disk.ana.read().split() if word in {"PRIVMSG", "ERROR"}] == [
            "PRIVMSG",
            "ERROR",
        ]

    def test_who_waits_for_nothing_is_closed_at_once(self, disk: Disk) -> None:
        disk.ana.send("PRIVMSG #sala :hola\r\n")
        stranger = disk.board.plug()

        stranger.send("PING\r\nQUIT\r\n")

        assert stranger.is_closed

    def test_small_state_is_kept_before_it_is_confirmed(self, disk: Disk) -> None:
        """Here the integer of a new room, before its maker is in."""
        disk.ana.send("JOIN #new\r\n")

        assert disk.ana.read() == ""
        assert any(isinstance(row, Put) for row in disk.writer.batches.popitem()[1])


class TestFailure:
    def test_the_echo_becomes_a_fail_with_the_same_label(self, disk: Disk) -> None:
        disk.ana.send("PING before\r\n@label=7 PRIVMSG #sala :hola\r\nPING after\r\n")

        disk.commit(failed=(0,))

        before, fail, after = disk.ana.lines()
        assert (before[-6:], after[-5:]) == ("before", "after")
        assert fail.startswith(f"@label=7 :{SERVER} FAIL PRIVMSG STORE_UNAVAILABLE #sala :")
        assert (disk.bob.read(), disk.eve.read()) == ("", "")

    @pytest.mark.parametrize("caps", ["", "CAP REQ :labeled-response batch\r\nCAP END\r\n"])
    def test_without_an_echo_the_fail_comes_all_the_same(self, disk: Disk, caps: str) -> None:
        """Instead of the ACK, for one that asked for it: that would be a lie."""
        mia = disk.enter("mia", caps)
        disk.bob.read()
        disk.eve.read()

        mia.send("@label=7 PRIVMSG #sala :hola\r\n" if caps else "PRIVMSG #sala :hola\r\n")
        disk.commit(failed=(0,))

        (fail,) = mia.lines()
        mark = "@label=7 " if caps else ""
        assert fail.startswith(f"{mark}:{SERVER} FAIL PRIVMSG STORE_UNAVAILABLE #sala :")

    def test_several_targets_fail_inside_their_batch(self, disk: Disk) -> None:
        disk.ana.send("JOIN #other\r\n")
        disk.commit()
        disk.ana.read()

        disk.ana.send("@label=7 NOTICE #sala,#other :hola\r\n")
        disk.commit(failed=(0,))

        opening, *fails, closing = disk.ana.lines()
        batch = opening.split("+")[1].split(" ")[0]
        assert closing.endswith(f"BATCH -{batch}")
        assert [fail.split(" ")[:5] for fail in fails] == [
            [f"@batch={batch}", f":{SERVER}", "FAIL", "NOTICE", "STORE_UNAVAILABLE"]
        ] * 2

    def test_equal_messages_fail_each(self, disk: Disk) -> None:
        """Also for one whose echoes look the same, having no ids."""
        mia = disk.enter("mia", "CAP REQ echo-message\r\nCAP END\r\n")
        disk.bob.read()
        disk.eve.read()

        mia.send("PRIVMSG #sala :x\r\n" * 3)
        disk.commit(failed=(0,))

        assert [line.split(" ")[1] for line in mia.lines()] == ["FAIL"] * 3

    def test_a_message_of_several_lines_fails_as_one(self, disk: Disk) -> None:
        caps = "CAP REQ :batch message-tags labeled-response echo-message draft/multiline\r\n"
        mia = disk.enter("mia", f"{caps}CAP END\r\n")
        disk.bob.read()
        disk.eve.read()

        mia.send(
            "@label=7 BATCH +1 draft/multiline #sala\r\n@batch=1 PRIVMSG #sala :one\r\n"
            "@batch=1 PRIVMSG #sala :two\r\nBATCH -1\r\n"
        )
        disk.commit(failed=(0,))

        (fail,) = mia.lines()
        assert fail.startswith(f"@label=7 :{SERVER} FAIL PRIVMSG STORE_UNAVAILABLE #sala :")
        assert (disk.bob.read(), disk.eve.read()) == ("", "")

    def test_guests_are_told_in_words(self, disk: Disk) -> None:
        guest = disk.board.guest("hola")

        disk.commit(failed=(0,))

        assert [line[:2] for line in guest.lines()] == ["* "]
        assert "hola" not in disk.eve.read()

    def test_what_happened_is_delivered_all_the_same(self, disk: Disk) -> None:
        """Somebody did leave, whether or not that can be kept."""
        disk.ana.send("PRIVMSG #sala :bye\r\nPART #sala\r\n")

        disk.commit(failed=(0,))

        assert [line.split(" ")[1] for line in disk.eve.lines()] == ["PART"]

    def test_words_that_look_like_a_struck_line_stay(self, disk: Disk) -> None:
        """Only whole lines are taken out, and only of what failed."""
        disk.ana.send("PRIVMSG #sala :x\r\n")
        disk.bob.send("PRIVMSG #sala ::ana!ana@127.0.0.1 PRIVMSG #sala :x\r\n")

        disk.commit(failed=(0,))

        assert [line.split(" ")[0] for line in disk.eve.lines()] == [":bob!bob@127.0.0.1"]

    def test_others_who_were_kept_in_the_same_commit_are_heard(self, disk: Disk) -> None:
        disk.ana.send("PRIVMSG #sala :bad\r\n")
        disk.bob.send("PRIVMSG #sala :good\r\n")

        disk.commit(failed=(0,))

        assert [line.split(":")[-1] for line in disk.eve.lines()] == ["good"]

    def test_it_recovers_by_itself(self, disk: Disk) -> None:
        disk.ana.send("PRIVMSG #sala :bad\r\n")
        disk.commit(failed=(0,))
        disk.ana.read()

        disk.ana.send("PRIVMSG #sala :good\r\n")
        disk.commit()

        assert disk.ana.read().endswith(" PRIVMSG #sala :good\r\n")

    def test_the_log_has_a_line_when_it_begins_and_one_when_it_ends(
        self, disk: Disk, caplog: pytest.LogCaptureFixture
    ) -> None:
        """However much is refused in between: the disk may be full of the log itself."""
        for failed in ((0,), (0,), (), ()):
            disk.ana.send("PRIVMSG #sala :hola\r\n")
            disk.commit(failed=failed)

        assert [record.message for record in caplog.records] == [
            "what is said cannot be kept",
            "what is said is kept again",
        ]

    def test_small_state_is_tried_again(self, disk: Disk) -> None:
        """In a batch of its own, and never over a newer value."""
        disk.ana.send("JOIN #new\r\n")
        disk.commit(failed=(0,))
        assert disk.writer.batches == {}

        disk.board.pass_time(STALL_SECONDS)

        (again,) = disk.writer.batches.values()
        assert [type(row) for row in again] == [Put]
        disk.commit()
        disk.board.pass_time(3 * STALL_SECONDS)
        assert disk.writer.batches == {}

    def test_an_older_value_is_not_tried_again(self, disk: Disk) -> None:
        """What was changed meanwhile, and kept, stays as it is."""
        disk.board.dispatcher.journal.put("kind", "key", {"value": 1})
        disk.board.tick()
        disk.commit(failed=(0,))
        disk.board.dispatcher.journal.put("kind", "key", {"value": 2})
        disk.board.tick()
        disk.commit()

        disk.board.pass_time(3 * STALL_SECONDS)

        assert disk.writer.batches == {}

    def test_that_something_was_taken_back_is_tried_again(self, disk: Disk) -> None:
        """Everybody was told so, and nobody is to find it later."""
        disk.board.dispatcher.journal.add(Change(1, 4, "ana", 0.0, b""))
        disk.board.tick()
        disk.commit(failed=(0,))

        disk.board.pass_time(STALL_SECONDS)

        assert list(disk.writer.batches.values()) == [[Change(1, 4, "ana", 0.0, b"")]]

    def test_a_lost_store_ends_the_server(self, disk: Disk) -> None:
        """Nobody knows what is on the disk, so nothing is acknowledged any more."""
        disk.ana.send("PRIVMSG #sala :hola\r\n")

        with pytest.raises(StoreLost):
            disk.board.notice(Fatal("fsync: EIO"))
        assert disk.ana.read() == ""


class TestStall:
    def test_after_five_seconds_what_can_be_withdrawn_fails(self, disk: Disk) -> None:
        disk.ana.send("PRIVMSG #sala :stuck\r\n")
        disk.writer.begin()
        disk.bob.send("@label=1 PRIVMSG #sala :hola\r\n")

        disk.board.pass_time(STALL_SECONDS - 0.1)
        assert disk.bob.read() == ""
        disk.board.pass_time(0.1)

        assert disk.writer.batches.keys() == disk.writer.in_transaction
        disk.commit()
        assert [line.split(" PRIVMSG ")[-1] for line in disk.eve.lines()] == ["#sala :stuck"]
        stuck, fail = disk.bob.lines()
        assert stuck.endswith(":stuck")
        assert fail.startswith(f"@label=1 :{SERVER} FAIL PRIVMSG STORE_UNAVAILABLE")

    def test_who_waits_for_no_outcome_is_told_at_once(self, disk: Disk) -> None:
        stranger = disk.enter("mia", room="#elsewhere")
        disk.ana.send("PRIVMSG #sala :stuck\r\n")
        disk.writer.begin()
        stranger.send("PRIVMSG #elsewhere :hola\r\n")

        disk.board.pass_time(STALL_SECONDS)

        assert " FAIL PRIVMSG STORE_UNAVAILABLE #elsewhere :" in stranger.read()

    def test_an_unknown_outcome_is_never_told_as_a_failure(self, disk: Disk) -> None:
        disk.ana.send("PRIVMSG #sala :stuck\r\n")
        disk.writer.begin()

        disk.board.pass_time(60)

        assert disk.ana.read() == ""
        disk.commit()
        assert disk.ana.read().endswith(" PRIVMSG #sala :stuck\r\n")

    def test_while_it_lasts_new_messages_are_refused_at_once(self, disk: Disk) -> None:
        stranger = disk.enter("mia", room="#elsewhere")
        disk.ana.send("PRIVMSG #sala :stuck\r\n")
        disk.writer.begin()
        disk.board.pass_time(STALL_SECONDS + 1)

        stranger.send("PRIVMSG #elsewhere :hola\r\n")

        assert " FAIL PRIVMSG STORE_UNAVAILABLE #elsewhere :" in stranger.read()

    def test_too_many_that_wait_stop_their_senders(self, disk: Disk) -> None:
        """What they send next stays in their sockets; others are heard."""
        burst = "PRIVMSG #sala :x\r\n" * (MOST_WAITING + 1)
        disk.ana.send(burst)

        disk.ana.send("PRIVMSG #sala :one more\r\n")
        states = [disk.ana.is_paused]
        disk.bob.send("PRIVMSG #sala :me too\r\n")
        disk.commit()

        assert [*states, disk.ana.is_paused] == [True, False]
        disk.commit()
        assert disk.eve.lines()[-1].endswith(":one more")


WIRES = st.sampled_from([0, 1, 2])
STEPS = st.lists(
    st.one_of(
        st.tuples(st.just("say"), WIRES),
        st.tuples(st.just("label"), WIRES),
        st.tuples(st.just("ping"), WIRES),
        st.tuples(st.just("topic"), WIRES),
        st.tuples(st.just("both"), WIRES),
        st.tuples(st.just("commit"), st.integers(1, 3)),
        st.tuples(st.just("fail"), st.integers(1, 3)),
    ),
    max_size=30,
)


@settings(deadline=None, max_examples=60)
@given(steps=STEPS)
def test_any_schedule_gives_each_link_what_memory_would(steps: list[tuple[str, int]]) -> None:
    """The same bytes in the same order, without what failed: for that its sender reads a FAIL."""
    slow, quick = Disk(), Disk()
    lost: set[str] = set()
    open_ticks: list[list[str]] = []

    def act(disk: Disk, kind: str, who: int, word: str) -> None:
        wire = (disk.ana, disk.bob, disk.eve)[who]
        wire.send(
            {
                "say": f"PRIVMSG #sala :{word}\r\n",
                "label": f"@label={word} PRIVMSG #sala :{word}\r\n",
                "ping": f"PING {word}\r\n",
                "topic": "NAMES #sala\r\n",
                "both": f"PRIVMSG #sala :{word}\r\nPING {word}\r\nPRIVMSG #sala :{word}b\r\n",
            }[kind]
        )

    for number, (kind, count) in enumerate(steps):
        word = f"w{number}w"
        if kind in {"commit", "fail"}:
            done, open_ticks = open_ticks[:count], open_ticks[count:]
            failed = range(len(done)) if kind == "fail" else ()
            lost.update(word for index in failed for word in done[index])
            if done:
                slow.commit(len(done), tuple(failed))
            continue
        act(slow, kind, count, word)
        act(quick, kind, count, word)
        quick.commit()
        if kind in {"say", "label", "both"}:
            open_ticks.append([word, f"{word}b"])
    slow.commit()

    pairs = ((slow.ana, quick.ana), (slow.bob, quick.bob), (slow.eve, quick.eve))
    for slow_wire, quick_wire in pairs:
        expected = []
        for line in quick_wire.lines():
            is_message = " PRIVMSG " in line
            if not (is_message and line.rpartition(":")[2] in lost):
                expected.append(line)
        heard = [line for line in slow_wire.lines() if " FAIL " not in line]
        assert heard == expected
