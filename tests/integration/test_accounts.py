"""Accounts in real processes: what was acknowledged is there after a kill.

https://ircv3.net/specs/extensions/account-registration
https://ircv3.net/specs/extensions/sasl-3.1
"""

from base64 import b64encode
from pathlib import Path

from tests.support.processes import ServerProcess, run_server
from tests.support.sockets import LineClient

PLAIN = b64encode(b"ana\0ana\0secreto").decode()


def say(client: LineClient, *lines: str) -> str:
    """Say lines; return everything that comes before the answer to a PING."""
    for line in lines:
        client.send_line(line)
    client.send_line("PING all-of-it")
    heard: list[str] = []
    while not heard or "PONG" not in heard[-1]:
        heard.append(client.read_line())
    return "\n".join(heard)


def log_in(client: LineClient, nick: str) -> str:
    """Log in as Ana; return the welcome."""
    lines = (f"AUTHENTICATE {PLAIN}", f"NICK {nick}", "USER a 0 * :A", "CAP END")
    return say(client, "CAP LS 302", "AUTHENTICATE PLAIN", *lines)


def test_what_was_acknowledged_outlives_a_kill(tmp_path: Path) -> None:
    """Account, token, channel, and the person who stays, although nobody said goodbye."""
    data = str(tmp_path / "data")
    start = ("--port", "0", "--data", data)
    with ServerProcess(tmp_path, *start) as server, server.irc("ana", "#mia") as ana:
        say(ana, "REGISTER * * secreto", "NS SET ALWAYS-ON ON")
        say(ana, "CS REGISTER #mia", "TOPIC #mia :tema")
        made = say(ana, "TOKEN CREATE :phone")
        server.kill()
    token = next(line for line in made.split("\n") if " CREATED " in line).rpartition(":")[2]

    with ServerProcess(tmp_path, *start) as server:
        with server.irc("bob") as bob:
            entered = say(bob, "JOIN #mia")
        with server.connect() as ana:
            welcome = log_in(ana, "other")
        with server.connect() as device:
            blob = b64encode(f"\0ana\0{token}".encode()).decode()
            by_token = say(device, "AUTHENTICATE PLAIN", f"AUTHENTICATE {blob}")

    assert " 353 bob = #mia :~ana bob" in entered
    assert " 332 bob #mia :tema" in entered
    assert " 001 ana " in welcome
    assert ":ana!ana@127.0.0.1 JOIN #mia" in welcome
    assert " 903 " in by_token


def test_accounts_made_by_the_command_line_are_there_at_once(tmp_path: Path) -> None:
    """While the server runs, and those made without it when it runs again."""
    data = str(tmp_path / "data")
    start, options = ("--port", "0", "--data", data), ("--password-stdin", "--data", data)
    with ServerProcess(tmp_path, *start) as server:
        added = run_server(tmp_path, "account", "add", "ana", *options, entered="secreto\n")
        with server.connect() as ana:
            welcome = log_in(ana, "ana")
        server.stop()
    run_server(tmp_path, "account", "delete", "ana", "--data", data)

    with ServerProcess(tmp_path, *start) as server, server.connect() as ana:
        refused = log_in(ana, "ana")

    assert (added.code, added.errors) == (0, "")
    assert " 903 " in welcome
    assert " 904 " in refused
