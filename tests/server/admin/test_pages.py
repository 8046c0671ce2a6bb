"""Records of history as lines of JSON, as a page, as lines on a screen."""

import json
from pathlib import Path
from typing import Any

import pytest

from tertulia_server.admin.pages import to_html, to_jsonl, to_line, write_new

SAID: dict[str, Any] = {
    "time": "2026-05-01T10:20:30.000Z", "room": "#obra", "msgid": "s-1-1", "command": "PRIVMSG",
    "nick": "ana", "text": "<b>uno\n\x1b[31m\x9bdos & ñ",
}  # fmt: skip
LATER: dict[str, Any] = {
    **SAID, "time": "2026-05-02T00:00:00.000Z", "text": "baila", "action": True, "edited": "x"
}  # fmt: skip
HAPPENED: dict[str, Any] = {**SAID, "command": "TOPIC", "params": ["#obra", "<i>"]}
del HAPPENED["text"]


def test_json_is_as_it_was_said_and_harmless_to_a_terminal() -> None:
    """Everything beyond ASCII, and every control sign, is escaped."""
    (line,) = to_jsonl("", [SAID])

    assert json.loads(line) == SAID
    assert line.isascii()
    assert line[:-1].isprintable()


def test_a_page_is_text_only() -> None:
    """What people write is no markup, and a day begins with its date."""
    page = "".join(to_html("<#obra>", [SAID, HAPPENED, LATER]))

    assert "&lt;b&gt;uno\n" in page
    assert "TOPIC #obra &lt;i&gt;" in page
    assert "<b>" not in page
    assert "\x1b" not in page
    assert page.count("<h2>") == 1
    assert page.count("<h3>") == 2


def test_a_line_for_a_screen() -> None:
    """One line whatever was said, without what a terminal would obey."""
    line = to_line(SAID)
    assert line.startswith("2026-05-01 10:20  #obra  <ana> <b>uno ⏎ ␛[31m")
    assert line.endswith("dos & ñ")
    assert line.isprintable()
    assert to_line(LATER).endswith("* ana baila (edited)")


def test_a_file_is_new_private_and_whole(tmp_path: Path) -> None:
    """What fails half-way leaves nothing, and nothing is overwritten."""
    path = tmp_path / "page"

    def broken() -> Any:
        yield "half"
        raise RuntimeError("the server ended")

    with pytest.raises(RuntimeError):
        write_new(path, broken())
    assert not path.exists()
    write_new(path, ["uno\n"])
    with pytest.raises(FileExistsError):
        write_new(path, ["dos\n"])

    assert path.read_text() == "uno\n"
    assert path.stat().st_mode & 0o077 == 0
