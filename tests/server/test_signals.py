"""Signals: what wakes the main thread, and that everything is put back."""

import os
import signal
import threading

import pytest

from tertulia_server.signals import Signals


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_a_signal_wakes(number: signal.Signals) -> None:
    """Instead of ending the process, also where whoever began the tests had it ignored."""
    before = signal.signal(number, signal.SIG_DFL)
    try:
        with Signals() as signals:
            os.kill(os.getpid(), number)

            assert signals.wait() == number
    finally:
        signal.signal(number, before)


def test_the_bell_wakes_too() -> None:
    """The network thread rings it when it has ended."""
    with Signals() as signals:
        thread = threading.Thread(target=signals.ring)
        thread.start()

        assert signals.wait() == 0
        thread.join()


def test_what_was_ignored_stays_ignored() -> None:
    """``nohup`` starts a program so that it outlives its terminal."""
    before = signal.signal(signal.SIGHUP, signal.SIG_IGN)
    try:
        with Signals() as signals:
            os.kill(os.getpid(), signal.SIGHUP)
            signals.ring()

            assert signals.wait() == 0
        assert signal.getsignal(signal.SIGHUP) is signal.SIG_IGN
    finally:
        signal.signal(signal.SIGHUP, before)


def test_what_asks_to_reload_is_minded_though_it_was_ignored() -> None:
    """There it has nothing to do with terminals."""
    before = signal.signal(signal.SIGHUP, signal.SIG_IGN)
    try:
        with Signals(can_reload=True) as signals:
            os.kill(os.getpid(), signal.SIGHUP)

            assert signals.wait() == signal.SIGHUP
        assert signal.getsignal(signal.SIGHUP) is signal.SIG_IGN
    finally:
        signal.signal(signal.SIGHUP, before)


def test_everything_is_put_back() -> None:
    """Whoever embeds a server keeps its own handlers; ringing afterwards does no harm."""
    before = [signal.getsignal(number) for number in (signal.SIGINT, signal.SIGTERM)]

    with Signals() as signals:
        pass
    signals.ring()

    assert [signal.getsignal(number) for number in (signal.SIGINT, signal.SIGTERM)] == before
    assert signal.set_wakeup_fd(-1) == -1
