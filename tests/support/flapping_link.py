"""A proxy between clients and a server whose link flaps: late, in pieces, silent, half, gone.

Everything passes until its weather changes, which is the same for all
connections. It has a thread of its own.
"""

import asyncio
import random
import socket
import struct
import threading
from contextlib import suppress
from enum import Enum
from types import TracebackType
from typing import Final, Self

__all__ = ["FlappingLink", "Weather"]

_PIECE: Final = 65_536
_RESET: Final = struct.pack("ii", 1, 0)
"""SO_LINGER so that closing sends a reset instead of an orderly end."""


class Weather(Enum):
    """What a link does to bytes.

    ``REFUSE`` closes all connections and lets none be made; ``BLACKHOLE`` lets nothing through
    and tells nobody; what waits in it arrives when it clears up, or is lost by a ``RESET``.
    """

    FAIR = "everything passes at once"
    LATE = "everything arrives a little later"
    SLICED = "a few bytes at a time"
    BLACKHOLE = "nothing passes, and nobody is told"
    HALF_CLOSE = "the server seems to have ended, but still listens"
    RESET = "all connections break, new ones may be made"
    REFUSE = "all connections break, and nobody listens"


class FlappingLink:
    """Listens on a port of this computer and passes everything on to another; context manager.

    Args:
        target: the port of the server.
        seed: for delays and pieces.

    Attributes:
        port: where clients connect to.
        weather: what happens to bytes now.
        connections: how many were made so far.
    """

    def __init__(self, target: int, seed: int = 0) -> None:
        self._target = target
        self._chance = random.Random(seed)
        self.weather = Weather.FAIR
        self.connections = 0
        self.port = 0
        self._writers: set[tuple[asyncio.StreamWriter, asyncio.StreamWriter]] = set()
        self._server: asyncio.Server | None = None
        self._ready = threading.Event()
        self._thread = threading.Thread(target=lambda: asyncio.run(self._live()), name="proxy")

    def __enter__(self) -> Self:
        self._thread.start()
        self._ready.wait()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self._loop.call_soon_threadsafe(self._over.set)
        self._thread.join()

    def turn(self, weather: Weather) -> None:
        """Change the weather, for all connections."""
        asyncio.run_coroutine_threadsafe(self._turn(weather), self._loop).result()

    # -- the thread -------------------------------------------------------

    async def _live(self) -> None:
        self._loop = asyncio.get_running_loop()
        self._over = asyncio.Event()
        self._is_passable = asyncio.Event()
        self._is_passable.set()
        await self._listen()
        self._ready.set()
        await self._over.wait()
        await self._turn(Weather.REFUSE)
        for task in asyncio.all_tasks() - {asyncio.current_task()}:
            task.cancel()

    async def _listen(self) -> None:
        self._server = await asyncio.start_server(self._accept, "127.0.0.1", self.port)
        self.port = self._server.sockets[0].getsockname()[1]

    async def _turn(self, weather: Weather) -> None:
        self.weather = weather
        if weather in {Weather.RESET, Weather.REFUSE}:
            self._break_all()
        elif weather is Weather.HALF_CLOSE:
            for client, _server in self._writers:
                with suppress(OSError):
                    client.write_eof()
        (self._is_passable.clear if weather is Weather.BLACKHOLE else self._is_passable.set)()
        if weather is Weather.REFUSE and self._server is not None:
            self._server.close()
            self._server = None
        elif weather is not Weather.REFUSE and self._server is None:
            await self._listen()

    def _break_all(self) -> None:
        for pair in self._writers:
            for writer in pair:
                sock = writer.get_extra_info("socket")
                if sock is not None:
                    with suppress(OSError):
                        sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, _RESET)
                writer.transport.abort()

    async def _accept(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.connections += 1
        try:
            far_reader, far_writer = await asyncio.open_connection("127.0.0.1", self._target)
        except OSError:
            writer.transport.abort()
            return
        pair = (writer, far_writer)
        self._writers.add(pair)
        try:
            await asyncio.gather(self._carry(reader, far_writer), self._carry(far_reader, writer))
        finally:
            self._writers.discard(pair)
            for each in pair:
                each.transport.abort()

    async def _carry(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Pass on what comes in one direction until one side ends."""
        with suppress(OSError, RuntimeError):  # broken, or half closed
            while data := await reader.read(_PIECE):
                await self._pass_on(data, writer)
            writer.write_eof()

    async def _pass_on(self, data: bytes, writer: asyncio.StreamWriter) -> None:
        while data:
            await self._is_passable.wait()
            size = len(data)
            if self.weather is Weather.LATE:
                await asyncio.sleep(self._chance.uniform(0.01, 0.1))
            elif self.weather is Weather.SLICED:
                size = self._chance.randint(1, 40)
                await asyncio.sleep(0)
            writer.write(data[:size])
            await writer.drain()
            data = data[size:]
