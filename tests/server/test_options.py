"""Options: how they are read, and what they change in the configuration."""

from pathlib import Path

import pytest

from tertulia_core.errors import AddressError, ConfigError
from tertulia_server.config import Config
from tertulia_server.options import ALL, config_from, parse

FLAGS = tuple(option.flag for option in ALL)


def configured(*words: str) -> Config:
    """Return the configuration that a command line asks for."""
    return config_from(parse(words, FLAGS, usage="", about="", epilog="", version=""))


def test_nothing_said_is_the_default() -> None:
    """``python3 servidor.py``."""
    assert configured() == Config()


@pytest.mark.parametrize(
    ("words", "listen"),
    [
        (["--port", "0"], "localhost:0"),
        (["--host", "127.0.0.1"], "127.0.0.1:12345"),
        (["--host", "::1", "--port=7000"], "[::1]:7000"),
        (["--host", "unix:/run/x"], "unix:/run/x"),
    ],
)
def test_host_and_port_are_the_one_address_to_listen_on(words: list[str], listen: str) -> None:
    """Each alone keeps the other's default."""
    assert configured(*words).server.listen == (listen,)


def test_they_replace_what_the_file_says(tmp_path: Path) -> None:
    """And everything else of the file stays."""
    file = tmp_path / "chat.toml"
    file.write_text('[server]\nlisten = ["[::1]:7000", "127.0.0.1:7001"]\nnetwork = "x"\n')

    config = configured("--config", str(file), "--port", "0", "--data", "folder")

    assert config.server.listen == ("[::1]:0",)
    assert (config.server.network, config.server.data) == ("x", "folder")


def test_switches_are_off_until_they_are_said() -> None:
    """``--insecure-plaintext`` is the configuration's word for it."""
    assert configured("--insecure-plaintext").server.insecure_plaintext
    options = parse(["--verbose"], FLAGS, usage="", about="", epilog="", version="")
    assert (options.verbose, options.until_eof) == (True, False)


@pytest.mark.parametrize(
    ("words", "key", "said"),
    [
        (["--port", "65536"], "--port", "0 to 65535"),
        (["--port", "٣"], "--port", "0 to 65535"),
        (["--port", "9" * 5000], "--port", "0 to 65535"),
        (["--language", "fr"], "--language", "es or en"),
        (["--prt", "1"], "--prt", "--port"),
        (["word"], "word", "--help"),
        (["--config"], "--config", "expected one argument"),
        (["--po", "1"], "--po", "--port"),
    ],
)
def test_what_is_wrong_is_named_with_what_is_right(words: list[str], key: str, said: str) -> None:
    """Never by printing the whole usage."""
    with pytest.raises(ConfigError) as caught:
        configured(*words)

    assert caught.value.key == key
    assert said in caught.value.problem


def test_a_host_that_is_none_is_told_as_an_address() -> None:
    """In the words of whoever reads addresses."""
    with pytest.raises(AddressError, match="a b"):
        configured("--host", "a b")


def test_only_the_options_of_a_command_are_read() -> None:
    """``paths`` has no ``--verbose``."""
    with pytest.raises(ConfigError):
        parse(["--verbose"], ("--port",), usage="", about="", epilog="", version="")
