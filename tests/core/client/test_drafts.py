"""What was being written is there again after a crash."""

from pathlib import Path

import pytest

from tertulia_core.client.drafts import PAUSE, Drafts


def test_a_draft_is_written_after_a_pause_and_read_again(tmp_path: Path) -> None:
    """Per server and room; blanks are none."""
    drafts = Drafts(tmp_path)
    drafts.store("a:1", "#sala", "hola ñ\n👍", 10.0)
    drafts.store("a:1", "rosa", "  ", 10.0)
    due = drafts.next_deadline()
    drafts.write()
    again = Drafts(tmp_path)

    assert due == 10.0 + PAUSE
    assert drafts.next_deadline() is None
    assert again.get("a:1", "#sala") == "hola ñ\n👍"
    assert again.get("a:1", "rosa") == again.get("b:1", "#sala") == ""


def test_the_last_draft_takes_its_file_with_it(tmp_path: Path) -> None:
    """Nothing is left of what was sent."""
    drafts = Drafts(tmp_path)
    drafts.store("a:1", "#sala", "hola", 0.0)
    drafts.write()
    drafts.store("a:1", "#sala", "", 1.0)
    drafts.write()

    assert [*tmp_path.iterdir()] == []


def test_the_same_text_again_is_no_change(tmp_path: Path) -> None:
    """Nothing is written for it."""
    drafts = Drafts(tmp_path)
    drafts.store("a:1", "#sala", "", 0.0)

    assert drafts.next_deadline() is None


@pytest.mark.parametrize("found", ["", "{", "[1]", '{"a": 3}', '{"a": [1]}'])
def test_a_file_of_somebody_else_counts_as_empty(tmp_path: Path, found: str) -> None:
    """And writing goes on."""
    (tmp_path / "drafts.json").write_text(found, encoding="utf-8")
    drafts = Drafts(tmp_path)
    drafts.store("a:1", "#sala", "hola", 0.0)
    drafts.write()

    assert Drafts(tmp_path).get("a:1", "#sala") == "hola"


def test_without_a_place_drafts_stay_in_memory(tmp_path: Path) -> None:
    """No folder, or one that cannot be written."""
    for drafts in (Drafts(None), Drafts(tmp_path / "nowhere")):
        drafts.store("a:1", "#sala", "hola", 0.0)
        drafts.write()

        assert drafts.get("a:1", "#sala") == "hola"
        assert drafts.next_deadline() is None
