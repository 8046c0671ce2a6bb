"""What the kernel sees: an echo leaves after a sync that covers it, and after no other."""

import re
import sys
from collections.abc import Sequence
from pathlib import Path

from tests.support.checker import Evidence, violations
from tests.support.crashes import CONFIG
from tests.support.crowd import Crowd
from tests.support.history_reader import kept_in
from tests.support.processes import LAUNCHER, ServerProcess, clean_environment
from tests.support.sockets import free_port
from tests.support.tracing import Syscall, read_trace, traced

LOG = "history.db-wal"
SYNCS = {"fsync", "fdatasync"}
MESSAGES = 150
PLAINLY = (sys.executable, "-S", str(LAUNCHER))


def start(
    home: Path, crowd: Crowd, command: Sequence[str] = PLAINLY, fault: str = ""
) -> ServerProcess:
    """Start a server where the crowd looks for it, by a command, with a fault in its store."""
    config = home / "patient.toml"
    config.write_text(CONFIG, encoding="utf-8")
    return ServerProcess(
        home,
        *("--port", str(crowd.port), "--config", str(config)),
        environment=clean_environment(home, TERTULIA_FAILPOINT=fault),
        command=command,
    )


def said_in(call: Syscall) -> set[str]:
    """Return the messages of the crowd in what was written or sent."""
    return set(re.findall(r":(m\d+ \d+) end", call.rest))


def unsynced(calls: list[Syscall]) -> set[str]:
    """Return the messages that somebody was sent before a sync of the log that covers them."""
    written: dict[str, int] = {}  # message → the line at which it is in the log
    synced = -1  # what was in the log at that line is on the disk
    early: set[str] = set()
    syncs = [call for call in calls if call.name in SYNCS and LOG in call.file]
    ends = sorted((call.end, call.begin) for call in syncs if not call.failed)
    for call in calls:
        while ends and ends[0][0] < call.begin:
            synced = max(synced, ends.pop(0)[1])
        if call.name == "pwrite64" and LOG in call.file:
            for message in said_in(call):
                written.setdefault(message, call.end)
        elif call.name == "sendto":
            early |= {each for each in said_in(call) if not written.get(each, synced) < synced}
    return early


def test_each_echo_leaves_after_a_sync_that_covers_it(tmp_path: Path) -> None:
    """Whoever is sent a message, its sender or another one."""
    trace = tmp_path / "trace"
    with Crowd(free_port(), 4, most=1, padding="end") as crowd:
        with start(tmp_path, crowd, traced(trace)) as server:
            crowd.await_more(MESSAGES)
            crowd.finish()
            server.stop()
        ids = crowd.acknowledged()
    calls = read_trace(trace)

    sent = set[str]().union(*(said_in(call) for call in calls if call.name == "sendto"))
    assert len(sent) == ids >= MESSAGES
    assert unsynced(calls) == set()


def test_a_server_that_speaks_before_it_keeps_is_seen(tmp_path: Path) -> None:
    """The same look at one with that fault."""
    trace = tmp_path / "trace"
    fault = "release-early,before-commit:stall=0.01"
    crowd = Crowd(free_port(), 4, most=1, padding="end")
    with crowd, start(tmp_path, crowd, traced(trace), fault) as server:
        crowd.await_more(20)
        crowd.finish()
        server.stop()

    assert unsynced(read_trace(trace))


def test_after_a_failed_sync_nothing_is_acknowledged(tmp_path: Path) -> None:
    """The server ends with code 1; started again, it has all that was acknowledged, once."""
    trace = tmp_path / "trace"
    fault = "inject=fsync,fdatasync:error=EIO:when=40+"
    with Crowd(free_port(), 4, most=3, padding="end") as crowd:
        with start(tmp_path, crowd, traced(trace, "-e", fault)) as server:
            ended = server.wait()
        before = crowd.acknowledged()
        with start(tmp_path, crowd) as server:
            crowd.await_more(20)
            crowd.finish()
            kept = kept_in(server, crowd.rooms)
            server.stop()
        evidence = Evidence(kept, crowd.records.acknowledged, crowd.records.shown)
    calls = read_trace(trace)

    assert any(call.failed and call.name in SYNCS for call in calls)
    assert ended.code == 1
    assert before > 0
    assert unsynced(calls) == set()
    assert violations(evidence) == []
