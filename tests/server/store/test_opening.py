"""Opening the store of a data folder, and what is told about SQLite."""

import logging
from pathlib import Path

import pytest

from tertulia_core.errors import ConfigError
from tertulia_server.store.connections import rewriting_note
from tertulia_server.store.opening import open_store
from tests.support.harness import make_config


def test_a_store_of_the_folder(tmp_path: Path) -> None:
    """Made the first time, found the second."""
    names = []
    for _ in range(2):
        store = open_store(make_config(), tmp_path)
        names.append(store.name)
        store.close()

    assert names[0] == names[1]


def test_what_cannot_be_opened_is_told_with_its_file(tmp_path: Path) -> None:
    """The sentence names the file."""
    (tmp_path / "history.db").write_bytes(b"no database at all " * 500)

    with pytest.raises(ConfigError, match=r"history\.db"):
        open_store(make_config(), tmp_path)


@pytest.mark.parametrize(
    ("version", "is_noted"),
    [((3, 40, 1), True), ((3, 51, 2), True), ((3, 51, 3), False), ((4, 0, 0), False)],
)
def test_versions_with_the_bug(version: tuple[int, ...], is_noted: bool) -> None:
    """Who runs one of them can read of it."""
    assert bool(rewriting_note(version)) is is_noted


def test_the_log_notes_it(
    tmp_path: Path, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    """At INFO: nothing is wrong as long as one connection writes."""
    monkeypatch.setattr("tertulia_server.store.connections.rewriting_note", lambda: "a note")
    with caplog.at_level(logging.INFO):
        open_store(make_config(), tmp_path).close()

    assert [(record.levelname, record.__dict__["note"]) for record in caplog.records] == [
        ("INFO", "a note")
    ]
