"""What the terminal client writes: however hostile the lines, no sequence but its own."""

import os
import random
import re
import tempfile
from collections.abc import Iterator

import pytest

from benchmarks.client_tui import SIGNS, Screen, Server

COUNT = 20_000 if os.environ.get("HYPOTHESIS_PROFILE") == "fuzz" else 2_000
"""Lines; ``nox -s fuzz`` sends all twenty thousand."""
BLOCK = 500
"""Lines between two looks at the screen."""
SEED = 20_26

OURS = re.compile(
    r"\x1b\[\??[\d;]*[HmrKJ]"  # cursor, colours, scrolling region, erasing
    r"|\x1b\[\?[\d;]+[hl]"  # modes of the terminal: mouse, focus, paste, synchronized output
    r"|\x1b\[[<>=]?[\d;]*u"  # the keyboard protocol, asked for and given back
    r"|\x1b\[\?\d+\$p"  # what modes there are
    r"|\x1b\[[\d;]*t"  # the size in pixels
    r"|\x1b\[c"
    r"|\x1b\]9;|\x1b\]52;c;[A-Za-z0-9+/=]*\x07"
)
"""Every sequence that we, and Textual for us, may write."""

PIECES = (
    "\x1b[2J", "\x1b]0;robado\x07", "\x1b]52;c;cm0gLXJm\x07", "\x1b]8;;http://x\x1b\\", "\x1bc",
    "\x1bPq#0;2;0;0;0\x1b\\", "\x1b[6n", "\x1b[?1049l", "\x1b_Gf=24\x1b\\", "\x1b^x\x1b\\",
    "\x1b#8",
    "\x9b31m", "\x9d0;x\x9c", "\x90q\x9c", "\x85", "\x07", "\x08", "\x0b", "\x0c", "\x0e", "\x0f",
    "\x7f", "\u202e", "\u2066", "\u2028", "\u2029", "\ufeff", "\x1b", "\x1b[", "\x1b]", "\t",
    "\x02", "\x03", "\x0304,12", "\x1d", "\x1f", "\x16", "\x11", "\x1e", "[b]", "[/b]",
    "[@click=app.quit]", "[TODO]", "\\[", "👩‍👩‍👧", "e\u0301" * 9, "日本語", "hola", " ",
)  # fmt: skip
"""What a hostile line is made of."""

COMMANDS = (
    ":{nick}!u@h PRIVMSG #sala :{text}",
    ":{nick}!u@h PRIVMSG #sala :\x01ACTION {text}\x01",
    ":{nick}!u@h PRIVMSG medidora :{text}",
    ":{nick}!u@h NOTICE #sala :{text}",
    ":{nick}!u@h TOPIC #sala :{text}",
    ":{nick}!u@h JOIN #sala * :{text}",
    ":{nick}!u@h PART #sala :{text}",
    ":{nick}!u@h QUIT :{text}",
    ":s 372 medidora :{text}",
    ":s 401 medidora {nick} :{text}",
    "{text}",
)
"""The lines it is put into."""


def hostile(chance: random.Random) -> Iterator[bytes]:
    """Yield lines of the protocol with anything in them."""
    for _ in range(COUNT):
        text = "".join(chance.choices(PIECES, k=chance.randint(1, 6)))
        nick = re.sub(r"[\s:!@]", "", chance.choice(PIECES)) or "rosa"
        line = chance.choice(COMMANDS).format(nick=nick, text=text)
        raw = bytes(chance.randbytes(3)) if chance.random() < 0.05 else b""
        yield line.encode("utf-8", "surrogatepass") + raw.replace(b"\n", b"") + b"\r\n"


@pytest.mark.slow
def test_hostile_lines_write_no_sequence() -> None:
    """In every place where somebody's text is shown."""
    chance = random.Random(SEED)
    with (
        tempfile.TemporaryDirectory() as home,
        Server() as server,
        Screen(f"localhost:{server.port}", home) as screen,
    ):
        screen.wait_for(*SIGNS)
        written = screen.read_picture()
        block = b""
        for number, line in enumerate(hostile(chance), 1):
            block += line
            if number % BLOCK == 0:
                server.send(block)
                block = b""
                written += screen.read_picture()
        server.send(b":rosa!r@h PRIVMSG #sala :todo fue dicho\r\n")
        screen.type("\x1b[200~sigo aquí\x1b[201~")  # pasted, and so drawn at once
        while not {b"sigo", b"dicho"} <= {word for word in (b"sigo", b"dicho") if word in written}:
            more = screen.read(15)
            assert more, "it still draws"
            written += more

    rest = OURS.sub("", written.decode("utf-8"))
    strange = sorted({sign for sign in rest if sign < " " or "\x7f" <= sign <= "\x9f"} - {*"\r\n"})
    assert strange == []
    assert not {*"\u202e\u2066\u2028\u2029"} & {*rest}
