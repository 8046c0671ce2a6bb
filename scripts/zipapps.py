"""Make programs of one file each, which any Python 3.11 runs without installing anything.

``python scripts/zipapps.py FOLDER`` writes ``tertulia-server.pyz`` and
``tertulia-tk.pyz`` there. The terminal client is not among them: it needs Textual.
"""

import shutil
import sys
import tempfile
import zipapp
from pathlib import Path

__all__ = ["ZIPAPPS", "make"]

ROOT = Path(__file__).resolve().parents[1]

ZIPAPPS = {
    "tertulia-server": ("server", "tertulia_server"),
    "tertulia-tk": ("client-tk", "tertulia_tk"),
}
"""Program → its folder in packages/ and its import package."""

MAIN = """\
import sys

if sys.version_info < (3, 11):
    sys.stderr.write("{program} needs Python 3.11; this is %d.%d\\n" % sys.version_info[:2])
    sys.exit(2)

from {package}.__main__ import main

sys.exit(main())
"""
"""The archive's ``__main__``: an old interpreter is told so in one line."""


def make(program: str, folder: Path) -> Path:
    """Write one program's archive.

    Args:
        program: a key of ``ZIPAPPS``.
        folder: where the archive goes; made if it is missing.

    Returns:
        The archive's path.
    """
    directory, package = ZIPAPPS[program]
    folder.mkdir(parents=True, exist_ok=True)
    target = folder / f"{program}.pyz"
    with tempfile.TemporaryDirectory() as name:
        tree = Path(name)
        for source in (
            ROOT / "packages" / "core" / "src" / "tertulia_core",
            ROOT / "packages" / directory / "src" / package,
        ):
            ignored = shutil.ignore_patterns("__pycache__", "*.po", "*.pot")
            shutil.copytree(source, tree / source.name, ignore=ignored)
        main = MAIN.format(program=program, package=package)
        (tree / "__main__.py").write_text(main, encoding="utf-8")
        zipapp.create_archive(tree, target, interpreter="/usr/bin/env python3", compressed=True)
    return target


def main() -> None:
    """Write every program's archive into the folder named on the command line."""
    folder = Path(sys.argv[1] if len(sys.argv) > 1 else "dist")
    for program in ZIPAPPS:
        print(make(program, folder))


if __name__ == "__main__":
    main()
