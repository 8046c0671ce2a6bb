"""The real server as a process of its own, on a free port."""

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

__all__ = ["ROOT", "serving"]

ROOT = Path(__file__).parents[2]

READY = "Servidor escuchando en localhost:"


@contextmanager
def serving(data: Path, *arguments: str) -> Iterator[int]:
    """Run ``servidor.py`` as a person would and give its port; it ends when the block ends.

    Args:
        data: the folder for its files.
        arguments: more of the command line.

    Raises:
        AssertionError: it wrote to standard error, or did not end in peace.
    """
    command = [sys.executable, str(ROOT / "servidor.py"), "--port", "0", "--until-eof"]
    with subprocess.Popen(
        [*command, "--data", str(data), *arguments],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        encoding="utf-8",
    ) as process:
        try:
            assert process.stdout is not None
            line = process.stdout.readline()
            assert line.startswith(READY), line
            yield int(line.removeprefix(READY))
        finally:
            _output, errors = process.communicate(timeout=15)
        assert (process.returncode, errors) == (0, "")
