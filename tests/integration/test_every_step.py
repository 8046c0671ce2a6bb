"""Crashes, failing commits, broken links, killed clients at any step: each line is kept once.

The real engine of the clients with its outbox on disk, the whole server and
its store, in one thread: hypothesis chooses what happens, the checker compares
what people were told with what is kept.
"""

from itertools import count
from pathlib import Path

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from tertulia_core.session import intents
from tertulia_core.session.state import ConnectionPhase, Delivery
from tertulia_server.store.failpoints import AFTER_COMMIT, BEFORE_COMMIT
from tertulia_server.store.ports import Store
from tertulia_server.store.sqlite import SqliteStore
from tests.support.checker import Acknowledged, Evidence, Shown, violations
from tests.support.mortal_chat import ALL, ROOM, MortalChat, Person
from tests.support.step_writer import Faults, FaultyMemoryStore

WHO = st.integers(0, 1)
SOME = st.sampled_from([1, 2, 5, ALL, ALL, ALL])


class Disk:
    """Where the stores of one chat lie, each opened where the last one died; owner: the test."""

    def __init__(self, path: Path | None) -> None:
        self._path = path
        self._store: Store | None = None

    def open(self, faults: Faults) -> Store:
        """Open the store; whoever had it open is dead."""
        if self._path is None:
            self._store = self._store or FaultyMemoryStore(faults)
            return self._store
        self.close()
        self._store = SqliteStore(self._path, failpoint=faults)
        return self._store

    def close(self) -> None:
        """Let go of the file."""
        if self._store is not None:
            self._store.close()


class Machine(RuleBasedStateMachine):
    """Everything that can happen between typing a line and knowing that it is kept."""

    folder: Path
    runs = 0
    is_on_disk = False

    def __init__(self) -> None:
        super().__init__()
        Machine.runs += 1
        folder = self.folder / str(Machine.runs)
        folder.mkdir()
        self.disk = Disk(folder / "history.db" if self.is_on_disk else None)
        self.chat = MortalChat(folder, self.disk.open)
        self.typed: list[str] = []
        self.confirmed: dict[str, Acknowledged] = {}
        self.refused: set[str] = set()
        self._positions: dict[str, int] = {}
        self._places = count()
        self.chat.settle()

    @rule(who=WHO, times=st.integers(1, 3), is_heard=st.booleans())
    def type(self, who: int, times: int, is_heard: bool) -> None:
        """Somebody says what nobody said before, and maybe the server hears it at once."""
        person = self.chat.people[who]
        for _time in range(times):
            text = f"{person.nick} {len(self.typed)}"
            self.typed.append(text)
            self._positions[text] = next(self._places)
            person.client.submit_text(text)
        if is_heard:
            person.hear()

    @rule(who=WHO)
    def retry(self, who: int) -> None:
        """Somebody says again what was refused."""
        person = self.chat.people[who]
        for line in person.lines():
            if line.delivery is Delivery.NOT_SENT:
                self.refused.discard(line.text)
                self._positions[line.text] = next(self._places)
                person.client.request(intents.Retry(line.id))

    @rule()
    def everybody_hears(self) -> None:
        """All that the server has written arrives."""
        for person in self.chat.people:
            person.arrive()

    @rule(who=WHO, most=SOME)
    def server_hears(self, who: int, most: int) -> None:
        """Some of what a client wrote arrives."""
        self.chat.people[who].hear(most)

    @rule(who=WHO, most=SOME)
    def client_hears(self, who: int, most: int) -> None:
        """Some of what the server wrote arrives."""
        self.chat.people[who].arrive(most)

    @rule(most=SOME)
    def commit(self, most: int) -> None:
        """The disk takes some of what waits."""
        self.chat.commit(most)

    @rule(failures=st.integers(1, 3))
    def commit_fails(self, failures: int) -> None:
        """The next transactions fail: all that waits, then one batch or two by themselves.

        What is refused counts as said anew when it is sent again, also by a client that never
        heard of the refusal; so there is no order among what is on its way now.
        """
        place = next(self._places)
        for text in self.typed:
            if text not in self.confirmed:
                self._positions[text] = place
        self.chat.faults.failures = failures
        self.chat.commit()
        self.chat.faults.failures = 0

    @rule(moment=st.sampled_from([BEFORE_COMMIT, AFTER_COMMIT]), most=SOME)
    def crash_in_commit(self, moment: str, most: int) -> None:
        """The server dies inside the store."""
        self.chat.faults.crashes_at = moment
        self.chat.commit(most)
        self.chat.faults.crashes_at = ""

    @rule()
    def crash(self) -> None:
        """The server dies anywhere else."""
        self.chat.crash()

    @rule(who=WHO, heard=SOME, is_noticed=st.booleans())
    def break_off(self, who: int, heard: int, is_noticed: bool) -> None:
        """A connection breaks in the middle of what was written."""
        self.chat.people[who].hear(heard)
        self.chat.people[who].break_off(is_noticed=is_noticed)

    @rule(who=WHO, heard=SOME)
    def kill(self, who: int, heard: int) -> None:
        """A client is killed, and started again."""
        self.chat.people[who].hear(heard)
        self.chat.people[who].kill()

    @rule(who=WHO)
    def connect(self, who: int) -> None:
        """A client tries again, and the server is there."""
        person = self.chat.people[who]
        person.wait()
        person.connect()

    @rule(seconds=st.sampled_from([1.0, 6.0]))
    def time_passes(self, seconds: float) -> None:
        """Maybe so long that what waits for the disk is given up."""
        self.chat.pass_time(seconds)

    @rule()
    def settle(self) -> None:
        """Everything that is under way arrives."""
        self.chat.settle()

    @invariant()
    def what_people_are_told_is_true(self) -> None:
        """At every moment: nothing is shown or confirmed that is not kept, nothing kept twice."""
        kept = self.chat.kept()
        texts = [each.text for each in kept]
        evidence = Evidence(kept)
        for person in self.chat.people:
            lines = person.lines()
            # History may bring what is being sent again before its echo says that it is the same.
            sure = [line.text for line in lines if line.delivery is not Delivery.SENDING]
            assert len(set(sure)) == len(sure), "it is shown twice"
            for line in lines:
                if line.delivery is Delivery.NOT_SENT:
                    assert line.text not in texts, "it is kept, and was told as not sent"
                    self.refused.add(line.text)
                elif line.delivery is Delivery.SENT:
                    self._note(person.nick, line.msgid or "", line.text)
            evidence.shown += _shown(person)
        evidence.acknowledged = list(self.confirmed.values())
        problems = violations(evidence)
        # Before a client has caught up something may be missing in the middle.
        assert [problem for problem in problems if " missed " not in problem] == []

    def _note(self, nick: str, msgid: str, text: str) -> None:
        ack = Acknowledged(msgid, ROOM, nick, text, self._positions[text], text)
        assert self.confirmed.setdefault(text, ack) == ack, "one message, two ids"

    def teardown(self) -> None:
        """In the end everything is kept, confirmed and shown to everybody, in its order."""
        try:
            self._check_the_end()
        finally:
            for person in self.chat.people:
                person.close()
            self.disk.close()

    def _check_the_end(self) -> None:
        for _try in range(3):  # a nick may have been a ghost's, a failure is tried again later
            self.chat.settle()
            self.chat.pass_time(10.0)
        self.what_people_are_told_is_true()
        kept = self.chat.kept()
        texts = {each.text for each in kept}
        assert set(self.typed) - self.refused <= texts
        evidence = Evidence(kept, list(self.confirmed.values()))
        for person in self.chat.people:
            assert person.client.state.phase is ConnectionPhase.ONLINE
            while not person.client.state.rooms[ROOM].reached_start:
                person.client.request(intents.LoadOlder(ROOM))
                self.chat.settle()
            shown = [line for line in person.lines() if line.delivery is not Delivery.NOT_SENT]
            evidence.shown += _shown(person)
            assert sorted(line.text for line in shown) == sorted(texts)
        assert violations(evidence) == []


def _shown(person: Person) -> list[Shown]:
    """Return what others said; our own lines stay where they were typed."""
    others = [line for line in person.lines() if not line.own]
    return [Shown(line.msgid or "", ROOM, person.nick, line.text) for line in others]


class OnDisk(Machine):
    """The same with SQLite."""

    is_on_disk = True


@pytest.fixture(autouse=True)
def _folder(tmp_path: Path) -> None:
    Machine.folder = tmp_path


TestInMemory = Machine.TestCase
TestInMemory.settings = settings(max_examples=20, stateful_step_count=30)
TestOnDisk = OnDisk.TestCase
TestOnDisk.settings = settings(max_examples=6, stateful_step_count=30)
