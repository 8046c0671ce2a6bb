"""Ignored people, muted rooms and levels last from run to run."""

from dataclasses import replace
from pathlib import Path

from tertulia_core.client.preferences import choices_of, to_changes
from tertulia_core.client.settings import ClientSettings, SettingsFile
from tertulia_core.session.attention import Choices, Level
from tests.support.scripted import ScriptedClient, scripted_options

HERE = "localhost:12345"


def test_rooms_belong_to_their_server_and_people_to_all() -> None:
    """A ``#sala`` elsewhere is another one; entries that say nothing are passed over."""
    settings = ClientSettings(
        ignored=("troll",),
        muted=(f"{HERE}/#a", "irc.example:6697/#b"),
        notify_rooms=(f"{HERE}/#c = all", "irc.example:6697/#c = nothing", "nonsense", "x = y"),
        notify="nothing",
    )

    assert choices_of(settings, HERE) == Choices(
        ("troll",), ("#a",), {"#c": Level.ALL}, Level.NOTHING
    )


def test_what_changed_is_what_is_written() -> None:
    """Other servers' rooms stay; nothing changed means nothing to write."""
    settings = ClientSettings(muted=("irc.example:6697/#b",), notify_rooms=(f"{HERE}/#c = all",))
    chosen = Choices(muted=("#a",), levels={"#c": Level.NOTHING})
    changes = to_changes(settings, HERE, chosen)
    after = replace(settings, **changes)  # type: ignore[arg-type]

    assert changes == {
        "muted": ("irc.example:6697/#b", f"{HERE}/#a"),
        "notify_rooms": (f"{HERE}/#c = nothing",),
    }
    assert to_changes(after, HERE, chosen) == {}


def test_a_command_is_kept_in_the_file(tmp_path: Path) -> None:
    """With the comments that are there; the next run begins with it."""
    path = tmp_path / "client.toml"
    path.write_text("# mine\n[me]\nnick = 'ana'  # me\n", encoding="utf-8")
    options = replace(scripted_options(), settings_file=SettingsFile(path))
    client = ScriptedClient(options)
    client.go_online()
    for text in ("/ignore rosa", "/mute", "/notify all"):
        client.type(text)
    kept = SettingsFile(path).load()
    again = ScriptedClient(replace(options, settings=kept))

    assert "# mine" in path.read_text(encoding="utf-8")
    assert (kept.ignored, kept.muted) == (("rosa",), (f"{HERE}/#sala",))
    assert again.state.attention.is_ignored("rosa")
    assert again.state.attention.levels["#sala"] is Level.ALL


def test_a_file_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    """The choice holds for this run."""
    options = replace(scripted_options(), settings_file=SettingsFile(tmp_path))
    client = ScriptedClient(options)
    client.go_online()
    client.type("/ignore rosa")

    assert str(tmp_path) in client.last().text
    assert client.state.attention.is_ignored("rosa")
