"""A web page in headless Chromium at the WebSocket door: what only a real browser does.

It sends its origin and asks for the text subprotocol, and breaks a connection that
answers otherwise than the standard says.
"""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from queue import Queue
from threading import Thread
from typing import NamedTuple

import pytest

from tests.support.peers import need
from tests.support.processes import LAUNCHER, ServerProcess
from tests.support.sockets import free_port

PAGE = (Path(__file__).parent / "page.html").read_bytes()
SECONDS = 60.0
"""How long the browser may take, a cold start included."""


class Report(NamedTuple):
    """What the page tells at its end."""

    what: str
    heard: list[str]
    protocol: str


class Site:
    """A web server on this computer with one page, which reports back to it.

    Attributes:
        origin: where its page comes from, as the browser says it.
        reports: what the page has told.
    """

    def __init__(self) -> None:
        self.reports: Queue[Report] = Queue()
        site = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                self._answer(200 if self.path.startswith("/?") else 404, PAGE)

            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["Content-Length"]))
                site.reports.put(Report(**json.loads(body)))
                self._answer(200, b"")

            def log_message(self, *_words: object) -> None:
                """Write nothing to standard error."""

            def _answer(self, status: int, body: bytes) -> None:
                self.send_response(status)
                self.send_header("Content-Type", "text/html; charset=utf-8")
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.origin = f"http://127.0.0.1:{self._server.server_port}"

    @contextmanager
    def serving(self) -> Iterator["Site"]:
        """Serve while the block runs."""
        thread = Thread(target=self._server.serve_forever, name="site")
        thread.start()
        try:
            yield self
        finally:
            self._server.shutdown()
            thread.join()
            self._server.server_close()


@pytest.fixture
def site() -> Iterator[Site]:
    """A web site with a page that chats."""
    with Site().serving() as site:
        yield site


@contextmanager
def browsing(profile: Path, url: str) -> Iterator[None]:
    """Keep a headless browser with a new profile at ``url`` while the block runs."""
    command = [need("chromium"), "--headless", "--disable-gpu", "--no-first-run"]
    command += ["--disable-background-networking", f"--user-data-dir={profile}"]
    if os.getuid() == 0:
        command.append("--no-sandbox")  # its sandbox needs a user
    quiet = subprocess.DEVNULL
    with subprocess.Popen([*command, url], stdin=quiet, stdout=quiet, stderr=quiet) as process:
        try:
            yield
        finally:
            process.kill()


@contextmanager
def chat_server(home: Path, origins: list[str]) -> Iterator[tuple[ServerProcess, int]]:
    """Run a server with a WebSocket door; give it and the door's port."""
    port = free_port()
    config = home / "chat.toml"
    config.write_text(
        f"[server]\nlisten = '127.0.0.1:0'\nwebsocket_listen = '127.0.0.1:{port}'\n"
        f"[websocket]\norigins = {json.dumps(origins)}\n",
        encoding="utf-8",
    )
    command = (sys.executable, str(LAUNCHER))
    with ServerProcess(home, "--config", str(config), command=command) as server:
        yield server, port


def test_a_page_of_a_listed_origin_chats(tmp_path: Path, site: Site) -> None:
    """It and somebody with an IRC client read each other, emoji and all."""
    with (
        chat_server(tmp_path, [site.origin]) as (server, port),
        server.irc("ana") as ana,
        browsing(tmp_path / "profile", f"{site.origin}/?port={port}"),
    ):
        ana.socket.settimeout(SECONDS)
        ana.read_until(lambda line: line.endswith(" PRIVMSG #sala :hola desde una página 🙂"))
        ana.send_line("PRIVMSG #sala :¿me lees?")
        ana.read_until(lambda line: line.endswith(" PRIVMSG #sala :te leo, ñandú"))
        left = ana.read_until(lambda line: " QUIT " in line)[-1]

        report = site.reports.get(timeout=SECONDS)

    assert "adiós" in left
    assert report.protocol == "text.ircv3.net"
    assert report.what == "closed 1000"
    assert any(line.endswith(" PRIVMSG #sala :¿me lees?") for line in report.heard)
    assert " ERROR :" in report.heard[-1]
    assert not any("\r" in line or "\n" in line for line in report.heard)


def test_a_page_of_another_origin_is_refused(tmp_path: Path, site: Site) -> None:
    """It never hears a word."""
    with (
        chat_server(tmp_path, ["https://chat.example"]) as (_server, port),
        browsing(tmp_path / "profile", f"{site.origin}/?port={port}"),
    ):
        report = site.reports.get(timeout=SECONDS)

    assert report == Report("refused", [], "")
