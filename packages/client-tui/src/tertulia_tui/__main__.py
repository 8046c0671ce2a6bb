"""``python -m tertulia_tui`` and the command ``tertulia-tui``."""

import os
import sys
from collections.abc import Sequence

from tertulia_core.client.options import read_options
from tertulia_core.i18n import Catalogue

__all__ = ["main"]

PROGRAM = "tertulia-tui"

_ = Catalogue("tertulia_tui").gettext


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the terminal client until it is left; return its exit code."""
    words = sys.argv[1:] if arguments is None else arguments
    options = read_options(PROGRAM, words, os.environ)
    problem = _unusable_terminal()
    if problem:
        if options.instance is not None:
            options.instance.close()
        print(f"{PROGRAM}: {problem}", file=sys.stderr)
        return 2
    from tertulia_tui.starting import run

    return run(options)


def _unusable_terminal() -> str:
    """Return why nothing can be drawn here, ``""`` if it can."""
    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        return _("This program needs a terminal to draw in.")
    if os.environ.get("TERM", "") in {"dumb", "unknown"}:
        return _("This terminal cannot move its cursor (TERM={term}).").format(
            term=os.environ["TERM"]
        )
    return ""


if __name__ == "__main__":
    sys.exit(main())
