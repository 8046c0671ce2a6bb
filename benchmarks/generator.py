"""The load: many clients on one selector, which count while it matters and check afterwards.

A *sender* keeps a window of messages in flight. Its window is refilled by what
one other client of the room, the *witness*, hears; the rest let what they get
gather in their sockets and are emptied every few milliseconds. That keeps the
generator light, and still every byte is proven between two stretches, while
no clock runs.
"""

import selectors
import socket
import time
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field

from benchmarks.doors import PAYLOAD, Door, payload
from benchmarks.servers import Running
from benchmarks.verify import DeliveryError, check_stream

__all__ = ["Load", "Measured", "Shape"]

RECEIVE_BYTES = 256 * 1024
PATIENCE = 20.0
"""Seconds without a single byte after which a server is given up."""
SWEEP_SECONDS = 0.003
"""How often those clients are read that are no witnesses."""
STRETCH_DELIVERIES = 1_500_000
"""Deliveries between two checks, which bounds the memory (128 MB)."""


@dataclass(frozen=True)
class Shape:
    """Who talks to whom: ``clients`` spread evenly over ``rooms``, ``senders`` of them write.

    Attributes:
        window: how many messages of a sender may be in flight.
    """

    name: str
    clients: int
    rooms: int
    senders: int
    window: int


@dataclass
class Measured:
    """What a run gave, all stretches together."""

    deliveries: int = 0
    seconds: float = 0.0
    server_cpu: float | None = 0.0
    generator_cpu: float = 0.0

    @property
    def rate(self) -> float:
        """Deliveries per second."""
        return self.deliveries / self.seconds

    @property
    def capacity(self) -> float:
        """Deliveries per second of which the generator is capable with one processor."""
        return self.deliveries / max(self.generator_cpu, 1e-9)


@dataclass(eq=False)
class Client:
    """One connection of the generator."""

    number: int
    room: int
    sock: socket.socket
    chunks: list[bytes] = field(default_factory=list)
    sent: int = 0
    credited_to: frozenset[int] = frozenset()
    """The senders whose windows this client refills when it hears them."""
    rest: bytes = b""


class Load:
    """All clients of a shape against one running server."""

    def __init__(self, shape: Shape, door: Door, server: Running) -> None:
        self._shape = shape
        self._door = door
        self._server = server
        self._witnesses = selectors.DefaultSelector()
        self._others = selectors.DefaultSelector()
        self._clients = [self._connect(number) for number in range(shape.clients)]
        self._rooms: list[list[Client]] = [[] for _ in range(shape.rooms)]
        for client in self._clients:
            self._rooms[client.room].append(client)
        self._senders = self._clients[: shape.senders]
        self._heard_at = time.monotonic()
        self._appoint_witnesses()

    def close(self) -> None:
        """Close every connection."""
        for client in self._clients:
            client.sock.close()
        self._witnesses.close()
        self._others.close()

    def enter(self) -> None:
        """Bring everybody into its room, and wait until what that caused is over."""
        last = self._clients[-1]
        stages = {
            client: self._door.stages(client.number, client.room, is_last=client is last)
            for client in self._clients
        }
        for number in range(len(stages[last])):
            self._take_stage({client: steps[number] for client, steps in stages.items()})

    def run(self, seconds: float) -> Measured:
        """Send for about ``seconds``, and prove afterwards that everything arrived.

        Raises:
            DeliveryError: it did not.
        """
        measured = Measured()
        while measured.seconds < seconds:
            first = {sender.number: sender.sent for sender in self._senders}
            self._stretch(measured, seconds - measured.seconds)
            self._check(first)
        return measured

    # Getting ready

    def _connect(self, number: int) -> Client:
        sock = socket.create_connection(("127.0.0.1", self._server.port), timeout=PATIENCE)
        sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        sock.setblocking(False)
        return Client(number, number % self._shape.rooms, sock)

    def _appoint_witnesses(self) -> None:
        """Let the last of each room refill everybody's window, and the one before it the last's."""
        senders = {sender.number for sender in self._senders}
        for room in self._rooms:
            last = room[-1].number
            here = frozenset(client.number for client in room) & senders
            room[-1].credited_to = here - {last}
            room[-2].credited_to |= here & {last}
        for client in self._clients:
            selector = self._witnesses if client.credited_to else self._others
            selector.register(client.sock, selectors.EVENT_READ, client)

    def _take_stage(self, steps: Mapping[Client, tuple[bytes, bytes]]) -> None:
        """Let every client say its part, and wait until each has heard its own."""
        for client, (said, _) in steps.items():
            self._send(client, said)
        waiting = {client for client, (_, wanted) in steps.items() if wanted}
        while waiting:
            for client in self._receive(is_sweep=True):
                wanted = steps[client][1]
                heard = client.rest + client.chunks.pop()
                client.rest = heard[-len(wanted) :]
                if wanted in heard:
                    waiting.discard(client)

    # Under load

    def _stretch(self, measured: Measured, seconds: float) -> None:
        """Send until the time or the memory is used up, then wait for what is in flight."""
        for client in self._clients:
            client.chunks, client.rest = [], b""
        most = max(STRETCH_DELIVERIES // self._due(1), len(self._senders) * self._shape.window)
        cpu, own_cpu, start = self._server.cpu_seconds(), time.process_time(), time.perf_counter()
        sent = self._converse(start + seconds, most)
        measured.seconds += time.perf_counter() - start
        measured.generator_cpu += time.process_time() - own_cpu
        measured.deliveries += self._due(sent)
        after = self._server.cpu_seconds()
        if cpu is None or after is None or measured.server_cpu is None:
            measured.server_cpu = None
        else:
            measured.server_cpu += after - cpu

    def _converse(self, until: float, most: int) -> int:
        """Keep every window full until a moment or a number of messages; return how many it were.

        Comes back when everything that was sent has been heard by everybody.
        """
        sent = sum(self._say(sender, self._shape.window) for sender in self._senders)
        due = self._due(sent)
        swept = time.perf_counter()
        while due > 0:
            now = time.perf_counter()
            is_over = sent >= most or now >= until
            is_sweep = is_over or now - swept >= SWEEP_SECONDS
            swept = now if is_sweep else swept
            refills: Counter[int] = Counter()
            for client in self._receive(is_sweep=is_sweep):
                due -= self._count(client, refills)
            if not is_over:
                said = sum(self._say(self._clients[n], count) for n, count in refills.items())
                sent += said
                due += self._due(said)
        return sent

    def _due(self, messages: int) -> int:
        return messages * (self._shape.clients // self._shape.rooms - 1)

    def _say(self, sender: Client, count: int) -> int:
        """Send ``count`` messages at once and return how many these are."""
        message, room, first = self._door.message, sender.room, sender.sent
        texts = [payload(sender.number, number) for number in range(first, first + count)]
        self._send(sender, b"".join([message(room, text) for text in texts]))
        sender.sent += count
        return count

    def _count(self, client: Client, refills: "Counter[int]") -> int:
        """Count the lines of the newest chunk, and refill windows where it is a witness."""
        chunk = client.chunks[-1]
        if client.credited_to:
            *lines, client.rest = (client.rest + chunk).split(self._door.end)
            heard = Counter([line[-PAYLOAD : 5 - PAYLOAD] for line in lines])
            for sender, count in heard.items():
                if int(sender) in client.credited_to:
                    refills[int(sender)] += count
        return chunk.count(b"\n")

    def _receive(self, *, is_sweep: bool) -> list[Client]:
        """Read what waits for the witnesses, and in a sweep for all; return who got something."""
        ready = self._witnesses.select(0 if is_sweep else SWEEP_SECONDS)
        if is_sweep:
            ready += self._others.select(SWEEP_SECONDS)
        now = time.monotonic()
        if ready:
            self._heard_at = now
        elif now - self._heard_at > PATIENCE:
            raise DeliveryError(f"nothing came for {PATIENCE:.0f} s")
        clients = []
        for key, _ in ready:
            client: Client = key.data
            data = client.sock.recv(RECEIVE_BYTES)
            if not data:
                raise DeliveryError(f"the server closed client {client.number}")
            client.chunks.append(data)
            clients.append(client)
        return clients

    def _send(self, client: Client, data: bytes) -> None:
        if client.sock.send(data) != len(data):
            raise DeliveryError(f"the server does not read from client {client.number}")

    # Afterwards

    def _check(self, first: dict[int, int]) -> None:
        """Prove every stream; one that equals a proven one of its room needs no parsing."""
        for room in self._rooms:
            sent = {
                client.number: range(first[client.number], client.sent)
                for client in room
                if client.number in first
            }
            proven: bytes | None = None
            for client in room:
                stream = b"".join(client.chunks)
                if client.number not in sent and stream == proven:
                    continue
                others = {number: sent[number] for number in sent if number != client.number}
                check_stream(stream, self._door.end, others)
                if client.number not in sent:
                    proven = stream
