"""HELP: https://modern.ircdocs.horse/#help-message"""

import pytest

from tertulia_server.commands.topics import TABLE
from tests.support.harness import Harness
from tests.support.matchers import TEXT, numeric


@pytest.mark.parametrize("command", ["HELP", "HELPOP"])
@pytest.mark.parametrize("subject", [row.name for row in TABLE] + ["privmsg"])
def test_every_command_is_explained(chat: Harness, command: str, subject: str) -> None:
    """704, 705, 706, all with the subject as asked."""
    first, *middle, last = chat.connect("ana").ask(f"{command} {subject}")

    assert first == numeric("704", "ana", subject, TEXT)
    assert middle
    assert middle == [numeric("705", "ana", subject, TEXT)] * len(middle)
    assert last == numeric("706", "ana", subject, TEXT)
    assert not any("`" in line.params[-1] for line in middle)


def test_without_subject_it_lists_all_commands(chat: Harness) -> None:
    """In the order of their names."""
    answer = chat.connect("ana").ask("HELP")

    words = " ".join(message.params[-1] for message in answer[1:-1]).split()
    assert words == [row.name for row in TABLE]


def test_an_unknown_subject_is_a_lone_524(chat: Harness) -> None:
    """Whatever it is called."""
    assert chat.connect("ana").ask("HELP %s") == [numeric("524", "ana", "%s", TEXT)]


@pytest.mark.parametrize("row", list(TABLE), ids=lambda row: row.name)
def test_every_row_says_its_syntax_and_its_source(row: object) -> None:
    """What cannot be read here cannot be read in HELP nor in the documentation."""
    from tertulia_server.commands.table import Command

    assert isinstance(row, Command)
    assert row.help.endswith(".")
    assert "https://" in (row.run.__doc__ or "")
    assert (row.min_params > 0) <= bool(row.syntax)
