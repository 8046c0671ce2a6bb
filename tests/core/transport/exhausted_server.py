"""Run out of descriptors with connections waiting; print what the loop did about it.

A program of its own, since the limit is that of a process. Prints its port, then, when
80 connections have been accepted, a report as JSON.
"""

import json
import logging
import resource
import sys
import time

from tertulia_core.address import TcpAddress
from tertulia_core.clock import SystemClock
from tertulia_core.transport.events import LinkOpened
from tertulia_core.transport.loop import SelectorLoop

DESCRIPTORS = 64
WANTED = 80
WATCHED_SECONDS = 1.2


class Messages(logging.Handler):
    """Keeps what is logged."""

    def __init__(self) -> None:
        super().__init__()
        self.texts: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.texts.append(record.getMessage())


def main() -> None:
    """Accept until there is no descriptor left, watch the loop, make room, accept the rest."""
    messages = Messages()
    logging.getLogger().addHandler(messages)
    resource.setrlimit(resource.RLIMIT_NOFILE, (DESCRIPTORS, DESCRIPTORS))
    loop = SelectorLoop(SystemClock())
    (address,) = loop.listen(TcpAddress("127.0.0.1", 0), name="test")
    print(str(address).rpartition(":")[2], flush=True)
    opened = [
        event.link
        for _ in iter(lambda: bool(messages.texts), True)
        for event in loop.poll(0.05)
        if isinstance(event, LinkOpened)
    ]
    inside, polls = len(opened), 0
    started, processor = time.monotonic(), time.process_time()
    while time.monotonic() < started + WATCHED_SECONDS:
        assert loop.poll(0.05) == []
        polls += 1
    report = {"inside": inside, "polls": polls, "processor": time.process_time() - processor}
    for link in opened[: WANTED - inside + 1]:
        loop.abort(link)
    while len(opened) < WANTED:
        opened += [event.link for event in loop.poll(0.05) if isinstance(event, LinkOpened)]
    json.dump({**report, "messages": messages.texts}, sys.stdout)


if __name__ == "__main__":
    main()
