"""The table of FAIL codes: https://ircv3.net/specs/extensions/standard-replies."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import tertulia_server
from tertulia_server.model import fail_codes
from tertulia_server.model.fail_codes import FAIL_CODES, INVALID_UTF8, FailCode
from tertulia_server.model.refusals import Fail

SOURCE = Path(tertulia_server.__file__).parent
TABLE = SOURCE / "model" / "fail_codes.py"
SENDERS = {SOURCE / "replies.py", SOURCE / "model" / "refusals.py"}
"""Where FAIL is made out of a row."""

ROWS = {name: row for name, row in vars(fail_codes).items() if isinstance(row, FailCode)}


def nodes(*, but: Path) -> Iterator[tuple[Path, ast.AST]]:
    """Return every piece of the server's code."""
    for path in sorted(SOURCE.rglob("*.py")):
        if path != but:
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
                yield path, node


def name_of(row: FailCode) -> str:
    """Return what a row is to be called."""
    return row.code if row.command == "*" else f"{row.command}_{row.code}"


def test_each_row_is_called_by_its_command_and_code() -> None:
    """Who reads ``RENAME_CANNOT_RENAME`` knows what goes out; no command has a code twice."""
    assert list(ROWS) == [name_of(row) for row in ROWS.values()]
    assert len({(row.command, row.code) for row in FAIL_CODES}) == len(FAIL_CODES)


def test_codes_have_the_form_of_the_specification() -> None:
    """Upper case, digits and underscores; a reader finds out when it is sent."""
    for row in FAIL_CODES:
        assert re.fullmatch(r"[A-Z][A-Z0-9_]+", row.code)
        assert row.when


def test_only_the_table_spells_codes() -> None:
    """A code that stood somewhere else would be missing in the reference."""
    codes = {row.code for row in FAIL_CODES}
    stray = [
        f"{path.relative_to(SOURCE)}:{node.lineno}: {node.value}"
        for path, node in nodes(but=TABLE)
        if isinstance(node, ast.Constant)
        and isinstance(node.value, str)
        and (node.value in codes or (node.value == "FAIL" and path not in SENDERS))
    ]

    assert stray == []


def test_every_row_is_sent_somewhere() -> None:
    """The reference promises nothing that no code does."""
    used = {
        node.attr if isinstance(node, ast.Attribute) else node.id
        for _path, node in nodes(but=TABLE)
        if isinstance(node, ast.Attribute | ast.Name)
    }

    assert set(ROWS) <= used


def test_a_row_for_any_command_answers_the_one_that_was_sent() -> None:
    """Its code and its sentence stay."""
    fail = Fail(INVALID_UTF8.to_command("TOPIC"))

    assert fail.params == ("TOPIC", "INVALID_UTF8")
    assert fail.sentence == INVALID_UTF8.sentence
