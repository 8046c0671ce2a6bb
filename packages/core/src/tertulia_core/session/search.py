"""Searching what was said: the server looks into its history, or we into what is here.

The command is ours (docs/protocol.md); a server without it is not asked.
"""

from dataclasses import replace
from typing import Final

from tertulia_core.i18n import Catalogue
from tertulia_core.session import events, intents
from tertulia_core.session.context import Context
from tertulia_core.session.searching import found_everywhere, found_in
from tertulia_core.session.state import ConnectionPhase, Line, Search
from tertulia_core.session.wording import clock_text, day_text, local_date
from tertulia_core.text import sanitize
from tertulia_core.wire import capabilities as caps

__all__ = ["EVERYWHERE", "begin", "end", "fail"]

_ = Catalogue("tertulia_core").gettext

EVERYWHERE: Final = "*"


def begin(ctx: Context, intent: intents.Search) -> None:
    """Look for words; what was found before goes."""
    is_online = ctx.state.phase is ConnectionPhase.ONLINE
    ctx.state.search = Search(intent.query, is_running=True, shows_page=intent.shows_page)
    if is_online and ctx.has(caps.SEARCH):
        ctx.emit_once(events.SearchChanged())
        ctx.send("SEARCH", intent.room or EVERYWHERE, intent.query)
        return
    room = ctx.room(intent.room) if intent.room else None
    found = (
        found_in(room, intent.query)
        if room is not None
        else found_everywhere((ctx.state,), intent.query)
    )
    end(ctx, found, is_local=True)


def end(
    ctx: Context, found: list[Line], *, is_partial: bool = False, is_local: bool = False
) -> None:
    """Show what was found, newest first."""
    search = ctx.state.search
    if search is None or not search.is_running:
        return
    ctx.state.search = search = replace(
        search, found=tuple(found), is_running=False, is_partial=is_partial, is_local=is_local
    )
    ctx.emit_once(events.SearchChanged())
    if search.shows_page:
        title = _("Search: {query}").format(query=sanitize(search.query))
        ctx.emit(events.TextShown(title, _page(search)))


def fail(ctx: Context, problem: str) -> bool:
    """Say why nothing can be found; return whether somebody is waiting for it."""
    search = ctx.state.search
    if search is None or not search.is_running:
        return False
    ctx.state.search = replace(search, is_running=False, problem=problem)
    ctx.emit_once(events.SearchChanged())
    if search.shows_page:
        ctx.emit(events.TextShown(_("Search"), sanitize(problem)))
    return True


def _page(search: Search) -> str:
    """Return what was found as a text to read."""
    rows = [_row(line) for line in search.found] or [_("Nothing was found.")]
    if search.is_partial:
        rows.append(_("There may be more: the search was stopped because it took too long."))
    if search.is_local:
        rows.append(_("This server cannot search: only what is on your screen was looked at."))
    return "\n".join(rows)


def _row(line: Line) -> str:
    when = f"{day_text(local_date(line.time))} {clock_text(line.time)}"
    room, nick = sanitize(line.room, name=True), sanitize(line.nick, name=True)
    return f"{room} · {when} · {nick}: {sanitize(line.text)}"
