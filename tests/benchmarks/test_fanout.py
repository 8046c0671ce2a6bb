"""The benchmark runs whole, in small, and tells its figures."""

import json
from pathlib import Path

import pytest

from benchmarks import fanout
from benchmarks.doors import BareText
from benchmarks.generator import Load, Shape
from benchmarks.servers import SERVERS, Program, started
from benchmarks.verify import DeliveryError

SMALL = Shape("small", clients=6, rooms=1, senders=6, window=2)


def test_figures_are_printed_and_written(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Ratio first, then the table; the same figures as JSON."""
    monkeypatch.setitem(fanout.SHAPES, "w1", SMALL)
    file = tmp_path / "figures.json"
    options = ["--shape", "w1", "--rounds", "1", "--seconds", "0.1", "--no-pin"]
    servers = ["--server", "threads", "--server", "tutorial"]

    assert fanout.main([*options, *servers, "--json", str(file)]) == 0

    first, *rest = capsys.readouterr().out.splitlines()
    figures = json.loads(file.read_text(encoding="utf-8"))["figures"]
    assert first.startswith("small: ")
    assert [figure["server"] for figure in figures] == [
        SERVERS[key].name for key in ("threads", "tutorial")
    ]
    assert all(figure["rate"] > 0 for figure in figures)
    assert sum(line.startswith("| small |") for line in rest) == 2


ECHO_TO_ALL = """
import sys
sys.path.insert(0, sys.argv[1])
from benchmarks import thread_server
class Everybody(list):
    def __iter__(self):
        return iter([client for client in list.__iter__(self) for _ in range(2)])
thread_server.clients = Everybody()
thread_server.main()
"""


def test_a_server_that_says_everything_twice_is_caught() -> None:
    """Figures of a server that does not deliver exactly are no figures."""
    root = str(Path(fanout.__file__).parents[1])
    program = Program("twice", BareText(), lambda _: ["-c", ECHO_TO_ALL, root])
    with started(program, None) as server:
        load = Load(SMALL, program.door, server)
        load.enter()

        with pytest.raises(DeliveryError):
            load.run(0.1)
        load.close()
