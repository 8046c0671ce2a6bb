"""Find everywhere: what was said in any room of any server, newest first."""

from collections.abc import Callable, Sequence
from typing import ClassVar, NamedTuple

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.screen import ModalScreen
from textual.widgets import Input

from tertulia_core.client.server_events import RoomKey
from tertulia_core.i18n import Catalogue
from tertulia_core.ids import LineId
from tertulia_core.session.presentation import clock_text, excerpt
from tertulia_core.session.state import Line
from tertulia_core.text import sanitize
from tertulia_tui.messages import ChoiceMade
from tertulia_tui.theme import Styles
from tertulia_tui.widgets.rows import Row, RowList

__all__ = ["Hit", "SearchScreen"]

_ = Catalogue("tertulia_tui").gettext


class Hit(NamedTuple):
    """A message that was found, and where it is."""

    place: RoomKey
    line: Line

    @property
    def line_id(self) -> LineId:
        """The line's id."""
        return self.line.id


class Hits(RowList, can_focus=False):
    """What was found; the keyboard stays in the field. Owner: the UI thread."""

    SHOWS_CURSOR = True

    def show(self, hits: Sequence[Hit], query: str, styles: Styles) -> None:
        """List what was found, or say that there is nothing."""
        rows = [_row(number, hit, styles) for number, hit in enumerate(hits, 1)]
        if query.strip():
            nothing = Row(_("Nothing like this was said here."), style=styles.muted)
            asking = Row(
                _("Ask the server what was said before"), str(len(hits) + 1), styles.accent
            )
            rows += [asking] if rows else [nothing, asking]
        self.show_rows(rows, cursor=styles.selected)
        self.point_at("")

    def chosen(self, key: str) -> None:
        """Tell the screen which one it is."""
        self.post_message(ChoiceMade(int(key) - 1))


class SearchScreen(ModalScreen[Hit]):
    """A field and what it finds; ends with the message chosen, ``None`` for none.

    Args:
        styles: the colours of the theme in force.
        find: returns what fits, newest first.
        ask: asks the server, which knows what was said before.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,f3", "dismiss", show=False, priority=True),
        Binding("up", "move(-1)", show=False, priority=True),
        Binding("down", "move(1)", show=False, priority=True),
        Binding("enter", "accept", show=False, priority=True),
    ]

    def __init__(
        self,
        styles: Styles,
        find: Callable[[str], Sequence[Hit]],
        ask: Callable[[str], object],
    ) -> None:
        super().__init__()
        self._styles, self._find, self._ask = styles, find, ask
        self.hits: Sequence[Hit] = ()

    def compose(self) -> ComposeResult:
        """Lay out the field above the list."""
        with Vertical(id="search"):
            yield Input(placeholder=_("Find everywhere…"), compact=True, id="field")
            yield Hits(widget_id="found")

    @on(Input.Changed)
    def _search(self, event: Input.Changed) -> None:
        self.hits = self._find(event.value)
        self.query_one(Hits).show(self.hits, event.value, self._styles)

    @on(ChoiceMade)
    def _made(self, message: ChoiceMade) -> None:
        if message.index < len(self.hits):
            self.dismiss(self.hits[message.index])
            return
        query = self.query_one(Input).value
        self.dismiss()
        self._ask(query)

    def action_move(self, step: int) -> None:
        """Mark the next one."""
        self.query_one(Hits).action_cursor(step)

    def action_accept(self) -> None:
        """Go to the marked one."""
        self.query_one(Hits).action_choose()


def _row(number: int, hit: Hit, styles: Styles) -> Row:
    line = hit.line
    room, nick = sanitize(line.room, name=True), sanitize(line.nick, name=True)
    return Row(f"{room}  {nick}: {excerpt(line.text)}", str(number), styles.text,
               clock_text(line.time), styles.muted)  # fmt: skip
