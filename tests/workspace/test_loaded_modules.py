"""What importing our code loads: the contracts of architecture.md, section 3, at run time."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
SOURCES = [str(folder) for folder in sorted(ROOT.glob("packages/*/src"))]

PURE = (
    "tertulia_core.wire",
    "tertulia_core.session",
    "tertulia_core.broadcast",
    "tertulia_server.model",
    "tertulia_server.commands",
    "tertulia_server.relay",
    "tertulia_server.replies",
    "tertulia_server.dispatch",
)
"""Chat logic: takes values and returns values."""

NEVER = ("sqlite3", "ssl", "selectors", "tkinter", "textual", "tertulia_core.transport")
"""What chat logic must not load, itself or through what it imports."""

ADAPTERS = {"tertulia_server.dialects.websocket": "websockets"}
"""What exists to adapt an optional extra, and what that extra brings."""

PROGRAM = """
import importlib, json, pkgutil, sys
before = set(sys.modules)
sys.path[:0] = {sources!r}
pending = {names!r}
while pending:
    module = importlib.import_module(pending.pop())
    if hasattr(module, "__path__"):
        found = pkgutil.iter_modules(module.__path__, module.__name__ + ".")
        pending += [row.name for row in found if row.name not in {adapters!r}]
print(json.dumps(sorted(set(sys.modules) - before)))
"""


def loaded_by(*names: str) -> list[str]:
    """Return what a fresh interpreter loads to import these modules and all that is in them.

    Adapters of extras are left out: whatever is loaded, nothing else may load them.
    """
    code = PROGRAM.format(sources=SOURCES, names=list(names), adapters=list(ADAPTERS))
    result = subprocess.run(
        [sys.executable, "-I", "-c", code], capture_output=True, text=True, check=False
    )
    assert (result.returncode, result.stderr) == (0, "")
    modules: list[str] = json.loads(result.stdout)
    return modules


@pytest.mark.parametrize("name", PURE)
def test_chat_logic_loads_no_adapter(name: str) -> None:
    """Neither a database, nor TLS, nor a selector, nor a widget comes with it."""
    modules = loaded_by(name)

    assert name in modules
    assert [module for module in NEVER if module in modules] == []


@pytest.mark.parametrize("package", ["tertulia_core", "tertulia_server", "tertulia_tk"])
def test_standard_library_is_enough(package: str) -> None:
    """Even where everything else is installed, only Python's own modules are loaded."""
    ours = ("tertulia_core", package)
    tops = {module.partition(".")[0] for module in loaded_by(package)}

    assert sorted(tops - sys.stdlib_module_names - set(ours)) == []


@pytest.mark.parametrize(("adapter", "extra"), ADAPTERS.items())
def test_adapters_are_loaded_only_where_they_are_wanted(adapter: str, extra: str) -> None:
    """All else of the package does without them, and they alone bring their extra."""
    package = adapter.partition(".")[0]

    everything = loaded_by(package)
    wanted = loaded_by(adapter)

    assert (adapter in everything, extra in everything) == (False, False)
    assert (adapter in wanted, extra in wanted) == (True, True)


@pytest.mark.parametrize("program", ["tertulia_tk.app", "tertulia_tui.app"])
def test_a_client_starts_without_what_bots_need(program: str) -> None:
    """It stands in the same package, and would delay the first picture."""
    code = f"import sys; sys.path[:0] = {SOURCES!r}; import {program}; print(*sys.modules)"
    command = [sys.executable, "-c", code]
    modules = subprocess.run(command, capture_output=True, text=True, check=True).stdout.split()

    assert "tertulia_core.client.controller" in modules
    assert [name for name in modules if name.startswith("tertulia_core.client.bot")] == []


def test_the_probe_sees_what_is_loaded() -> None:
    """The terminal client does load Textual: the probe would have told."""
    assert "textual" in loaded_by("tertulia_tui")
