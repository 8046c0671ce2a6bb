"""Every running client has a folder of its own."""

import stat
import subprocess
import sys
from pathlib import Path

import pytest

from tertulia_core.client.instances import adopt, is_valid_name
from tertulia_core.errors import InstanceError


def test_plain_starts_adopt_numbers(tmp_path: Path) -> None:
    """The first free one; never a named one."""
    adopt(tmp_path, "work").close()
    with adopt(tmp_path) as first, adopt(tmp_path) as second:
        assert (first.name, second.name) == ("1", "2")
        first.close()
        with adopt(tmp_path) as again:
            assert again.name == "1"


def test_what_was_left_unsent_is_found_first(tmp_path: Path) -> None:
    """A killed window's folder comes before a lower number, unless somebody has it."""
    adopt(tmp_path, "work").close()
    for name in ("2", "10", "work"):
        (tmp_path / name).mkdir(exist_ok=True)
        (tmp_path / name / "outbox.json").write_text("{}")

    with adopt(tmp_path) as first, adopt(tmp_path) as second, adopt(tmp_path) as third:
        assert [first.name, second.name, third.name] == ["2", "10", "1"]


def test_a_name_that_is_in_use_gets_a_number(tmp_path: Path) -> None:
    """work, work-2, work-3; a free one is taken again."""
    with adopt(tmp_path, "work"), adopt(tmp_path, "work") as second:
        assert second.name == "work-2"
        with adopt(tmp_path, "work") as third:
            assert third.folder == tmp_path / "work-3"
    with adopt(tmp_path, "work") as free:
        assert free.name == "work"


def test_the_lock_holds_across_processes_and_ends_with_them(tmp_path: Path) -> None:
    """A killed client leaves its folder to the next one."""
    program = (
        "import sys; from pathlib import Path; from tertulia_core.client.instances import adopt;"
        "i = adopt(Path(sys.argv[1])); print(i.name, flush=True); sys.stdin.read()"
    )
    with subprocess.Popen(
        [sys.executable, "-c", program, str(tmp_path)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "1\n"
        with adopt(tmp_path) as other:
            assert other.name == "2"
        process.kill()
        process.wait()

    with adopt(tmp_path) as next_one:
        assert next_one.name == "1"


@pytest.mark.parametrize(
    "name", ["", "1", "42", "../x", "a/b", ".hidden", "-x", "a b", "x" * 61, "a\n"]
)
def test_names_that_cannot_be_folders(name: str) -> None:
    """Numbers belong to plain starts; nothing leads out of the folder."""
    assert not is_valid_name(name)


@pytest.mark.parametrize("name", ["work", "casa-2", "Iñaki", "a.b_c", "7up"])
def test_names_that_can(name: str) -> None:
    """Letters of any language, digits, ``- _ .``."""
    assert is_valid_name(name)


def test_a_bad_name_is_refused(tmp_path: Path) -> None:
    """With a sentence, and nothing is made."""
    with pytest.raises(InstanceError, match=r"\.\./x"):
        adopt(tmp_path / "base", "../x")
    assert not (tmp_path / "base").exists()


def test_a_folder_that_cannot_be_made_is_an_error(tmp_path: Path) -> None:
    """The client may go on without keeping anything."""
    (tmp_path / "file").write_text("")

    with pytest.raises(InstanceError, match="Nothing can be kept"):
        adopt(tmp_path / "file")


@pytest.mark.skipif(sys.platform == "win32", reason="the profile folder is private there")
def test_nobody_else_can_look_inside(tmp_path: Path) -> None:
    """It holds what was written to people."""
    with adopt(tmp_path) as instance:
        assert stat.S_IMODE(instance.folder.stat().st_mode) == 0o700
