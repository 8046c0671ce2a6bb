"""A chat server that only talks: it lets one client in and says as much as it is told to.

    python -m benchmarks.talker      prints its port; ``flood N`` or ``rate N`` on standard input

It knows ``#sala`` with a history of ``HISTORY`` messages, and no other client.
"""

import re
import socket
import sys
import threading
import time
from collections.abc import Callable, Iterator

__all__ = ["HISTORY", "main"]

HISTORY = 100_000
SERVER = ":talker.example"
ROSA = ":rosa!r@h"
CAPS = "batch draft/chathistory echo-message message-tags server-time"
EPOCH = 1_790_000_000
WORDS = ("Los apuntes", "de redes", "están en la carpeta", "de siempre,", "con los ejemplos",
         "de la clase", "de ayer")  # fmt: skip


class Talker:
    """The server's side of one connection; owner: the thread that reads.

    Args:
        sock: the connection.
    """

    def __init__(self, sock: socket.socket) -> None:
        self._sock = sock
        self._nick = "*"
        self.is_joined = threading.Event()

    def serve(self) -> None:
        """Answer until the client goes."""
        with self._sock.makefile("rb") as lines:
            for line in lines:
                self._answer(line.decode().strip())

    def write(self, *lines: str) -> None:
        """Write lines."""
        self._sock.sendall("".join(f"{line}\r\n" for line in lines).encode())

    def say(self, count: int) -> None:
        """Say so many messages at once."""
        stamp = time.time_ns()
        self.write(
            *(f"@msgid=n{stamp}-{one} {ROSA} PRIVMSG #sala :{_text(one)}" for one in range(count))
        )

    def _answer(self, line: str) -> None:
        tags, _space, rest = line.partition(" ") if line.startswith("@") else ("", "", line)
        words = rest.split(" ")
        answer = _ANSWERS.get(words[0])
        if answer is not None:
            label = re.search(r"label=([^;]*)", tags)
            self.write(*answer(self, words, label[1] if label else ""))

    def _cap(self, words: list[str], _label: str) -> Iterator[str]:
        if words[1] == "LS":
            yield f"{SERVER} CAP * LS :{CAPS}"
        elif words[1] == "REQ":
            yield f"{SERVER} CAP * ACK {' '.join(words[2:])}"
        elif words[1] == "END":
            yield f"{SERVER} 001 {self._nick} :Welcome"
            yield f"{SERVER} 005 {self._nick} CHANTYPES=# CHATHISTORY=100 MSGREFTYPES=msgid :are"
            yield f"{SERVER} 422 {self._nick} :No message of the day"

    def _take_nick(self, words: list[str], _label: str) -> Iterator[str]:
        self._nick = words[1]
        return iter(())

    def _join(self, _words: list[str], _label: str) -> Iterator[str]:
        yield f":{self._nick}!u@h JOIN #sala"
        yield f"{SERVER} 353 {self._nick} = #sala :rosa {self._nick}"
        yield f"{SERVER} 366 {self._nick} #sala :End"
        self.is_joined.set()

    def _ping(self, words: list[str], _label: str) -> Iterator[str]:
        yield f"{SERVER} PONG {SERVER} {words[1]}"

    def _history(self, words: list[str], label: str) -> Iterator[str]:
        """Say the page before a message, or the newest one."""
        place = re.search(r"msgid=h(\d+)", words[3])
        end = int(place[1]) if place else HISTORY if words[1] in {"LATEST", "BEFORE"} else 0
        first = max(end - 100, 0)
        tag = f"@label={label} " if label else ""
        yield f"{tag}{SERVER} BATCH +h chathistory #sala"
        for number in range(first, end):
            said = time.strftime("%Y-%m-%dT%H:%M:%S.000Z", time.gmtime(EPOCH + number * 30))
            yield f"@batch=h;msgid=h{number};time={said} {ROSA} PRIVMSG #sala :{_text(number)}"
        yield f"{SERVER} BATCH -h"


_ANSWERS: dict[str, Callable[[Talker, list[str], str], Iterator[str]]] = {
    "CAP": Talker._cap,
    "CHATHISTORY": Talker._history,
    "JOIN": Talker._join,
    "NICK": Talker._take_nick,
    "PING": Talker._ping,
}


def _text(number: int) -> str:
    return f"{number} {' '.join(WORDS[: 1 + number % len(WORDS)])}"


def main() -> int:
    """Serve one client and obey standard input until it ends."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        print(listener.getsockname()[1], flush=True)
        sock, _address = listener.accept()
    talker = Talker(sock)
    threading.Thread(target=talker.serve, daemon=True).start()
    for order in sys.stdin:
        word, _space, count = order.strip().partition(" ")
        talker.is_joined.wait()
        if word == "flood":
            talker.say(int(count))
        elif word == "rate":
            threading.Thread(target=_speak, args=(talker, int(count)), daemon=True).start()
    return 0


def _speak(talker: Talker, rate: int) -> None:
    """Say so many messages a second until the end."""
    due = time.monotonic()
    while True:
        due += 1 / rate
        time.sleep(max(due - time.monotonic(), 0))
        talker.say(1)


if __name__ == "__main__":
    sys.exit(main())
