"""Messages of history as records for people and programs outside: one JSON object each."""

from collections.abc import Callable
from typing import Any, Final

from tertulia_core.broadcast.outbound import server_time
from tertulia_core.wire.codec import decode_line
from tertulia_server.store.lines import account_of, sender_of, source_of, text_of, verb_of
from tertulia_server.store.ports import Entry

__all__ = ["to_record"]

_SPOKEN: Final = frozenset({"PRIVMSG", "NOTICE"})
_ACTION: Final = b":\x01ACTION "


def to_record(entry: Entry, room: str, id_of: Callable[[int], str]) -> dict[str, Any]:
    """Return what is known of a message.

    Args:
        entry: the message.
        room: what its room is called; of a private conversation, the other person.
        id_of: makes the message's id of its number.

    Returns:
        ``time`` and ``edited`` (ISO 8601, UTC), ``room``, ``msgid``, ``command``, ``nick``,
        ``source``, ``account``, ``text`` of what was said, else ``params``; ``tags`` that clients
        put there, ``action``. What does not apply is absent.
    """
    message = decode_line(entry.line.partition(b"\r\n")[0])
    command = verb_of(entry.line)
    record: dict[str, Any] = {
        "time": server_time(entry.time),
        "room": room,
        "msgid": id_of(entry.number),
        "command": command,
        "nick": sender_of(entry.line),
        "source": source_of(entry.line),
        "account": account_of(entry.line),
        "edited": server_time(entry.edited) if entry.edited else "",
        "tags": {name: value for name, value in message.tags.items() if name.startswith("+")},
    }
    if command in _SPOKEN:
        record["action"] = _ACTION in entry.line
        record["text"] = text_of(entry.line)
    else:
        record["params"] = list(message.params)
    return {name: value for name, value in record.items() if value}
