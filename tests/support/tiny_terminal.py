"""As much of a terminal as our own drawing needs: cells, a cursor, a scrolling region."""

import re
from collections.abc import Iterator

from rich.cells import split_graphemes

__all__ = ["TinyTerminal"]

_PARTS = re.compile(r"\x1b\[([\d;]*)([A-Za-z])|(\n)|([^\x1b\n]+)")


class TinyTerminal:
    """A screen that obeys cursor moves, colours, line feeds and scrolling regions; nothing else.

    Attributes:
        cells: (sign, style) of each cell, row by row.
    """

    def __init__(self, columns: int, rows: int) -> None:
        self.cells = [[(" ", "") for _ in range(columns)] for _ in range(rows)]
        self._columns, self._rows = columns, rows
        self._x = self._y = 0
        self._style = ""
        self._region = (0, rows)

    def feed(self, data: str) -> None:
        """Obey a stream.

        Raises:
            AssertionError: it holds a sequence that is none of ours.
        """
        place = 0
        for match in _PARTS.finditer(data):
            assert match.start() == place, repr(data[place : match.start()])
            place = match.end()
            numbers, command, feed, text = match.groups()
            if command:
                self._obey(command, [int(number or 0) for number in numbers.split(";")], numbers)
            elif feed:
                self._feed_line()
            else:
                self._write(text)
        assert place == len(data), repr(data[place:])

    def rows(self) -> Iterator[str]:
        """Yield the text of each row."""
        for row in self.cells:
            yield "".join(sign for sign, _style in row)

    def _obey(self, command: str, numbers: list[int], written: str) -> None:
        match command:
            case "H":
                self._y, self._x = numbers[0] - 1, (numbers[1] if len(numbers) > 1 else 1) - 1
            case "m":
                self._style = "" if written in {"", "0"} else written
            case "r":
                self._region = (numbers[0] - 1, numbers[1]) if written else (0, self._rows)
            case _:
                raise AssertionError(f"an unknown sequence: {written}{command}")

    def _feed_line(self) -> None:
        top, bottom = self._region
        if self._y == bottom - 1:
            del self.cells[top]
            self.cells.insert(bottom - 1, [(" ", self._style) for _ in range(self._columns)])
        else:
            self._y += 1

    def _write(self, text: str) -> None:
        for start, end, width in split_graphemes(text)[0]:
            self.cells[self._y][self._x] = (text[start:end], self._style)
            for further in range(1, width):
                self.cells[self._y][self._x + further] = ("", self._style)
            self._x += width
