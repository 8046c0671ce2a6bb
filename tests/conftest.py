"""What holds for every test: a private home, a known language, and no skip where CI says so."""

import os
import shutil
import signal
import tempfile
from collections.abc import Generator, Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from tertulia_core.i18n import set_language

settings.register_profile(
    "default",
    deadline=None,
    database=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.differing_executors],
)
settings.register_profile("fuzz", parent=settings.get_profile("default"), max_examples=20_000)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "default"))

if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
    # Begun in the background of a script; what tests start would be deaf to Ctrl+C as well.
    signal.signal(signal.SIGINT, signal.default_int_handler)

HOME_VARIABLES = {
    "HOME": "",
    "XDG_CONFIG_HOME": "config",
    "XDG_DATA_HOME": "data",
    "XDG_STATE_HOME": "state",
    "XDG_CACHE_HOME": "cache",
    "XDG_RUNTIME_DIR": "run",
}
"""Environment variable → folder inside the private home."""

LANGUAGE_VARIABLES = {"LANGUAGE": "en", "LANG": "C.UTF-8"}
"""Messages are compared in English unless a test asks for another language."""


@pytest.fixture(scope="session", autouse=True)
def private_home() -> Iterator[Path]:
    """Point HOME and XDG_* at a folder of this run, so no test reads or writes the person's own."""
    home = Path(tempfile.mkdtemp(prefix="tertulia-home-"))
    with pytest.MonkeyPatch.context() as patch:
        for name, folder in HOME_VARIABLES.items():
            (home / folder).mkdir(mode=0o700, exist_ok=True)
            patch.setenv(name, str(home / folder))
        for name, value in LANGUAGE_VARIABLES.items():
            patch.setenv(name, value)
        for name in ("LC_ALL", "LC_MESSAGES", "LC_CTYPE"):
            patch.delenv(name, raising=False)
        yield home
    shutil.rmtree(home, ignore_errors=True)


@pytest.fixture(autouse=True)
def english() -> Iterator[None]:
    """Give back the language that a test may have changed."""
    yield
    set_language("en")


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item, call: pytest.CallInfo[None]
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Where ``CI=true``, turn a skip into a failure: nothing may be left out unnoticed.

    Only what a system cannot have (``skipif``: no IPv6, no Unix sockets) may be.
    """
    report = yield
    is_allowed = hasattr(report, "wasxfail") or item.get_closest_marker("skipif") is not None
    if report.skipped and os.environ.get("CI") == "true" and not is_allowed:
        report.outcome = "failed"
        report.longrepr = f"{item.nodeid} was skipped, and CI=true allows no skip: {call.excinfo}"
    return report
