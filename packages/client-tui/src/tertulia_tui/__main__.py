"""``python -m tertulia_tui`` and the command ``tertulia-tui``."""

import os
import sys
from collections.abc import Sequence

from tertulia_core.client.options import read_options

__all__ = ["main"]

PROGRAM = "tertulia-tui"


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the terminal client until it is left; return its exit code."""
    words = sys.argv[1:] if arguments is None else arguments
    options = read_options(PROGRAM, words, os.environ)
    if options.is_plain or not _can_draw():
        from tertulia_tui.plain import program

        return program.run(options)
    from tertulia_tui import background, habits

    habits.apply(os.environ)
    is_asked = options.theme == "system" and background.can_tell(os.environ)
    question = background.Question(sys.stdin.fileno()) if is_asked else None
    from tertulia_tui.starting import run  # takes longer than the answer

    if question is not None and (is_light := question.take()) is not None:
        os.environ["COLORFGBG"] = "0;15" if is_light else "15;0"  # as some terminals tell it
    return run(options)


def _can_draw() -> bool:
    """Tell whether there is a terminal that can move its cursor."""
    has_terminal = sys.stdin.isatty() and sys.stdout.isatty()
    return has_terminal and os.environ.get("TERM", "") not in {"", "dumb", "unknown"}


if __name__ == "__main__":
    sys.exit(main())
