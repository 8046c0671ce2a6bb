"""The command line of both clients: understood, or refused in one line."""

from pathlib import Path

import pytest

import tertulia_core
from tertulia_core.address import TcpAddress
from tertulia_core.client import options as module
from tertulia_core.client.options import ClientOptions, read_options
from tertulia_core.i18n import language


@pytest.fixture
def environ(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> dict[str, str]:
    """Return an environment with a home of its own and English messages; the user is Iñaki."""
    monkeypatch.setattr(module, "user_name", lambda: "Iñaki")
    return {"HOME": str(tmp_path), "LANG": "en_GB.UTF-8"}


def read(environ: dict[str, str], *arguments: str) -> ClientOptions:
    """Return the options, the instance unlocked again."""
    found = read_options("tertulia-tk", arguments, environ)
    if found.instance is not None:
        found.instance.close()
    return found


def test_nothing_needs_to_be_said(environ: dict[str, str], tmp_path: Path) -> None:
    """The room on this computer, under the user's name, folded for the nick."""
    found = read(environ)

    assert str(found.target) == "localhost:12345/#sala"
    assert (found.nick, found.realname) == ("Inaki", "Iñaki")
    assert found.instance is not None
    assert found.instance.folder == tmp_path / ".local/state/tertulia/instances/1"
    assert found.settings_file is not None
    assert found.settings_file.path == tmp_path / ".config/tertulia/client.toml"


@pytest.mark.parametrize(
    ("arguments", "host", "room", "nick"),
    [
        (["example.org:6667/#otra"], "example.org", "#otra", "Inaki"),
        (["irc://eva@example.org/otra"], "example.org", "#otra", "eva"),
        (["#otra", "--nick", "zoe"], "localhost", "#otra", "zoe"),
        (["--nick=zoe", "irc://eva@example.org"], "example.org", "#sala", "zoe"),
    ],
)
def test_where_to_go_and_as_whom(
    environ: dict[str, str], arguments: list[str], host: str, room: str, nick: str
) -> None:
    """The command line comes before the link, the link before the settings."""
    found = read(environ, *arguments)

    assert isinstance(found.target.address, TcpAddress)
    assert (found.target.address.host, found.target.room, found.nick) == (host, room, nick)


def test_settings_are_used_where_the_command_line_is_silent(
    environ: dict[str, str], tmp_path: Path
) -> None:
    """A file named on the command line is read in place of the usual one."""
    path = tmp_path / "my.toml"
    path.write_text(
        '[me]\nnick = "eva"\nname = "Eva María"\n[connection]\ntarget = "#casa"\n'
        '[look]\ntheme = "dark"\nlanguage = "es"\n'
    )

    found = read(environ, "--config", str(path))

    assert (found.nick, found.realname, found.target.room) == ("eva", "Eva María", "#casa")
    assert (found.theme, language()) == ("dark", "es")
    found = read(environ, "--config", str(path), "--theme", "light", "--language", "en", "/#x")
    assert (found.theme, language(), found.target.room) == ("light", "en", "#x")


@pytest.mark.parametrize(
    ("arguments", "problem"),
    [
        (["--nick"], "--nick: is not used like this"),
        (["--thme", "x"], "--thme: is not known"),
        (["--the", "dark"], "--the: is not known"),
        (["--help=3"], "--help: is not used like this"),
        (["a", "b"], "b: is not known"),
        (["--theme", "pink"], "--theme: “pink” is not one of: system, light, dark, high"),
        (["--language", "fr"], "--language: “fr” is not one of: system, es, en"),
        (["a b"], "“a b” names no host"),
        (["host:99999"], "has to be a number"),
        (["--instance", "../x"], "“../x” cannot name an instance"),
        (["--config", "/does/not/exist"], "/does/not/exist: --config: there is no such file"),
    ],
)
def test_mistakes_are_one_line_and_exit_code_2(
    environ: dict[str, str], capsys: pytest.CaptureFixture[str], arguments: list[str], problem: str
) -> None:
    """On standard error, with the program's name."""
    with pytest.raises(SystemExit) as stopped:
        read_options("tertulia-tk", arguments, environ)

    out, err = capsys.readouterr()
    assert (stopped.value.code, out, err.count("\n")) == (2, "", 1)
    assert err.startswith("tertulia-tk: ")
    assert problem in err


def test_a_wrong_settings_file_is_one_line_too(
    environ: dict[str, str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """With the place of the mistake."""
    path = tmp_path / ".config/tertulia/client.toml"
    path.parent.mkdir(parents=True)
    path.write_text("[look]\ntheme = 3\n")

    with pytest.raises(SystemExit) as stopped:
        read_options("tertulia-tk", [], environ)

    assert stopped.value.code == 2
    assert capsys.readouterr().err.startswith(f"tertulia-tk: {path}:2: look.theme: ")


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["--version"], f"tertulia-tk {tertulia_core.__version__}\n"),
        (["--help"], "Usage: tertulia-tk [host:port][/#room] [options]"),
        (["--help", "--language", "es"], "Uso: tertulia-tk [host:puerto][/#sala] [opciones]"),
        (["paths"], "instances/*/outbox.json"),
    ],
)
def test_questions_are_answered_on_standard_output(
    environ: dict[str, str], capsys: pytest.CaptureFixture[str], arguments: list[str], words: str
) -> None:
    """Exit code 0, and nothing is made on the disk for it."""
    with pytest.raises(SystemExit) as stopped:
        read_options("tertulia-tk", arguments, environ)

    out, err = capsys.readouterr()
    assert (stopped.value.code, err) == (0, "")
    assert words in out
    assert list(Path(environ["HOME"]).iterdir()) == []


@pytest.mark.parametrize(
    ("variables", "code"),
    [
        ({"LANG": "es_ES.UTF-8"}, "es"),
        ({"LANG": "C.UTF-8"}, "es"),
        ({}, "es"),
        ({"LANG": "fr_FR"}, "en"),
    ],
)
def test_the_systems_language(
    environ: dict[str, str], variables: dict[str, str], code: str
) -> None:
    """Spanish where the locale names no language, English where we do not have it."""
    del environ["LANG"]
    read({**environ, **variables})

    assert language() == code


def test_the_desktops_language_where_no_variable_names_one(
    environ: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Windows says it by other means."""
    del environ["LANG"]
    monkeypatch.setattr(module, "locale_name", lambda: "en_US")

    read(environ)

    assert language() == "en"


def test_a_home_that_cannot_be_written_keeps_nothing(
    environ: dict[str, str], tmp_path: Path
) -> None:
    """The client starts all the same and says so."""
    (tmp_path / ".local").write_text("")

    found = read(environ)

    assert found.instance is None
    assert "Nothing can be kept" in found.problems[0]


def test_a_user_without_home(monkeypatch: pytest.MonkeyPatch) -> None:
    """Some services have none; there is nothing to keep then."""
    monkeypatch.setattr("os.path.expanduser", lambda path: path)

    found = read({"LANG": "en"}, "--nick", "bot")

    assert (found.instance, found.settings_file, found.nick) == (None, None, "bot")


def test_what_only_the_terminal_has_is_refused_by_the_window(environ: dict[str, str]) -> None:
    """Each program knows its own flags."""
    found = read_options("tertulia-tui", ["--plain"], environ)
    assert found.instance is not None
    found.instance.close()
    assert found.is_plain

    with pytest.raises(SystemExit):
        read_options("tertulia-tk", ["--plain"], environ)


@pytest.mark.parametrize(("send", "room"), [("#builds", "#builds"), ("rosa", "")])
def test_who_only_sends_enters_no_other_room(environ: dict[str, str], send: str, room: str) -> None:
    """And none at all to write to a person; what it could not send, nobody sends later."""
    found = read_options("tertulia-tui", ["localhost:4000", "--send", send], environ)

    assert found.instance is None
    assert (found.send_to, found.target.room, found.is_plain) == (send, room, True)


def test_guests_have_settings_of_their_own(environ: dict[str, str], tmp_path: Path) -> None:
    """They share this computer's user, and must not change what others chose."""
    found = read_options("tertulia-tui", ["--guest-host", "--instance", "ana"], environ)
    assert found.instance is not None
    found.instance.close()

    assert found.is_guest
    assert found.settings_file is not None
    assert found.settings_file.path == found.instance.folder / "client.toml"
    found = read_options("tertulia-tui", ["--guest-host"], environ)
    assert found.instance is not None
    found.instance.close()
    assert found.settings_file is None


def test_guests_see_no_paths(environ: dict[str, str]) -> None:
    """The word that lists them is a host's name here."""
    found = read_options("tertulia-tui", ["--guest-host", "paths"], environ)
    assert found.instance is not None
    found.instance.close()

    assert str(found.target.address) == "paths:12345"


def test_help_tells_the_flags_of_the_program(
    environ: dict[str, str], capsys: pytest.CaptureFixture[str]
) -> None:
    """And no others."""
    told = []
    for program in ("tertulia-tk", "tertulia-tui"):
        with pytest.raises(SystemExit):
            read_options(program, ["--help"], environ)
        told.append("--guest-host" in capsys.readouterr().out)

    assert told == [False, True]
