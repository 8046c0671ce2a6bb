"""Help: a page of text over the room, closed by Escape."""

from typing import ClassVar

from rich.style import Style
from rich.text import Text
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.screen import ModalScreen
from textual.widgets import Static

from tertulia_core.i18n import Catalogue
from tertulia_core.text import sanitize

__all__ = ["HelpScreen"]

_ = Catalogue("tertulia_tui").gettext


class HelpScreen(ModalScreen[None]):
    """A title and a text; both may come from anybody and are shown as they are."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape,f1,q,enter", "dismiss", show=False)]

    def __init__(self, title: str, text: str) -> None:
        super().__init__()
        self._heading = sanitize(title)
        self._body = sanitize(text, keep_newlines=True)

    @property
    def text(self) -> str:
        """What the page says."""
        return f"{self._heading}\n{self._body}"

    def compose(self) -> ComposeResult:
        """Lay out the page."""
        with VerticalScroll(id="page"):
            yield Static(Text(self._heading, style=Style(bold=True)))
            yield Static(Text(f"\n{self._body}\n"))
            yield Static(Text(_("Esc closes this page."), style=Style(italic=True)))
