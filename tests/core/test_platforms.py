"""What differs between operating systems."""

import os
import platform
import shutil
import signal
import socket
import stat
import subprocess
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from types import SimpleNamespace

import pytest

from tertulia_core import platforms
from tests.support import no_posix

Home = Callable[[Mapping[str, str] | None], Path]

HOMES: dict[Home, tuple[str, str, str]] = {
    platforms.data_home: ("XDG_DATA_HOME", ".local/share", "LOCALAPPDATA"),
    platforms.config_home: ("XDG_CONFIG_HOME", ".config", "APPDATA"),
    platforms.state_home: ("XDG_STATE_HOME", ".local/state", "LOCALAPPDATA"),
}

on_posix = pytest.mark.skipif(os.name != "posix", reason="asks for what only POSIX has")


@pytest.fixture
def _not_posix(monkeypatch: pytest.MonkeyPatch) -> None:
    """Take away what Windows does not have."""
    for name in no_posix.MODULES:
        monkeypatch.setitem(sys.modules, name, None)
    for module, names in no_posix.NAMES.items():
        for name in names:
            monkeypatch.delattr(module, name, raising=False)


@on_posix
def test_posix_has_what_it_has() -> None:
    """Here every answer is the real one."""
    poller = platforms.epoll() if sys.platform == "linux" else None
    if poller:
        poller.close()

    assert platforms.reload_signal() is signal.SIGHUP
    assert platforms.unix_socket_family() is socket.AF_UNIX
    assert (poller is not None) == (sys.platform == "linux")
    assert platforms.is_root() is (os.geteuid() == 0)
    assert platforms.locale_name() == ""


@pytest.mark.usefixtures("_not_posix")
def test_what_is_missing_is_told_by_the_answer(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Without the POSIX names everything still answers."""
    monkeypatch.setenv("USERNAME", "ana")
    path = tmp_path / "lock"

    with path.open("w") as file:
        assert platforms.lock_file(file)
    assert platforms.reload_signal() is None
    assert platforms.unix_socket_family() is None
    assert platforms.epoll() is None
    assert platforms.user_name() == "ana"
    assert not platforms.is_root()
    assert platforms.raise_fd_limit() is None
    assert platforms.data_home().is_absolute()


def test_it_is_imported_without_the_posix_names(tmp_path: Path) -> None:
    """A fresh interpreter that lacks them can import it and all that transport needs."""
    program = tmp_path / "program.py"
    program.write_text("from tertulia_core import platforms\nprint(platforms.reload_signal())\n")

    done = subprocess.run(
        [sys.executable, no_posix.__file__, str(program)],
        capture_output=True,
        text=True,
        timeout=30,
        check=False,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
    )

    assert (done.stdout, done.stderr) == ("None\n", "")


@on_posix
def test_a_lock_is_held_by_one(tmp_path: Path) -> None:
    """The second one is told at once, and gets it when the first closes its file."""
    path = tmp_path / "lock"
    with path.open("w") as first, path.open("w") as second:
        assert platforms.lock_file(first)
        assert not platforms.lock_file(second)
        first.close()
        assert platforms.lock_file(second)


def test_windows_locks_are_used_where_there_are_no_others(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Both ways out of ``msvcrt.locking`` give an answer."""

    class FakeMsvcrt:
        LK_NBLCK = 2
        is_taken = False

        @classmethod
        def locking(cls, _descriptor: int, _mode: int, size: int) -> None:
            assert size == 1
            if cls.is_taken:
                raise PermissionError
            cls.is_taken = True

    monkeypatch.setitem(sys.modules, "fcntl", None)
    monkeypatch.setitem(sys.modules, "msvcrt", FakeMsvcrt)

    with (tmp_path / "lock").open("w") as file:
        assert platforms.lock_file(file)
        assert not platforms.lock_file(file)


@on_posix
def test_the_user_has_a_name_even_without_an_entry(monkeypatch: pytest.MonkeyPatch) -> None:
    """A container's user with a number only is called as the environment says, or not at all."""
    monkeypatch.setattr(os, "getuid", lambda: 4_000_000_000)
    for variable in ("USERNAME", "USER", "LOGNAME"):
        monkeypatch.delenv(variable, raising=False)
    assert platforms.user_name() == ""

    monkeypatch.setenv("LOGNAME", "ana")
    assert platforms.user_name() == "ana"


@on_posix
def test_the_file_limit_is_raised_as_far_as_allowed() -> None:
    """The soft limit becomes the hard one, and stays so when asked again."""
    program = (
        "import resource; from tertulia_core.platforms import raise_fd_limit\n"
        "hard = min(resource.getrlimit(resource.RLIMIT_NOFILE)[1], 300)\n"
        "resource.setrlimit(resource.RLIMIT_NOFILE, (100, hard))\n"
        "print(raise_fd_limit() == hard == raise_fd_limit())\n"
        "print(resource.getrlimit(resource.RLIMIT_NOFILE)[0] == hard)\n"
    )

    done = subprocess.run(
        [sys.executable, "-c", program],
        capture_output=True,
        text=True,
        timeout=30,
        check=False,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
    )

    assert (done.stdout, done.stderr) == ("True\nTrue\n", "")


class FakeResource:
    """Limits of open files as some systems have them; ``refused`` ones cannot be set."""

    RLIMIT_NOFILE = 7
    RLIM_INFINITY = -1

    def __init__(self, soft: int, hard: int, refused: tuple[int, ...] = ()) -> None:
        self.limits = (soft, hard)
        self.refused = refused

    def getrlimit(self, _which: int) -> tuple[int, int]:
        return self.limits

    def setrlimit(self, _which: int, limits: tuple[int, int]) -> None:
        if limits[0] in self.refused:
            raise ValueError("current limit exceeds maximum limit")
        self.limits = limits


@pytest.mark.parametrize(
    ("resource", "limit"),
    [
        (FakeResource(1_024, 4_096), 4_096),
        (FakeResource(4_096, 4_096), 4_096),
        (FakeResource(-1, -1), -1),
        (FakeResource(256, -1), 65_536),
        (FakeResource(100_000, -1), 100_000),
        (FakeResource(256, 10_240, refused=(10_240,)), 256),
    ],
)
def test_the_file_limit_of_other_systems_is_known(
    resource: FakeResource, limit: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """No limit stays none, a soft one is never lowered, a refusal is no error."""
    monkeypatch.setitem(sys.modules, "resource", resource)

    assert platforms.raise_fd_limit() == limit == resource.limits[0]


def test_windows_says_its_language(monkeypatch: pytest.MonkeyPatch) -> None:
    """There no variable does; a number that nobody knows is no language."""
    languages = iter([0x0C0A, 0xFFFF])
    kernel = SimpleNamespace(GetUserDefaultUILanguage=lambda: next(languages))
    ctypes = SimpleNamespace(windll=SimpleNamespace(kernel32=kernel))
    monkeypatch.setattr(sys, "platform", "win32")
    monkeypatch.setitem(sys.modules, "ctypes", ctypes)

    assert [platforms.locale_name(), platforms.locale_name()] == ["es_ES", ""]


@pytest.mark.parametrize("has_exclusive", [True, False])
def test_a_listening_port_is_claimed(has_exclusive: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    """By the option that keeps others away where the system has it, else by the usual one."""
    claimed: list[tuple[int, int, int]] = []
    sock = SimpleNamespace(setsockopt=lambda *option: claimed.append(option))
    if has_exclusive:
        monkeypatch.setattr(socket, "SO_EXCLUSIVEADDRUSE", -5, raising=False)
    else:
        monkeypatch.delattr(socket, "SO_EXCLUSIVEADDRUSE", raising=False)

    platforms.claim_port(sock)  # type: ignore[arg-type]  # only records

    option = -5 if has_exclusive else socket.SO_REUSEADDR
    assert claimed == [(socket.SOL_SOCKET, option, 1)]


def test_windows_folders_are_private_already(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """There the permission bits mean nothing and are left alone."""
    file = tmp_path / "file"
    file.touch(mode=0o644)
    before = file.stat().st_mode

    with monkeypatch.context() as patch:
        patch.setattr(os, "name", "nt")
        platforms.make_private(file)

    assert file.stat().st_mode == before


@on_posix
def test_private_things_are_the_owner_s_alone(tmp_path: Path) -> None:
    """Folders and files, whatever the umask was."""
    folder, file = tmp_path / "folder", tmp_path / "file"
    folder.mkdir(mode=0o755)
    file.touch(mode=0o644)

    platforms.make_private(folder)
    platforms.make_private(file)

    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert stat.S_IMODE(file.stat().st_mode) == 0o600


@pytest.mark.parametrize("home", HOMES, ids=lambda home: home.__name__)
@pytest.mark.parametrize("platform", ["linux", "darwin", "win32"])
def test_each_platform_has_its_folders(
    home: Home,
    platform: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """XDG variables count everywhere when absolute; else the custom of the platform."""
    variable, below_home, windows_variable = HOMES[home]
    monkeypatch.setattr(sys, "platform", platform)
    environ = {"HOME": str(tmp_path), windows_variable: str(tmp_path / "AppData")}
    custom = {
        "linux": tmp_path / below_home,
        "darwin": tmp_path / "Library" / "Application Support",
        "win32": tmp_path / "AppData",
    }

    assert home(environ) == custom[platform]
    assert home({**environ, variable: "relative"}) == custom[platform]
    assert home({**environ, variable: str(tmp_path / "x")}) == tmp_path / "x"


def test_a_user_without_home_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing is ever written to a folder called ``~``."""
    monkeypatch.setattr(os.path, "expanduser", lambda path: path)

    with pytest.raises(FileNotFoundError, match="set HOME"):
        platforms.data_home({})


FAULTS = """
import resource, sys
from tertulia_core.platforms import keep_freed_memory
print(keep_freed_memory())
def work():
    before = resource.getrusage(resource.RUSAGE_SELF).ru_minflt
    pieces = [bytes(10_000) for _ in range(1_000)]
    del pieces
    return resource.getrusage(resource.RUSAGE_SELF).ru_minflt - before
work()
print(work() < 500)
"""


@pytest.mark.skipif(platform.libc_ver()[0] != "glibc", reason="another C library has no mallopt")
def test_freed_memory_is_used_again() -> None:
    """What was freed is not fetched from the system, page by page, when it is needed again."""
    done = subprocess.run(
        [sys.executable, "-c", FAULTS],
        capture_output=True,
        text=True,
        timeout=30,
        check=False,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
    )

    assert (done.stdout, done.stderr) == ("True\nTrue\n", "")


@pytest.mark.parametrize("system", ["win32", "darwin"])
def test_other_systems_keep_memory_as_they_do(system: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing is called there."""
    monkeypatch.setattr(sys, "platform", system)

    assert not platforms.keep_freed_memory()


@pytest.mark.parametrize("has_statvfs", [True, False])
def test_free_room_is_what_may_be_written(
    has_statvfs: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The same by either way of asking, as far as a disk in use lets one tell."""
    free = shutil.disk_usage(tmp_path).free
    if not has_statvfs:
        monkeypatch.setattr(shutil, "disk_usage", lambda _folder: SimpleNamespace(free=free))
        monkeypatch.delattr(os, "statvfs", raising=False)

    assert platforms.free_bytes(tmp_path) == pytest.approx(free, rel=0.1)
