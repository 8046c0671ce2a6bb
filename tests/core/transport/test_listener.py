"""Accepting: in batches, and with no descriptor left."""

import json
import logging
import subprocess
import sys
from contextlib import ExitStack
from pathlib import Path

import pytest

from tertulia_core.address import TcpAddress
from tertulia_core.transport.events import LinkOpened
from tertulia_core.transport.listener import ACCEPT_BATCH, open_listeners
from tests.core.transport.driver import LoopDriver
from tests.support.sockets import LineClient


def test_many_who_come_at_once_are_let_in_by_batches(driver: LoopDriver) -> None:
    """A storm of newcomers does not keep a poll from those who are inside."""
    address = driver.listen()
    clients = [LineClient(address) for _ in range(ACCEPT_BATCH + 20)]

    first = driver.poll()

    assert len(first) == ACCEPT_BATCH
    assert all(isinstance(event, LinkOpened) for event in first)
    driver.wait_for(LinkOpened, count=ACCEPT_BATCH + 20)
    for client in clients:
        client.close()


def test_a_connection_that_is_gone_before_it_is_accepted_is_no_trouble(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """The next one is let in all the same, and nothing is logged."""
    with LoopDriver() as driver, caplog.at_level(logging.WARNING):
        address = driver.listen()
        (listener,) = driver.loop._doors._listeners.values()
        real, troubles = listener._socket, [ConnectionAbortedError(103, "aborted")] * 3

        class Troubled:
            def accept(self) -> object:
                if troubles:
                    raise troubles.pop()
                return real.accept()

            def fileno(self) -> int:
                return real.fileno()

            def close(self) -> None:
                real.close()

        monkeypatch.setattr(listener, "_socket", Troubled())

        driver.join(address)

    assert not troubles
    assert caplog.messages == []


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such limit")
def test_without_descriptors_newcomers_wait_and_the_loop_rests() -> None:
    """It says so once, hardly uses the processor, and lets them in when there is room again."""
    script = Path(__file__).with_name("exhausted_server.py")
    pipe = subprocess.PIPE
    with (
        subprocess.Popen([sys.executable, script], stdout=pipe, stderr=pipe, text=True) as process,
        ExitStack() as clients,
    ):
        assert process.stdout is not None
        address = TcpAddress("127.0.0.1", int(process.stdout.readline()))
        for _ in range(80):
            clients.enter_context(LineClient(address))
        output, errors = process.communicate(timeout=30)

    assert process.returncode == 0, errors
    report = json.loads(output)
    assert 40 < report["inside"] < 64
    assert len(report["messages"]) == 1
    assert "have to wait: Too many open files" in report["messages"][0]
    assert report["polls"] < 60, "it would be thousands if the loop did not rest"
    assert report["processor"] < 0.2


def test_closing_frees_the_address() -> None:
    """A listener can be made again where one was."""
    (listener,) = open_listeners(TcpAddress("127.0.0.1", 0), "first")
    address = listener.address
    listener.close()

    (second,) = open_listeners(address, "second")

    assert second.address == address
    second.close()
