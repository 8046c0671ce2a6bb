"""What the command line does while a server runs, and where none does."""

import json
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from tests.support.processes import Ended, ServerProcess, run_server
from tests.support.waiting import eventually

STORE = "history.db"


class Admin:
    """Somebody who runs a server and types commands; the server may run or not.

    Args:
        home: the home folder, and where commands are typed.
    """

    def __init__(self, home: Path) -> None:
        self.home = home
        self.data = home / "data"

    def serve(self) -> ServerProcess:
        """Start the server."""
        return ServerProcess(self.home, "--port", "0", "--data", str(self.data))

    def run(self, *words: str, entered: str = "") -> Ended:
        """Type a command."""
        return run_server(self.home, *words, "--data", str(self.data), entered=entered)

    def ask(self, *words: str, entered: str = "") -> str:
        """Type a command that works; return what it prints."""
        done = self.run(*words, entered=entered)
        assert (done.code, done.errors) == (0, "")
        return done.output

    def fail(self, *words: str) -> str:
        """Type a command that is understood and cannot be done; return the one line about it."""
        done = self.run(*words)
        assert (done.code, done.output) == (1, "")
        assert done.errors.startswith(f"tertulia-server: {words[0]}")
        assert done.errors.count("\n") == 1
        return done.errors

    def files_hold(self, text: str) -> bool:
        """Tell whether any file of the server has a text in it."""
        return any(text.encode() in file.read_bytes() for file in self.data.glob(f"{STORE}*"))

    def texts(self, *words: str) -> list[str]:
        """Return what an export holds of what was said."""
        records = [json.loads(line) for line in self.ask("history", "export", *words).splitlines()]
        return [record["text"] for record in records if "text" in record]


@pytest.fixture
def admin(tmp_path: Path) -> Admin:
    """Return somebody whose server has an account, which said something, and runs no more."""
    admin = Admin(tmp_path)
    admin.ask("account", "add", "ana", entered="secreto\n")
    with admin.serve() as server, server.connect() as ana:
        for line in ("NICK anita", "USER a 0 * :Ana", "NS IDENTIFY ana secreto"):
            ana.send_line(line)
        ana.read_until(lambda line: " 900 " in line)
        ana.send_line("JOIN #obra")
        ana.send_line("PRIVMSG #obra :ladrillos de ana")
        ana.send_line("PING x")
        ana.read_until(lambda line: " PONG " in line)
        server.stop()
    return admin


def test_a_script_speaks_and_people_hear(admin: Admin) -> None:
    """What is typed, and what comes through a pipe, as the server and under a name."""
    with admin.serve() as server, server.connect() as bob:
        for line in ("NICK bob", "USER b 0 * :Bob", "JOIN #obra"):
            bob.send_line(line)
        bob.read_until(lambda line: " 366 " in line)

        assert admin.ask("say", "#obra", "build", "7", "is", "green") == ""
        assert admin.ask("say", "--as", "ci", "#obra", "-", entered="uno\ndos\n") == ""
        assert admin.ask("say", "#obra", "hola", "--as=ci") == ""

        heard = bob.read_until(lambda line: line.endswith(":hola"))
        texts = [line.partition(" PRIVMSG #obra :")[2] for line in heard if "PRIVMSG" in line]
        assert texts[-4:] == ["build 7 is green", "uno", "dos", "hola"]
        assert [line for line in heard if line.startswith(":ci!") and line.endswith(":dos")]
        assert "there is no room" in admin.fail("say", "#nada", "x")
        server.stop()
    assert admin.texts("#obra")[-4:] == texts[-4:]


def test_what_was_said_is_found_and_taken_along(admin: Admin) -> None:
    """With a server and without, the same."""
    page = admin.home / "page.html"
    without = admin.ask("search", "ladri", "from:anita"), admin.texts()
    with admin.serve() as server:
        while_it_runs = admin.ask("search", "ladri", "from:anita"), admin.texts()
        admin.ask("history", "export", "#obra", "--format", "html", "--output", str(page))
        server.stop()

    assert while_it_runs == without
    assert without[0].endswith("  #obra  <anita> ladrillos de ana\n")
    assert without[1] == ["ladrillos de ana"]
    assert "ladrillos de ana</p>" in page.read_text("utf-8")
    assert "File exists" in admin.fail("history", "export", "--output", str(page))


@pytest.mark.parametrize("is_running", [True, False])
def test_an_erased_person_is_in_no_file(admin: Admin, *, is_running: bool) -> None:
    """Nor found; an older backup still holds it, as is said."""
    copy = admin.home / "copy"
    admin.ask("backup", str(copy))
    assert admin.files_hold("ladrillos")
    if is_running:
        with admin.serve() as server:
            answer = admin.ask("history", "erase", "--account", "ana")
            eventually(lambda: not admin.texts())
            eventually(lambda: not admin.files_hold("ladrillos"))
            server.stop()
    else:
        answer = admin.ask("history", "erase", "--account", "ana")

    assert "older backups still hold it" in answer
    assert not admin.files_hold("ladrillos")
    assert admin.ask("search", "ladrillos") == ""
    assert b"ladrillos" in copy.read_bytes()


def test_a_backup_put_back_is_served(admin: Admin) -> None:
    """With all it holds; what was there before stays beside it, and ``paths`` tells where."""
    copy = admin.home / "copy"
    admin.ask("backup", str(copy))
    admin.ask("say", "#obra", "más tarde")

    with admin.serve() as server:
        refusal = admin.fail("restore", str(copy))
        server.stop()
    answer = admin.ask("restore", str(copy))

    assert "stop it first" in refusal
    assert admin.texts() == ["ladrillos de ana"]
    assert admin.ask("account", "list") == "ana\n"
    older = answer.splitlines()[-1].rpartition(" ")[2]
    assert older in admin.ask("paths").splitlines()
    admin.ask("restore", older)
    assert admin.texts() == ["ladrillos de ana", "más tarde"]


def test_what_is_no_backup_is_not_put_back(admin: Admin) -> None:
    """A file of others, a damaged or newer one, none at all: everything stays as it is."""
    files = {name: admin.home / name for name in ("copy", "foreign", "damaged", "newer", "empty")}
    admin.ask("backup", str(files["copy"]))
    good = files["copy"].read_bytes()
    files["foreign"].write_text("my thesis " * 100)
    files["empty"].touch()
    half = len(good) // 2
    files["damaged"].write_bytes(good[:half] + b"\xff" * 4096 + good[half + 4096 :])
    files["newer"].write_bytes(good)
    with closing(sqlite3.connect(files["newer"])) as newer:
        newer.execute("PRAGMA user_version = 99")
    before = sorted(path.name for path in admin.data.iterdir())

    for name in ("foreign", "damaged", "newer", "empty", "none"):
        admin.fail("restore", str(admin.home / name))
    admin.fail("restore", str(admin.data / STORE))

    assert sorted(path.name for path in admin.data.iterdir()) == before
    assert admin.texts() == ["ladrillos de ana"]


def test_a_backup_overwrites_nothing_but_a_backup(admin: Admin) -> None:
    """Least of all the store."""
    thesis = admin.home / "thesis"
    thesis.write_text("my thesis")
    with admin.serve() as server:
        for file in (thesis, admin.data / STORE, admin.data / "lock", admin.home / "no" / "b"):
            admin.fail("backup", str(file))
        admin.ask("backup", str(admin.home / "copy"))
        admin.ask("backup", str(admin.home / "copy"))
        server.stop()

    assert thesis.read_text() == "my thesis"


@pytest.mark.parametrize(
    "words",
    [
        ["history"], ["history", "erase"], ["history", "erase", "#obra"],
        ["history", "erase", "--room", "#obra", "--before", "ayer"],
        ["history", "prune", "--days", "0"],
        ["history", "prune", "--room", "#obra"], ["history", "export", "#a", "--account", "ana"],
        ["history", "export", "--format", "pdf"], ["search"], ["backup"], ["backup", "a", "b"],
        ["restore"], ["say"], ["say", "#obra"], ["say", "#obra", "x", "--nonsense"],
    ],
)  # fmt: skip
def test_what_is_written_wrong(tmp_path: Path, words: list[str]) -> None:
    """One line, exit code 2, and nothing is touched."""
    done = run_server(tmp_path, *words, "--data", str(tmp_path / "data"))

    assert (done.code, done.output) == (2, "")
    assert done.errors.count("\n") == 1
    assert not (tmp_path / "data").exists()
