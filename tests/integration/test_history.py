"""What was said before a restart, as other people's programs and a bare connection read it.

https://ircv3.net/specs/extensions/chathistory
"""

from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from tests.support.processes import ServerProcess
from tests.support.real_clients import weechat
from tests.support.sockets import LineClient

TEXTS = ("uno, antes", "dos, antes", "三, antes")
CAPS = "draft/chathistory batch message-tags server-time echo-message tertulia.invalid/search"


def with_caps(server: ServerProcess, nick: str) -> LineClient:
    """Return a connection that can ask for history, in the room."""
    client = server.connect()
    client.send_line(f"CAP REQ :{CAPS}")
    for line in (f"NICK {nick}", f"USER {nick} 0 * :{nick}", "CAP END", "JOIN #tarde"):
        client.send_line(line)
    client.read_until(lambda line: f" 366 {nick} " in line)
    return client


def ask(client: LineClient, question: str) -> list[str]:
    """Return what an answer in a batch holds, without the batch."""
    client.send_line(question)
    _opening, *inside, _closing = client.read_until(lambda line: " BATCH -" in line)
    return inside


@pytest.fixture
def server(tmp_path: Path) -> Iterator[ServerProcess]:
    """A server that keeps what is said on the disk, started anew after something was said."""
    config = tmp_path / "server.toml"
    folder = tmp_path / "data"
    config.write_text(f'[server]\ndata = "{folder}"\n[limits]\nflood = false\n', encoding="utf-8")
    arguments = ("--port", "0", "--config", str(config))
    with ServerProcess(tmp_path, *arguments) as first, with_caps(first, "ana") as ana:
        for text in TEXTS:
            ana.send_line(f"PRIVMSG #tarde :{text}")
            ana.read_until(lambda line, text=text: line.endswith(f":{text}"))  # type: ignore[misc]
        first.kill()
    with ServerProcess(tmp_path, *arguments) as second:
        yield second


def test_acknowledged_messages_outlive_a_kill(server: ServerProcess) -> None:
    """All of them, in order, by id and by words, and their ids go on."""
    with with_caps(server, "bob") as bob:
        lines = ask(bob, "CHATHISTORY LATEST #tarde * 10")
        assert [line.rpartition(" :")[2] for line in lines] == list(TEXTS)

        msgid = lines[0].partition("msgid=")[2].partition(" ")[0].partition(";")[0]
        after = ask(bob, f"CHATHISTORY AFTER #tarde msgid={msgid} 1")
        assert [line.rpartition(" :")[2] for line in after] == [TEXTS[1]]

        found = ask(bob, "SEARCH * :三")
        assert [line.rpartition(" :")[2] for line in found] == [TEXTS[2]]

        bob.send_line("PRIVMSG #tarde :después")
        echo = bob.read_until(lambda line: line.endswith(":después"))[-1]
        assert all(echo.partition("msgid=")[2].partition(" ")[0] not in line for line in lines)


@pytest.mark.peer
def test_weechat_is_shown_the_last_messages(server: ServerProcess, tmp_path: Path) -> None:
    """A client that cannot ask: with their time of then, and said by whom."""
    with ExitStack() as stack:
        home = tmp_path / "weechat"
        home.mkdir()
        wee = stack.enter_context(weechat(home, server.port, nick="wee", room="#tarde"))
        for text in TEXTS:
            wee.shows(f"ana\t{text}")

        shown = wee.shown()
        notices = [line for line in shown.splitlines() if "before you came" in line]
        assert len(notices) == 2, shown
        places = [shown.index(text) for text in (notices[0], *TEXTS, notices[1])]
        assert places == sorted(places), shown
