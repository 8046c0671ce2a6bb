"""The reference pages say what the tables in the code say."""

from pathlib import Path

import pytest

from scripts import reference
from tertulia_core.session.keys import KEYS
from tertulia_core.wire import numerics
from tertulia_server.model.refusals import SENTENCES


def test_reference_pages_are_fresh() -> None:
    """Commands, capabilities, keys and configuration are documented as they are."""
    assert reference.stale() == []


def test_a_numeric_is_shown_with_its_name_and_sentence() -> None:
    """What a client's author looks up when a number comes."""
    page = reference.render()["numerics.md"]
    assert "| `433` | `ERR_NICKNAMEINUSE` | Somebody has that nick already |\n" in page


def test_only_what_is_sent_is_among_the_numerics() -> None:
    """Not what other servers send, which the clients read; every sentence has its use."""
    sent = reference.sent_numerics()

    assert "RPL_WELCOME" in sent
    assert "RPL_STARTTLS" not in sent
    assert "670" not in reference.render()["numerics.md"]
    assert set(SENTENCES) <= {getattr(numerics, name) for name in sent}


def test_a_changed_table_makes_its_page_stale(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """One row less in the table of keys, and both pages of keys no longer hold."""
    monkeypatch.setattr(reference, "FOLDER", tmp_path)
    reference.write()
    assert reference.stale() == []

    monkeypatch.setattr(reference, "KEYS", KEYS[1:])

    assert reference.stale() == ["en/keys.md", "es/keys.md"]
