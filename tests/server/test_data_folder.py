"""The data folder: its name, its privacy, its lock."""

import os
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from tertulia_core.address import Address, TcpAddress, UnixAddress
from tertulia_core.errors import ConfigError
from tertulia_core.platforms import data_home
from tertulia_server.data_folder import FILES, DataFolder, default_data_folder


@pytest.mark.parametrize(
    ("address", "name"),
    [
        (TcpAddress("localhost", 12345), "localhost-12345"),
        (TcpAddress("::1", 7), "[__1]-7"),
        (TcpAddress("chat.example", 6697), "chat.example-6697"),
        (UnixAddress("/run/chat.sock"), "unix-_run_chat.sock"),
    ],
)
def test_it_is_named_after_the_first_listener(address: Address, name: str) -> None:
    """One folder per server, in the person's own data home."""
    assert default_data_folder(address) == data_home() / "tertulia" / name


def test_it_is_made_private_with_all_that_leads_to_it(tmp_path: Path) -> None:
    """Others on the computer cannot look inside."""
    folder = DataFolder(tmp_path / "a" / "b")

    assert stat.S_IMODE((tmp_path / "a" / "b").stat().st_mode) == 0o700
    assert (tmp_path / "a/b/lock").read_text() == f"{os.getpid()}\n"
    assert folder.log.name in FILES
    folder.close()


def test_a_folder_that_was_there_keeps_its_rights(tmp_path: Path) -> None:
    """Whoever made it knows why."""
    tmp_path.chmod(0o750)

    DataFolder(tmp_path).close()

    assert stat.S_IMODE(tmp_path.stat().st_mode) == 0o750


def test_another_server_cannot_have_it(tmp_path: Path) -> None:
    """Until the first one lets it go."""
    script = (
        "import sys; from pathlib import Path; from tertulia_server.data_folder import DataFolder\n"
        "folder = DataFolder(Path(sys.argv[1])); print('mine', flush=True); sys.stdin.read()"
    )
    command = [sys.executable, "-c", script, str(tmp_path)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as other:
        assert other.stdout is not None
        assert other.stdout.readline() == b"mine\n"
        with pytest.raises(ConfigError, match="another server is using"):
            DataFolder(tmp_path)

    DataFolder(tmp_path).close()


def test_one_that_cannot_be_made_is_an_error_of_the_system(tmp_path: Path) -> None:
    """The server then runs without."""
    (tmp_path / "file").touch()

    with pytest.raises(OSError, match="file"):
        DataFolder(tmp_path / "file" / "data")
