"""The keys of both user interfaces do not get in each other's way."""

from tertulia_core.session.keys import KEYS, KeyRow, clashes


def test_no_key_does_two_things() -> None:
    """One action per key and toolkit."""
    assert clashes() == []


def test_a_clash_is_found() -> None:
    """The check above can fail."""
    rows = (KeyRow("a", "A", ("F1",), ()), KeyRow("b", "B", ("F1",), ("f1",)))

    assert clashes(rows) == [("F1", "a", "b")]


def test_ids_are_unique_and_labelled() -> None:
    """The settings name actions by their ids, menus by their labels."""
    assert len({row.id for row in KEYS}) == len(KEYS)
    assert all(row.label for row in KEYS)
