"""The people in the room on screen."""

from rich.style import Style

from tertulia_core.i18n import Catalogue
from tertulia_core.session.presentation import sorted_members
from tertulia_core.session.state import Member, Room, RoomKind
from tertulia_core.text import sanitize
from tertulia_tui.messages import MemberChosen
from tertulia_tui.theme import Styles
from tertulia_tui.widgets.rows import Row, RowList

__all__ = ["MemberList"]

_catalogue = Catalogue("tertulia_tui")
_ = _catalogue.gettext


class MemberList(RowList):
    """Who is here: those with status first, the absent dimmed. Owner: the UI thread."""

    def show(self, room: Room | None, styles: Styles) -> None:
        """List the members of ``room``; nobody where there is none."""
        if room is None or room.kind is not RoomKind.CHANNEL:
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
    name = member.prefixes[:1] + sanitize(member.nick, name=True)
    if member.away:
        away = _("away")
        return Row(f"{name} {away}", member.nick, styles.muted)
    return Row(name, member.nick, Style(bold=bool(member.prefixes)) + styles.text)
