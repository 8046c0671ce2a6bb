"""The import contracts catch what they forbid."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
SOURCES = ("core", "server", "client-tk", "client-tui")


@pytest.fixture(scope="module")
def workspace(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a copy of the sources and of the configuration, to plant violations in."""
    copy = tmp_path_factory.mktemp("workspace")
    for name in SOURCES:
        shutil.copytree(
            ROOT / "packages" / name / "src",
            copy / "packages" / name / "src",
            ignore=shutil.ignore_patterns("__pycache__"),
        )
    shutil.copytree(ROOT / "scripts", copy / "scripts")
    shutil.copy(ROOT / "pyproject.toml", copy)
    return copy


def lint_imports(workspace: Path) -> subprocess.CompletedProcess[str]:
    """Run import-linter on the sources of ``workspace`` and on no other."""
    folders = [str(workspace / "packages" / name / "src") for name in SOURCES]
    code = (
        f"import sys; sys.path[:0] = {folders!r}; sys.argv = ['lint-imports', '--no-cache'];"
        "from importlinter.cli import lint_imports_command; lint_imports_command()"
    )
    return subprocess.run(
        [sys.executable, "-c", code],
        cwd=workspace,
        env=os.environ | {"COLUMNS": "200", "NO_COLOR": "1"},
        capture_output=True,
        text=True,
        check=False,
    )


def test_contracts_are_kept(workspace: Path) -> None:
    """The code as it is breaks no contract: what fails below fails for the planted line."""
    result = lint_imports(workspace)

    assert result.returncode == 0, result.stdout


@pytest.mark.parametrize(
    ("module", "line", "contract"),
    [
        ("core/src/tertulia_core/wire/message.py", "import socket", "4. Chat logic"),
        ("client-tk/src/tertulia_tk/__init__.py", "import tertulia_tui", "1. Server and clients"),
        ("core/src/tertulia_core/ids.py", "import tertulia_server", "1. Core knows none"),
        ("core/src/tertulia_core/ids.py", "import tertulia_core.wire.message", "2. Layers of core"),
        (
            "server/src/tertulia_server/config/values.py",
            "import tertulia_server.model",
            "3. Layers",
        ),
        ("server/src/tertulia_server/config/values.py", "import textual", "7. Core, server"),
        ("core/src/tertulia_core/stray.py", "", "2. Layers of core"),
    ],
)
def test_planted_violation_is_caught(
    workspace: Path, module: str, line: str, contract: str
) -> None:
    """One forbidden import, or a module that has no layer, fails the contract that names it."""
    path = workspace / "packages" / module
    before = path.read_text(encoding="utf-8") if path.exists() else None
    path.write_text(f"{before or ''}\n{line}\n", encoding="utf-8")
    try:
        result = lint_imports(workspace)
    finally:
        path.unlink() if before is None else path.write_text(before, encoding="utf-8")

    assert result.returncode != 0
    assert contract in result.stdout.partition("Broken contracts")[2]
