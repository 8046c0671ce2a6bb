"""What a server asks of the kernel, seen and spoilt by strace: writes, syncs, sends.

Source: https://man7.org/linux/man-pages/man1/strace.1.html
"""

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import pytest

from tests.support.peers import need
from tests.support.processes import LAUNCHER

__all__ = ["Syscall", "read_trace", "traced"]

_CALLS: Final = "fsync,fdatasync,pwrite64,sendto"
_LONGEST: Final = "100000"
"""Bytes that are shown of what is written."""

_LINE: Final = re.compile(
    r"(?P<thread>\d+) +(?:<\.\.\. )?(?P<name>\w+)(?P<begin>\(\d+<(?P<file>[^>]*)>)?(?P<rest>.*)"
)


class Syscall:
    """One call of the kernel.

    Attributes:
        name: which.
        file: of what it was asked, as a path or ``socket:[…]``.
        rest: arguments and result as strace writes them.
        begin, end: the lines of the trace in which it begins and ends.
    """

    def __init__(self, name: str, file: str, rest: str, begin: int) -> None:
        self.name = name
        self.file = file
        self.rest = rest
        self.begin = self.end = begin

    @property
    def failed(self) -> bool:
        """Whether the kernel, or strace in its stead, said no."""
        return " = -1 " in self.rest


def traced(trace: Path, *options: str) -> tuple[str, ...]:
    """Return the command of a server whose calls are written to ``trace``.

    The server is the child, strace its grandchild. Skips the test where the kernel forbids
    tracing, and fails it where ``CI=true``.

    Args:
        trace: the file.
        options: more for strace, such as a fault to inject.
    """
    strace = (need("strace"), "-f", "-D", "-y", "-s", _LONGEST, "-e", f"trace={_CALLS}", *options)
    tried = subprocess.run(
        [*strace, "-o", os.devnull, "true"], capture_output=True, text=True, check=False
    )
    if tried.returncode != 0 or tried.stderr:
        sentence = f"strace may not trace here (ptrace): {tried.stderr}"
        if os.environ.get("CI") == "true":
            pytest.fail(sentence)
        pytest.skip(sentence)
    return (*strace, "-o", str(trace), sys.executable, "-S", str(LAUNCHER))


def read_trace(path: Path) -> list[Syscall]:
    """Return the calls of a trace in the order in which they began."""
    return list(_calls(path.read_text(encoding="utf-8", errors="replace").splitlines()))


def _calls(lines: list[str]) -> Iterator[Syscall]:
    open_calls: dict[str, Syscall] = {}
    for number, line in enumerate(lines):
        found = _LINE.match(line)
        if found is None:
            continue  # a signal, or the end of a process
        thread, rest = found["thread"], found["rest"]
        if found["begin"]:
            call = Syscall(found["name"], found["file"], rest, number)
            if rest.endswith("<unfinished ...>"):
                open_calls[thread] = call
            yield call
        elif thread in open_calls:
            call = open_calls.pop(thread)
            call.rest += rest
            call.end = number
