"""The message in focus: which one it is, and what a letter does with it."""

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import TYPE_CHECKING, Final

from tertulia_core.i18n import Catalogue
from tertulia_core.ids import LineId
from tertulia_core.session.choices import Choice
from tertulia_core.session.emoji_names import named
from tertulia_core.session.formatting import strip_formatting
from tertulia_core.session.intents import Edit, React, Redact, SendText
from tertulia_core.session.keys import MESSAGE_KEYS
from tertulia_core.session.presentation import excerpt
from tertulia_core.session.state import Line, LineKind
from tertulia_core.text import sanitize

if TYPE_CHECKING:
    from tertulia_tui.app import TertuliaApp

__all__ = ["DEEDS", "Acting", "message_hint"]

_ = Catalogue("tertulia_tui").gettext
_core = Catalogue("tertulia_core").gettext

QUICK: Final = ["👍", "❤️", "😂", "🎉", "😮", "😢", "👏", "🙏", "👀", "✅", "🤔", "🚀"]
"""Reactions that are offered before a name is typed."""


class Acting:
    """Walks from message to message and acts on one. Owner: the UI thread.

    Attributes:
        reply_to: the message that the next text answers, ``None`` for none.
        correcting: the message in whose place the next text stands, ``None`` for none.
    """

    def __init__(self, app: "TertuliaApp") -> None:
        self._app = app
        self.reply_to: Line | None = None
        self.correcting: Line | None = None
        self._removing: LineId | None = None

    @property
    def is_open(self) -> bool:
        """Whether a message is in focus, or about to be answered."""
        is_begun = self.reply_to is not None or self.correcting is not None
        return is_begun or self._app.panels.timeline.focused is not None

    def step(self, by: int) -> None:
        """Put the message before (-1) or after (1) in focus; letters act on it."""
        timeline = self._app.panels.timeline
        timeline.step_focus(by)
        timeline.focus()
        self._app.panels.show_status()

    def act(self, action: str) -> None:
        """Do what a letter says with the message in focus."""
        line = self._line()
        if line is not None:
            DEEDS[action](self, line)

    def end(self) -> None:
        """Take the focus from the message, and give up what was begun with one."""
        self._app.panels.timeline.show_line(None)
        if self.correcting is not None:
            self._app.composer.replace_text("")
        self._begin()
        self._app.composer.focus()
        self._app.panels.show_status()

    def submit(self, text: str) -> bool:
        """Say a text as the answer or the correction that was begun; tell whether one was."""
        if text.startswith("/") and not text.startswith("//"):
            return False
        said = text[1:] if text.startswith("//") else text
        answered, corrected = self.reply_to, self.correcting
        self._begin()
        if corrected is not None:
            self._app.request(Edit(corrected.id, said.strip()))
        elif answered is not None:
            self._app.request(SendText(answered.room, said.strip(), str(answered.msgid)))
        return corrected is not None or answered is not None

    def reply(self, line: Line) -> None:
        """Begin an answer, in the composer."""
        if line.msgid is None:
            self._app.tell(_("This message cannot be answered: the server gave it no name."))
            return
        self.end()
        nick, text = sanitize(line.nick, name=True), excerpt(line.text)
        self._begin(_("Answering {nick}: {text}").format(nick=nick, text=text), reply_to=line)

    def edit(self, line: Line) -> None:
        """Put an own message into the composer, to be said differently."""
        if not line.own or line.removed_by:
            self._app.tell(_("Only your own messages can be changed."))
            return
        self.end()
        self._app.composer.replace_text(line.text)
        words = _("Changing: {text}").format(text=excerpt(line.text))
        self._begin(words, correcting=line)

    def edit_last(self) -> bool:
        """Put the last own message into the composer; return whether there is one."""
        own = (line for line in reversed(self._lines()) if line.own and _is_speech(line))
        line = next(own, None)
        if line is not None:
            self.edit(line)
        return line is not None

    def remove(self, line: Line) -> None:
        """Take a message back, at the second press of the key."""
        if self._removing != line.id:
            self._removing = line.id
            self._app.tell(_("Press it again to remove this message for everybody."))
            return
        self._removing = None
        self._app.request(Redact(line.id))

    def react(self, line: Line) -> None:
        """Choose what to put to a message: one of the usual signs, or any by its name."""
        from tertulia_tui.screens.switcher import Switcher

        if line.msgid is None:
            self._app.tell(_("This server has no reactions."))
            return
        quick = [self._reaction(line, sign, "") for sign in QUICK]

        def more(typed: str) -> list[Choice]:
            return [self._reaction(line, sign, name) for sign, name in named(typed)]

        screen = Switcher(self._app.panels.styles, quick, _("An emoji by its name…"), more)
        self._app.push_screen(screen, lambda choice: choice.run() if choice is not None else None)

    def copy(self, line: Line) -> None:
        """Copy what a message says."""
        text = sanitize(strip_formatting(line.text), keep_newlines=True)
        self._app.copy_to_clipboard(text)
        self._app.tell(_("Copied."))

    def _reaction(self, line: Line, sign: str, name: str) -> Choice:
        wish = React(line.room, str(line.msgid), sign)
        return Choice(f"{sign}  {name}".rstrip(), "", partial(self._app.request, wish))

    def _begin(
        self, words: str = "", *, reply_to: Line | None = None, correcting: Line | None = None
    ) -> None:
        """Begin something with a message, and say what above the composer; or give it up."""
        self.reply_to, self.correcting = reply_to, correcting
        self._app.panels.show_answer(words)

    def _line(self) -> Line | None:
        wanted = self._app.panels.timeline.focused
        return next((line for line in reversed(self._lines()) if line.id == wanted), None)

    def _lines(self) -> Sequence[Line]:
        state = self._app.servers.state
        room = state.rooms.get(state.current)
        return room.lines if room is not None else ()


DEEDS: Final[Mapping[str, Callable[[Acting, Line], None]]] = {
    "reply": Acting.reply,
    "react": Acting.react,
    "copy_message": Acting.copy,
    "edit": Acting.edit,
    "remove": Acting.remove,
}
"""Action of ``MESSAGE_KEYS`` → what carries it out."""


def message_hint() -> str:
    """Return the letters that work while a message is in focus, and what they do."""
    rows = (row for row in MESSAGE_KEYS if row.id in DEEDS)
    return " · ".join(f"{row.letter} {_core(row.label).rstrip('…')}" for row in rows)


def _is_speech(line: Line) -> bool:
    return line.kind is LineKind.MESSAGE and not line.removed_by
