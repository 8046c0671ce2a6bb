"""A server that may open 64 files: those inside talk on, others come in when some leave."""

import sys
from contextlib import ExitStack
from pathlib import Path

from tests.support.crashes import CONFIG
from tests.support.history_reader import kept_in
from tests.support.processes import LAUNCHER, ServerProcess
from tests.support.sockets import LineClient

MOST = 64
WANTED = 80
COMMAND = ("sh", "-c", f'ulimit -n {MOST} && exec "$@"', "sh", sys.executable, "-S", str(LAUNCHER))


def say(client: LineClient, text: str) -> None:
    """Say something and wait for the answer to a PING behind it."""
    client.send(f"PRIVMSG #sala :{text}\r\nPING {text}\r\n")
    client.read_until(lambda line: line.endswith(f" :{text}") and "PONG" in line)


def test_those_inside_talk_on_and_others_come_in_when_some_leave(tmp_path: Path) -> None:
    """What they say meanwhile is kept."""
    config = tmp_path / "few.toml"
    config.write_text(CONFIG, encoding="utf-8")
    arguments = ("--port", "0", "--config", str(config))
    with ServerProcess(tmp_path, *arguments, command=COMMAND) as server, ExitStack() as stack:
        ana, bob = (stack.enter_context(server.irc(nick)) for nick in ("ana", "bob"))
        crowd = [stack.enter_context(server.connect()) for _number in range(WANTED)]
        for number, client in enumerate(crowd):
            client.send(f"NICK n{number}\r\nUSER u 0 * :U\r\nJOIN #sala\r\n")
        say(ana, "crowded")
        assert any(line.endswith("PRIVMSG #sala :crowded") for line in _until(bob, "crowded"))

        for client in crowd[:40]:
            client.close()
        for number, client in enumerate(crowd[40:], 40):
            client.read_until(lambda line, nick=f"n{number}": f" 366 {nick} " in line)  # type: ignore[misc]
        say(ana, "roomy")
        assert [kept.text for kept in kept_in(server, ["#sala"])] == ["crowded", "roomy"]
        assert server.stop().code == 0


def _until(client: LineClient, text: str) -> list[str]:
    return client.read_until(lambda line: line.endswith(f":{text}"))
