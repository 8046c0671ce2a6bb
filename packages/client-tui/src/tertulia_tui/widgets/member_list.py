"""The right column: who is in the room, those with a status first."""

from rich.style import Style

from tertulia_core.i18n import Catalogue
from tertulia_core.session.presentation import display_name, sorted_members
from tertulia_core.session.state import Member, Room, RoomKind
from tertulia_core.text import sanitize
from tertulia_tui.messages import MemberChosen
from tertulia_tui.theme import Styles
from tertulia_tui.widgets.rows import Row, RowList

__all__ = ["MemberList"]

_catalogue = Catalogue("tertulia_tui")
_ = _catalogue.gettext


class MemberList(RowList):
    """The people of one room, the absent ones dimmed. Owner: the UI thread."""

    def show(self, room: Room | None, styles: Styles) -> None:
        """List who is in ``room``; nothing where that is not known."""
        if room is None or room.kind is not RoomKind.CHANNEL or not room.members:
            self.show_rows(())
            return
        people = [room.members[nick] for nick in sorted_members(room)]
        title = _catalogue.ngettext("{count} person", "{count} people", len(people))
        heading = Row(title.format(count=len(people)), style=styles.muted)
        self.show_rows([heading, Row(""), *(_row(person, styles) for person in people)])

    def chosen(self, key: str) -> None:
        """Ask the app for a private conversation."""
        self.post_message(MemberChosen(key))


def _row(member: Member, styles: Styles) -> Row:
    name = sanitize(display_name(member.nick, member.realname), name=True)
    text = member.prefixes[:1] + name
    if member.away:
        word = _("away")
        return Row(f"{text} {word}", member.nick, styles.muted)
    return Row(text, member.nick, Style(bold=bool(member.prefixes)) + styles.text)
