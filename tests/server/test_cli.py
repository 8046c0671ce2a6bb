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
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """A line each, on standard error, with code 2; also what only the whole shows."""
    monkeypatch.setattr(platforms, "is_root", lambda: False)
    file = tmp_path / "chat.toml"
    file.write_text(
        "[guests]\nmax = -3\nwiat = 1\n"
        "[server]\nlisten = '0.0.0.0:1'\nproxy_required = 'localhost:2'\n"
        "[tls]\nlisten = ['127.0.0.1:0']\n"
    )

    assert main(["check-config", "--config", str(file)]) == 2

    places = [row.split(": ")[1:3] for row in capsys.readouterr().err.splitlines()]
    assert places == [
        [f"{file}:2", "guests.max"],
        [f"{file}:3", "guests.wiat"],
        [f"{file}:7", "tls.cert"],
        [f"{file}:6", "server.proxy_required"],
        [f"{file}:5", "server.listen"],
    ]


def test_the_server_does_not_start_with_a_mistake(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """It says the same as ``check-config``, of options too."""
    monkeypatch.setattr(platforms, "is_root", lambda: False)
    file = tmp_path / "chat.toml"
    file.write_text("[server]\nnetwork = ''\n\n[tls]\ncert = 'no.pem'\nlisten = 'localhost:0'\n")

    assert main(["--config", str(file), "--host", "0.0.0.0", "--port", "0"]) == 2

    network, cert, host = capsys.readouterr().err.splitlines()
    assert network.startswith(f"tertulia-server: {file}:2: server.network: ")
    assert cert.startswith(f"tertulia-server: {file}:5: tls.cert: ")
    assert "no.pem" in cert
    assert host.startswith("tertulia-server: --host: ")


def test_paths_lists_every_file(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Absolute, one per line, the folder first."""
    assert main(["paths", "--data", str(tmp_path)]) == 0

    names = ["", "server.log", "server.log.1", "lock", "admin.sock", "admin.json"]
    names += [f"history.db{end}" for end in ("", "-wal", "-shm", ".lock")]
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
