"""The whole history of rooms as anybody reads it: page by page over the wire."""

from collections.abc import Iterable, Iterator

from tests.support.checker import Kept
from tests.support.crowd import CAPABILITIES, split_line
from tests.support.processes import ServerProcess
from tests.support.sockets import LineClient

__all__ = ["kept_in"]

PAGE = 100


def kept_in(server: ServerProcess, rooms: Iterable[str]) -> list[Kept]:
    """Return all that history holds of what was said in some rooms, each in its order."""
    with server.connect() as client:
        client.send(f"CAP REQ :{CAPABILITIES}\r\nNICK reader\r\nUSER r 0 * :R\r\nCAP END\r\n")
        client.read_until(lambda line: " 422 reader " in line)
        return [kept for room in rooms for kept in _room(client, room)]


def _room(client: LineClient, room: str) -> Iterator[Kept]:
    client.send_line(f"JOIN {room}")
    client.read_until(lambda line: " 366 reader " in line)
    place = "timestamp=1970-01-01T00:00:00.000Z"
    while page := _page(client, room, place):
        yield from page
        place = f"msgid={page[-1].msgid}"


def _page(client: LineClient, room: str, place: str) -> list[Kept]:
    """Return what was said after a place, at most a page of it."""
    client.send_line(f"CHATHISTORY AFTER {room} {place} {PAGE}")
    page = []
    for line in client.read_until(lambda line: " BATCH -" in line or "FAIL " in line):
        tags, nick, command, params = split_line(line)
        assert command != "FAIL", line
        if command == "PRIVMSG" and "batch" in tags:
            page.append(Kept(tags["msgid"], room, nick, params[1]))
    return page
