"""Text from strangers on every way to the screen: nothing is executed, nothing breaks."""

import os
import random
import shutil
import tkinter as tk
import unicodedata
from collections.abc import Iterator

import pytest

from tertulia_core.session import events as facts
from tertulia_tk.calling import Ringer
from tertulia_tk.emoji import Emoji
from tests.support.tk_driver import TkDriver

BLOCKS = (
    (0x01, 0x20), (0x20, 0x7F), (0x80, 0xA0), (0xA0, 0x250), (0x300, 0x370), (0x590, 0x700),
    (0x900, 0xE80), (0x2000, 0x2070), (0x20D0, 0x2100), (0x3040, 0x3100), (0x4E00, 0x4F00),
    (0xAC00, 0xAD00), (0xFE00, 0xFE10), (0x1F1E6, 0x1F200), (0x1F300, 0x1F650), (0x1F900, 0x1FA00),
    (0xE0100, 0xE0110),
)  # fmt: skip
SNIPPETS = (
    "[exec touch {witness}]", "[exit]", "$env(HOME)", "{", "}", "\\", '"', ";", "[destroy .]",
    "[file delete -force x]", "%s", "%W", "\x03" + "04,08", "\x02", "\x1f", "\x16", "\x04FF00FF",
    "https://[exit]", "https://example.org/[exit]?{a}", "\U0001f469\u200d\U0001f467",
    "\U0001f3f3\ufe0f\u200d\U0001f308", "e\u0301\u0301", "\u202e", "\u2066", "\u200d",
)  # fmt: skip
SEEDS = range(20 if os.environ.get("HYPOTHESIS_PROFILE") == "fuzz" else 2)
"""A seed is a thousand strings; ``nox -s fuzz`` sends all twenty thousand."""


def hostile_text(chance: random.Random, witness: str) -> str:
    """Return a text of snippets and characters of many scripts, without line ends."""
    parts = []
    for _part in range(chance.randint(1, 12)):
        if chance.random() < 0.5:
            parts.append(chance.choice(SNIPPETS).replace("{witness}", witness))
        else:
            first, last = chance.choice(BLOCKS)
            parts += [chr(chance.randrange(first, last)) for _sign in range(chance.randint(1, 9))]
    text = "".join(parts)
    return "".join(c for c in text if c not in "\r\n\0" and unicodedata.category(c) != "Cs")


def hostile_name(chance: random.Random, witness: str) -> str:
    """Return a text that a server could pass off as a nick or a room."""
    kept = "".join(c for c in hostile_text(chance, witness) if c not in " ,:!@\x01\a")
    return kept[:40] or "x"


@pytest.mark.parametrize("seed", SEEDS)
def test_whatever_strangers_write_the_window_lives(
    client: TkDriver,
    seed: int,
    tmp_path_factory: pytest.TempPathFactory,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Messages, names, topics, titles, notifications, quotes, reactions: a thousand texts each."""
    chance = random.Random(seed)
    witness = tmp_path_factory.mktemp("w") / "executed"

    def text() -> str:
        return hostile_text(chance, str(witness))

    def name() -> str:
        return hostile_name(chance, str(witness))

    def tag() -> str:
        return text().translate({ord(";"): r"\:", ord(" "): r"\s", ord("\\"): r"\\"})

    ringer = Ringer(client.app.root, "linux", lambda _name: shutil.which("true"))
    monkeypatch.setattr(client.app.calling, "_ringer", ringer)
    client.look_away()
    for number in range(70):
        client.server.says(
            f":{name()}!u@h PRIVMSG #sala :{text()}",
            f":{name()}!u@h PRIVMSG ana :{text()}",
            f":{name()}!u@h JOIN #sala * :{text()}",
            f":rosa!r@h TOPIC #sala :{text()}",
            f":{name()}!u@h QUIT :{text()}",
            f":rosa!r@h NICK :{name()}",
            f":play.example NOTICE ana :{text()}",
            f":play.example 372 ana :{text()}",
            f":{name()}!u@h PRIVMSG #sala :\x01ACTION {text()}\x01",
            f"@+typing=active :{name()}!u@h TAGMSG #sala",
            f"@msgid=h{number};+reply=h{number - 1} :{name()}!u@h PRIVMSG #sala :ana {text()}",
            f"@+reply=h{number};+draft/react={tag()} :{name()}!u@h TAGMSG #sala",
            f":rosa!r@h REDACT #sala h{number - 5} :{text()}",
        )
        client.screen()
    client.look_back()
    client.server.speak("luis", "sigo vivo")

    screen = client.wait_for(lambda screen: "sigo vivo" in screen.timeline, "alive")
    assert not witness.exists()
    assert screen.is_open


def test_an_old_tk_is_never_given_what_it_dies_of(
    client: TkDriver, monkeypatch: pytest.MonkeyPatch
) -> None:
    """No character beyond the first plane reaches any widget: text, list, label or title."""
    monkeypatch.setattr(client.app.look, "_emoji", Emoji("8.6.11", "x11"))
    given: list[str] = []
    tk_itself = client.app.root.tk

    class Witness:
        def __getattr__(self, name: str) -> object:
            return getattr(tk_itself, name)

        def call(self, *words: object) -> object:
            given.append(str(words))
            return tk_itself.call(*words)

    widgets = [client.app.root, client.app.window.timeline.sheet, client.app.window.rooms.list,
               client.app.window.people.list, client.app.window.header]  # fmt: skip
    widgets += [*_descendants(client.app.root)]
    for widget in widgets:
        monkeypatch.setattr(widget, "tk", Witness())
    client.server.says(
        ":e😀!e@h JOIN #sala * :😀",
        ":e😀!e@h PRIVMSG #sala :😀 https://example.org/😀",
        ":e😀!e@h PRIVMSG ana :😀",
        ":rosa!r@h TOPIC #sala :😀",
        "@+typing=active :e😀!e@h TAGMSG #sala",
        ":rosa!r@h NICK :r😀",
        ":play.example NOTICE ana :😀",
    )
    client.wait_for(lambda screen: ":grinning face:" in screen.timeline, "shown")
    client.screen()
    client.app.show([facts.TextShown("😀", "😀")])
    client.screen()

    assert [words for words in given if max(words) > "\uffff"] == []
    assert any(":grinning face:" in words for words in given)


def _descendants(widget: tk.Misc) -> Iterator[tk.Misc]:
    for child in widget.winfo_children():
        yield child
        yield from _descendants(child)


@pytest.mark.parametrize("seed", SEEDS)
def test_whatever_one_types_is_sent_or_refused(client: TkDriver, seed: int) -> None:
    """Typed, completed, recalled: the window lives."""
    chance = random.Random(seed)
    for _round in range(10):
        client.type(hostile_text(chance, "x").lstrip("/") or "x")
        client.press("complete")
        client.app.window.composer.take_keyboard()
        client.press("enter")
        client.press("typed_previous")
        client.app.window.composer.set_content("")
    client.type("fin")
    client.press("enter")

    client.wait_for(lambda screen: "fin" in screen.timeline, "alive")
