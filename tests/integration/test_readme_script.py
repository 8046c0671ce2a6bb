"""The script that the README shows answers in the room."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.support.processes import ROOT, ServerProcess
from tests.support.sockets import LineClient
from tests.support.waiting import eventually


def answers(ana: LineClient) -> list[str]:
    """Say hello and return what a guest has said until now."""
    ana.send_line("PRIVMSG #sala :hola")
    ana.send_line("PING here")
    lines = ana.read_until(lambda line: line.endswith("here"))
    return [line for line in lines if line.startswith(":invitado-1!") and " PRIVMSG " in line]


@pytest.mark.parametrize("page", ["README.md", "README.es.md"])
def test_the_script_answers(page: str, tmp_path: Path) -> None:
    """Copied from the page and run as it is, but for the port."""
    found = re.search(r"```python\n(.+?)```", (ROOT / page).read_text(encoding="utf-8"), re.DOTALL)
    assert found is not None

    with ServerProcess(tmp_path) as server, server.irc("ana") as ana:
        script = found[1].replace("12345", str(server.port))
        with subprocess.Popen([sys.executable, "-c", script]) as program:
            answer = eventually(lambda: answers(ana), "the script answers", every=0.5)[0]
            program.terminate()

    assert answer.endswith(" PRIVMSG #sala :¡Hola! Soy un programa.")
