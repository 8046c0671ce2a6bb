"""The screen makes do with what it has."""

import pytest

from tests.support.tui_driver import TuiDriver


@pytest.mark.parametrize(
    ("columns", "rooms", "members"), [(120, True, True), (80, True, False), (40, False, False)]
)
def test_side_columns_make_place_for_the_timeline(columns: int, rooms: bool, members: bool) -> None:
    """People go first, then rooms."""
    client = TuiDriver(size=(columns, 24))
    try:
        client.screen()
        shown = [client.app.query_one(name).size.width > 0 for name in ("#rooms", "#members")]

        assert shown == [rooms, members]
        assert client.app.panels.timeline.size.width >= 36
    finally:
        client.close()


@pytest.mark.parametrize(("rows", "height"), [(40, 2), (30, 2), (29, 1), (12, 1)])
def test_space_is_spent_only_where_there_is_some(rows: int, height: int) -> None:
    """A line below the topic costs a row, which small terminals need."""
    client = TuiDriver(size=(80, rows))
    try:
        client.screen()

        assert client.app.query_one("#topic").outer_size.height == height
    finally:
        client.close()
