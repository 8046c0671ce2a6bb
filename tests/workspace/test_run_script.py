"""``tests/run`` on a machine where things are missing: it mends what it may and says the rest."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.support.needs import PROGRAMS

ROOT = Path(__file__).parents[2]


@pytest.fixture
def bare_machine(tmp_path: Path) -> Path:
    """Return a folder that is the whole PATH: a shell, this Python, and an apt that only writes."""
    for program in ("bash", "dirname"):
        (tmp_path / program).symlink_to(str(shutil.which(program)))
    script(tmp_path / "python3", f'exec {sys.executable} "$@"')
    script(tmp_path / "apt-get", f'echo "$@" >> {tmp_path}/asked')
    return tmp_path


def script(path: Path, line: str) -> None:
    """Write an executable shell script of one line."""
    path.write_text(f"#!/bin/sh\n{line}\n", encoding="utf-8")
    path.chmod(0o755)


def run_on(machine: Path, user: int) -> subprocess.CompletedProcess[str]:
    """Run ``tests/run`` there as that user id."""
    script(machine / "id", f"echo {user}")
    return subprocess.run(
        [str(machine / "bash"), str(ROOT / "tests" / "run")],
        env={"PATH": str(machine)},
        capture_output=True,
        text=True,
        check=False,
    )


def test_plain_user_is_told_the_one_line_that_mends_it(bare_machine: Path) -> None:
    """Exit code 2, and every missing package stands in one apt-get line."""
    result = run_on(bare_machine, user=1000)

    assert result.returncode == 2
    (line,) = result.stderr.splitlines()
    told = line.partition("apt-get install -y --no-install-recommends ")[2].split()
    assert set(PROGRAMS.values()) <= set(told)
    assert not (bare_machine / "asked").exists()


def test_root_installs_what_is_missing(bare_machine: Path) -> None:
    """It updates, installs the same packages, and does not go on when they are still not there."""
    result = run_on(bare_machine, user=0)

    update, install = (bare_machine / "asked").read_text(encoding="utf-8").splitlines()
    assert update.startswith("update")
    assert set(PROGRAMS.values()) <= set(install.split())
    assert result.returncode == 2
    assert "still missing" in result.stderr


def test_without_apt_the_names_are_told(bare_machine: Path) -> None:
    """On another system than Debian it says what is missing and exits with 2."""
    (bare_machine / "apt-get").unlink()

    result = run_on(bare_machine, user=0)

    assert result.returncode == 2
    assert "missing here, by the names Debian gives them:" in result.stderr
