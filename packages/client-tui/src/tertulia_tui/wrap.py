"""Break a line of text into rows of a terminal: at spaces where possible, at graphemes else."""

from collections.abc import Iterator

from rich.cells import cell_len, split_graphemes

__all__ = ["fit", "wrap"]


def wrap(text: str, width: int) -> list[tuple[int, int]]:
    """Return where each row of ``text`` starts and ends, as indices into it.

    Args:
        text: sanitized text; line breaks in it are kept as breaks.
        width: cells a row may take, at least 2 (a wide character needs them).

    Returns:
        At least one ``(start, end)``; the space at which a row was broken
        belongs to no row. Every other character belongs to exactly one.
    """
    width = max(width, 2)
    if "\n" not in text:
        return _wrap_paragraph(text, 0, width)
    rows: list[tuple[int, int]] = []
    start = 0
    for paragraph in text.split("\n"):
        rows += _wrap_paragraph(paragraph, start, width)
        start += len(paragraph) + 1
    return rows


def fit(text: str, width: int) -> str:
    """Return ``text`` cut to ``width`` cells, with an ellipsis where something is missing."""
    if cell_len(text) <= width:
        return text
    if width < 1:
        return ""
    taken = 0
    for start, _end, cells in split_graphemes(text)[0]:
        if taken + cells > width - 1:
            return text[:start] + "…"
        taken += cells
    return text


def _wrap_paragraph(text: str, offset: int, width: int) -> list[tuple[int, int]]:
    if len(text) <= width and (text.isascii() or cell_len(text) <= width):
        return [(offset, offset + len(text))]
    if text.isascii():
        return [(offset + start, offset + end) for start, end in _wrap_ascii(text, width)]
    spans = split_graphemes(text)[0]
    rows: list[tuple[int, int]] = []
    row_start = 0
    row_cells = 0
    space = -1
    cells_after_space = 0
    for start, end, cells in spans:
        if row_cells + cells > width and start > row_start:
            if text[start] == " ":
                rows.append((offset + row_start, offset + start))
                row_start, row_cells, space = end, 0, -1
                continue
            if space > row_start:
                rows.append((offset + row_start, offset + space))
                row_start, row_cells = space + 1, cells_after_space
            else:
                rows.append((offset + row_start, offset + start))
                row_start, row_cells = start, 0
            space = -1
        row_cells += cells
        cells_after_space += cells
        if text[start] == " ":
            space, cells_after_space = start, 0
    rows.append((offset + row_start, offset + len(text)))
    return rows


def _wrap_ascii(text: str, width: int) -> Iterator[tuple[int, int]]:
    """Yield rows as ``_wrap_paragraph`` does, where every character takes one cell."""
    start = 0
    while len(text) - start > width:
        end = start + width
        space = end if text[end] == " " else text.rfind(" ", start + 1, end)
        if space < 0:
            yield start, end
            start = end
        else:
            yield start, space
            start = space + 1
    yield start, len(text)
