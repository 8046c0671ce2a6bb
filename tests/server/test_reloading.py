"""Reading the configuration again: followed as a whole, or not at all."""

import logging
import ssl
from collections.abc import Callable
from pathlib import Path

import pytest

from tertulia_core.errors import ConfigError
from tertulia_core.transport.tls import server_context
from tertulia_server.config import Config, Reload, load_config, parse_config
from tertulia_server.reloading import ConfigSource, Reloader
from tests.support.certificates import make_certificate

RUNNING = parse_config("[server]\nmotd = 'Hola'")


class Follower:
    """Notes what it is told to follow."""

    def __init__(self) -> None:
        self.followed: list[Config] = []

    def reloader(
        self, read: Callable[[], Config], context: ssl.SSLContext | None = None
    ) -> Reloader:
        """Return a reloader that reads by ``read``."""
        source = ConfigSource("chat.toml", read)
        return Reloader(RUNNING, source, context, self.followed.append)


def test_a_change_is_followed_and_told(caplog: pytest.LogCaptureFixture) -> None:
    """Once: the next time nothing has changed."""
    follower = Follower()
    wanted = parse_config("[server]\nmotd = 'Adiós'\nlisten = 'localhost:1'")
    reloader = follower.reloader(lambda: wanted)

    with caplog.at_level(logging.INFO):
        report = reloader.reload()

    assert report == Reload("chat.toml", ("server.motd",), ("server.listen",))
    (config,) = follower.followed
    assert config.server.motd == ("Adiós",)
    assert config.server.listen == RUNNING.server.listen
    record = vars(caplog.records[-1])
    assert (record["changed"], record["waiting"]) == ("server.motd", "server.listen")
    assert reloader.reload() == Reload("chat.toml", (), ("server.listen",))


def test_a_mistake_leaves_all_as_it_is(caplog: pytest.LogCaptureFixture, tmp_path: Path) -> None:
    """It is logged as something that needs attention, and told to who asked."""
    file = tmp_path / "chat.toml"
    file.write_text("[server]\nmotd = 'Adiós'\n[limits]\nflood = 3", encoding="utf-8")
    follower = Follower()

    report = follower.reloader(lambda: load_config(file)).reload()

    assert report.error == f"{file}:4: limits.flood: it must be true or false"
    assert follower.followed == []
    assert caplog.records[-1].levelno == logging.ERROR
    assert vars(caplog.records[-1])["why"] == report.error


def test_a_file_that_is_gone_is_a_mistake(tmp_path: Path) -> None:
    """The server goes on without it."""
    follower = Follower()

    report = follower.reloader(lambda: load_config(tmp_path / "none.toml")).reload()

    assert "it cannot be read" in report.error
    assert follower.followed == []


def test_other_errors_are_ours() -> None:
    """They are not taken for a mistake in the file."""

    def fail() -> Config:
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        Follower().reloader(fail).reload()


def test_the_certificate_is_read_again(tmp_path: Path) -> None:
    """Though nothing has changed in the file: its path stays, and it is renewed all the time."""
    files = make_certificate(tmp_path)
    context = server_context(files.certificate, files.key)
    config = parse_config(f"[tls]\ncert = '{files.certificate}'\nkey = '{files.key}'")
    follower = Follower()
    reloader = follower.reloader(lambda: config, context)
    assert reloader.reload().error == ""
    files.key.write_text("no key at all", encoding="utf-8")

    report = reloader.reload()

    assert str(files.key) in report.error
    assert len(follower.followed) == 1


def test_a_mistake_is_found_before_anything_is_done(tmp_path: Path) -> None:
    """A bad certificate leaves the other keys as they are too."""
    files = make_certificate(tmp_path)
    context = server_context(files.certificate, files.key)
    follower = Follower()
    wanted = parse_config("[server]\nmotd = 'Adiós'\n[tls]\ncert = '/nowhere/x.pem'")

    report = follower.reloader(lambda: wanted, context).reload()

    assert "/nowhere/x.pem" in report.error
    assert follower.followed == []


def test_the_sentence_of_an_error_is_what_is_told() -> None:
    """Whatever raised it."""

    def fail() -> Config:
        raise ConfigError("that will not do", file="chat.toml", line=3)

    assert Follower().reloader(fail).reload().error == "chat.toml:3: that will not do"
