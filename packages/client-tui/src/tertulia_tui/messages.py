"""What widgets and the network tell the app."""

from textual.message import Message

from tertulia_core.client.server_events import RoomKey
from tertulia_core.ids import LineId

__all__ = [
    "ChoiceMade",
    "MemberChosen",
    "MessageKeyPressed",
    "NetworkReady",
    "RetryAsked",
    "RoomChosen",
    "TextSubmitted",
]


class NetworkReady(Message):
    """Something waits in the link; several of them mean the same as one."""

    def can_replace(self, message: Message) -> bool:
        """A burst of wake-ups is one wake-up."""
        return isinstance(message, NetworkReady)


class TextSubmitted(Message):
    """Enter was pressed in the composer."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.text = text


class RoomChosen(Message):
    """A room was picked in the room list."""

    def __init__(self, room: RoomKey) -> None:
        super().__init__()
        self.room = room


class MemberChosen(Message):
    """A person was picked in the member list."""

    def __init__(self, nick: str) -> None:
        super().__init__()
        self.nick = nick


class RetryAsked(Message):
    """A line of ours that was not sent was clicked."""

    def __init__(self, line: LineId) -> None:
        super().__init__()
        self.line = line


class MessageKeyPressed(Message):
    """A letter was pressed that means something to the message in focus; ``action`` is its id."""

    def __init__(self, action: str) -> None:
        super().__init__()
        self.action = action


class ChoiceMade(Message):
    """One of the choices of a switcher was picked."""

    def __init__(self, index: int) -> None:
        super().__init__()
        self.index = index
