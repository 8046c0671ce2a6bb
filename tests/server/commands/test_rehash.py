"""REHASH: the configuration read again by an operator of the server.

https://modern.ircdocs.horse/#rehash-message
"""

from collections.abc import Callable

import pytest

from tertulia_server.config import OperConfig, Reload
from tests.support.harness import Client, Harness, make_config
from tests.support.matchers import TEXT, Pattern, line, numeric

FILE = "/etc/tertulia.toml"


def operator(reload: Callable[[], Reload] | None) -> Client:
    """Return an operator of a server that reloads so."""
    config = make_config(oper={"ana": OperConfig("x")})
    ana = Harness(config, reload=reload).connect("ana")
    ana.send("OPER ana x")
    ana.read()
    return ana


def test_the_report_says_what_changed_and_what_waits() -> None:
    """382 with the file, then a notice for each."""
    report = Reload(FILE, ("server.motd", "oper.eva"), ("server.listen",))

    answer = operator(lambda: report).ask("REHASH")

    assert answer == [
        numeric("382", "ana", FILE, TEXT),
        line("NOTICE", "ana", Pattern(".*: server.motd, oper.eva")),
        line("NOTICE", "ana", Pattern(".*: server.listen")),
    ]


def test_nothing_has_changed() -> None:
    """Then 382 is all."""
    assert operator(lambda: Reload(FILE)).ask("REHASH") == [numeric("382", "ana", FILE, TEXT)]


def test_many_changes_take_many_lines() -> None:
    """None of them is cut."""
    keys = tuple(f"webirc.gateway-{number}" for number in range(100))

    _done, *notices = operator(lambda: Reload(FILE, keys)).ask("REHASH")

    told = "".join(notice.params[1] for notice in notices).partition(": ")[2]
    assert tuple(told.split(", ")) == keys
    assert all(len(notice.params[1].encode()) <= 400 for notice in notices)


def test_a_mistake_is_told_in_full() -> None:
    """With its file, line and key."""
    error = "chat.toml:3: limits.flood: it must be true or false"

    answer = operator(lambda: Reload(FILE, error=error)).ask("REHASH")

    assert answer == [line("FAIL", "REHASH", "INVALID_CONFIG", error)]


def test_without_a_file_there_is_nothing_to_read() -> None:
    """As it is started most often."""
    answer = operator(None).ask("REHASH")

    assert answer == [line("FAIL", "REHASH", "INVALID_CONFIG", TEXT)]


def test_only_operators_may(chat: Harness, ana: Client) -> None:
    """Others are told so, and nothing is read."""
    assert ana.ask("REHASH") == [numeric("481", "ana", TEXT)]


@pytest.mark.parametrize("report", [Reload(FILE, ("server.motd",)), Reload(FILE, error="x")])
def test_the_answer_has_the_label(report: Reload) -> None:
    """A batch for several lines, else the line itself."""
    ana = operator(lambda: report)
    ana.send("CAP REQ :labeled-response batch")
    ana.read()

    ana.send("@label=7 REHASH")

    assert ana.read()[0].tags["label"] == "7"
