"""The two programs in C, built when they are needed: the load generator and the limit."""

import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

__all__ = ["BuildError", "Built", "build"]

HERE = Path(__file__).parent
WARNINGS = ("-Wall", "-Wextra", "-Werror")
TLS = ("-DWITH_TLS", "-lssl", "-lcrypto")


class BuildError(Exception):
    """There is no compiler, or it refuses; says what it said."""


@dataclass(frozen=True)
class Built:
    """Where the programs are.

    Attributes:
        load: the load generator.
        limit: the server that does the least.
        has_tls: whether OpenSSL's headers were there for the generator.
    """

    load: Path
    limit: Path
    has_tls: bool


def build(folder: Path) -> Built:
    """Compile both into ``folder``.

    Raises:
        BuildError: they cannot be built here.
    """
    compiler = shutil.which("cc")
    if compiler is None:
        raise BuildError("A C compiler is needed (Debian: apt install gcc libc6-dev).")
    load, limit = folder / "load", folder / "limit"
    _compile(compiler, [HERE / "limit.c"], limit)
    sources = sorted((HERE / "load").glob("*.c"))
    try:
        _compile(compiler, sources, load, TLS)
    except BuildError:  # the headers of OpenSSL are missing: everything but TLS can be measured
        _compile(compiler, sources, load)
        return Built(load, limit, has_tls=False)
    return Built(load, limit, has_tls=True)


def _compile(
    compiler: str, sources: list[Path], target: Path, options: tuple[str, ...] = ()
) -> None:
    command = [compiler, "-O2", *WARNINGS, "-o", str(target), *map(str, sources), *options]
    result = subprocess.run(command, capture_output=True, text=True, check=False)
    if result.returncode:
        raise BuildError(result.stderr)
