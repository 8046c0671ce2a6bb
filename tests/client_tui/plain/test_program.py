"""The line client as a program, between pipes and on a terminal, with the real server."""

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tertulia_tui.plain.program import _piped
from tests.support.sockets import free_port

COMMAND = [sys.executable, "-m", "tertulia_tui"]


def run(*words: str, given: bytes = b"", **environ: str) -> subprocess.CompletedProcess[bytes]:
    """Run the client between pipes."""
    return subprocess.run(
        [*COMMAND, *words],
        input=given,
        capture_output=True,
        check=False,
        timeout=60,
        env={**os.environ, **environ},
    )


@pytest.fixture
def descriptor(tmp_path: Path) -> Iterator[int]:
    """A file to read from, empty."""
    opened = os.open(tmp_path / "input", os.O_RDWR | os.O_CREAT)
    yield opened
    os.close(opened)


@pytest.mark.parametrize(
    ("given", "lines"),
    [
        (b"", []),
        (b"uno\ndos\n", ["uno", "dos"]),
        (b"uno\r\ndos", ["uno", "dos"]),
        (b"\n\n", ["", ""]),
        ("ñ\n".encode() * 40_000, ["ñ"] * 40_000),
        (b"a\xffb\n\xc3", ["a\ufffdb", "\ufffd"]),
    ],
)
def test_lines_are_read_from_whatever_comes(
    descriptor: int, given: bytes, lines: list[str]
) -> None:
    """In any pieces, with or without an end to the last one, text or not."""
    with os.fdopen(os.dup(descriptor), "wb") as file:
        file.write(given)
    os.lseek(descriptor, 0, os.SEEK_SET)

    assert [*_piped(descriptor)] == lines


def test_a_script_hears_that_nobody_was_there() -> None:
    """One line on standard error, exit code 1, nothing on standard output."""
    port = free_port()

    done = run(f"localhost:{port}", "--send", "#builds", given=b"done\n")

    assert (done.returncode, done.stdout) == (1, b"")
    assert done.stderr.decode() == f"tertulia-tui: No server answers at localhost:{port}.\n"


def test_no_textual_is_loaded() -> None:
    """Neither by what is imported nor by what runs."""
    program = (
        "import sys; from tertulia_tui.__main__ import main\n"
        f"main(['localhost:{free_port()}', '--send', '#builds'])\n"
        "print([name for name in sys.modules if name.partition('.')[0] in ('textual', 'rich')])"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], input="x\n", capture_output=True, text=True, check=True
    )

    assert done.stdout == "[]\n"
