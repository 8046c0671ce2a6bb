"""Public names: each module says its own, and packages re-export what is theirs."""

import importlib
import pkgutil
from types import ModuleType

import pytest

PROGRAMS = ("tertulia_core", "tertulia_server", "tertulia_tk", "tertulia_tui")

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


@pytest.mark.parametrize("package", PROGRAMS)
def test_packages_re_export_only_public_names(package: str) -> None:
    """What a package offers under its own name is public in the module it comes from."""
    for module in modules_of(package):
        if not hasattr(module, "__path__"):
            continue
        for name in getattr(module, "__all__", ()):
            value = getattr(module, name)
            home = importlib.import_module(getattr(value, "__module__", module.__name__))
            assert name in home.__all__, f"{module.__name__}.{name}"


@pytest.mark.parametrize("package", EMPTY)
def test_packages_of_adapters_stay_empty(package: str) -> None:
    """Their ``__init__`` neither defines nor re-exports anything."""
    module = importlib.import_module(package)

    assert _public(module) == []


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
