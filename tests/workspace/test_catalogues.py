"""The catalogues say in Spanish all that the sources say, and are compiled from what is there."""

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]


def test_catalogues_are_complete_and_fresh() -> None:
    """No text is missing, doubtful or changed since they were compiled."""
    result = subprocess.run(
        [sys.executable, "scripts/catalogues.py", "--check"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )

    assert (result.returncode, result.stderr) == (0, ""), result.stdout
