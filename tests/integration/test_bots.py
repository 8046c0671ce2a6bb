"""Bots and scripts talk over the network: stored once, whatever happens to the server meanwhile."""

import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from tertulia_core.client import Bot, BotError, BotMessage
from tests.support.processes import ServerProcess, clean_environment
from tests.support.waiting import eventually

SECONDS = 20.0
DOCS = Path(__file__).parents[2] / "docs"


@pytest.fixture
def server(tmp_path: Path) -> Iterator[ServerProcess]:
    """A server of the test's own."""
    config = tmp_path / "patient.toml"
    config.write_text("[limits]\nflood = false\n", encoding="utf-8")
    with ServerProcess(tmp_path, "--port", "0", "--config", str(config)) as started:
        yield started


def bot_at(server: ServerProcess, nick: str, room: str = "#sala") -> Bot:
    """Return a bot that goes to a room."""
    return Bot(f"127.0.0.1:{server.port}/{room}", nick=nick)


def said_in(bot: Bot, room: str = "#sala") -> list[str]:
    """Return what was said in a room, oldest first."""
    return [message.text for message in bot.history(room)][::-1]


@pytest.mark.parametrize(("page", "nick"), [("en/bots.md", "echo"), ("es/bots.md", "eco")])
def test_the_echo_bot_of_the_docs_answers(server: ServerProcess, page: str, nick: str) -> None:
    """It takes five lines."""
    text = (DOCS / page).read_text(encoding="utf-8").split("```python\n")[1].partition("```")[0]
    code = text.replace("localhost:12345", f"127.0.0.1:{server.port}")
    names: dict[str, Bot] = {}
    exec(code.replace("bot.run()", "bot.start()"), names)
    heard: list[BotMessage] = []
    with ExitStack() as stack:
        echo = names["bot"]
        stack.callback(echo.stop)
        ana = stack.enter_context(bot_at(server, "ana"))
        ana.on_message(heard.append)
        echo.send("#sala", "listo")
        msgid = ana.send("#sala", "hola\na todos")
        eventually(lambda: "hola\na todos" in [message.text for message in heard], "answered")

    assert msgid
    assert heard[-1].nick == nick


def test_messages_survive_a_restart_of_the_server(tmp_path: Path) -> None:
    """What is sent while it is down is stored once when it is back, and found in order."""
    with ServerProcess(tmp_path, "--port", "0") as first:
        port = first.port
        with Bot(f"127.0.0.1:{port}/#sala", nick="obra") as bot:
            bot.send("#sala", "uno")
            first.kill()
            ids: list[str] = []
            sender = threading.Thread(target=lambda: ids.append(bot.send("#sala", "dos")))
            sender.start()
            with ServerProcess(tmp_path, "--port", str(port)) as second:
                sender.join(SECONDS)
                bot.send("#sala", "tres")
                with Bot(f"127.0.0.1:{second.port}/#sala", nick="otra") as reader:
                    assert said_in(reader) == ["uno", "dos", "tres"]
                    assert said_in(bot) == ["uno", "dos", "tres"]
    assert len(ids) == 1


KILLED = """
import os, sys, threading
from pathlib import Path
from tertulia_core.client import Bot
bot = Bot(sys.argv[1], nick="obra", folder=Path(sys.argv[2]))
bot.start()
for text in sys.argv[3:]:
    threading.Thread(target=bot.send, args=("#sala", text), daemon=True).start()
    while text not in (one.text for one in bot.unsent()):
        pass
os._exit(9)
"""


def test_what_a_killed_program_left_is_sent_by_its_next_run(
    server: ServerProcess, tmp_path: Path
) -> None:
    """Once, whether the server had it already or not."""
    target, folder = f"127.0.0.1:{server.port}/#sala", tmp_path / "state"
    for texts in (["uno", "dos"], ["tres"], ["cuatro"]):
        died = subprocess.run(
            [sys.executable, "-c", KILLED, target, str(folder), *texts],
            env=clean_environment(tmp_path, PYTHONPATH=":".join(sys.path)),
            timeout=SECONDS, check=False,
        )  # fmt: skip
        assert died.returncode == 9
    with Bot(target, nick="obra", folder=folder) as bot:
        bot.wait_until_online(SECONDS)
        eventually(lambda: not bot.unsent(), "everything is confirmed")
        assert sorted(said_in(bot)) == ["cuatro", "dos", "tres", "uno"]


def test_history_goes_back_page_by_page(server: ServerProcess) -> None:
    """From the newest to the oldest, or from a message on."""
    with bot_at(server, "ana") as ana:
        ids = [ana.send("#sala", str(number)) for number in range(130)]
        assert said_in(ana) == [str(number) for number in range(130)]
        before = [message.text for message in ana.history("#sala", before=ids[3])]
    assert before == ["2", "1", "0"]


def test_a_refusal_is_an_exception(server: ServerProcess) -> None:
    """With the server's reason."""
    with bot_at(server, "ana") as ana, pytest.raises(BotError, match="nadie"):
        ana.send("nadie", "¿hola?", timeout=SECONDS)


def say(server: ServerProcess, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run the command."""
    return subprocess.run(
        [sys.executable, "-m", "tertulia_core.client.say", *arguments],
        env=clean_environment(Path.cwd(), PYTHONPATH=":".join(sys.path)),
        capture_output=True, text=True, timeout=SECONDS, check=False, input="de la tubería\n",
    )  # fmt: skip


@pytest.mark.parametrize(("text", "said"), [("verde 🟢", "verde 🟢"), ("-", "de la tubería")])
def test_a_line_from_a_script(server: ServerProcess, text: str, said: str) -> None:
    """Exit code 0 means that the server has it."""
    done = say(server, "#builds", text, "--server", f"127.0.0.1:{server.port}", "--nick", "ci")

    assert (done.returncode, done.stderr, done.stdout) == (0, "", "")
    with bot_at(server, "ana", "#builds") as ana:
        assert said_in(ana, "#builds") == [said]


@pytest.mark.parametrize(
    ("arguments", "code", "error"),
    [
        (["#a", "x", "--server", "127.0.0.1:1", "--timeout", "0.5"], 1, "127.0.0.1:1"),
        (["#a"], 2, "text"),
        (["#a", "x", "--server", "localhost:99999999"], 2, "99999999"),
        (["#a", "x", "--password-file", "/does/not/exist"], 2, "/does/not/exist"),
    ],
)
def test_what_goes_wrong_is_one_line(
    server: ServerProcess, arguments: list[str], code: int, error: str
) -> None:
    """And an exit code: 1 for the message, 2 for the command line."""
    done = say(server, *arguments)

    assert done.returncode == code
    assert done.stderr.count("\n") == 1
    assert error in done.stderr
