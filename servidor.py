"""The chat server: python3 servidor.py. Nothing has to be installed; --help shows the options."""

import sys

if sys.version_info < (3, 11):
    need = "Hace falta Python 3.11 o posterior, no %d.%d. / Python 3.11 or later is needed.\n"
    sys.stderr.write(need % sys.version_info[:2])
    sys.exit(2)

from pathlib import Path

packages = Path(__file__).resolve().parent / "packages"
sys.path[:0] = [str(packages / name / "src") for name in ("core", "server")]

from tertulia_server.cli import main

sys.exit(main())
