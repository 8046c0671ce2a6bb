"""What the front pages say is there is there."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
LINK = re.compile(r"\[([^]]*)\]\(([^)#\s]+)(?:#[^)]*)?\)")
NAME = re.compile(r"`([\w.]+)`")

PAGES = sorted(
    str(path.relative_to(ROOT))
    for folder in (".", "docs", "packages")
    for path in (ROOT.glob("*.md") if folder == "." else (ROOT / folder).rglob("*.md"))
)


def links(page: str) -> Iterator[tuple[str, Path]]:
    """Yield the text and the target of each link of a page that leads to a file."""
    path = ROOT / page
    for text, target in LINK.findall(path.read_text(encoding="utf-8")):
        if "://" not in target:
            yield text, path.parent / target


def names_in(module: Path) -> set[str]:
    """Return the functions, classes and methods (``Class.method``) that a module defines."""
    found = set()
    for node in ast.parse(module.read_text(encoding="utf-8")).body:
        if isinstance(node, ast.FunctionDef | ast.ClassDef):
            found.add(node.name)
        if isinstance(node, ast.ClassDef):
            methods = [item for item in node.body if isinstance(item, ast.FunctionDef)]
            found.update(f"{node.name}.{method.name}" for method in methods)
    return found


@pytest.mark.parametrize("page", PAGES)
def test_links_lead_somewhere(page: str) -> None:
    """Every file that a page links to exists."""
    missing = [str(target) for _text, target in links(page) if not target.exists()]

    assert missing == []


def test_the_table_of_the_description_is_true() -> None:
    """Every function and test that README.es.md names is defined in the file it names."""
    code = [(text, target) for text, target in links("README.es.md") if target.suffix == ".py"]
    wrong = [
        f"{name} in {target.relative_to(ROOT)}"
        for text, target in code
        for name in NAME.findall(text)
        if name != target.name and name not in names_in(target)
    ]

    assert len(code) > 20
    assert wrong == []


@pytest.mark.parametrize("page", ["README.md", "README.es.md"])
def test_the_first_commands_can_be_typed(page: str) -> None:
    """The programs that a page starts with ``python3`` or ``bash`` are where it says."""
    text = (ROOT / page).read_text(encoding="utf-8")
    programs = set(re.findall(r"(?:python3|bash) ([\w/]+(?:\.py)?)", text))

    assert {"servidor.py", "cliente.py", "tests/run"} <= programs
    assert [name for name in programs if not (ROOT / name).is_file()] == []
