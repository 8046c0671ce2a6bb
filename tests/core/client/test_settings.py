"""Settings go from the file to the program and back, and say where they are wrong."""

from dataclasses import fields
from pathlib import Path

import pytest

from tertulia_core.client.settings import ROWS, ClientSettings, SettingsFile, default_path
from tertulia_core.errors import ConfigError
from tertulia_core.i18n import set_language

GOOD = """\
# who I am
[me]
nick = "eva"

[look]
theme = "dark"   # for the night
[privacy]
typing = false
"""


@pytest.fixture
def file(tmp_path: Path) -> SettingsFile:
    """Return a settings file with something in it."""
    path = tmp_path / "deep" / "client.toml"
    path.parent.mkdir()
    path.write_text(GOOD, encoding="utf-8")
    return SettingsFile(path)


def test_what_the_file_says_is_in_force(file: SettingsFile) -> None:
    """The rest has its default."""
    assert file.load() == ClientSettings(nick="eva", theme="dark", typing=False)


def test_without_a_file_everything_has_its_default(tmp_path: Path) -> None:
    """Nothing is written for that."""
    assert SettingsFile(tmp_path / "no" / "client.toml").load() == ClientSettings()
    assert not (tmp_path / "no").exists()


def test_changes_keep_the_comments(file: SettingsFile) -> None:
    """One value is another one; what somebody else wrote meanwhile stays too."""
    file.load()
    file.path.write_text(GOOD.replace("eva", "zoe"), encoding="utf-8")

    saved = file.save(theme="light", language="es")

    assert saved == ClientSettings(nick="zoe", theme="light", language="es", typing=False)
    text = file.path.read_text(encoding="utf-8")
    assert 'theme = "light"   # for the night\nlanguage = "es"\n' in text
    assert text.startswith("# who I am\n")
    assert file.load() == saved
    assert [path.name for path in file.path.parent.iterdir()] == ["client.toml"]


def test_a_new_file_is_made_where_it_belongs(tmp_path: Path) -> None:
    """With the folders above it."""
    file = SettingsFile(default_path({"XDG_CONFIG_HOME": str(tmp_path)}))

    file.save(nick="eva")

    assert (tmp_path / "tertulia" / "client.toml").read_text() == '[me]\nnick = "eva"\n'


def test_changes_of_others_are_noticed(file: SettingsFile) -> None:
    """Our own writing is no news."""
    file.load()
    assert not file.is_changed()
    file.save(nick="zoe")
    assert not file.is_changed()

    file.path.write_text(GOOD + "\n", encoding="utf-8")

    assert file.is_changed()


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("[me]\nnick = 3\n", ":2: me.nick: this has to be text in quotes"),
        ("[privacy]\ntyping = 'yes'\n", ":2: privacy.typing: this has to be true or false"),
        ("[privacy]\ntyping = 1\n", ":2: privacy.typing: this has to be true or false"),
        ("[look]\n\ntheme = 'pink'\n", ":3: look.theme: “pink” is not one of: system, light, dark"),
        ("[me]\nnik = 'x'\n", ":2: me.nik: there is no such setting; did you mean me.nick?"),
        ("xyz = 1\n", ":1: xyz: there is no such setting; there are: me.nick, me.name"),
        ("[connection]\ntarget = 'a b'\n", ":2: connection.target: “a b” names no host"),
        ("[keys]\nhelp = 'ctrl+q'\n", ":2: keys.help: “ctrl+q” is the key of “Quit”, so “Help”"),
        ("[keys]\nhelp = 3\n", ":2: keys.help: this has to be a key in quotes"),
        ("[keys]\nhepl = 'f2'\n", ":2: keys.hepl: there is no such action; did you mean help?"),
        ("[me]\nnick = \n", ":2: Invalid value"),
        ("[me\n", ":1: "),
    ],
)
def test_errors_say_where_and_what_is_allowed(tmp_path: Path, text: str, place: str) -> None:
    """File, line, key, and what to write instead."""
    path = tmp_path / "client.toml"
    path.write_text(text)

    with pytest.raises(ConfigError) as refused:
        SettingsFile(path).load()

    assert str(refused.value).startswith(f"{path}{place}")


def test_what_is_not_text_is_refused(tmp_path: Path) -> None:
    """Bytes of another encoding, a folder in the file's place."""
    path = tmp_path / "client.toml"
    path.write_bytes(b"[me]\nnick = '\xff'\n")
    with pytest.raises(ConfigError, match="not UTF-8"):
        SettingsFile(path).load()
    with pytest.raises(ConfigError, match=str(tmp_path)):
        SettingsFile(tmp_path).load()


def test_wrong_changes_are_not_written(file: SettingsFile) -> None:
    """The file stays as it was."""
    with pytest.raises(ConfigError, match=r"look\.theme"):
        file.save(theme="pink")

    assert file.path.read_text(encoding="utf-8") == GOOD


def test_a_file_that_cannot_be_written_says_so(tmp_path: Path) -> None:
    """A person hears of it instead of losing the change silently."""
    (tmp_path / "file").write_text("")

    with pytest.raises(ConfigError):
        SettingsFile(tmp_path / "file" / "client.toml").save(nick="x")


def test_every_setting_has_a_row() -> None:
    """With a sentence that explains it, in both languages."""
    from tertulia_core.i18n import Catalogue

    named = {field.name for field in fields(ClientSettings)} - {"keys"}
    assert {row.field for row in ROWS} == named
    set_language("es")
    assert all(Catalogue("tertulia_core").gettext(row.help) != row.help for row in ROWS)


def test_keys_are_read_and_kept(file: SettingsFile) -> None:
    """One as a text, several in brackets, none as an empty one; a clash changes nothing."""
    file.path.write_text("[keys]\nhelp = ['f1', 'alt+h']  # both\nquit = ''\n", encoding="utf-8")
    assert file.load().keys == {"help": ("f1", "alt+h"), "quit": ()}

    saved = file.save_keys("help", ("f7",))

    assert saved.keys == {"help": ("f7",), "quit": ()}
    assert file.path.read_text(encoding="utf-8") == "[keys]\nhelp = \"f7\"  # both\nquit = ''\n"
    with pytest.raises(ConfigError, match="is the key of “Go to a room or command”"):
        file.save_keys("quit", ("ctrl+k",))
    assert file.load() == saved
