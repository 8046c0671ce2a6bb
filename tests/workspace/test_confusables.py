"""The server's list of what looks alike is what the tool makes of Unicode's own."""

from pathlib import Path

import pytest

from scripts import confusables
from scripts.confusables import DATA, main, to_compact

LIST = """\
\ufeff# confusables.txt
# Date: 2025-07-22, 05:49:37 GMT
# © 2025 Unicode®, Inc.
# Version: 17.0.0
#

0441 ;\t0063 ;\tMA\t# ( с → c ) CYRILLIC SMALL LETTER ES → LATIN SMALL LETTER C\t#

1D41C ;\t0063 ;\tMA\t# ( 𝐜 → c ) MATHEMATICAL BOLD SMALL C → LATIN SMALL LETTER C\t#
006D ;\t0072 006E ;\tMA\t# ( m → rn ) LATIN SMALL LETTER M → LATIN SMALL LETTER R, …\t#

# total: 3
"""
LICENSE = "UNICODE LICENSE V3\n\nCopyright © somebody\n"

COMPACT = """\
# Characters that look alike, from confusables.txt of Unicode's UTS #39.
# Made by scripts/confusables.py; do not edit.
# Date: 2025-07-22, 05:49:37 GMT
# © 2025 Unicode®, Inc.
# Version: 17.0.0
#
# UNICODE LICENSE V3
#
# Copyright © somebody
63:441 1D41C
72 6E:6D
"""


def expand(compact: str) -> str:
    """Return a list with the rows of a data file, in another order."""
    rows = [line.partition(":") for line in compact.splitlines() if not line.startswith("#")]
    named = [line for line in compact.splitlines() if line.startswith(confusables._NAMED)]
    lines = [f"{char} ; {look} ; MA" for look, _colon, chars in rows for char in chars.split()]
    return "\n".join([*named, *reversed(lines)])


def test_a_small_list(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Each look once, with all that have it; version, holder and license in the head."""
    files = [tmp_path / name for name in ("list", "license", "out")]
    for path, text in zip(files, (LIST, LICENSE, ""), strict=True):
        path.write_text(text, encoding="utf-8")
    monkeypatch.setattr("sys.argv", ["confusables", *map(str, files)])

    assert main() == 0

    assert files[2].read_text(encoding="utf-8") == COMPACT


def test_the_server_s_file_is_of_the_tool_s_make() -> None:
    """All of it: its own rows and its license, put through the tool, give it again."""
    committed = DATA.read_text(encoding="utf-8")
    heading = "# UNICODE LICENSE V3\n"
    head = [line for line in committed.partition(heading)[2].splitlines() if line[0] == "#"]
    license_text = "\n".join(line.removeprefix("# ").removeprefix("#") for line in head)

    made = to_compact(expand(committed), f"UNICODE LICENSE V3\n{license_text}")

    assert made == committed


@pytest.mark.parametrize(
    "words",
    ["# Version: ", "© 2025 Unicode®, Inc.", "UNICODE LICENSE V3", "Permission is hereby granted",
     'PROVIDED "AS IS"', "SPDX-License-Identifier: Unicode-3.0"],
)  # fmt: skip
def test_the_server_s_file_says_whose_it_is(words: str) -> None:
    """And under which conditions, whole; so does the package that holds it."""
    project = (DATA.parents[3] / "pyproject.toml").read_text(encoding="utf-8")

    assert words in DATA.read_text(encoding="utf-8").partition("\n22")[0]
    assert 'license = "MIT AND Unicode-3.0"' in project


@pytest.mark.parametrize("missing", ["# Version", "# Date", "# ©", ";"])
def test_what_is_no_such_list(missing: str) -> None:
    """A file that does not say what it is, or says nothing, makes none."""
    with pytest.raises(ValueError, match="the list"):
        to_compact(LIST.replace(missing, "%"), LICENSE)


def test_without_files(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    """It says how it is used."""
    monkeypatch.setattr("sys.argv", ["confusables"])

    assert main() == 2
    assert "CONFUSABLES LICENSE" in capsys.readouterr().err
