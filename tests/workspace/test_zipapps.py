"""Programs of one file run with the standard library alone, in both languages."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

import tertulia_core
from scripts.zipapps import ZIPAPPS, make


@pytest.fixture(scope="module")
def archives(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """Return the archives of this source tree."""
    folder = tmp_path_factory.mktemp("dist")
    return {program: make(program, folder) for program in ZIPAPPS}


def run(
    archive: Path, *arguments: str, language: str = "en", data: Path | None = None
) -> subprocess.CompletedProcess[str]:
    """Run an archive on a Python that sees neither site-packages nor PYTHON* variables."""
    environment = os.environ | {"LANGUAGE": language}
    if data is not None:
        environment["XDG_DATA_HOME"] = str(data)
    return subprocess.run(
        [sys.executable, "-S", "-I", str(archive), *arguments],
        env=environment,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
        timeout=60,
    )


@pytest.mark.parametrize("program", ZIPAPPS)
def test_archive_tells_its_version(archives: dict[str, Path], program: str) -> None:
    """``--version`` answers with the one version of the workspace."""
    result = run(archives[program], "--version")

    assert (result.returncode, result.stderr) == (0, "")
    assert result.stdout.split()[:2] == [program, tertulia_core.__version__]


@pytest.mark.parametrize("program", ZIPAPPS)
def test_archive_carries_its_catalogues(archives: dict[str, Path], program: str) -> None:
    """Help is Spanish for whom the system speaks Spanish to, also out of an archive."""
    english = run(archives[program], "--help", language="en")
    spanish = run(archives[program], "--help", language="es")

    assert english.returncode == spanish.returncode == 0
    assert english.stdout != spanish.stdout


def test_server_archive_serves(archives: dict[str, Path], tmp_path: Path) -> None:
    """It prints the one line, and ends in peace when standard input is closed."""
    result = run(archives["tertulia-server"], "--port", "0", "--until-eof", data=tmp_path)

    assert (result.returncode, result.stderr) == (0, "")
    assert result.stdout.startswith("Servidor escuchando en localhost:")
    assert result.stdout.count("\n") == 1


def test_server_archive_carries_what_looks_alike(archives: dict[str, Path]) -> None:
    """The list of look-alikes is read out of the archive."""
    archive = str(archives["tertulia-server"])
    code = (
        f"import sys; sys.path.insert(0, {archive!r});"
        " from tertulia_server.model.lookalikes import skeleton; print(ascii(skeleton('\u0430')))"
    )
    command = [sys.executable, "-S", "-I", "-c", code]

    result = subprocess.run(command, capture_output=True, text=True, check=True)

    assert result.stdout == "'a'\n"
