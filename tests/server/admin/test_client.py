"""The command line's side of the door: by a running server, or without one."""

from pathlib import Path

import pytest

from tertulia_core import platforms
from tertulia_server.admin import door
from tertulia_server.admin.client import Undone, ask
from tertulia_server.data_folder import ADMIN_FILE, DataFolder
from tests.support.harness import make_config
from tests.support.processes import ServerProcess, run_server


def account(folder: Path, action: str, **arguments: object) -> list[str]:
    """Ask for something about accounts; return the lines."""
    config = make_config(server={"data": str(folder)})
    request = {"command": f"account {action}", **arguments}
    return [answer["line"] for answer in ask(config, folder, request)]


def test_without_a_server_it_is_done_at_once(tmp_path: Path) -> None:
    """On the store itself, which is let go of again."""
    account(tmp_path, "add", name="ana", password="secreto")
    account(tmp_path, "add", name="bob", password="secreto")
    account(tmp_path, "delete", name="ana")

    assert account(tmp_path, "list") == ["bob"]
    DataFolder(tmp_path).close()


def test_what_cannot_be_done_is_one_sentence(tmp_path: Path) -> None:
    """And leaves everything as it is."""
    with pytest.raises(Undone, match="there is no account ana"):
        account(tmp_path, "delete", name="ana")
    DataFolder(tmp_path).close()


def test_a_folder_in_use_is_left_alone(tmp_path: Path) -> None:
    """By a server without a door, or one that is just starting."""
    folder = DataFolder(tmp_path)

    with pytest.raises(Undone, match="another server is using"):
        account(tmp_path, "list")
    folder.close()


@pytest.mark.parametrize("has_sockets", [True, False])
def test_a_running_server_does_it(tmp_path: Path, *, has_sockets: bool) -> None:
    """Through the socket file, or by a port and a token; nothing is left behind at the end."""
    folder = tmp_path / "data"
    if not has_sockets:
        folder = tmp_path / ("x" * 100)  # too long a path for a socket file
    with ServerProcess(tmp_path, "--port", "0", "--data", str(folder)) as server:
        assert account(folder, "add", name="ana", password="secreto")
        assert account(folder, "list") == ["ana"]
        with pytest.raises(Undone, match="is taken"):
            account(folder, "add", name="ANA", password="secreto")
        assert (folder / ADMIN_FILE).exists() is not has_sockets
        server.stop()

    assert door.find_door(folder) is None


def test_the_command_line(tmp_path: Path) -> None:
    """One line per answer; exit code 2 for what is written wrong, 1 for what cannot be done."""
    data = str(tmp_path / "data")

    wrong = run_server(tmp_path, "account", "add", "--data", data)
    missing = run_server(tmp_path, "account", "delete", "ana", "--data", data)
    listed = run_server(tmp_path, "account", "list", "--data", data)

    assert (wrong.code, missing.code, listed.code) == (2, 1, 0)
    assert wrong.errors.count("\n") == missing.errors.count("\n") == 1
    assert "there is no account ana" in missing.errors
    assert listed.output == ""


def test_a_socket_left_behind_is_no_server(tmp_path: Path) -> None:
    """It ended without goodbye."""
    family = platforms.unix_socket_family()
    if family is None:
        pytest.skip("there are no such sockets here")
    import socket

    with socket.socket(family) as left:
        left.bind(str(tmp_path / "admin.sock"))

    assert account(tmp_path, "list") == []
