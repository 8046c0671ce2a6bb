"""A small chat server that can be told to deliver wrongly, to see whether the load notices."""

import selectors
import socket
import threading
from collections.abc import Callable
from types import TracebackType
from typing import Self

__all__ = ["Deliver", "PlayedServer", "exactly"]

Deliver = Callable[[int, int, int, bytes], list[bytes]]
"""From receiver, sender, the message's number and its line to what the receiver gets."""


def exactly(receiver: int, sender: int, _number: int, line: bytes) -> list[bytes]:
    """Deliver as a server should."""
    return [] if receiver == sender else [line]


class PlayedServer:
    """One room on one thread, which clients ``c0``, ``c1``… enter; a context manager."""

    def __init__(self, deliver: Deliver) -> None:
        self._deliver = deliver
        self._listener = socket.create_server(("127.0.0.1", 0), backlog=64)
        self._selector = selectors.DefaultSelector()
        self._selector.register(self._listener, selectors.EVENT_READ)
        self._clients: dict[socket.socket, bytes] = {}
        self._nicks: dict[socket.socket, int] = {}
        self._stop, self._stopping = socket.socketpair()
        self._selector.register(self._stop, selectors.EVENT_READ)
        self._thread = threading.Thread(target=self._serve)
        self.port: int = self._listener.getsockname()[1]

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._stopping.close()
        self._thread.join(5)
        for sock in (self._listener, self._stop, *self._clients):
            sock.close()
        self._selector.close()

    def _serve(self) -> None:
        while True:
            for key, _ in self._selector.select():
                if key.fileobj is self._stop:
                    return
                if key.fileobj is self._listener:
                    client, _ = self._listener.accept()
                    self._clients[client] = b""
                    self._selector.register(client, selectors.EVENT_READ, client)
                else:
                    self._read(key.data)

    def _read(self, client: socket.socket) -> None:
        try:
            data = client.recv(65_536)
        except OSError:
            data = b""
        if not data:
            self._selector.unregister(client)
            del self._clients[client]
            client.close()
            return
        *lines, self._clients[client] = (self._clients[client] + data).split(b"\r\n")
        for line in lines:
            self._obey(client, line)

    def _obey(self, client: socket.socket, line: bytes) -> None:
        verb, _, rest = line.partition(b" ")
        if verb == b"NICK":
            self._nicks[client] = int(rest[1:])
        elif verb == b"USER":
            self._tell(client, b":s 001 c :Hi\r\n:s 422 c :No\r\n")
        elif verb == b"JOIN":
            inside = [sock for sock in self._nicks if sock in self._clients]
            for other in inside[: inside.index(client) + 1]:
                self._tell(other, b":c%d JOIN %b\r\n" % (self._nicks[client], rest))
            self._tell(client, b":s 366 c %b :End\r\n" % rest)
        elif verb == b"PING":
            self._tell(client, b":s PONG s %b\r\n" % rest)
        elif verb == b"PRIVMSG":
            self._speak(self._nicks[client], line)

    def _speak(self, sender: int, line: bytes) -> None:
        number = int(line.rpartition(b":")[2][6:14])
        whole = b":c%d!u@h %b\r\n" % (sender, line)
        for sock, receiver in list(self._nicks.items()):
            for each in self._deliver(receiver, sender, number, whole):
                self._tell(sock, each)

    def _tell(self, sock: socket.socket, data: bytes) -> None:
        """Write; who has seen enough and gone is no news."""
        if sock in self._clients:
            try:
                sock.sendall(data)
            except OSError:
                pass
