"""The command line as a whole: what is printed where, and with which exit code."""

import io
from pathlib import Path

import pytest

from tertulia_core import platforms
from tertulia_core.i18n import language
from tertulia_server.cli import main
from tertulia_server.config import Config, parse_config
from tertulia_server.config.passwords import is_right


def test_config_prints_a_file(capsys: pytest.CaptureFixture[str]) -> None:
    """Which says exactly the defaults."""
    assert main(["config"]) == 0

    assert parse_config(capsys.readouterr().out) == Config()


def test_the_page_is_in_the_readers_language(capsys: pytest.CaptureFixture[str]) -> None:
    """Sentences are translated, keys are not."""
    assert main(["config", "--language", "es"]) == 0

    page = capsys.readouterr().out
    assert "# El nombre de la red." in page
    assert 'network = "tertulia"' in page


@pytest.mark.parametrize(
    ("words", "environment", "spoken"),
    [
        (["config", "--language", "es"], {}, "es"),
        (["config", "--language=en"], {"LANG": "es_ES.UTF-8"}, "en"),
        (["config"], {"LANG": "es_AR.UTF-8"}, "es"),
        (["config"], {"LANG": "C"}, "es"),
        (["config"], {"LANG": "fr_FR.UTF-8"}, "en"),
    ],
)
def test_the_language_is_the_one_asked_for_or_the_systems(
    words: list[str],
    environment: dict[str, str],
    spoken: str,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Known before anything can be complained about."""
    monkeypatch.delenv("LANGUAGE")
    for name, value in environment.items():
        monkeypatch.setenv(name, value)

    main(words)

    assert language() == spoken


def test_check_config_says_that_all_is_well(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """On standard output, with code 0."""
    file = tmp_path / "chat.toml"
    file.write_text("[guests]\nmax = 3\n")

    assert main(["check-config", "--config", str(file)]) == 0
    assert capsys.readouterr().out == f"{file}: no mistakes\n"


def test_check_config_tells_every_mistake(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A line each, on standard error, with code 2; also what only the whole shows."""
    file = tmp_path / "chat.toml"
    file.write_text("[guests]\nmax = -3\nwiat = 1\n")
    assert main(["check-config", "--config", str(file)]) == 2
    assert len(capsys.readouterr().err.splitlines()) == 2

    file.write_text("[server]\nlisten = '0.0.0.0:1'\n")
    assert main(["check-config", "--config", str(file)]) == 2
    said = capsys.readouterr().err
    assert said.startswith(f"tertulia-server: {file}: ")
    assert "--insecure-plaintext" in said

    file.write_text("[tls]\nlisten = ['127.0.0.1:0']\n")
    assert main(["check-config", "--config", str(file)]) == 2
    assert capsys.readouterr().err.startswith(f"tertulia-server: {file}: tls.cert: ")


def test_paths_lists_every_file(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Absolute, one per line, the folder first."""
    assert main(["paths", "--data", str(tmp_path)]) == 0

    names = ["", "server.log", "server.log.1", "lock"]
    assert capsys.readouterr().out.splitlines() == [str(tmp_path / name) for name in names]


def test_paths_are_those_of_the_address_by_default(capsys: pytest.CaptureFixture[str]) -> None:
    """As the server would choose them."""
    assert main(["paths", "--port", "7000"]) == 0

    folder = platforms.data_home() / "tertulia" / "localhost-7000"
    assert capsys.readouterr().out.startswith(f"{folder}\n")


@pytest.mark.parametrize(
    "words", [["nonsense"], ["--nonsense"], ["paths", "--port", "x"], ["--config", "/none.toml"]]
)
def test_a_mistake_is_one_line_and_code_two(
    words: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    """On standard error only."""
    assert main(words) == 2

    captured = capsys.readouterr()
    assert captured.out == ""
    assert captured.err.startswith("tertulia-server: ")
    assert captured.err.count("\n") == 1


def test_hash_password_reads_a_line_and_prints_its_hash(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Which goes into the file as it is."""
    given = io.TextIOWrapper(io.BytesIO("contraseña\r\nmás\n".encode()), "ascii")
    monkeypatch.setattr("sys.stdin", given)

    assert main(["hash-password"]) == 0

    printed = capsys.readouterr().out.removesuffix("\n")
    config = parse_config(f'[oper.root]\npassword = "{printed}"')
    assert is_right("contraseña", config.oper["root"].password)


@pytest.mark.parametrize("data", [b"", b"\n", b"\xff\n"])
def test_hash_password_wants_a_password(
    data: bytes, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """One line says what is wrong."""
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(data)))

    assert main(["hash-password"]) == 2
    assert capsys.readouterr().err.startswith("tertulia-server: hash-password: ")
