"""The disk is full: who talks is told, nobody hears it, and it goes on when there is room."""

from pathlib import Path

from tests.support.checker import Evidence, violations
from tests.support.crashes import CONFIG
from tests.support.crowd import Crowd
from tests.support.history_reader import kept_in
from tests.support.processes import ServerProcess
from tests.support.small_disk import SmallDisk, on_small_disk
from tests.support.sockets import LineClient
from tests.support.waiting import eventually

MEBIBYTES = 1


def start(home: Path, disk: Path, port: int = 0) -> ServerProcess:
    """Start a server whose data folder is a small disk."""
    disk.mkdir()
    config = home / "full.toml"
    config.write_text(f"{CONFIG}[server]\ndata = {str(disk / 'data')!r}\n", encoding="utf-8")
    arguments = ("--port", str(port), "--config", str(config))
    return ServerProcess(home, *arguments, command=on_small_disk(disk, mebibytes=MEBIBYTES))


def talker(server: ServerProcess, nick: str) -> LineClient:
    """Return a member of the room that hears its own echo."""
    client = server.irc(nick)
    client.send("CAP REQ :echo-message standard-replies\r\nPING in\r\n")
    client.read_until(lambda line: line.endswith(":in"))
    return client


def heard(client: LineClient, token: str) -> list[str]:
    """Return what came before the answer to a PING."""
    client.send_line(f"PING {token}")
    return client.read_until(lambda line: line.endswith(f":{token}"))[:-1]


def texts(lines: list[str]) -> list[str]:
    """Return what lines say."""
    return [line.rpartition(":")[2] for line in lines]


def say_until_refused(client: LineClient, small: SmallDisk) -> list[str]:
    """Say things on a disk without room until three are refused; return those that were kept.

    What the server gives back of its own, it may still fill.
    """
    kept: list[str] = []
    refusals = 0
    for number in range(200):
        small.fill()
        client.send_line(f"PRIVMSG #sala :full {number}")
        answer = client.read_line()
        if " FAIL PRIVMSG STORE_UNAVAILABLE #sala " in answer:
            refusals += 1
            if refusals == 3:
                return kept
        else:
            assert answer.endswith(f" PRIVMSG #sala :full {number}")
            kept.append(f"full {number}")
    raise AssertionError(f"there is always room: {kept}")


def test_who_talks_is_told_and_nobody_hears_it(tmp_path: Path) -> None:
    """Until there is room again: then it goes on by itself, on the same connections."""
    disk = tmp_path / "disk"
    with (
        start(tmp_path, disk) as server,
        talker(server, "ana") as ana,
        talker(server, "eva") as eva,
    ):
        heard(ana, "start")
        small = SmallDisk(server, disk)
        kept = say_until_refused(ana, small)
        assert texts(heard(eva, "full")) == kept

        small.make_room()
        ana.send_line("PRIVMSG #sala :kept")
        assert ana.read_line().endswith(" PRIVMSG #sala :kept")
        assert texts(heard(eva, "room")) == ["kept"]
        assert [each.text for each in kept_in(server, ["#sala"])] == [*kept, "kept"]
        assert server.stop().code == 0


def test_a_crowd_loses_nothing_on_a_disk_that_fills_up_and_is_emptied(tmp_path: Path) -> None:
    """Whoever is refused says it again, and every promise about messages holds."""
    disk = tmp_path / "disk"
    with start(tmp_path, disk) as server, Crowd(server.port) as crowd:
        small = SmallDisk(server, disk)
        for _time in range(3):
            crowd.await_more(100)
            refused = crowd.records.refused
            small.fill()
            eventually(lambda: crowd.records.refused > refused + 50, "they are refused")  # noqa: B023
            small.make_room()
        crowd.await_more(100)
        crowd.finish()
        evidence = Evidence(
            kept_in(server, crowd.rooms), crowd.records.acknowledged, crowd.records.shown
        )
        assert server.stop().code == 0

    assert violations(evidence) == []
    assert crowd.records.connections == 6
