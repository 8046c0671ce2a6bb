"""The table of numerics."""

from tertulia_core.wire import numerics

ROWS = {name: value for name, value in vars(numerics).items() if name[:4] in {"RPL_", "ERR_"}}


def test_every_numeric_is_three_digits_and_has_one_name() -> None:
    """No two names share a number, so that a number can be told by its name."""
    assert ROWS
    assert all(len(value) == 3 and value.isdigit() for value in ROWS.values())
    assert len(set(ROWS.values())) == len(ROWS)


def test_the_rows_stand_in_order() -> None:
    """A reader finds a number where it belongs."""
    assert list(ROWS.values()) == sorted(ROWS.values())


def test_errors_and_replies_are_where_the_specification_puts_them() -> None:
    """Below 400 all are replies, from 400 to 599 all are errors."""
    wrong = [
        name
        for name, value in ROWS.items()
        if value < "600" and name.startswith("ERR_") != (value >= "400")
    ]

    assert wrong == []
