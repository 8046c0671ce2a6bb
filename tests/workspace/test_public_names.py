"""Public names: each module says its own, and packages re-export what is theirs."""

import ast
import importlib
import inspect
import pkgutil
from types import ModuleType

import pytest

PROGRAMS = ("tertulia_core", "tertulia_server", "tertulia_tk", "tertulia_tui")

FRONTS = tuple(
    f"tertulia_core.{name}" for name in ("wire", "broadcast", "transport", "session", "client")
)
"""Packages whose front names stand in their ``__init__``."""

EMPTY = ("tertulia_server.dialects", "tertulia_server.store")
"""Packages that hold adapters: importing one part must never load the adapters of another."""


def modules_of(package: str) -> list[ModuleType]:
    """Import and return all modules of a package."""
    root = importlib.import_module(package)
    rows = pkgutil.walk_packages(root.__path__, f"{package}.")
    return [root, *(importlib.import_module(row.name) for row in rows)]


@pytest.mark.parametrize("package", PROGRAMS)
def test_modules_say_their_public_names(package: str) -> None:
    """Every module that defines something has ``__all__``, and each name there exists."""
    for module in modules_of(package):
        names = getattr(module, "__all__", None)
        if names is None:
            assert _defined_in(module) == [], f"{module.__name__} has no __all__"
        else:
            missing = [name for name in names if not hasattr(module, name)]
            assert missing == [], module.__name__


@pytest.mark.parametrize("package", FRONTS)
def test_packages_re_export_only_public_names(package: str) -> None:
    """What a package offers is public in the module it comes from, and comes from inside it."""
    module = importlib.import_module(package)
    imported = _imported_names(module)

    assert sorted(imported) == module.__all__
    for name, home in imported.items():
        assert home.startswith(f"{package}.")
        assert name in importlib.import_module(home).__all__, f"{package}.{name}"


@pytest.mark.parametrize("package", EMPTY)
def test_packages_of_adapters_stay_empty(package: str) -> None:
    """Their ``__init__`` neither defines nor re-exports anything."""
    module = importlib.import_module(package)

    assert _public(module) == []


def _imported_names(module: ModuleType) -> dict[str, str]:
    """Return each name that a module takes from ours with ``from``, and where it comes from.

    What it imports only when asked for counts too: that stands where checkers read it.
    """
    tree = ast.walk(ast.parse(inspect.getsource(module)))
    imports = [node for node in tree if isinstance(node, ast.ImportFrom)]
    ours = [node for node in imports if str(node.module).startswith(PROGRAMS)]
    return {alias.name: str(node.module) for node in ours for alias in node.names}


def _public(module: ModuleType) -> list[str]:
    names = {row.name for row in pkgutil.iter_modules(getattr(module, "__path__", []))}
    return [name for name in vars(module) if not name.startswith("_") and name not in names]


def _defined_in(module: ModuleType) -> list[str]:
    """Return the functions and classes that a module defines itself under a public name."""
    return [
        name
        for name in _public(module)
        if getattr(vars(module)[name], "__module__", None) == module.__name__
    ]
