"""Names that can be mistaken for each other share a skeleton.

https://www.unicode.org/reports/tr39/#Confusable_Detection
"""

import subprocess
import sys
import unicodedata
from time import process_time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tertulia_server.model import lookalikes
from tertulia_server.model.lookalikes import skeleton
from tests.support.processes import ROOT

ROWS = lookalikes._rows()

NAMES = st.text(st.characters(exclude_categories=["Cs"]) | st.sampled_from(sorted(ROWS)))
"""Half of the letters look like something."""


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("evan", "еvan"),  # Cyrillic е
        ("Vasily", "Vаsilу"),
        ("BOB", "ВОВ"),
        ("paul", "pauI"),
        ("paul", "pau1"),
        ("pa|", "pal"),
        ("mario", "rnario"),
        ("wanda", "vvanda"),
        ("nadia0", "nadiao"),
        ("vera", "νera"),  # Greek
        ("kate", "κατe"),
        ("isil", "ısıl"),
        ("hugo", "հսցօ"),  # Armenian
        ("JAMES", "ᎫᎪᎷᎬᏚ"),  # Cherokee
        ("LISA", "ꓡꓲꓢꓮ"),  # Lisu
        ("maria", "𝐦𝓪𝔯𝕚𝖆"),  # mathematical
        ("Ana7", "Ａｎａ７"),  # full width
        ("ana2", "ana₂"),
        ("#sala", "#sаla"),
        ("#sala", "#sala\ufe0f"),  # what nobody sees
        ("ﬁn", "fin"),
        ("ñandú", "n\u0303andu\u0301"),
        ("løve", "lo\u0338ve"),
        ("ꝺan", "Ꝺan"),
        ("١", "l"),  # an Arabic digit
    ],
)
def test_they_look_alike(one: str, other: str) -> None:
    """A letter of another script, a digit, a pair of letters, in any case."""
    assert skeleton(one) == skeleton(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [("jose", "josé"), ("ana", "anna"), ("bob-1", "bob-2"), ("u1", "u11"), ("paui", "paul"),
     ("李雷", "李霄"), ("иван", "ивам")],
)  # fmt: skip
def test_they_do_not(one: str, other: str) -> None:
    """Marks tell people apart, and so do numbers."""
    assert skeleton(one) != skeleton(other)


def test_the_rows_in_the_code_are_those_of_the_list() -> None:
    """So that names in ASCII need not read it."""
    assert {char: look for char, look in ROWS.items() if char.isascii()} == lookalikes._ASCII


@pytest.mark.parametrize("column", [ROWS.keys(), ROWS.values()])
def test_the_whole_list_is_known(column: list[str]) -> None:
    """Each character of it has a look, and looking once more changes nothing."""
    looks = [skeleton(text) for text in column if not lookalikes._INVISIBLE.search(text)]

    assert all(looks)
    assert [skeleton(look) for look in looks] == looks


def test_what_is_in_the_list_looks_like_what_it_says() -> None:
    """Row for row, but for what nobody sees, what is composed, and what we know better."""
    wrong = [char for char, look in ROWS.items() if skeleton(char) != skeleton(look)]
    whole = [char for char in wrong if unicodedata.is_normalized("NFD", char)]

    assert [char for char in whole if not lookalikes._INVISIBLE.match(char)] == list("κτ")


@given(NAMES)
def test_a_skeleton_is_its_own(name: str) -> None:
    """Of any text."""
    assert skeleton(skeleton(name)) == skeleton(name)


@given(NAMES)
def test_one_name_has_one_skeleton(name: str) -> None:
    """However its accents are written."""
    composed, taken_apart = unicodedata.normalize("NFC", name), unicodedata.normalize("NFD", name)

    assert skeleton(composed) == skeleton(taken_apart) == skeleton(name)


@pytest.mark.parametrize("letters", ["abcmw01IO|", "Vаsilуñéł", "e\u0327\u0301", "李ﷺ𝐦"])
def test_a_long_name_takes_no_longer_for_each_letter(letters: str) -> None:
    """Eight times the letters take no more than twenty times the time, in the best of nine."""
    few, many = (min(_seconds(letters * count) for _turn in range(9)) for count in (5_000, 40_000))

    assert many < 20 * few


def test_it_takes_no_time() -> None:
    """A nick of thirty letters, in the best of nine; a tenth of it is usual."""
    names = ["Vаsilij-ñandú-李雷-mario-01-κατe"[:30]] * 1_000

    assert min(_seconds(*names) for _turn in range(9)) / len(names) < 50e-6


def test_names_in_ascii_read_no_list() -> None:
    """Nor does the start of the server; the first other letter does."""
    code = """
import tertulia_server.app
from tertulia_server.model import lookalikes
lookalikes.skeleton("".join(map(chr, range(128))).replace("%", ""))
print(lookalikes._rows.cache_info().misses)
lookalikes.skeleton("ñ")
print(lookalikes._rows.cache_info().misses)
"""
    paths = [str(path) for path in sorted(ROOT.glob("packages/*/src"))]
    program = f"import sys; sys.path[:0] = {paths!r}\n{code}"
    run = subprocess.run([sys.executable, "-c", program], capture_output=True, check=True)

    assert run.stdout.split() == [b"0", b"1"]


def _seconds(*names: str) -> float:
    """Return the processor time that the skeletons of names take."""
    before = process_time()
    for name in names:
        skeleton(name)
    return process_time() - before
