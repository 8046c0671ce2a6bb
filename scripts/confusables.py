"""Turn Unicode's list of characters that look alike into the data file of the server.

    python scripts/confusables.py CONFUSABLES LICENSE [OUTPUT]

``CONFUSABLES`` is ``confusables.txt`` of Unicode's security data
(https://www.unicode.org/Public/security/), ``LICENSE`` the text of the Unicode
License V3, under which it may be passed on (https://www.unicode.org/license.txt).
Without ``OUTPUT`` the server's own file is written.

The output begins with the version, the copyright and the whole license, in lines
with ``#``. Each line behind them is a look and all characters that have it, in
hexadecimal: ``72 6E:6D`` is U+006D, *m*, which looks like *rn*. It depends on the
two inputs alone.
"""

import sys
from collections.abc import Iterator
from pathlib import Path

__all__ = ["DATA", "to_compact"]

ROOT = Path(__file__).resolve().parents[1]
DATA = ROOT / "packages/server/src/tertulia_server/model/confusables.dat"

_HEAD = (
    "# Characters that look alike, from confusables.txt of Unicode's UTS #39.",
    "# Made by scripts/confusables.py; do not edit.",
)
_NAMED = ("# Version:", "# Date:", "# ©")
"""The lines of the list's head that say what it is and whose."""


def to_compact(confusables: str, license_text: str) -> str:
    """Return the text of the data file.

    Args:
        confusables: the text of ``confusables.txt``.
        license_text: the license, whole.

    Raises:
        ValueError: the list names no version, its holder, or no characters.
    """
    lines = confusables.removeprefix("\ufeff").splitlines()
    named = [line for line in lines if line.startswith(_NAMED)]
    if {line.split()[1] for line in named} != {name.split()[1] for name in _NAMED}:
        raise ValueError("the list does not say its version, its date and its holder")
    looks: dict[str, list[str]] = {}
    for source, look in _rows(lines):
        looks.setdefault(look, []).append(source)
    if not looks:
        raise ValueError("there are no characters in the list")
    terms = [f"# {line}".rstrip() for line in license_text.strip().splitlines()]
    rows = [f"{look}:{' '.join(sorted(looks[look], key=_number))}" for look in sorted(looks)]
    return "\n".join([*_HEAD, *named, "#", *terms, *rows]) + "\n"


def _rows(lines: list[str]) -> Iterator[tuple[str, str]]:
    """Yield each character and its look, as short hexadecimal numbers."""
    for line in lines:
        fields = line.partition("#")[0].split(";")
        if len(fields) > 1:
            yield _shorten(fields[0]), _shorten(fields[1])


def _shorten(numbers: str) -> str:
    return " ".join(f"{_number(number):X}" for number in numbers.split())


def _number(text: str) -> int:
    return int(text, 16)


def main() -> int:
    """Write the file; return the exit code."""
    if len(sys.argv) not in (3, 4):
        print(__doc__, file=sys.stderr)
        return 2
    confusables, license_text = (Path(name).read_text("utf-8") for name in sys.argv[1:3])
    target = Path(sys.argv[3]) if len(sys.argv) == 4 else DATA
    target.write_text(to_compact(confusables, license_text), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
