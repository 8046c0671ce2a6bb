"""Help: a page of text over the room, closed by Escape."""

from collections.abc import Sequence
from typing import ClassVar, Final

from rich.cells import cell_len
from rich.style import Style
from rich.text import Text
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.screen import ModalScreen
from textual.widgets import Static

from tertulia_core.i18n import Catalogue
from tertulia_core.session.slash import COMMANDS
from tertulia_core.text import sanitize
from tertulia_tui.keymap import Keymap
from tertulia_tui.theme import Styles

__all__ = ["HelpScreen", "help_sections"]

_ = Catalogue("tertulia_tui").gettext
_core = Catalogue("tertulia_core").gettext

BOLD: Final = Style(bold=True)

COLUMN_SHARE: Final = 4
"""What a key or command does starts no further right than this part of the screen's width."""

Section = tuple[str, Sequence[tuple[str, str]]]
"""A heading and (what to press or type, what it does) rows."""


def help_sections(keymap: Keymap) -> list[Section]:
    """Return the keys and the commands, in the language in force."""
    keys = [(keymap.label(row.id), _core(row.label)) for row in keymap.rows]
    commands = [(_core(row.usage), _core(row.help)) for row in COMMANDS]
    return [(_("Keys"), keys), (_("Commands"), commands)]


class HelpScreen(ModalScreen[None]):
    """A title and a page to read; both may come from anybody and are shown as they are.

    Args:
        styles: the colours of the theme in force.
        keymap: the keys in force.
        title: what the page is about.
        text: a page of plain text; without it, the keys and commands.
    """

    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape,f1,q,enter", "dismiss", show=False)]

    def __init__(self, styles: Styles, keymap: Keymap, title: str, text: str = "") -> None:
        super().__init__()
        self._styles = styles
        self._keymap = keymap
        self._heading = Text(sanitize(title), BOLD)
        self._body = Text(sanitize(text, keep_newlines=True))
        self._foot = Text(_("Esc closes this page."), styles.muted)

    @property
    def text(self) -> str:
        """What the page says."""
        return f"{self._heading.plain}\n{self._body.plain}"

    def compose(self) -> ComposeResult:
        """Lay out the page; its last line stays while the text scrolls."""
        if not self._body:
            self._body = _sections_text(
                self._styles, self._keymap, self.app.size.width // COLUMN_SHARE
            )
        with VerticalScroll(id="page"):
            yield Static(self._heading, id="heading")
            yield Static(self._body)
        yield Static(self._foot, id="foot")


def _sections_text(styles: Styles, keymap: Keymap, column: int) -> Text:
    """Return the keys and the commands; what each does starts at ``column`` where it can."""
    text = Text()
    for heading, rows in help_sections(keymap):
        text.append(f"\n{heading}\n" if text else f"{heading}\n", BOLD)
        longest = max(cell_len(left) for left, _right in rows)
        for left, right in rows:
            text.append(left, styles.accent)
            space = max(min(longest, column) - cell_len(left), 0)
            text.append(f"{' ' * space}  {right}\n")
    return text
