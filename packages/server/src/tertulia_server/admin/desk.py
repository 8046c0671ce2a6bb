"""The desk behind the admin door: one request per line, answers as lines of JSON.

A request is an object with ``command`` and its arguments. It is answered by
objects with ``line`` (text for people) or other data, and at the end by
``{"ok": true}`` or ``{"error": "…"}``. Where the door is no file that only its
owner may use, a request also needs the ``token`` of the door.
"""

import json
import logging
from collections.abc import Callable
from itertools import count
from typing import Any, Final

from tertulia_core.i18n import Catalogue
from tertulia_core.ids import LinkId
from tertulia_server.admin import accounts, copies, history, searching, voice
from tertulia_server.admin.table import TABLE, AdminError, Answers, Office
from tertulia_server.commands.context import Later, Workplace
from tertulia_server.dispatch import Dispatcher
from tertulia_server.inbox import WorkDone
from tertulia_server.model.now import Now
from tertulia_server.model.refusals import Refusal
from tertulia_server.store.ports import StoreError

__all__ = ["LISTENER", "TOPICS", "Desk", "Job"]

_ = Catalogue("tertulia_server").gettext
_log = logging.getLogger(__name__)

LISTENER: Final = "admin"
"""What the transport calls the door."""

TOPICS: Final = (accounts, copies, history, searching, voice)
"""The modules whose rows there are."""

_AHEAD_BYTES: Final = 64 * 1024


class Job:
    """One command under way, for the desk or for the command line alone.

    Args:
        dispatcher: the chat.
        request: what was asked for.
        now: the moment.
        say: takes each answer and returns how many bytes it is.
    """

    def __init__(
        self,
        dispatcher: Dispatcher,
        request: dict[str, Any],
        now: Now,
        say: Callable[[dict[str, Any]], int],
    ) -> None:
        self._dispatcher = dispatcher
        self._say = say
        row = TABLE.find(request)
        self._steps: Answers = row.run(Office(dispatcher.services, dispatcher.store, now), request)
        self.name = row.name

    def advance(self, done: WorkDone | None = None) -> Later | bool:
        """Go on as far as it goes without waiting.

        Returns:
            What is to be done aside first; ``True`` at the end; ``False`` where so much was
            said that it should be read first.

        Raises:
            AdminError, Refusal: it cannot be done.
        """
        written = 0
        steps = self._steps
        try:
            if done is not None and done.error is not None:
                step = steps.throw(done.error)
            else:
                step = steps.send(done.value if done is not None else None)
            while not isinstance(step, Later):
                written += self._say(step)
                if written > _AHEAD_BYTES:
                    return False
                step = next(steps)
        except StopIteration:
            return True
        except StoreError as error:
            raise AdminError(str(error)) from error
        finally:
            self._dispatcher.world.presences.keep_changes()
        return step


class Desk:
    """Answers what is asked at the door; owner: the network thread.

    Args:
        dispatcher: the chat.
        workplace: where what takes time is done.
        token: what a request must have, ``""`` for nothing.
    """

    def __init__(self, dispatcher: Dispatcher, workplace: Workplace, token: str = "") -> None:
        self.token = token
        self._dispatcher = dispatcher
        self._workplace = workplace
        self._links: set[LinkId] = set()
        self._working: dict[int, tuple[LinkId, Job]] = {}
        self._waiting: dict[LinkId, Job] = {}
        self._tickets = count(-1, -1)  # those of the chat count upwards

    @property
    def waiting(self) -> list[LinkId]:
        """The links whose answers go on once they have taken what there is."""
        return list(self._waiting)

    def opened(self, link: LinkId) -> None:
        """Know somebody at the door."""
        self._links.add(link)

    def closed(self, link: LinkId) -> bool:
        """Forget somebody, whose command still ends; return whether it was one of the desk's."""
        was_here = link in self._links
        self._links.discard(link)
        self._waiting.pop(link, None)
        return was_here

    def heard(self, link: LinkId, lines: list[bytes], now: Now) -> None:
        """Do what lines ask for."""
        for line in lines:
            if link in self._links and line:
                self._ask(link, line, now)

    def refuse(self, link: LinkId, sentence: str) -> bytes:
        """Return the answer that nothing was kept of what was done, ``b""`` for other links."""
        return _to_line({"error": sentence}) if link in self._links else b""

    def go_on(self, link: LinkId) -> None:
        """Say more to one that has read what there was."""
        job = self._waiting.pop(link, None)
        if job is not None:
            self._run(link, job, None)

    def worked(self, done: WorkDone) -> bool:
        """Go on with a command whose work is done; return whether it was one of the desk's."""
        known = self._working.pop(done.ticket, None)
        if known is None:
            return False
        self._run(*known, done)
        return True

    def _ask(self, link: LinkId, line: bytes, now: Now) -> None:
        try:
            request = _read(line)
            if self.token and not _is_same(self.token, request.get("token")):
                raise AdminError(_("the token is wrong"))
            job = Job(self._dispatcher, request, now, lambda answer: self._say(link, answer))
        except AdminError as error:
            self._say(link, {"error": str(error)})
            return
        _log.info("admin command", extra={"command": job.name})
        self._run(link, job, None)

    def _run(self, link: LinkId, job: Job, done: WorkDone | None) -> None:
        self._dispatcher.journal.origin = link
        try:
            state = job.advance(done)
        except AdminError as error:
            self._say(link, {"error": str(error)})
        except Refusal as refusal:
            self._say(link, {"error": _(refusal.sentence)})
        except Exception:  # noqa: BLE001 — one command's trouble is not everybody's
            _log.exception("the admin command %r failed", job.name)
            self._say(link, {"error": _("Something went wrong inside the server")})
        else:
            self._settle(link, job, state)

    def _settle(self, link: LinkId, job: Job, state: Later | bool) -> None:
        if isinstance(state, Later):
            ticket = next(self._tickets)
            if self._workplace.submit(ticket, state.work):
                self._working[ticket] = link, job
            else:
                self._say(link, {"error": _("The server is busy; try again in a moment")})
        elif state:
            self._say(link, {"ok": True})
        elif link in self._links:
            self._waiting[link] = job

    def _say(self, link: LinkId, answer: dict[str, Any]) -> int:
        data = _to_line(answer)
        if link in self._links:
            self._dispatcher.outbox.to_link(link, data)
        return len(data)


def _to_line(answer: dict[str, Any]) -> bytes:
    return json.dumps(answer, ensure_ascii=False).encode() + b"\n"


def _read(line: bytes) -> dict[str, Any]:
    try:
        request = json.loads(line)
    except ValueError as error:
        raise AdminError("a request is a line of JSON") from error
    if not isinstance(request, dict):
        raise AdminError("a request is an object")
    return request


def _is_same(wanted: str, given: object) -> bool:
    from hmac import compare_digest

    return isinstance(given, str) and compare_digest(wanted.encode(), given.encode())
