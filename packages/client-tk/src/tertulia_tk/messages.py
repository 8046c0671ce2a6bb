"""What one does with a message: answer it, react to it, copy, change or remove it."""

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Final

from tertulia_core.i18n import Catalogue
from tertulia_core.session.formatting import strip_formatting
from tertulia_core.session.intents import React, SendText
from tertulia_core.session.presentation import excerpt
from tertulia_core.session.state import Line
from tertulia_core.text import sanitize
from tertulia_tk.dialogs.react import ReactDialog

if TYPE_CHECKING:
    from tertulia_tk.app import App

__all__ = ["MessageActions"]

_ = Catalogue("tertulia_tk").gettext


class MessageActions:
    """Carries out what the keys and the menu of a message say; owner: the UI thread.

    Args:
        app: what they act on.
    """

    def __init__(self, app: "App") -> None:
        self._app = app
        self._answered: Line | None = None

    def run(self, action: str, line: Line) -> None:
        """Carry out an action of ``keys.MESSAGE_KEYS`` on a message."""
        if self.is_possible(action, line):
            _DEEDS[action](self, line)

    def is_possible(self, action: str, line: Line) -> bool:
        """Tell whether an action has anything to do with a message."""
        return _CONDITIONS[action](line)

    def reply(self, line: Line) -> None:
        """Let what is sent next answer a message."""
        self._answered = line
        window = self._app.window
        sentence = _("Answering {nick}: {text}")
        window.hint.show(
            sentence.format(nick=window.shown_name(line.nick), text=excerpt(line.text))
        )
        window.timeline.focus_on.clear()
        window.composer.take_keyboard()

    def react(self, line: Line) -> None:
        """Ask with which sign."""
        ReactDialog(self._app.root, self._app.look, lambda text: self._react(line, text))

    def copy(self, line: Line) -> None:
        """Put a message's words into the clipboard."""
        text = sanitize(strip_formatting(line.text), keep_newlines=True)
        self._app.root.clipboard_clear()
        self._app.root.clipboard_append(self._app.look.fit(text))
        self.cancel()

    def cancel(self) -> bool:
        """Answer nothing, and take the mark off the message; say if there was any."""
        window = self._app.window
        was_any = self._answered is not None or window.timeline.focus_on.line is not None
        self._answered = None
        window.hint.show("")
        window.timeline.focus_on.clear()
        window.composer.take_keyboard()
        return was_any

    def take_answer(self, text: str) -> SendText | None:
        """Return a text as the answer to what was chosen; ``None`` if it is none, or a command."""
        line = self._answered
        is_command = text.startswith("/") and not text.startswith("//")
        if line is None or line.msgid is None or is_command:
            return None
        self.cancel()
        return SendText(line.room, text.strip().removeprefix("/"), reply_to=line.msgid)

    def _react(self, line: Line, text: str) -> None:
        if line.msgid is not None:
            self._app.request(React(line.room, line.msgid, text))
        self.cancel()


def _has_id(line: Line) -> bool:
    return line.msgid is not None and not line.removed_by


_CONDITIONS: Final[Mapping[str, Callable[[Line], bool]]] = {
    "reply": _has_id,
    "react": _has_id,
    "copy_message": lambda line: not line.removed_by,
    "edit": lambda _line: False,
    "remove": lambda _line: False,
}
"""Action → whether it makes sense for a message."""

_DEEDS: Final[Mapping[str, Callable[[MessageActions, Line], None]]] = {
    "reply": MessageActions.reply,
    "react": MessageActions.react,
    "copy_message": MessageActions.copy,
}
"""Action → what carries it out."""
