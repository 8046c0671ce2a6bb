"""Every check of the project by name: ``nox --list`` shows them, ``bash tests/run`` runs them.

What follows ``--`` goes to the program behind the session:
``nox -s "tests(core)" -- -k framing``.
"""

from pathlib import Path

import nox

nox.needs_version = ">=2025.5"
nox.options.default_venv_backend = "uv|virtualenv"
nox.options.reuse_existing_virtualenvs = True
nox.options.error_on_external_run = True
nox.options.sessions = ["lint", "types", "imports", "tests"]

ROOT = Path(__file__).parent
DIST = ROOT / "dist"

CORE = ("-e", "packages/core")
SERVER = ("-e", "packages/server[websocket]")
TK = ("-e", "packages/client-tk")
TUI = ("-e", "packages/client-tui")

RUFF = "ruff==0.17.6"
MYPY = "mypy==2.4.1"
IMPORT_LINTER = "import-linter==2.16"
NOX = "nox>=2025.5"
BABEL = "babel>=2.16,<3"
BUILD = ("build>=1.2,<2", "hatchling>=1.26,<2")
STUBS = ("textual>=8.2,<9", "websockets>=14,<18")
VECTORS = "irc-parser-tests==0.0.4"
MATPLOTLIB = "matplotlib>=3.10,<4"
LIBRARIES = ("irc>=20,<21", "pydle>=1.2,<2")  # clients of other people, to talk to our server
PYTEST = ("pytest>=9,<10", "hypothesis>=6.100,<7")
XDIST = "pytest-xdist>=3.8,<4"

PARTS: dict[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    "core": ((*CORE, VECTORS, BABEL), ("tests/core",)),
    "server": ((*CORE, *SERVER), ("tests/server",)),
    "client_tk": ((*CORE, *TK), ("tests/client_tk", "tests/clients")),
    "client_tui": ((*CORE, *TUI), ("tests/client_tui", "tests/clients")),
    "integration": (
        (*CORE, *SERVER, *TK, *TUI, *LIBRARIES, BABEL, IMPORT_LINTER, NOX),
        ("tests/integration", "tests/workspace", "tests/benchmarks"),
    ),
}
"""Part of the tests → what its environment holds beside pytest, and its folders."""

SPREAD = ("server", "client_tk", "client_tui", "integration")
"""Parts that two processes share; the rest is over before a second one is ready."""

part = nox.parametrize("part", [nox.param(name, id=name) for name in PARTS])
program = nox.parametrize(
    "program", [nox.param(name, id=name) for name in ("core", "server", "tk", "tui")]
)


@nox.session
def lint(session: nox.Session) -> None:
    """Check the code's style and formatting with ruff."""
    session.install(RUFF)
    session.run("ruff", "check", *session.posargs)
    session.run("ruff", "format", "--check")


@nox.session
def types(session: nox.Session) -> None:
    """Check the types of packages, tests and tools with mypy in strict mode."""
    session.install(MYPY, *PYTEST, NOX, *STUBS, VECTORS, BABEL, IMPORT_LINTER)
    session.run("mypy", *session.posargs)


@nox.session
def imports(session: nox.Session) -> None:
    """Check who may import whom: the contracts of docs/architecture.md, section 3."""
    session.install(IMPORT_LINTER)
    sources = sorted(str(folder) for folder in ROOT.glob("packages/*/src"))
    session.env["PYTHONPATH"] = ":".join(sources)
    session.run("lint-imports", "--no-cache", *session.posargs)


@nox.session
@part
def tests(session: nox.Session, part: str) -> None:
    """Run one part's tests in an environment that holds only what that part declares."""
    requirements, folders = PARTS[part]
    session.install(*PYTEST, XDIST, *requirements)
    processes = ("-n", "2", "--dist", "loadscope") if part in SPREAD else ()
    session.run("pytest", *(session.posargs or (*processes, *folders)))


@nox.session
@part
def coverage(session: nox.Session, part: str) -> None:
    """Run one part's tests and report the lines and branches that they never reach."""
    requirements, folders = PARTS[part]
    session.install(*PYTEST, "coverage[toml]>=7.6,<8", *requirements)
    data = ROOT / f".coverage.{part}"
    session.env["COVERAGE_FILE"] = str(data)
    session.run("coverage", "run", "-m", "pytest", *(session.posargs or folders))
    session.run("coverage", "combine")
    session.run("coverage", "report")


@nox.session
def browser(session: nox.Session) -> None:
    """Let a web page in headless Chromium chat with others through the WebSocket door."""
    session.install(*PYTEST, *CORE, *SERVER)
    session.run("pytest", *(session.posargs or ("tests/browser",)))


@nox.session
def fuzz(session: nox.Session) -> None:
    """Run the property tests of core, server and window with twenty thousand examples each."""
    session.install(*PYTEST, *CORE, *SERVER, *TK, *TUI, VECTORS)
    session.env["HYPOTHESIS_PROFILE"] = "fuzz"
    session.run("pytest", *(session.posargs or ("tests/core", "tests/server", "-m", "hypothesis")))
    if not session.posargs:
        hostile = ("tests/client_tk/test_hostile.py", "tests/integration/test_terminal_stream.py")
        session.run("pytest", *hostile)


@nox.session
def chaos(session: nox.Session) -> None:
    """Kill, break and overload real servers for half an hour; ``-- --rounds 1000`` for longer."""
    session.install(*PYTEST, *CORE, *SERVER)
    patience = ("-o", "faulthandler_timeout=3600")
    session.run("pytest", "-s", *patience, "tests/chaos", *session.posargs)


@nox.session
def bench(session: nox.Session) -> None:
    """Measure next to other servers and write docs/benchmarks.md; ``-- --short`` only prints."""
    session.install(*CORE, *SERVER, MATPLOTLIB)
    options = () if session.posargs else ("--docs",)
    figures = ("--json", "artifacts/benchmarks.json")
    session.run("python", "-m", "benchmarks", *figures, *options, *session.posargs)


@nox.session
def i18n(session: nox.Session) -> None:
    """Collect the texts people read into the catalogues and compile them."""
    session.install(BABEL)
    session.run("python", "scripts/catalogues.py", *session.posargs)


@nox.session
def docs(session: nox.Session) -> None:
    """Write the reference pages in docs/reference from the tables in the code."""
    session.install(*CORE, *SERVER)
    session.run("python", "scripts/reference.py", *session.posargs)


@nox.session
def build(session: nox.Session) -> None:
    """Make dist/: four wheels, their source archives, and two programs in one file (.pyz)."""
    session.install(*BUILD)
    for package in sorted(ROOT.glob("packages/*/pyproject.toml")):
        session.run("python", "-m", "build", "--no-isolation", f"--outdir={DIST}", package.parent)
    session.run("python", "scripts/zipapps.py", str(DIST))


@nox.session(requires=["build"], reuse_venv=False)
@program
def alone(session: nox.Session, program: str) -> None:
    """Install one package's wheel in an empty environment, start it and ask for its version."""
    wheels = {path.name.split("-")[0]: str(path) for path in DIST.glob("*.whl")}
    module = f"tertulia_{program}"
    session.install(wheels["tertulia_core"], wheels[module])
    if program == "core":
        session.run("python", "-I", "-c", "import tertulia_core; print(tertulia_core.__version__)")
        return
    session.run(f"tertulia-{program}", "--version")
    session.run("python", "-I", "-m", module, "--version")
