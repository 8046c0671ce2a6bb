"""IRC in WebSocket messages, for programs that run in a browser.

The adapter of the extra ``websocket``: the one module that imports ``websockets``, and
loaded only where the configuration asks for such a door.

Sources: https://ircv3.net/specs/extensions/websocket and
https://www.rfc-editor.org/rfc/rfc6455
"""

import logging
from collections.abc import Sequence
from http import HTTPStatus
from typing import Final

from websockets.frames import CloseCode, Frame, Opcode
from websockets.http11 import Request
from websockets.protocol import State
from websockets.server import ServerProtocol
from websockets.typing import Origin, Subprotocol

from tertulia_core.wire.limits import INPUT_BYTES
from tertulia_server.model.now import Now

__all__ = ["MOST_STRAYS", "STRAY_SECONDS", "WebSocket"]

SUBPROTOCOLS: Final = {
    Subprotocol("binary.ircv3.net"): Opcode.BINARY,
    Subprotocol("text.ircv3.net"): Opcode.TEXT,
}
"""What is spoken → the kind of message it is sent in."""

MOST_STRAYS: Final = 1000
"""Frames that complete no message (pings, pieces) are a flood when there are more of them..."""

STRAY_SECONDS: Final = 10.0
"""...within so many seconds."""

_PIECE_BYTES: Final = 4096
"""How much is parsed before the flood is looked for again."""

_PATH: Final = "/"
_CRLF: Final = b"\r\n"

_log = logging.getLogger(f"{__name__}.library")
_log.setLevel(logging.WARNING)  # below it the library writes down what people say


class WebSocket:
    """One link's WebSocket, a ``Gateway``; owner: the network thread.

    What is sent is text or binary as the subprotocol says, without one as the client does;
    what is received may be either. A message is a line; who ends it with CR LF all the
    same, or puts several lines into one, is understood.

    Args:
        origins: of web pages that may connect; programs that name none always may.
    """

    __slots__ = ("_begun", "_handshake_bytes", "_kind", "_protocol", "_since", "_strays")

    def __init__(self, origins: Sequence[str]) -> None:
        self._protocol = ServerProtocol(
            origins=[None, *map(Origin, origins)],
            select_subprotocol=_select_subprotocol,
            max_size=INPUT_BYTES,
            logger=_log,
        )
        self._kind: Opcode | None = None
        self._begun: tuple[Opcode, bytearray] | None = None  # a message in pieces
        self._handshake_bytes = 0
        self._strays = 0
        self._since = 0.0

    @property
    def kind(self) -> Opcode:
        """The kind of message that is sent."""
        return self._kind or Opcode.TEXT

    @property
    def is_open(self) -> bool:
        """Whether messages may be sent."""
        return self._protocol.state is State.OPEN

    @property
    def is_over(self) -> bool:
        """Whether either side has said goodbye, or there never was a WebSocket."""
        return self._protocol.close_expected()

    def receive(self, data: bytes, now: Now) -> list[bytes]:
        """Take in what was received; return the lines in it."""
        lines: list[bytes] = []
        for start in range(0, len(data), _PIECE_BYTES):
            piece = data[start : start + _PIECE_BYTES]
            if self._protocol.state is State.CONNECTING:
                self._handshake_bytes += len(piece)
            self._protocol.receive_data(piece)
            for event in self._protocol.events_received():
                if isinstance(event, Request):
                    self._answer(event)
                elif isinstance(event, Frame):
                    lines += self._hear(event, now)
            if self._is_request_too_long():
                self._protocol.fail(CloseCode.MESSAGE_TOO_BIG)
            if self.is_over:
                break
        return lines

    def take_answer(self) -> bytes:
        """Remove and return what the protocol itself has to say."""
        return b"".join(self._protocol.data_to_send())

    def wrap(self, lines: bytes) -> bytes:
        """Return each line as a message."""
        kind = self.kind
        return b"".join(Frame(kind, line).serialize(mask=False) for line in lines.split(_CRLF)[:-1])

    def say_goodbye(self, *, is_leaving: bool) -> None:
        """Say that no message will follow."""
        if self.is_open:
            code = CloseCode.GOING_AWAY if is_leaving else CloseCode.NORMAL_CLOSURE
            self._protocol.send_close(code)

    def _answer(self, request: Request) -> None:
        """Accept a client or refuse it, unless it broke the rules in the same breath."""
        if self.is_over:
            return
        if request.path.partition("?")[0] == _PATH:
            response = self._protocol.accept(request)
        else:
            response = self._protocol.reject(HTTPStatus.NOT_FOUND, "The door is at /.\n")
        self._protocol.send_response(response)
        if self._protocol.subprotocol is not None:
            self._kind = SUBPROTOCOLS[self._protocol.subprotocol]

    def _is_request_too_long(self) -> bool:
        is_connecting = self._protocol.state is State.CONNECTING and not self.is_over
        return is_connecting and self._handshake_bytes > INPUT_BYTES

    def _hear(self, frame: Frame, now: Now) -> list[bytes]:
        """Return the lines of the message that a frame completes, if it does."""
        if frame.opcode is Opcode.CLOSE:
            return []
        if frame.opcode in (Opcode.PING, Opcode.PONG):
            self._note_stray(now)
            return []
        if frame.opcode is not Opcode.CONT:
            self._begun = frame.opcode, bytearray()
        assert self._begun is not None, "the library lets no piece come before the first"
        kind, message = self._begun
        message += frame.data
        if not frame.fin:
            self._note_stray(now)
            return []
        self._begun = None
        return self._read(kind, bytes(message))

    def _read(self, kind: Opcode, message: bytes) -> list[bytes]:
        """Return the lines of a message; text that is no text breaks the protocol."""
        if kind is Opcode.TEXT and not _is_utf8(message):
            self._protocol.fail(CloseCode.INVALID_DATA, "text has to be UTF-8")
            return []
        self._kind = self._kind or kind
        return [line.removesuffix(b"\r") for line in message.removesuffix(b"\n").split(b"\n")]

    def _note_stray(self, now: Now) -> None:
        """Count a frame that completes no message, and end a flood of them."""
        if now.mono - self._since > STRAY_SECONDS:
            self._since, self._strays = now.mono, 0
        self._strays += 1
        if self._strays > MOST_STRAYS:
            self._protocol.fail(CloseCode.POLICY_VIOLATION, "too many frames without a message")


def _select_subprotocol(
    _protocol: ServerProtocol, offered: Sequence[Subprotocol]
) -> Subprotocol | None:
    """Return the first that the client asks for and we speak; without one it goes on as well."""
    return next((name for name in offered if name in SUBPROTOCOLS), None)


def _is_utf8(data: bytes) -> bool:
    try:
        data.decode()
    except UnicodeDecodeError:
        return False
    return True
