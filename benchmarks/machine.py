"""What a measurement was made on and with."""

import os
import platform
import re
import subprocess
from datetime import UTC, datetime
from pathlib import Path

from benchmarks.building import Built
from benchmarks.servers import version_of, why_not

__all__ = ["describe"]


def describe(built: Built) -> dict[str, str]:
    """Return names and versions, for the head of a report."""
    facts = {
        "date": f"{datetime.now(UTC):%Y-%m-%d}",
        "processor": f"{_processor()}, {os.cpu_count()} processors",
        "memory": f"{os.sysconf('SC_PAGE_SIZE') * os.sysconf('SC_PHYS_PAGES') / 2**30:.0f} GiB",
        "system": f"{_system()}, Linux {platform.release()}",
        "Python": f"{platform.python_implementation()} {platform.python_version()}",
        "C compiler": _first_line("cc", "--version"),
        "tertulia": _commit(),
    }
    for key, name in (("ngircd", "ngIRCd"), ("inspircd", "InspIRCd")):
        if not why_not(key, built):
            facts[name] = version_of(key)
    return facts


def _processor() -> str:
    found = re.search(r"model name\s*: (.+)", Path("/proc/cpuinfo").read_text(encoding="utf-8"))
    return found[1] if found else platform.machine()


def _system() -> str:
    return platform.freedesktop_os_release().get("PRETTY_NAME", "Linux")


def _commit() -> str:
    return _first_line("git", "describe", "--always", "--dirty") or "unknown"


def _first_line(*command: str) -> str:
    result = subprocess.run(command, capture_output=True, text=True, check=False)
    return result.stdout.partition("\n")[0].strip()
