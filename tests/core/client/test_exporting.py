"""A conversation becomes a file, and no other file is lost."""

import datetime as dt
import json
from pathlib import Path

import pytest

from tertulia_core.client.exporting import export, free_path, to_jsonl, to_text
from tertulia_core.errors import ExportError
from tests.support.scripted import ScriptedClient

NOW = dt.datetime(2026, 11, 22, 12, tzinfo=dt.UTC)


@pytest.fixture
def client() -> ScriptedClient:
    """Return a client in whose room a few things happened."""
    made = ScriptedClient()
    made.go_online()
    made.type("/clear")
    made.receive(
        "@msgid=1 :rosa!r@h PRIVMSG #sala :\x02hola\x02 \x1b[2J",
        "@+reply=1 :luis!l@h PRIVMSG #sala :¿qué?",
        "@+reply=1;+draft/react=👍 :luis!l@h TAGMSG #sala",
        ":rosa!r@h PRIVMSG #sala :\x01ACTION saluda\x01",
        ":rosa!r@h TOPIC #sala :Cine",
    )
    return made


def test_the_text_reads_like_a_log(client: ScriptedClient) -> None:
    """Who said what when; replies, reactions and other lines too; nothing in it is obeyed."""
    texts = [line.partition("] ")[2] or line for line in to_text(client.room())]

    assert texts == [
        "<rosa> hola ␛[2J\n",
        "    (👍)\n",
        "<luis> ↪ rosa: ¿qué?\n",
        "* rosa saluda\n",
        "-- rosa set the topic: Cine\n",
    ]


def test_json_lines_hold_what_was_received(client: ScriptedClient) -> None:
    """Each is an object; what is empty is left out; only ASCII is written."""
    lines = [*to_jsonl(client.room())]
    values = [json.loads(line) for line in lines]

    assert all(line.isascii() for line in lines)
    assert values[0]["text"] == "\x02hola\x02 \x1b[2J"
    assert values[0]["reactions"] == {"👍": ["luis"]}
    assert (values[1]["reply_to"], values[1]["nick"], values[1]["kind"]) == ("1", "luis", "message")
    assert "members" not in values[0]
    assert dt.datetime.fromisoformat(values[0]["time"]).tzinfo is not None


def test_a_file_gets_a_name_nobody_has(client: ScriptedClient, tmp_path: Path) -> None:
    """After the room and the day; the second of a day has a number."""
    first = export(client.room(), "", tmp_path, NOW)
    second = export(client.room(), "", tmp_path, NOW)

    assert (first.name, second.name) == (
        "tertulia-sala-2026-11-22.txt", "tertulia-sala-2026-11-22-2.txt",
    )  # fmt: skip
    assert first.read_text(encoding="utf-8").count("\n") == 5


@pytest.mark.parametrize("room", ["../../etc", "/", "...", "a b\n", "x" * 300])
def test_a_rooms_name_cannot_lead_elsewhere(room: str, tmp_path: Path) -> None:
    """Whatever it is, the file is in the folder."""
    path = free_path(tmp_path, room, NOW)
    path.touch()

    assert path.parent == tmp_path
    assert [*tmp_path.iterdir()] == [path]


@pytest.mark.parametrize("typed", ["sub/x.txt", "nul\0l", "there.jsonl"])
def test_what_cannot_be_written_says_so(client: ScriptedClient, tmp_path: Path, typed: str) -> None:
    """No such folder, no such name, a file that is there already."""
    (tmp_path / "there.jsonl").write_text("mine", encoding="utf-8")

    with pytest.raises(ExportError):
        export(client.room(), typed, tmp_path, NOW)
    assert (tmp_path / "there.jsonl").read_text(encoding="utf-8") == "mine"


def test_the_ending_chooses_the_form(
    client: ScriptedClient, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """``/export ~/x.jsonl``, as it is typed; where it is stands in the room."""
    monkeypatch.setenv("HOME", str(tmp_path))
    client.type("/export ~/mi sala.jsonl")
    written = (tmp_path / "mi sala.jsonl").read_text(encoding="utf-8")
    client.type("/export ~/mi sala.jsonl")

    assert json.loads(written.splitlines()[0])["nick"] == "rosa"
    assert str(tmp_path / "mi sala.jsonl") in client.texts()[-2]
    assert "exists already" in client.texts()[-1]
