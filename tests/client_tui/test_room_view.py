"""What the timeline is fed: each line once, marks where reading stopped, names in full."""

from collections.abc import Sequence

from tertulia_core.ids import LineId
from tertulia_core.session.presentation import Activity, Body, Item, UnreadMark
from tertulia_core.session.state import Delivery, Line, LineKind, Member, SessionState
from tertulia_tui.room_view import RoomView, name_of
from tertulia_tui.widgets.timeline import Timeline
from tests.support.tui_lines import channel, painter, said, state_with


class Paper(Timeline):
    """A timeline that keeps what it is given and draws nothing."""

    def __init__(self) -> None:
        super().__init__(painter(), widget_id="timeline")
        self.items: list[Item] = []
        self.batches = 0

    def show_items(self, items: Sequence[Item], invitation: str = "") -> None:
        self.items = [*items]

    def add_items(self, items: Sequence[Item]) -> None:
        self.items += items
        self.batches += 1

    def change_item(self, line: LineId, item: Item) -> None:
        for place, old in enumerate(self.items):
            if isinstance(old, Body) and old.line.id == line:
                self.items[place] = item

    def remove_marks(self) -> None:
        self.items = [item for item in self.items if not isinstance(item, UnreadMark)]

    @property
    def shown(self) -> list[str]:
        """The texts of its lines, and ``--`` for a mark."""
        return [
            "--" if isinstance(item, UnreadMark) else item.line.text
            for item in self.items
            if isinstance(item, Body | UnreadMark)
        ]


def viewed(*lines: Line, read: int | None = None) -> tuple[RoomView, Paper, SessionState]:
    """Return a view on ``#sala`` that holds lines, read up to one of them."""
    room = channel(read_line=None if read is None else LineId(read))
    room.lines.extend(lines)
    state = state_with(room, channel("#redes"))
    paper = Paper()
    view = RoomView(paper, state)
    view.select(room)
    return view, paper, state


def arrive(view: RoomView, state: SessionState, *lines: Line) -> None:
    """Let lines arrive together."""
    for line in lines:
        state.rooms[line.room].lines.append(line)
        view.add(line)
    view.flush()


def test_a_room_is_shown_with_a_mark_where_reading_stopped() -> None:
    """And without one where all was read."""
    lines = said(1, "leído", "rosa"), said(2, "sin leer", "rosa")

    assert viewed(*lines, read=1)[1].shown == ["leído", "--", "sin leer"]
    assert viewed(*lines, read=2)[1].shown == ["leído", "sin leer"]


def test_what_comes_while_one_looks_is_not_marked() -> None:
    """It is read as it comes."""
    view, paper, state = viewed(said(1, "leído", "rosa"), read=1)

    arrive(view, state, said(2, "nuevo", "rosa"))

    assert paper.shown == ["leído", "nuevo"]


def test_what_comes_while_one_looks_away_is_marked_once() -> None:
    """Until one looks again; the mark of the time before goes."""
    view, paper, state = viewed(said(1, "a", "rosa"))
    for number in (2, 4):
        view.leave()
        arrive(view, state, said(number, f"lejos {number}", "rosa"))
        view.come_back()
        arrive(view, state, said(number + 1, f"cerca {number}", "rosa"))

    assert paper.shown == ["a", "lejos 2", "cerca 2", "--", "lejos 4", "cerca 4"]


def test_lines_that_came_with_the_room_are_not_drawn_twice() -> None:
    """A room is selected and gets a line in one batch of events, told in either order."""
    line = said(1, "hola", "rosa")
    view, paper, _state = viewed(line)

    view.add(line)
    view.flush()

    assert paper.shown == ["hola"]


def test_lines_that_arrive_together_are_drawn_together() -> None:
    """However many they are."""
    view, paper, state = viewed()

    arrive(view, state, *(said(number, str(number), "rosa") for number in range(1, 50)))

    assert paper.batches == 1


def test_lines_of_other_rooms_wait_there() -> None:
    """They are drawn when their room is selected."""
    view, paper, state = viewed()
    line = Line(LineId(5), "#redes", LineKind.MESSAGE, "rosa", "allí", 0.0)

    arrive(view, state, line)
    assert paper.shown == []
    view.select(state.rooms["#redes"])

    assert paper.shown == ["allí"]


def test_a_line_can_change_in_the_batch_in_which_it_came() -> None:
    """Sent and confirmed within a frame: once on screen, confirmed."""
    view, paper, _state = viewed()
    sending = said(1, "hola", own=True, delivery=Delivery.SENDING)

    view.add(sending)
    view.change(said(1, "hola", own=True, delivery=Delivery.SENT))
    view.flush()

    bodies = [item for item in paper.items if isinstance(item, Body)]
    assert [body.line.delivery for body in bodies] == [Delivery.SENT]


def test_a_cleared_room_is_shown_empty() -> None:
    """What comes afterwards appears as always."""
    view, paper, state = viewed(said(1, "viejo", "rosa"))
    state.rooms["#sala"].lines.clear()

    view.reload()
    arrive(view, state, said(2, "nuevo", "rosa"))

    assert paper.shown == ["nuevo"]


def test_arrivals_are_one_item() -> None:
    """The view hands on what the grouper makes of them."""
    view, paper, state = viewed()
    eva, luis = (
        said(number, "", nick, kind=LineKind.JOINED)
        for number, nick in enumerate(("eva", "luis"), 1)
    )

    arrive(view, state, eva, luis)

    activities = [item for item in paper.items if isinstance(item, Activity)]
    assert activities[-1].text == "eva and luis came in"
    assert activities[-1].replaces_previous


def test_people_are_called_by_their_whole_names() -> None:
    """As far as the room on screen knows them."""
    state = state_with(channel("#sala", Member("Inaki", realname="Iñaki"), Member("eva")))

    assert [name_of(state, nick) for nick in ("Inaki", "eva", "fue")] == ["Iñaki", "eva", "fue"]
    state.current = ""
    assert name_of(state, "Inaki") == "Inaki"
