"""Servers one has been to are remembered, passwords never."""

from pathlib import Path

import pytest

from tertulia_core.address import parse_target
from tertulia_core.client.known_servers import MOST, KnownServer, KnownServers, default_path


def test_the_last_visited_comes_first_with_its_rooms(tmp_path: Path) -> None:
    """What was known of it stays known."""
    known = KnownServers(tmp_path / "new" / "servers.json")
    known.remember(parse_target("ircs://irc.example/#a"), nick="ana", account="ana")
    known.remember(parse_target("localhost:12345/#sala"), nick="ana")
    known.remember(parse_target("ircs://irc.example/#b"), nick="ana2")

    assert known.all() == [
        KnownServer("irc.example:6697", True, "ana2", "ana", ("#b", "#a")),
        KnownServer("localhost:12345", False, "ana", "", ("#sala",)),
    ]


def test_a_server_can_be_forgotten(tmp_path: Path) -> None:
    """Only that one."""
    known = KnownServers(tmp_path / "servers.json")
    for address in ("a:1", "b:2"):
        known.remember(parse_target(address), nick="ana")
    known.forget("a:1")

    assert [server.address for server in known.all()] == ["b:2"]


def test_the_list_does_not_grow_for_ever(tmp_path: Path) -> None:
    """Who was not visited for longest makes room."""
    known = KnownServers(tmp_path / "servers.json")
    for number in range(MOST + 1):
        known.remember(parse_target(f"h{number}:1"), nick="ana")

    assert (len(known.all()), known.all()[-1].address) == (MOST, "h1:1")


@pytest.mark.parametrize("found", ["", "{}", "[3]", '[{"address": 1}]', "null"])
def test_a_file_of_somebody_else_counts_as_empty(tmp_path: Path, found: str) -> None:
    """And the next visit is remembered."""
    path = tmp_path / "servers.json"
    path.write_text(found, encoding="utf-8")
    known = KnownServers(path)
    before = known.all()
    known.remember(parse_target("a:1"), nick="ana")

    assert before == []
    assert len(known.all()) == 1


def test_without_a_place_nothing_is_remembered(tmp_path: Path) -> None:
    """No folder is known, or it cannot be written."""
    (tmp_path / "file").touch()
    for known in (KnownServers(None), KnownServers(tmp_path / "file" / "servers.json")):
        known.remember(parse_target("a:1"), nick="ana")

        assert known.all() == []
    assert default_path({"XDG_STATE_HOME": str(tmp_path)}) == tmp_path / "tertulia" / "servers.json"
