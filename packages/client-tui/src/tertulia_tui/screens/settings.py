"""Settings: every line of the settings' file and every key, changed where they stand."""

from collections.abc import Callable, Iterator, Sequence
from functools import partial
from typing import Any, ClassVar, NamedTuple

from rich.text import Text
from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.screen import ModalScreen
from textual.widgets import Input, Static

from tertulia_core.client.settings import ROWS, ClientSettings, SettingRow, SettingsFile
from tertulia_core.errors import ConfigError
from tertulia_core.i18n import Catalogue
from tertulia_core.session.keys import KEYS
from tertulia_core.session.rebinding import rebound
from tertulia_core.text import sanitize
from tertulia_tui.keymap import Keymap
from tertulia_tui.messages import ChoiceMade
from tertulia_tui.theme import Styles
from tertulia_tui.widgets.rows import Row, RowList

__all__ = ["SettingsScreen"]

_ = Catalogue("tertulia_tui").gettext
_core = Catalogue("tertulia_core").gettext

WINDOW_ONLY = frozenset({"text_size"})
"""Settings that mean nothing in a terminal."""


class Entry(NamedTuple):
    """Something that can be set: what it is called, what it is now, how Enter changes it."""

    label: str
    value: str
    change: Callable[[], object]


class Entries(RowList):
    """The list. Owner: the UI thread."""

    SHOWS_CURSOR = True

    def show(self, entries: Sequence[Entry], styles: Styles) -> None:
        """List what can be set."""
        rows = [
            Row(entry.label, str(number), styles.text, entry.value, styles.accent)
            for number, entry in enumerate(entries, 1)
        ]
        self.show_rows(rows, cursor=styles.selected)

    def chosen(self, key: str) -> None:
        """Tell the screen which one it is."""
        self.post_message(ChoiceMade(int(key) - 1))


class SettingsScreen(ModalScreen[ClientSettings]):
    """Every setting with its value; ends with the settings in force.

    Args:
        styles: the colours of the theme in force.
        file: where they are kept.
        applied: called with the settings after each change.
        shows_path: whether the file's place is told; guests do not see it.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "back", show=False, priority=True),
        Binding("f2", "back", show=False, priority=True),
    ]

    def __init__(
        self,
        styles: Styles,
        file: SettingsFile,
        applied: Callable[[ClientSettings], object],
        *,
        shows_path: bool,
    ) -> None:
        super().__init__()
        self._styles, self._file, self._applied = styles, file, applied
        self._shows_path = shows_path
        self._settings = file.load()
        self._entries: Sequence[Entry] = ()
        self._save: Callable[[str], ClientSettings] | None = None
        self._said = ""

    @property
    def text(self) -> str:
        """What the foot says."""
        return self._said

    def compose(self) -> ComposeResult:
        """Lay out the list, the field for what is typed, the foot."""
        with Vertical(id="settings"):
            yield Entries(widget_id="entries")
            yield Input(compact=True, id="value")
        yield Static(id="foot")

    def on_mount(self) -> None:
        """Show what there is."""
        place = sanitize(str(self._file.path)) if self._shows_path else ""
        self._say(" · ".join(filter(None, [_("Enter changes, Esc closes."), place])))
        self._show()
        self.query_one(Entries).focus()

    def action_back(self) -> None:
        """Close the field, or the page."""
        if self._save is None:
            self.dismiss(self._settings)
        else:
            self._end_typing()

    @on(ChoiceMade)
    def _change(self, message: ChoiceMade) -> None:
        self._entries[message.index].change()

    @on(Input.Submitted)
    def _typed(self, event: Input.Submitted) -> None:
        save = self._save
        if save is not None:
            self._try(lambda: save(event.value))

    def _show(self) -> None:
        self._entries = [*self._settings_entries(), *self._key_entries()]
        self.query_one(Entries).show(self._entries, self._styles)

    def _settings_entries(self) -> Iterator[Entry]:
        for row in ROWS:
            if row.field not in WINDOW_ONLY:
                value = getattr(self._settings, row.field)
                label = sanitize(_core(row.help)).rstrip(".")
                yield Entry(label, _shown(value), partial(self._set, row, value))

    def _key_entries(self) -> Iterator[Entry]:
        keymap = Keymap(rebound(self._settings.keys))
        for row in KEYS:
            if row.tui:
                change = partial(self._ask_key, row.id)
                yield Entry(_core(row.label), keymap.label(row.id), change)

    def _set(self, row: SettingRow, value: Any) -> None:
        """Change a setting at once where there are few values, else ask for it."""
        if isinstance(value, bool):
            self._try(lambda: self._file.save(**{row.field: not value}))
        elif row.choices:
            following = row.choices[(row.choices.index(value) + 1) % len(row.choices)]
            self._try(lambda: self._file.save(**{row.field: following}))
        else:
            self._ask(
                _shown(value), lambda text: self._file.save(**{row.field: _read(text, value)})
            )

    def _ask_key(self, action: str) -> None:
        keys = self._settings.keys.get(action, ())
        self._ask(
            ", ".join(keys), lambda text: self._file.save_keys(action, tuple(_read(text, ())))
        )
        self._say(_("A key such as ctrl+g, alt+up or f3; several with commas."))

    def _ask(self, value: str, save: Callable[[str], ClientSettings]) -> None:
        self._save = save
        field = self.query_one(Input)
        field.value = value
        field.display = True
        field.focus()

    def _try(self, save: Callable[[], ClientSettings]) -> None:
        """Save, or say why it cannot be."""
        try:
            self._settings = save()
        except ConfigError as error:
            self._say(sanitize(error.problem))
            return
        self._end_typing()
        self._applied(self._settings)
        self._say(_("Kept. What does not show now counts from the next start."))
        self._show()

    def _end_typing(self) -> None:
        self._save = None
        self.query_one(Input).display = False
        self.query_one(Entries).focus()

    def _say(self, words: str) -> None:
        self._said = words
        self.query_one("#foot", Static).update(Text(words, self._styles.muted))


def _shown(value: object) -> str:
    """Return a value as people read it."""
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, tuple):
        return sanitize(", ".join(value))
    return sanitize(str(value))


def _read(text: str, like: Any) -> Any:
    """Return what was typed, as the kind of value that stood there."""
    if isinstance(like, tuple):
        return tuple(part.strip() for part in text.split(",") if part.strip())
    if isinstance(like, int):
        return int(text) if text.strip().isdigit() else text
    return text.strip()
