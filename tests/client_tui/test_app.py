"""The app as a whole: frames, what wakes it, how it ends."""

from tertulia_tui.messages import NetworkReady
from tests.support.tui_driver import TuiDriver


def test_a_burst_of_wake_ups_is_one_frame(client: TuiDriver) -> None:
    """What arrives within a frame is drawn together."""
    timers = []
    set_timer = client.app.set_timer

    def counted(*arguments: object, **named: object) -> object:
        timers.append(arguments)
        return set_timer(*arguments, **named)  # type: ignore[arg-type]

    client.app.set_timer = counted  # type: ignore[assignment]
    try:
        client.call(lambda: [client.app.post_message(NetworkReady()) for _ in range(100)])
    finally:
        client.app.set_timer = set_timer  # type: ignore[method-assign]

    frames = [arguments for arguments in timers if arguments[0] == 0.016]
    assert len(frames) <= 1


def test_the_first_letter_can_be_typed_at_once() -> None:
    """Nothing has to be clicked or closed first."""
    client = TuiDriver()
    try:
        client.type("h")

        assert client.screen().composer == "h"
    finally:
        client.close()


def test_focus_of_the_terminal_is_told(client: TuiDriver) -> None:
    """What arrives meanwhile counts as unread."""
    client.look_away()
    away = client.app.servers.state.focused
    client.look_back()

    assert (away, client.app.servers.state.focused) == (False, True)


def test_a_closed_terminal_leaves_nothing_behind(client: TuiDriver) -> None:
    """The network is stopped with the screen."""
    client.close()

    assert not client.link.is_started
