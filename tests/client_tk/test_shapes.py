"""Smooth shapes, looked at pixel by pixel."""

import pytest

from tertulia_tk import shapes

WHITE, BLACK, RED = "#FFFFFF", "#000000", "#FF0000"


def pixels(ppm: bytes) -> list[list[tuple[int, int, int]]]:
    """Return the rows of an image."""
    magic, width, height, _depth, data = ppm.split(maxsplit=3)[:3] + _rest(ppm)
    assert magic == b"P6"
    columns, rows = int(width), int(height)
    assert len(data) == columns * rows * 3
    return [
        [(*data[at : at + 3],) for at in range(row * columns * 3, (row + 1) * columns * 3, 3)]
        for row in range(rows)
    ]


def _rest(ppm: bytes) -> list[bytes]:
    header, _newline, data = ppm.partition(b"\n")
    return [header.split()[3], data]


def is_mixture(pixel: tuple[int, int, int]) -> bool:
    """Tell whether a pixel is neither black nor white."""
    return 0 < pixel[0] < 255


def test_a_disc_is_round_with_soft_edges() -> None:
    """Its middle is filled, its corners are what lies behind, its edge is between."""
    image = pixels(shapes.dot(20, fill=BLACK, behind=WHITE))

    assert image[10][10] == (0, 0, 0)
    assert image[0][0] == (255, 255, 255)
    assert any(is_mixture(pixel) for pixel in image[2])
    assert image == [row[::-1] for row in image]
    assert image == image[::-1]


def test_an_initial_has_its_letter_in_the_middle_and_a_gap_at_its_right() -> None:
    """The gap is part of the image, so that text beside it starts at one edge."""
    image = pixels(shapes.initial("I", 28, 12, ink=WHITE, fill=BLACK, behind=RED))

    assert len(image) == 28
    assert len(image[0]) == 40
    assert min(image[14][14]) > 200
    assert image[14][3] == (0, 0, 0)
    assert image[14][30] == (255, 0, 0)


def test_different_letters_look_different() -> None:
    """Each is drawn for itself."""
    drawn = {
        shapes.initial(letter, 28, 0, ink=WHITE, fill=BLACK, behind=RED) for letter in "ABCDEFGHIJ"
    }

    assert len(drawn) == 10


@pytest.mark.parametrize("size", [(40, 30), (12, 12), (9, 40), (40, 9), (3, 3)])
def test_a_box_has_its_size_whatever_its_radius(size: tuple[int, int]) -> None:
    """Also where the radius does not fit; both halves mirror each other."""
    image = pixels(shapes.box(size, 6, fill=WHITE, border=BLACK, behind=RED))

    assert (len(image[0]), len(image)) == size
    assert image == [row[::-1] for row in image]
    assert image == image[::-1]


def test_a_box_has_round_corners_a_thin_border_and_a_filled_middle() -> None:
    """From outside to inside: behind, border, fill."""
    image = pixels(shapes.box((40, 30), 6, fill=WHITE, border=BLACK, behind=RED))

    assert image[0][0] == (255, 0, 0)
    assert image[0][20] == (0, 0, 0)
    assert image[15][20] == (255, 255, 255)
    assert image[15][1] == (255, 255, 255)


def test_a_hairline_is_one_pixel_high() -> None:
    """And as wide as it is told."""
    assert pixels(shapes.hairline(7, RED)) == [[(255, 0, 0)] * 7]
