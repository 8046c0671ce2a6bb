"""How fast it is, ours next to others on the same machine in the same run.

    python -m benchmarks --short
    python -m benchmarks --shape small-w64 --shape small-w1 --server tertulia --server inspircd
    python -m benchmarks --docs
    python -m benchmarks --from docs/benchmarks.json --docs     (after a change of notes.md)

Servers take turns within each round, so that whatever else the machine does meets all of them.
Every delivery is proven: nothing lost, doubled or reordered, and nobody hears its own. W64
keeps 64 messages of each sender in flight, W1 a single one. Linux only.
"""

import argparse
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from benchmarks.building import BuildError, build
from benchmarks.charts import draw
from benchmarks.figures import Figures
from benchmarks.machine import describe
from benchmarks.report import page, tables
from benchmarks.rounds import run
from benchmarks.servers import SERVERS
from benchmarks.shapes import SHAPES, Shape
from tertulia_core import platforms

__all__ = ["main"]

ROOT = Path(__file__).resolve().parents[1]
NOTES = Path(__file__).parent / "notes.md"
FIGURES = ROOT / "docs/benchmarks.json"
ROUNDS = 5
SHORT_ROUNDS = 1


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure, print the tables, and write what is asked for."""
    options = _parse(arguments)
    if options.figures:
        figures = Figures.from_json(options.figures.read_text(encoding="utf-8"))
    else:
        try:
            figures = _measure(options)
        except BuildError as error:
            print(error, file=sys.stderr)
            return 1
    print(tables(figures))
    print("\n".join(figures.troubles))
    if options.json:
        options.json.parent.mkdir(parents=True, exist_ok=True)
        options.json.write_text(figures.to_json(), encoding="utf-8")
    if options.docs:
        _write_page(figures)
    return 0


def _parse(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.formatter_class = argparse.RawDescriptionHelpFormatter
    parser.add_argument("--shape", action="append", choices=list(SHAPES), help="only these")
    parser.add_argument("--server", action="append", choices=list(SERVERS), help="only these")
    parser.add_argument("--short", action="store_true", help="one short round, minutes in all")
    parser.add_argument("--rounds", type=int, help=f"how often each is measured ({ROUNDS})")
    parser.add_argument("--seconds", type=float, help="how long each talks (1)")
    parser.add_argument("--json", type=Path, metavar="FILE", help="write all figures there")
    parser.add_argument("--docs", action="store_true", help="write docs/benchmarks.md")
    parser.add_argument(
        "--from", dest="figures", type=Path, metavar="FILE", help="measure nothing; read figures"
    )
    options = parser.parse_args(arguments)
    options.rounds = options.rounds or (SHORT_ROUNDS if options.short else ROUNDS)
    options.seconds = options.seconds or (0.5 if options.short else 1.0)
    return options


def _measure(options: argparse.Namespace) -> Figures:
    platforms.raise_fd_limit()
    shapes = _chosen(options)
    with tempfile.TemporaryDirectory(prefix="tertulia-bench-") as folder:
        built = build(Path(folder))
        figures = Figures(machine=describe(built))
        run(figures, shapes, options.server or SERVERS, options.rounds, options.seconds, built)
    return figures


def _chosen(options: argparse.Namespace) -> dict[str, Shape]:
    return {
        name: shape
        for name, shape in SHAPES.items()
        if (name in options.shape if options.shape else not (options.short and shape.is_long))
    }


def _write_page(figures: Figures) -> None:
    images = draw(figures, ROOT / "docs/images")
    paths = {title: f"images/{name}" for title, name in images.items()}
    text = page(figures, NOTES.read_text(encoding="utf-8"), paths)
    (ROOT / "docs/benchmarks.md").write_text(text, encoding="utf-8")
    FIGURES.write_text(figures.to_json(), encoding="utf-8")


if __name__ == "__main__":
    sys.exit(main())
