"""Our real clients in a room behind a link that flaps: what they sent, what they were told."""

import random
import threading
import time
from collections.abc import Iterable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field, replace
from pathlib import Path

from tertulia_core.client import Bot, BotMessage
from tests.support.checker import Acknowledged, Evidence, Shown
from tests.support.crashes import CONFIG
from tests.support.flapping_link import FlappingLink, Weather
from tests.support.history_reader import kept_in
from tests.support.processes import ServerProcess
from tests.support.waiting import eventually

__all__ = ["Record", "flap", "storms"]

ROOM = "#a"
STUCK_SECONDS = 15.0
"""After so long with a fair link everybody must have been confirmed something again."""


@dataclass
class Record:
    """What is known in the end.

    Attributes:
        evidence: for the checker; each bot's whole life is one stay.
        reconnects: how many connections were made after the first of each bot.
        longest: the seconds after which the last bot was served again, at worst.
    """

    evidence: Evidence = field(default_factory=Evidence)
    reconnects: int = 0
    longest: float = 0.0


def storms(count: int, seed: int) -> Iterator[tuple[Weather, float]]:
    """Return kinds of weather, every one as often, each with the seconds for which it lasts."""
    chance = random.Random(seed)
    kinds = [weather for weather in Weather if weather is not Weather.FAIR]
    for number in range(count):
        yield kinds[number % len(kinds)], chance.uniform(0.05, 0.5)


class _Talker:
    """A bot that says one thing after the other, on a thread that waits for each."""

    def __init__(self, port: int, nick: str, folder: Path, evidence: Evidence) -> None:
        self.bot = Bot(f"127.0.0.1:{port}/{ROOM}", nick=nick, folder=folder / nick)
        self.said = 0
        self._nick = nick
        self._evidence = evidence
        self._is_over = threading.Event()
        self._thread = threading.Thread(target=self._talk, name=nick)
        self.bot.on_message(self._heard)

    def start(self) -> None:
        """Connect and begin to talk."""
        self.bot.start()
        self._thread.start()

    def finish(self) -> None:
        """Say no more once the last thing is confirmed."""
        self._is_over.set()
        self._thread.join(2 * STUCK_SECONDS)
        assert not self._thread.is_alive(), f"{self._nick} still waits for a confirmation"

    def _talk(self) -> None:
        while not self._is_over.is_set():
            text = f"{self._nick} {self.said + 1}"
            msgid = self.bot.send(ROOM, text)
            ack = Acknowledged(msgid, ROOM, self._nick, text, self.said + 1, text)
            self._evidence.acknowledged.append(ack)
            self.said += 1

    def _heard(self, message: BotMessage) -> None:
        self._evidence.shown.append(Shown(message.msgid, ROOM, self._nick, message.text))


def flap(home: Path, clients: int, weather: Iterable[tuple[Weather, float]], seed: int) -> Record:
    """Let bots talk through changing weather; after each storm everybody must be served again."""
    config = home / "patient.toml"
    config.write_text(CONFIG, encoding="utf-8")
    record = Record()
    with ExitStack() as stack:
        arguments = ("--port", "0", "--config", str(config))
        server = stack.enter_context(ServerProcess(home, *arguments))
        link = stack.enter_context(FlappingLink(server.port, seed))
        talkers = [
            _Talker(link.port, f"m{number}", home, record.evidence) for number in range(clients)
        ]
        for talker in talkers:
            stack.callback(talker.bot.stop)
            talker.start()
        _await_all(talkers)
        pause = threading.Event()
        for kind, seconds in weather:
            link.turn(kind)
            pause.wait(seconds)
            if kind is Weather.BLACKHOLE and seconds > 0.25:
                link.turn(Weather.RESET)  # what waited in it is lost
            link.turn(Weather.FAIR)
            record.longest = max(record.longest, _await_all(talkers))
        for talker in talkers:
            talker.finish()
        record.reconnects = link.connections - clients
        _await_the_last(talkers, record.evidence)
        kept = kept_in(server, [ROOM])
        assert server.stop().code == 0
    # A nick may have been somebody's ghost for a moment: who said it stands in the text.
    record.evidence.kept = [replace(each, sender=each.text.split()[0]) for each in kept]
    return record


def _await_all(talkers: list[_Talker]) -> float:
    """Wait until everybody was confirmed something new; return the seconds that it took."""
    before = [talker.said for talker in talkers]
    began = time.monotonic()
    for talker, said in zip(talkers, before, strict=True):
        eventually(
            lambda talker=talker, said=said: talker.said > said + 1,  # type: ignore[misc]
            f"{talker.bot.nick} is served again",
            seconds=STUCK_SECONDS,
        )
    return time.monotonic() - began


def _await_the_last(talkers: list[_Talker], evidence: Evidence) -> None:
    """Wait until everybody was told everything that others said."""
    said = sum(talker.said for talker in talkers)
    told = said * (len(talkers) - 1)
    eventually(
        lambda: len(evidence.shown) >= told,
        lambda: f"{told} were shown but {len(evidence.shown)}",
        seconds=STUCK_SECONDS,
    )
