"""From one configuration to another: what a running server follows, and what waits."""

import dataclasses

import pytest

from tertulia_core.i18n import set_language
from tertulia_server.config import Config, compare, parse_config, render_defaults
from tertulia_server.config.values import SECTIONS

RUNNING = parse_config(
    """
    [server]
    listen = "localhost:7000"
    motd = "Hola"
    [limits]
    channels = 7
    [webirc.kiwi]
    password = "x"
    hosts = "unix"
    [oper.ana]
    password = "x"
    """
)


def test_nothing_changes() -> None:
    """Equal files are the same configuration."""
    assert compare(RUNNING, RUNNING) == (RUNNING, (), ())


def test_what_can_be_followed_is() -> None:
    """Changed, added and taken away, in the order of the page that shows every key."""
    wanted = parse_config(
        """
        [server]
        listen = "localhost:7000"
        [limits]
        channels = 8
        flood = false
        [webirc.kiwi]
        password = "y"
        hosts = "unix"
        [webirc.qwebirc]
        password = "x"
        hosts = "unix"
        """
    )

    changes = compare(RUNNING, wanted)

    assert changes.config == wanted
    assert changes.waiting == ()
    assert changes.followed == (
        "server.motd",
        "limits.flood",
        "limits.channels",
        "webirc.kiwi",
        "webirc.qwebirc",
        "oper.ana",
    )


def test_what_needs_a_restart_waits_for_it() -> None:
    """The old value holds, and the next comparison says the same again."""
    wanted = dataclasses.replace(
        RUNNING,
        server=dataclasses.replace(RUNNING.server, listen=("localhost:1",), motd=("Adiós",)),
        tls=dataclasses.replace(RUNNING.tls, listen=("localhost:2",), cert="x.pem"),
    )

    first = compare(RUNNING, wanted)
    second = compare(first.config, wanted)

    assert first.followed == ("server.motd", "tls.cert")
    assert first.waiting == second.waiting == ("server.listen", "tls.listen")
    assert second.followed == ()
    assert first.config.server.listen == ("localhost:7000",)
    assert (first.config.server.motd, first.config.tls.cert) == (("Adiós",), "x.pem")


def test_what_is_taken_back_waits_no_longer() -> None:
    """The file says again what is in force."""
    wanted = parse_config("[server]\nlisten = 'localhost:1'")

    waiting = compare(RUNNING, wanted)

    assert compare(waiting.config, dataclasses.replace(wanted, server=RUNNING.server)).waiting == ()


def test_every_key_says_whether_it_can_be_followed() -> None:
    """Where the server listens and keeps its files is settled at the start, limits are not."""
    fixed = [
        f"{name}.{key.name}"
        for name, kind in SECTIONS.items()
        for key in dataclasses.fields(kind)
        if key.metadata["is_fixed"]
    ]

    assert fixed == [
        "server.name",
        "server.listen",
        "server.websocket_listen",
        "server.data",
        "server.proxy_required",
        "server.casemapping",
        "server.insecure_plaintext",
        "server.allow_root",
        "accounts.fast_hash",
        "history.mode",
        "history.days",
        "history.bytes",
        "history.not_in",
        "tls.client_authorities",
        "tls.listen",
        "tls.websocket_listen",
    ]
    assert compare(Config(), Config()).waiting == ()


@pytest.mark.parametrize(("key", "is_told"), [("listen", True), ("motd", False)])
def test_the_page_of_all_keys_tells_which_need_a_restart(key: str, is_told: bool) -> None:
    """Above the key, behind what it is for."""
    page = render_defaults().splitlines()

    about = page[next(number for number, row in enumerate(page) if row.startswith(key)) - 1]

    assert about.endswith("(Needs a restart.)") is is_told


def test_it_tells_that_in_the_readers_language() -> None:
    """Like all the rest of the page."""
    set_language("es")

    page = render_defaults()

    assert "(Requiere reiniciar.)\nlisten = " in page
    assert "restart" not in page
