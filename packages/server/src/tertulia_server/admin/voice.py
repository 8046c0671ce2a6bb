"""Something said in a room from outside: what a script tells people.

The server itself says it, or a name that nobody has; it is kept and heard
like everything else that is said there.
"""

from collections.abc import Mapping
from typing import Any, Final

from tertulia_core.broadcast.outbound import Outbound
from tertulia_core.i18n import Catalogue
from tertulia_core.ids import LinkId
from tertulia_core.wire.limits import LINE_BYTES, split_text
from tertulia_core.wire.message import NO_TAGS
from tertulia_server.admin.table import TABLE, AdminError, Answers, Office
from tertulia_server.model.sequences import Sequence

__all__: list[str] = []

_ = Catalogue("tertulia_server").gettext

_USER: Final = "say"
_MOST_LINES: Final = 500
"""More at once would be more than waits for a slow reader, who would be cut off."""

_NOBODY: Final = LinkId(0)
"""No connection has this number, so that nobody is left out."""


@TABLE.row("say", "room", "text")
def say(office: Office, request: Mapping[str, Any]) -> Answers:
    """Say something in a room, a message for each line."""
    name, world = request["room"], office.services.world
    source = _source(office, request.get("name", ""))
    channel = world.channels.get(name)
    ids = channel.ids if channel is not None else world.archives.find(name)
    if ids is None:
        raise AdminError(_("there is no room {name}").format(name=name))
    shown = channel.name if channel is not None else name
    lines = _lines(request["text"], len(f":{source} PRIVMSG {shown} :\r\n".encode()))
    if not lines:
        raise AdminError(_("there is nothing to say"))
    if len(lines) > _MOST_LINES:
        raise AdminError(_("these are too many lines: at most {lines}").format(lines=_MOST_LINES))
    for line in lines:
        if channel is not None:
            speech = office.services.speech
            speech.under_a_name(source, channel, line, office.now, NO_TAGS, _NOBODY)
        else:
            _keep(office, ids, (shown, line), source)
    yield from ()


def _source(office: Office, name: str) -> str:
    """Return whose voice it is.

    Raises:
        AdminError: the name belongs to somebody, or looks like it.
    """
    world, server = office.services.world, office.services.config.server.name
    if not name:
        return server
    if not world.is_nick(name):
        raise AdminError(_("{name} cannot be a nick").format(name=name))
    if not world.accounts.is_free(name) or world.people.find_like(name) is not None:
        raise AdminError(_("{name} is somebody's name, or looks like one").format(name=name))
    return f"{name}!{_USER}@{server}"


def _lines(text: str, frame_bytes: int) -> list[str]:
    """Return what is said in pieces that fit a line each."""
    lines = text.replace("\0", "").replace("\r\n", "\n").replace("\r", "\n").split("\n")
    room = LINE_BYTES - frame_bytes
    return [piece for line in lines if line.strip() for piece in split_text(line, room)]


def _keep(office: Office, ids: Sequence, body: tuple[str, str], source: str) -> None:
    """Keep what is said in a room in which nobody is now."""
    if ids.is_kept:
        time = office.now.wall
        outbound = Outbound("PRIVMSG", body, source, time, ids.next())
        office.services.journal.said(ids, time, (outbound.stored(),), (outbound,))
