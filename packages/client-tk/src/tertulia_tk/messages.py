"""What one does with a message: answer it, react to it, copy, change or remove it."""

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Final

from tertulia_core.i18n import Catalogue
from tertulia_core.ids import LineId
from tertulia_core.session.formatting import strip_formatting
from tertulia_core.session.intents import Edit, Intent, React, Redact, SendText
from tertulia_core.session.presentation import excerpt
from tertulia_core.session.state import Line, LineKind
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
        self._next: Callable[[str], Intent] | None = None
        self._is_editing = False
        self._hint = ""
        self._asked_about: LineId | None = None

    def press(self, action: str, line: Line) -> None:
        """Carry out what a letter says; what others have read is removed by the second press."""
        was_asked = self._asked_about == line.id
        self.keep()
        is_read = line.msgid is not None
        if action == "remove" and is_read and not was_asked and self.is_possible(action, line):
            self._asked_about = line.id
            hint = _("Press D again to remove this message for everybody.")
            self._app.window.hint.show(hint)
        else:
            self.run(action, line)

    def keep(self) -> None:
        """Remove nothing after all; the hint says again what it said before the question."""
        if self._asked_about is not None:
            self._asked_about = None
            self._app.window.hint.show(self._hint)

    def run(self, action: str, line: Line) -> None:
        """Carry out an action of ``keys.MESSAGE_KEYS`` on a message."""
        if self.is_possible(action, line):
            _DEEDS[action](self, line)

    def is_possible(self, action: str, line: Line) -> bool:
        """Tell whether an action has anything to do with a message."""
        return _CONDITIONS[action](line)

    def reply(self, line: Line) -> None:
        """Let what is sent next answer a message."""
        assert line.msgid is not None, "what has no id cannot be answered"
        msgid, room = line.msgid, line.room
        nick, text = self._app.window.shown_name(line.nick), excerpt(line.text)
        hint = _("Answering {nick}: {text}").format(nick=nick, text=text)
        self._expect(hint, lambda text: SendText(room, text, reply_to=msgid))

    def edit(self, line: Line) -> None:
        """Let what is sent next stand in the place of an own message."""
        number = int(line.id)
        self._expect(_("Changing what you said"), lambda text: Edit(number, text))
        self._is_editing = True
        self._app.window.composer.set_content(line.text)

    def edit_last(self) -> bool:
        """Change the last own message of the room on screen; say if there is one."""
        room = self._app.window.current_room()
        last = (
            next((line for line in reversed(room.lines) if _is_own(line)), None) if room else None
        )
        if last is not None:
            self.edit(last)
        return last is not None

    def remove(self, line: Line) -> None:
        """Take a message back."""
        self._app.request(Redact(int(line.id)))
        self.cancel()

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
        """Answer and change nothing, take the mark off the message; say if there was any."""
        window = self._app.window
        was_any = self._next is not None or window.timeline.focus_on.line is not None
        if self._is_editing:
            window.composer.set_content("")
        self.forget()
        window.composer.take_keyboard()
        return was_any

    def forget(self) -> None:
        """Answer and change nothing in a room that is left; what is written stays there."""
        self._next, self._is_editing = None, False
        self._hint, self._asked_about = "", None
        self._app.window.hint.show("")
        self._app.window.timeline.focus_on.clear()

    def take(self, text: str) -> Intent | None:
        """Return what a text says to the message it is about; ``None`` for a command, or alone."""
        self.keep()
        is_command = text.startswith("/") and not text.startswith("//")
        if self._next is None or is_command:
            return None
        text = text.strip()
        intent = self._next(text[1:] if text.startswith("//") else text)
        self.cancel()
        return intent

    def _expect(self, hint: str, next_: Callable[[str], Intent]) -> None:
        """Say what the next text is for, and let it be written."""
        self._next, self._hint = next_, hint
        window = self._app.window
        window.hint.show(hint)
        window.timeline.focus_on.clear()
        window.composer.take_keyboard()

    def _react(self, line: Line, text: str) -> None:
        if line.msgid is not None:
            self._app.request(React(line.room, line.msgid, text))
        self.cancel()


def _has_id(line: Line) -> bool:
    return line.msgid is not None and not line.removed_by


def _is_own(line: Line) -> bool:
    return line.own and not line.removed_by and line.kind is LineKind.MESSAGE


_CONDITIONS: Final[Mapping[str, Callable[[Line], bool]]] = {
    "reply": _has_id,
    "react": _has_id,
    "copy_message": lambda line: not line.removed_by,
    "edit": _is_own,
    "remove": lambda line: not line.removed_by and (line.own or line.msgid is not None),
}
"""Action → whether it makes sense for a message."""

_DEEDS: Final[Mapping[str, Callable[[MessageActions, Line], None]]] = {
    "reply": MessageActions.reply,
    "react": MessageActions.react,
    "copy_message": MessageActions.copy,
    "edit": MessageActions.edit,
    "remove": MessageActions.remove,
}
"""Action → what carries it out."""
