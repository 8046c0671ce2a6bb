"""The header, the status and the notice: what they say."""

import tkinter as tk

import pytest

from tertulia_core.clock import ManualClock
from tertulia_core.session.state import ConnectionPhase, SessionState
from tertulia_tk.theme import Look
from tertulia_tk.widgets import fitting
from tertulia_tk.widgets.header import Header
from tertulia_tk.widgets.notice_bar import NoticeBar
from tertulia_tk.widgets.status_bar import StatusBar
from tests.support.tk_stage import until


def make_state(phase: ConnectionPhase, clock: ManualClock) -> SessionState:
    """Return a state in a phase, the next try in four seconds."""
    state = SessionState(nick="ana", address="localhost:12345", phase=phase)
    if phase is ConnectionPhase.WAITING:
        state.retry_at = clock.monotonic() + 4
        state.problem = "No server answers at localhost:12345."
    return state


class Notice:
    """A notice in the window, and what was clicked."""

    def __init__(self, root: tk.Tk, look: Look) -> None:
        self.root, self.clock = root, ManualClock()
        self.clicked: list[str] = []
        self.bar = NoticeBar(
            root,
            look,
            retry=lambda: self.clicked.append("retry"),
            host=lambda: self.clicked.append("host"),
        )
        self.bar.pack(fill="x")

    def show(self, phase: ConnectionPhase, *, can_host: bool = True) -> None:
        """Show a phase."""
        self.bar.show(make_state(phase, self.clock), can_host=can_host)
        self.root.update()


def test_the_status_counts_down_to_the_next_try(root: tk.Tk, look: Look) -> None:
    """By itself, second by second."""
    clock = ManualClock()
    status = StatusBar(root, look, clock.monotonic)
    status.pack()
    status.show(make_state(ConnectionPhase.WAITING, clock))
    first = status.text
    clock.advance(1.5)
    until(root, lambda: status.text != first, "counted")

    assert "4 s" in first
    assert "3 s" in status.text


def test_the_status_leaves_no_timer_while_connected(root: tk.Tk, look: Look) -> None:
    """Nothing changes by itself then."""
    clock = ManualClock()
    status = StatusBar(root, look, clock.monotonic)
    status.show(make_state(ConnectionPhase.WAITING, clock))
    status.show(make_state(ConnectionPhase.ONLINE, clock))
    root.update()

    assert "Connected" in status.text
    assert not root.tk.call("after", "info")


def test_the_notice_says_why_and_what_can_be_done(root: tk.Tk, look: Look) -> None:
    """Both buttons do what they say."""
    notice = Notice(root, look)
    notice.show(ConnectionPhase.WAITING)
    notice.bar.retry_button.invoke()
    notice.bar.host_button.invoke()

    assert notice.bar.text == "No server answers at localhost:12345."  # the status counts down
    assert notice.clicked == ["retry", "host"]


@pytest.mark.parametrize(
    ("width", "is_above"), [(800, False), (452, True), (414, True), (240, True)]
)
def test_the_notice_is_never_cut_off(root: tk.Tk, look: Look, width: int, is_above: bool) -> None:
    """Where the room beside the buttons is too little, the sentence stands above them."""
    root.geometry(f"{width}x600")
    notice = Notice(root, look)
    notice.show(ConnectionPhase.WAITING)
    until(root, lambda: notice.bar.winfo_width() == width)
    label, button = notice.bar.winfo_children()[0], notice.bar.retry_button

    assert label.winfo_reqwidth() <= label.winfo_width()
    assert (label.winfo_y() + label.winfo_height() <= button.winfo_y()) == is_above
    for shown in (button, notice.bar.host_button):
        assert shown.winfo_width() == shown.winfo_reqwidth()
        assert shown.winfo_x() + shown.winfo_width() <= width


def test_the_notice_after_leaving_says_what_becomes_of_what_one_writes(
    root: tk.Tk, look: Look
) -> None:
    """Nothing went wrong then, so there is no reason to tell."""
    notice = Notice(root, look)
    notice.show(ConnectionPhase.OFFLINE)

    assert notice.bar.text == "What you write waits here until you are connected."


def test_the_notice_goes_when_there_is_a_connection(root: tk.Tk, look: Look) -> None:
    """It stays while another try runs, so that nothing jumps."""
    notice = Notice(root, look)
    heights = []
    for phase in (
        ConnectionPhase.ONLINE,
        ConnectionPhase.WAITING,
        ConnectionPhase.CONNECTING,
        ConnectionPhase.ONLINE,
    ):
        notice.show(phase)
        heights.append(notice.bar.winfo_height())

    assert heights[0] == heights[3] == 1
    assert heights[1] == heights[2] > 10


def test_a_room_is_only_offered_where_one_can_be_started(root: tk.Tk, look: Look) -> None:
    """On this computer, with the server installed."""
    notice = Notice(root, look)
    notice.show(ConnectionPhase.WAITING, can_host=False)
    without = notice.bar.host_button.winfo_ismapped()
    notice.show(ConnectionPhase.WAITING, can_host=True)

    assert not without
    assert notice.bar.host_button.winfo_ismapped()


def test_the_header_cuts_the_topic_to_its_width(root: tk.Tk, look: Look) -> None:
    """The name and the menu stay whole; a wider window shows more."""
    header = Header(root, look)
    header.pack(fill="x")
    header.menu_button.configure(text="Menu")
    header.show("#sala", "de qué va esto " * 30)
    shown = []
    for width in (500, 1100):
        root.geometry(f"{width}x400")
        root.update()
        shown.append(header.text)

    assert all(text.startswith("#sala  de qué") and text.endswith("…") for text in shown)
    assert len(shown[1]) > len(shown[0])


def test_formatting_and_controls_in_a_topic_are_not_shown(root: tk.Tk, look: Look) -> None:
    """A topic is one line of plain words."""
    header = Header(root, look)
    header.pack(fill="x")
    root.update()
    header.show("#sala", "\x02Hoy\x02 \x0304sockets\x03 [exit] \x1b")

    assert header.text == "#sala  Hoy sockets [exit] ␛"


@pytest.mark.parametrize("width", [0, 5, 40, 200, 2_000])
def test_text_is_cut_to_any_width(look: Look, width: int) -> None:
    """Never wider, and with a sign that something is missing."""
    font = look.font("text")
    cut = fitting.cut("una frase que no cabe", font, width)

    assert font.measure(cut) <= width
    assert cut in {"", "una frase que no cabe"} or cut.endswith("…")


def test_very_long_text_is_cut_fast(look: Look) -> None:
    """A topic of a megabyte is not measured whole."""
    cut = fitting.cut("m" * 1_000_000, look.font("text"), 10_000)

    assert len(cut) <= 301
