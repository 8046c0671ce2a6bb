"""Ctrl+K: type a few letters of a room, a person or an action, and be there."""

from collections.abc import Callable, Sequence
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.screen import ModalScreen
from textual.widgets import Input

from tertulia_core.i18n import Catalogue
from tertulia_core.session.choices import Choice, matching
from tertulia_tui.messages import ChoiceMade
from tertulia_tui.theme import Styles
from tertulia_tui.widgets.rows import Row, RowList

__all__ = ["Switcher"]

_ = Catalogue("tertulia_tui").gettext


class Found(RowList, can_focus=False):
    """What the letters leave; the keyboard stays in the field. Owner: the UI thread."""

    SHOWS_CURSOR = True

    def show(self, choices: Sequence[Choice], styles: Styles) -> None:
        """List choices with the first one marked, or say that there is none."""
        rows = [
            Row(choice.label, str(number), styles.text, choice.hint, styles.muted)
            for number, choice in enumerate(choices, 1)
        ]
        nothing = Row(_("Nothing is called like this."), style=styles.muted)
        self.show_rows(rows or [nothing], cursor=styles.selected)
        self.point_at("")

    def chosen(self, key: str) -> None:
        """Tell the screen which one it is."""
        self.post_message(ChoiceMade(int(key) - 1))


class Switcher(ModalScreen[Choice]):
    """A field and what it finds; ends with the choice made, ``None`` for none.

    Args:
        styles: the colours of the theme in force.
        choices: all there is, in the order in which it is offered.
        prompt: what the empty field says.
        more: further choices for what was typed, after those that fit.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,ctrl+k", "dismiss", show=False, priority=True),
        Binding("up", "move(-1)", show=False, priority=True),
        Binding("down", "move(1)", show=False, priority=True),
        Binding("enter", "accept", show=False, priority=True),
    ]

    def __init__(
        self,
        styles: Styles,
        choices: Sequence[Choice],
        prompt: str = "",
        more: Callable[[str], Sequence[Choice]] = lambda _typed: (),
    ) -> None:
        super().__init__()
        self._prompt = prompt or _("Room, person or action…")
        self._more = more
        self._styles = styles
        self._choices = choices
        self.found: Sequence[Choice] = choices

    def compose(self) -> ComposeResult:
        """Lay out the field above the list."""
        with Vertical(id="switcher"):
            yield Input(placeholder=self._prompt, compact=True, id="field")
            yield Found(widget_id="found")

    def on_mount(self) -> None:
        """Offer everything before a letter is typed; nothing is missing where there is nothing."""
        if self.found:
            self.query_one(Found).show(self.found, self._styles)

    @on(Input.Changed)
    def _filter(self, event: Input.Changed) -> None:
        self.found = [*matching(self._choices, event.value), *self._more(event.value)]
        self.query_one(Found).show(self.found, self._styles)

    @on(ChoiceMade)
    def _made(self, message: ChoiceMade) -> None:
        self.dismiss(self.found[message.index])

    def action_move(self, step: int) -> None:
        """Mark the next one."""
        self.query_one(Found).action_cursor(step)

    def action_accept(self) -> None:
        """Take the marked one."""
        self.query_one(Found).action_choose()
