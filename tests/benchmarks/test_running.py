"""The benchmarks run whole, in small; who cannot be measured is told and leaves a gap."""

import dataclasses
import json
import sys
from pathlib import Path

import pytest

from benchmarks import __main__ as program
from benchmarks import rounds, servers
from benchmarks.building import Built
from benchmarks.figures import Figures
from benchmarks.servers import SERVERS
from benchmarks.shapes import SHAPES
from tests.support.peers import need

NOTHING = Built(Path("load"), Path("limit"), has_tls=False)


def test_figures_are_printed_and_written(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The table on the terminal, and every round as JSON."""
    need("cc")
    file = tmp_path / "artifacts" / "figures.json"
    options = ["--shape", "small-w64", "--rounds", "2", "--seconds", "0.05", "--json", str(file)]

    assert program.main([*options, "--server", "limit", "--server", "threads"]) == 0

    figures = Figures.from_json(file.read_text(encoding="utf-8"))
    assert {key: len(runs) for key, runs in figures.rounds["small-w64"].items()} == {
        "threads": 2,
        "limit": 2,
    }
    assert all(run for runs in figures.rounds["small-w64"].values() for run in runs)
    assert f"| {SHAPES['small-w64'].title} | a thread per client |" in capsys.readouterr().out


def test_figures_can_be_printed_again(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """From the file, without measuring; with what failed below."""
    figures = Figures()
    figures.add("start", "tertulia", {"start": 0.125})
    figures.complain("It was late.")
    file = tmp_path / "figures.json"
    file.write_text(figures.to_json(), encoding="utf-8")

    assert program.main(["--from", str(file)]) == 0

    out = capsys.readouterr().out
    assert "| from nothing | tertulia, history in memory | 0.125 (0.125–0.125) |" in out
    assert out.endswith("It was late.\n")


def test_a_server_that_does_not_start_leaves_a_gap(monkeypatch: pytest.MonkeyPatch) -> None:
    """The others are measured all the same."""
    broken = dataclasses.replace(
        SERVERS["threads"], command=lambda *_: [sys.executable, "-c", "print('no port')"]
    )
    monkeypatch.setattr(servers, "SERVERS", {**SERVERS, "threads": broken})
    figures = Figures()

    rounds.run(figures, {"start": dataclasses.replace(SHAPES["start"], servers=("threads",))},
               {"threads"}, 2, 0.1, NOTHING)  # fmt: skip

    assert figures.rounds == {"start": {"threads": [None, None]}}
    assert "did not say where it listens" in figures.troubles[0]


def test_a_program_that_is_missing_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    """By its name, once, and nothing is measured in its place."""
    monkeypatch.setenv("PATH", "")
    figures = Figures()

    rounds.run(figures, {"start": SHAPES["start"]}, {"ngircd"}, 1, 0.1, NOTHING)

    assert figures.rounds == {}
    assert "ngIRCd was not measured: ngircd is not installed." in figures.troubles


@pytest.mark.parametrize("key", ["tertulia", "durable", "ngircd", "inspircd"])
def test_configurations_are_filled_in(key: str, tmp_path: Path) -> None:
    """With the port and the folder, so that no two runs meet."""
    command = SERVERS[key].command(tmp_path, 12_399, NOTHING)

    (config,) = [path for path in tmp_path.iterdir() if path.is_file()]
    text = config.read_text(encoding="utf-8")
    settings = [line for line in text.splitlines() if line.strip()[:1] not in {"", "#"}]
    assert any(str(config) in word for word in command)
    assert not any("{" in line for line in settings)
    assert ("12399" in text) == (not SERVERS[key].says_port)


def test_the_page_keeps_what_people_wrote() -> None:
    """Its notes are those of the file beside the programs."""
    page = (program.ROOT / "docs/benchmarks.md").read_text(encoding="utf-8")

    assert program.NOTES.read_text(encoding="utf-8").strip() in page


def test_every_round_is_valid_json() -> None:
    """Also one that failed."""
    figures = Figures()
    figures.add("start", "tertulia", None)

    assert json.loads(figures.to_json())["rounds"] == {"start": {"tertulia": [None]}}
