"""``tertulia-tui --plain``: what is typed or piped in goes to the room, what is said is written.

At a keyboard the main thread reads, because only there do Ctrl+C and line editing work, and
the talk has a thread of its own. From a pipe a thread of no importance reads, so that the
program can end while it waits.
"""

import codecs
import contextlib
import importlib
import os
import sys
import threading
from collections.abc import Callable, Iterator
from typing import Any, Final

from tertulia_core.client.options import ClientOptions
from tertulia_core.client.server_events import Happening
from tertulia_core.client.servers import Servers
from tertulia_core.clock import SystemClock
from tertulia_core.session.intents import SendText
from tertulia_tui.plain.paper import Paper
from tertulia_tui.plain.talk import Talk
from tertulia_tui.plain.teller import Teller

__all__ = ["run"]

PROGRAM: Final = "tertulia-tui"

INTERRUPTED: Final = 130
"""The exit code of a program that Ctrl+C ended, as shells have it."""

UNABLE: Final = frozenset({"", "dumb", "unknown"})
"""What TERM says of terminals that cannot move their cursor."""


def run(options: ClientOptions) -> int:
    """Talk until the input ends; return 0 if everything that was sent is confirmed.

    At a keyboard the end is the person's choice, and what was not sent has been told.
    """
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")  # the locale may lack what people write
    if options.send_to:
        return _run_piped(_sending(options))
    is_typed = sys.stdin.isatty()
    editing = _line_editing() if is_typed and sys.stdout.isatty() else None
    paper = Paper(sys.stdout, _written(editing), can_erase=editing is not None)
    talk = _talking(options, paper, tells_own=not (is_typed and sys.stdout.isatty()))
    return _run_typed(talk, paper) if is_typed else _run_piped(talk)


def _talking(options: ClientOptions, paper: Paper, *, tells_own: bool) -> Talk:
    clock = SystemClock()
    servers = Servers(options, clock, on_ready=lambda: talk.wake())  # noqa: PLW0108 — made below
    teller = Teller(servers, tells_own=tells_own)
    talk = Talk(
        servers, clock,
        tell=lambda happened: paper.write(teller.tell(happened)),
        wish=servers.submit_text,
    )  # fmt: skip
    return talk


def _sending(options: ClientOptions) -> Talk:
    clock = SystemClock()
    servers = Servers(options, clock, on_ready=lambda: talk.wake())  # noqa: PLW0108 — made below

    def send(text: str) -> list[Happening]:
        return servers.request(SendText(options.send_to, text)) if text.strip() else []

    talk = Talk(servers, clock, tell=lambda _happened: None, wish=send, gives_up=True)
    return talk


def _run_typed(talk: Talk, paper: Paper) -> int:
    """Talk with somebody at a keyboard."""
    thread = threading.Thread(target=_run, args=(talk,), name="plain-talk")
    thread.start()
    talk.submit("")  # returns when the room is open, whose name stands before what is typed
    try:
        for line in _typed(talk, paper):
            talk.submit(line)
            if talk.is_over:
                break
        else:
            talk.finish()
    except KeyboardInterrupt:
        talk.leave()
    thread.join()
    return 0


def _run_piped(talk: Talk) -> int:
    """Talk with a program, and say on standard error what could not be sent."""

    def feed() -> None:
        for line in _piped(sys.stdin.fileno()):
            talk.submit(line)
        talk.finish()

    threading.Thread(target=feed, name="plain-input", daemon=True).start()
    try:
        _run(talk)
    except KeyboardInterrupt:
        return INTERRUPTED
    if talk.problem:
        sys.stderr.write(f"{PROGRAM}: {talk.problem}\n")
    return 1 if talk.problem else 0


def _run(talk: Talk) -> None:
    """Run the talk; it is over as well where nobody reads what it writes."""
    try:
        talk.run()
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())  # for what is still buffered


def _typed(talk: Talk, paper: Paper) -> Iterator[str]:
    """Yield what is typed, line by line, until Ctrl+D."""
    while True:
        prompt = talk.prompt if sys.stdout.isatty() else ""
        paper.ask(prompt)
        try:
            line = input(prompt)
        except EOFError:
            return
        finally:
            paper.ask("")
        yield line


def _piped(descriptor: int) -> Iterator[str]:
    """Yield the lines of a pipe or file, whatever bytes they hold.

    It reads the descriptor itself: a thread that waits in a buffered reader would hold its
    lock when the program ends.
    """
    decode = codecs.getincrementaldecoder("utf-8")("replace").decode
    rest = ""
    while block := os.read(descriptor, 65_536):
        *lines, rest = (rest + decode(block)).split("\n")
        yield from (line.removesuffix("\r") for line in lines)
    rest += decode(b"", final=True)
    if rest:
        yield rest


def _line_editing() -> Any:
    """Return the module that edits lines, ``None`` where there is none or the terminal cannot."""
    if os.environ.get("TERM", "") not in UNABLE:
        with contextlib.suppress(ImportError):
            return importlib.import_module("readline")
    return None


def _written(editing: Any) -> Callable[[], str]:
    return (lambda: "") if editing is None else editing.get_line_buffer
