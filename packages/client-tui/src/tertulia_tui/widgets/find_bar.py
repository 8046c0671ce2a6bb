"""A field above the timeline, for what is looked for in it."""

from typing import ClassVar

from rich.text import Text
from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal
from textual.message import Message
from textual.widgets import Input, Static

from tertulia_core.i18n import Catalogue

__all__ = ["FindBar"]

_ = Catalogue("tertulia_tui").gettext


class FindBar(Horizontal):
    """The field and how many there are; hidden until it is opened. Owner: the UI thread."""

    class Typed(Message):
        """Something else is looked for."""

        def __init__(self, text: str) -> None:
            super().__init__()
            self.text = text

    class Stepped(Message):
        """The next one is wanted: 1 for an older one, -1 for a newer one."""

        def __init__(self, by: int) -> None:
            super().__init__()
            self.by = by

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up", "step(1)", show=False, priority=True),
        Binding("down", "step(-1)", show=False, priority=True),
        Binding("enter", "step(1)", show=False, priority=True),
    ]

    def __init__(self, *, widget_id: str) -> None:
        super().__init__(id=widget_id)
        self._field = Input(placeholder=_("Find in this room…"), compact=True, id="find-field")
        self._count = Static(id="find-count")

    def compose(self) -> ComposeResult:
        """Lay out the field and the count."""
        yield self._field
        yield self._count

    def open(self) -> None:
        """Show it, with the keyboard in it."""
        self.display = True
        self._field.focus()
        self._field.select_all()

    def close(self) -> None:
        """Hide it."""
        self.display = False

    def tell(self, words: str) -> None:
        """Say how many there are."""
        self._count.update(Text(words))

    def action_step(self, by: int) -> None:
        """Ask for the next one."""
        self.post_message(self.Stepped(by))

    @on(Input.Changed)
    def _typed(self, event: Input.Changed) -> None:
        event.stop()
        self.post_message(self.Typed(event.value))
