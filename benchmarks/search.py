"""How long a search takes in a million messages: ``python -m benchmarks.search``.

Fills a store on disk with lines of made-up words, Latin, Cyrillic and Chinese,
whose frequencies fall off as in natural text; then asks for words of each
kind, frequent ones and rare ones, as a member of half of the rooms.
"""

import argparse
import random
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from tertulia_server.store.ports import Append, Query
from tertulia_server.store.sqlite import SqliteStore

ROOMS = 40
PER_RUN = 10
START = 1_780_000_000.0
LATIN = "abcdefghijklmnopqrstuvwxyz"
CYRILLIC = "абвгдежзиклмнопрстуфхцчшщыэюя"


class Language:
    """Words of one script; the n-th most frequent is said about 1/n as often as the first."""

    def __init__(self, chance: random.Random, letters: str, lengths: tuple[int, int]) -> None:
        words = {
            "".join(chance.choices(letters, k=chance.randint(*lengths))) for _ in range(20_000)
        }
        self.words = sorted(words)
        chance.shuffle(self.words)
        weights = [1 / rank for rank in range(1, len(self.words) + 1)]
        self._said = iter(chance.choices(self.words, weights, k=1_000_000))
        self._again = chance.choices(self.words, weights, k=1_000_000)

    def say(self, count: int) -> list[str]:
        """Return the next ``count`` words."""
        words = [word for _, word in zip(range(count), self._said, strict=False)]
        if len(words) < count:
            self._said = iter(self._again)
            return self.say(count)
        return words


def sentences(chance: random.Random) -> Iterator[str]:
    """Give texts without end: six of ten Latin, two Cyrillic, two Chinese."""
    chinese = "".join(chr(code) for code in range(0x4E00, 0x4E00 + 3000))
    latin = Language(chance, LATIN, (2, 9))
    cyrillic = Language(chance, CYRILLIC, (3, 9))
    han = Language(chance, chinese, (1, 3))
    while True:
        kind = chance.random()
        if kind < 0.6:
            yield " ".join(latin.say(9))
        elif kind < 0.8:
            yield " ".join(cyrillic.say(8))
        else:
            yield "".join(han.say(10))


def fill(store: SqliteStore, messages: int, chance: random.Random) -> None:
    """Write and index so many messages."""
    numbers = dict.fromkeys(range(1, ROOMS + 1), 1)
    texts = sentences(chance)
    for index in range(messages // PER_RUN):
        room = chance.randint(1, ROOMS)
        lines = tuple(
            f":n{chance.randint(1, 500)}!u@host PRIVMSG #room{room} :{next(texts)}\r\n".encode()
            for _ in range(PER_RUN)
        )
        store.write([[Append(room, numbers[room], START + index, lines)]])
        numbers[room] += PER_RUN


def settle(store: SqliteStore) -> None:
    """Let the index catch up."""
    while store.tend(START):
        pass


def measure(store: SqliteStore, words: list[str]) -> tuple[list[float], int, int]:
    """Return milliseconds of each search, sorted; how many found nothing, and were cut short."""
    rooms = dict.fromkeys(range(1, ROOMS + 1, 2), 1)
    times = []
    empty = partial = 0
    for word in words:
        began = time.perf_counter()
        found = store.history.search(Query((word,), rooms))
        times.append((time.perf_counter() - began) * 1000)
        empty += not found.entries
        partial += found.is_partial
    return sorted(times), empty, partial


def samples(chance: random.Random) -> dict[str, Callable[[], str]]:
    """Return how to make a word of each kind."""

    def pick(letters: str, length: int) -> Callable[[], str]:
        return lambda: "".join(chance.choices(letters, k=length))

    chinese = "".join(chr(code) for code in range(0x4E00, 0x4E00 + 3000))
    return {
        "three Latin letters": pick(LATIN, 3),
        "three Cyrillic letters": pick(CYRILLIC, 3),
        "five Latin letters": pick(LATIN, 5),
        "one Chinese character": pick(chinese, 1),
        "two Chinese characters": pick(chinese, 2),
        "two Latin letters": pick(LATIN, 2),
    }


def main() -> None:
    """Fill, settle, ask, print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--messages", type=int, default=1_000_000)
    parser.add_argument("--searches", type=int, default=400, help="of each kind")
    parser.add_argument("--folder", type=Path, help="where the store is kept; a temporary one")
    options = parser.parse_args()
    chance = random.Random(7)  # the same text in every run
    with tempfile.TemporaryDirectory() as temporary:
        path = (options.folder or Path(temporary)) / "search.db"
        is_new = not path.exists()
        store = SqliteStore(path)
        if is_new:
            began = time.perf_counter()
            fill(store, options.messages, chance)
            written = time.perf_counter()
            settle(store)
            rate = options.messages / (time.perf_counter() - written)
            print(f"written: {options.messages / (written - began):,.0f} messages/s")
            print(f"indexed: {rate:,.0f} messages/s")
        print(f"file: {path.stat().st_size / 1e6:,.0f} MB")
        for name, word in samples(chance).items():
            times, empty, partial = measure(store, [word() for _ in range(options.searches)])
            p50, p95 = statistics.median(times), times[int(len(times) * 0.95)]
            print(
                f"{name:24} p50 {p50:7.2f} ms   p95 {p95:7.2f} ms   max {times[-1]:7.2f} ms"
                f"   nothing found {empty}, cut short {partial}"
            )
        store.close()


if __name__ == "__main__":
    main()
