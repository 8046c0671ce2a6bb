"""``servidor.py`` and ``cliente.py``: short, and understandable to any Python 3."""

import ast
import subprocess
import sys
from pathlib import Path

import pytest

from tests.support.processes import ROOT

LAUNCHERS = [ROOT / "servidor.py", ROOT / "cliente.py"]


@pytest.mark.parametrize("launcher", LAUNCHERS, ids=lambda path: path.name)
def test_any_python_3_can_read_it(launcher: Path) -> None:
    """Nothing in it is younger than what it has to say to an old interpreter."""
    source = launcher.read_text(encoding="utf-8")

    tree = ast.parse(source, feature_version=(3, 4))

    young = (ast.JoinedStr, ast.AnnAssign, ast.NamedExpr, ast.Match, ast.AsyncFunctionDef)
    assert not [node for node in ast.walk(tree) if isinstance(node, young)]
    assert source.isascii()


@pytest.mark.parametrize("launcher", LAUNCHERS, ids=lambda path: path.name)
@pytest.mark.parametrize("version", [(3, 0), (3, 10)])
def test_an_old_python_is_told_in_one_line(launcher: Path, version: tuple[int, int]) -> None:
    """In both languages, with code 2, before anything of ours is imported."""
    code = (
        f"import sys; sys.version_info = {(*version, 0, 'final', 0)}\n"
        f"exec(compile(open({str(launcher)!r}).read(), 'launcher', 'exec'))"
    )

    ended = subprocess.run(
        [sys.executable, "-S", "-c", code], capture_output=True, text=True, check=False
    )

    assert (ended.returncode, ended.stdout) == (2, "")
    (line,) = ended.stderr.splitlines()
    assert "{}.{}".format(*version) in line
    assert "Python 3.11 o posterior" in line
    assert "Python 3.11 or later" in line
