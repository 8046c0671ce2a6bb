"""The four distributions agree with each other."""

import tomllib
from pathlib import Path
from typing import Any

import pytest

import tertulia_core

ROOT = Path(__file__).parents[2]
FOLDERS = ("core", "server", "client-tk", "client-tui")
PROGRAMS = {"server": "tertulia_server", "client-tk": "tertulia_tk", "client-tui": "tertulia_tui"}


def project(folder: str) -> dict[str, Any]:
    """Return the ``[project]`` table of one package."""
    text = (ROOT / "packages" / folder / "pyproject.toml").read_text(encoding="utf-8")
    table: dict[str, Any] = tomllib.loads(text)["project"]
    return table


@pytest.mark.parametrize("folder", FOLDERS)
def test_every_distribution_has_the_version_of_core(folder: str) -> None:
    """One version is shared by all, and ``tertulia_core.__version__`` says it."""
    assert project(folder)["version"] == tertulia_core.__version__


@pytest.mark.parametrize("folder", PROGRAMS)
def test_siblings_are_pinned_exactly(folder: str) -> None:
    """A program runs with the core it was tested with and no other."""
    siblings = [need for need in project(folder)["dependencies"] if need.startswith("tertulia")]

    assert siblings == [f"tertulia-core=={tertulia_core.__version__}"]


@pytest.mark.parametrize(("folder", "needs"), [("core", []), ("server", []), ("client-tk", [])])
def test_standard_library_is_enough(folder: str, needs: list[str]) -> None:
    """Only the terminal client declares anything from outside the workspace."""
    outside = [need for need in project(folder)["dependencies"] if not need.startswith("tertulia")]

    assert outside == needs


def test_the_server_has_an_extra_for_its_websocket_door() -> None:
    """What its adapter is written for, and what the types are checked with."""
    extras = project("server")["optional-dependencies"]

    assert extras == {"websocket": ["websockets>=14,<18"]}
    assert extras["websocket"][0] in (ROOT / "noxfile.py").read_text(encoding="utf-8")


@pytest.mark.parametrize(("folder", "package"), PROGRAMS.items())
def test_each_program_has_one_command(folder: str, package: str) -> None:
    """The command and ``python -m`` start the same function."""
    command = package.replace("_", "-")

    assert project(folder)["scripts"] == {command: f"{package}.__main__:main"}


@pytest.mark.parametrize("folder", FOLDERS)
def test_each_distribution_carries_the_licence(folder: str) -> None:
    """Who gets one package alone gets the licence with it."""
    copy = (ROOT / "packages" / folder / "LICENSE").read_text(encoding="utf-8")

    assert copy == (ROOT / "LICENSE").read_text(encoding="utf-8")


@pytest.mark.parametrize("folder", FOLDERS)
def test_each_package_ships_its_types(folder: str) -> None:
    """``py.typed`` tells type checkers that the annotations are meant."""
    package = PROGRAMS.get(folder, "tertulia_core")

    assert (ROOT / "packages" / folder / "src" / package / "py.typed").is_file()
