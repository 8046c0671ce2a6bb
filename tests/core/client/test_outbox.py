"""What is not confirmed is on the disk, and nothing else."""

from pathlib import Path

import pytest

from tertulia_core.client.outbox import Outbox
from tertulia_core.session.unsent import Unsent

ONE = Unsent("#sala", "hola\x1b ñ 👩‍👩‍👧", is_action=False, is_written=True)
TWO = Unsent("rosa", "psst", is_action=True, is_written=False)


def test_what_is_stored_is_found_by_the_next_run(tmp_path: Path) -> None:
    """Per server, in order."""
    outbox = Outbox(tmp_path)
    outbox.store("a:1", (ONE, TWO))
    outbox.store("b:2", (TWO,))

    again = Outbox(tmp_path)

    assert again.of("a:1") == (ONE, TWO)
    assert again.of("b:2") == (TWO,)
    assert again.of("c:3") == ()


def test_nothing_to_keep_leaves_no_file(tmp_path: Path) -> None:
    """The last confirmation removes it."""
    outbox = Outbox(tmp_path)
    outbox.store("a:1", (ONE,))
    assert [path.name for path in tmp_path.iterdir()] == ["outbox.json"]

    outbox.store("a:1", ())

    assert list(tmp_path.iterdir()) == []


def test_another_servers_messages_stay(tmp_path: Path) -> None:
    """They wait until that server is connected to again."""
    Outbox(tmp_path).store("a:1", (ONE,))

    Outbox(tmp_path).store("b:2", ())

    assert Outbox(tmp_path).of("a:1") == (ONE,)


@pytest.mark.parametrize("text", ["", "{", "[]", '{"a:1": [{}]}', '{"a:1": 3}', "\xff"])
def test_a_broken_file_is_put_aside(tmp_path: Path, text: str) -> None:
    """It is not overwritten, and does not stop the client."""
    (tmp_path / "outbox.json").write_text(text, encoding="latin-1")

    assert Outbox(tmp_path).of("a:1") == ()
    assert (tmp_path / "outbox.broken").read_text(encoding="latin-1") == text


def test_a_disk_that_cannot_be_written_stops_nothing(tmp_path: Path) -> None:
    """What is in memory is still there."""
    outbox = Outbox(tmp_path / "gone")
    outbox.store("a:1", (ONE,))

    assert outbox.of("a:1") == (ONE,)


def test_without_a_folder_nothing_is_kept() -> None:
    """A client without instance has an outbox in memory."""
    outbox = Outbox(None)
    outbox.store("a:1", (ONE,))

    assert outbox.of("a:1") == (ONE,)
    assert Outbox(None).of("a:1") == ()
