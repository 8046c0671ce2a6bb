"""The nox sessions say what they do, and the default ones are those that CI runs."""

import ast
import re
from pathlib import Path

ROOT = Path(__file__).parents[2]
NOXFILE = ast.parse((ROOT / "noxfile.py").read_text(encoding="utf-8"))


def sessions() -> dict[str, ast.FunctionDef]:
    """Return the functions of the noxfile that nox runs, by name."""
    functions = [node for node in NOXFILE.body if isinstance(node, ast.FunctionDef)]
    return {
        node.name: node
        for node in functions
        if any(ast.unparse(mark).startswith("nox.session") for mark in node.decorator_list)
    }


def test_every_session_says_what_it_does() -> None:
    """``nox --list`` shows a sentence for each."""
    silent = [name for name, node in sessions().items() if not ast.get_docstring(node)]

    assert silent == []


def test_contributors_are_told_every_session() -> None:
    """CONTRIBUTING.md names each session, and none that does not exist."""
    guide = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
    told = set(re.findall(r"nox -s \"?(\w+)", guide))

    assert told == set(sessions())


def test_every_folder_of_tests_is_run() -> None:
    """No tests lie in a folder that no session looks into."""
    folders = {path.relative_to(ROOT).parts[1] for path in (ROOT / "tests").rglob("test_*.py")}
    run = set(re.findall(r'"tests/(\w+)"', ast.unparse(NOXFILE).replace("'", '"')))

    assert folders <= run
