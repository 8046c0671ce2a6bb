"""The configuration file: what is read, what is refused and how it is said."""

from pathlib import Path

import pytest

from tertulia_core.errors import ConfigError
from tertulia_server.config import (
    Config,
    Draft,
    GuestsConfig,
    Mistakes,
    Problem,
    ServerConfig,
    WebircConfig,
    check_text,
    load_config,
    parse_config,
    render_defaults,
)


def test_an_empty_file_says_the_defaults() -> None:
    """Nothing has to be configured."""
    assert parse_config("") == Config()


def test_the_printed_page_is_a_file_that_says_the_defaults() -> None:
    """What ``tertulia-server config`` prints can be saved and used as it is."""
    assert parse_config(render_defaults()) == Config()


def test_the_printed_page_explains_every_key() -> None:
    """Above each key stands its sentence."""
    page = render_defaults().splitlines()

    keys = [number for number, row in enumerate(page) if " = " in row and row[0] != "["]
    assert len(keys) > 20
    assert all(page[number - 1].startswith("# ") for number in keys)


def test_what_the_file_says_replaces_the_default_and_nothing_else() -> None:
    """A word stands for a list of one, a text of several lines for its lines."""
    text = """
    [server]
    listen = "127.0.0.1:7000"
    motd = '''Hola.
    Adiós.'''
    [guests]
    enabled = false
    wait = 2
    """

    config = parse_config(text)

    assert config.server == ServerConfig(listen=("127.0.0.1:7000",), motd=("Hola.", "    Adiós."))
    assert config.guests == GuestsConfig(enabled=False, wait=2.0)
    assert config.limits == Config().limits


def test_origins_are_as_browsers_write_them() -> None:
    """With a port where it is not the usual one, or ``null`` for a file."""
    rows = ["https://chat.example", "http://localhost:8000", "null"]

    assert parse_config(f"[websocket]\norigins = {rows}").websocket.origins == tuple(rows)


def test_a_table_of_which_there_may_be_many_has_a_name() -> None:
    """It stands in its header."""
    text = """
    [webirc.kiwi]
    password = "hunter2"
    hosts = "10.0.0.0/8"
    [webirc."the other"]
    password = "contraseña"
    hosts = ["192.0.2.1", "unix"]
    """

    assert parse_config(text).webirc == {
        "kiwi": WebircConfig("hunter2", ("10.0.0.0/8",)),
        "the other": WebircConfig("contraseña", ("192.0.2.1", "unix")),
    }


@pytest.mark.parametrize(
    ("text", "line", "key", "said"),
    [
        ("[server]\nnmae = 'x'", 2, "server.nmae", "server.name"),
        ("\n[serber]\nname = 'a.b'", 2, "serber", "server"),
        ("[server]\nname = 'plain'", 2, "server.name", "a name with a dot"),
        ("[guests]\n\nmax = true", 3, "guests.max", "a whole number from 0 to 1000000"),
        ("[guests]\nmax = -1", 2, "guests.max", "a whole number"),
        ("[guests]\nwait = 'x'", 2, "guests.wait", "a number from 0 to 60"),
        ("[limits]\nflood_rate = 0", 2, "limits.flood_rate", "a number from 0.01 to 1000000"),
        ("[guests]\nroom = '#a,b'", 2, "guests.room", "a room's name"),
        ("[limits]\nflood = 1", 2, "limits.flood", "true or false"),
        ("[server]\nlisten = ['a:99999']", 2, "server.listen", "localhost:12345"),
        ("[server]\nlisten = 7", 2, "server.listen", "an address, or a list of them"),
        ('[server]\nmotd = ["\\u001b[2J"]', 2, "server.motd", "without control characters"),
        ('[server]\ndescription = "a\\nb"', 2, "server.description", "one line of text"),
        ("[server]\nproxy_from = ['a.example']", 2, "server.proxy_from", "192.0.2.7"),
        ("[server]\nproxy_from = true", 2, "server.proxy_from", "192.0.2.7"),
        ("[server]\nproxy_required = 1", 2, "server.proxy_required", "an address"),
        ("[websocket]\norigins = ['chat.example']", 2, "websocket.origins", "https://chat.example"),
        ("[websocket]\norigins = 'https://Chat.example'", 2, "websocket.origins", "https://"),
        ("[websocket]\norigins = ['https://a/']", 2, "websocket.origins", "https://"),
        ("[websocket]\norigins = 3", 2, "websocket.origins", "https://"),
        ("[server]\nlanguage = 'fr'", 2, "server.language", "es, en"),
        ("server.listen = 3", 1, "server.listen", "an address"),
        ("guests = 3", 1, "guests", "[guests]"),
        ("webirc = 3", 1, "webirc", "[webirc.NAME]"),
        ("[webirc]\npassword = 'x'", 1, "webirc", "[webirc.NAME]"),
        ("\n[webirc.kiwi]\nhosts = 'unix'", 2, "webirc.kiwi.password", "a password"),
        ("[webirc.kiwi]\npassword = 'x'", 1, "webirc.kiwi.hosts", "192.0.2.7"),
        (
            "[webirc.kiwi]\nhosts = []\npassword = 'x'",
            2,
            "webirc.kiwi.hosts",
            "192.0.2.7",
        ),
        (
            "[webirc.kiwi]\nhosts = 'unix'\npasword = 'x'\npassword = 'x'",
            3,
            "webirc.kiwi.pasword",
            "webirc.kiwi.password",
        ),
        (
            "[webirc.a]\nhosts = 'unix'\npassword = 'x'\n[webirc.b]\nhosts = 'unix'\npassword = ''",
            6,
            "webirc.b.password",
            "a password",
        ),
    ],
)
def test_a_mistake_names_file_line_key_and_what_is_allowed(
    text: str, line: int, key: str, said: str
) -> None:
    """Nobody has to search the file or the documentation."""
    (error,) = check_text(text, "chat.toml")

    assert (error.file, error.line, error.key) == ("chat.toml", line, key)
    assert said in error.problem
    assert str(error).startswith(f"chat.toml:{line}: {key}: ")


def test_every_mistake_is_told() -> None:
    """One run of ``check-config`` is enough."""
    text = "[server]\nnmae = 'x'\n[guests]\nroom = 3\n[limits]\nflood = 1"

    assert [error.key for error in check_text(text)] == [
        "server.nmae",
        "guests.room",
        "limits.flood",
    ]


def test_what_only_the_whole_shows_stands_beside_the_rest() -> None:
    """At the line of its key, or of one it rests on, or of the table."""
    text = "[server]\nlisten = 3\n[tls]\nlisten = 'localhost:1'"
    draft = Draft(text, "chat.toml")

    draft.judge([Problem("tls.cert", "missing", ("tls.listen",)), Problem("tls.listen", "wrong")])

    assert [(row.line, row.key, row.problem) for row in draft.mistakes[1:]] == [
        (3, "tls.cert", "missing"),
        (4, "tls.listen", "wrong"),
    ]
    assert draft.config.server == ServerConfig()


def test_what_rests_on_a_mistake_is_not_told() -> None:
    """Who mends the one may have mended the other."""
    draft = Draft("[tls]\ncert = 3\nlisten = 'localhost:1'")

    draft.judge([Problem("tls.cert", "missing"), Problem("tls.key", "missing", ("tls.cert",))])

    assert [row.key for row in draft.mistakes] == ["tls.cert"]


def test_a_problem_with_an_option_stands_in_no_file() -> None:
    """The reader looks at what they typed."""
    draft = Draft("[server]\n", "chat.toml")

    draft.judge([Problem("--host", "no such host")])

    assert [str(row) for row in draft.mistakes] == ["--host: no such host"]


def test_several_mistakes_are_raised_as_one_line_that_has_them_all() -> None:
    """Who reads the file again by REHASH is answered with a line."""
    with pytest.raises(Mistakes, match=r"^chat\.toml:2: .*; chat\.toml:3: [^\n]*$") as caught:
        parse_config("[limits]\nflood = 1\nbans = 0", "chat.toml")

    assert [error.key for error in caught.value.errors] == ["limits.flood", "limits.bans"]


def test_broken_toml_names_the_line() -> None:
    """Also where the parser only says that the document ended."""
    with pytest.raises(ConfigError, match=r"^chat\.toml:2: it is not valid TOML"):
        parse_config("[server]\nname = ", "chat.toml")


def test_a_file_is_read_from_disk_with_or_without_a_byte_order_mark(tmp_path: Path) -> None:
    """Notepad writes one."""
    file = tmp_path / "chat.toml"
    file.write_bytes("\ufeff[server]\nnetwork = 'Tertulia'".encode())

    assert load_config(file).server.network == "Tertulia"


def test_a_missing_file_is_a_clear_error(tmp_path: Path) -> None:
    """It says which file and why."""
    with pytest.raises(ConfigError, match=r"none\.toml: it cannot be read"):
        load_config(tmp_path / "none.toml")


def test_a_file_that_is_not_text_is_a_clear_error(tmp_path: Path) -> None:
    """Nobody meets a decoder's exception."""
    file = tmp_path / "chat.toml"
    file.write_bytes(b"\xff\xfe\x00")

    with pytest.raises(ConfigError, match="it is not UTF-8 text"):
        load_config(file)


@pytest.mark.parametrize(
    ("text", "is_good"),
    [
        ('mode = "durable"', True),
        ('mode = "memory"', True),
        ('mode = "off"', True),
        ('mode = "disk"', False),
        ('not_in = ["#a", "#b"]', True),
        ('not_in = "#a"', True),
        ('not_in = ["a"]', False),
        ("not_in = 1", False),
    ],
)
def test_history_says_what_is_allowed(text: str, *, is_good: bool) -> None:
    """A way to keep it, and rooms by their names."""
    assert (not check_text(f"[history]\n{text}")) is is_good
