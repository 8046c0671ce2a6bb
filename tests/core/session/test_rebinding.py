"""Keys of one's own: written in one way for both user interfaces, and never two actions on one."""

import pytest

from tertulia_core.errors import ConfigError
from tertulia_core.i18n import set_language
from tertulia_core.session.keys import KEYS, KeyRow
from tertulia_core.session.rebinding import rebound

ROWS = (
    KeyRow("help", "Help", ("F1",), ("f1",)),
    KeyRow("quit", "Quit", ("Control-q",), ("ctrl+q", "f10")),
    KeyRow("text_larger", "Larger text", ("Control-plus",), ()),
)


def row(action: str, *keys: str) -> KeyRow:
    """Return an action's row after it was given keys."""
    (found,) = (each for each in rebound({action: keys}, ROWS) if each.id == action)
    return found


def refusal(wishes: dict[str, tuple[str, ...]]) -> str:
    """Return why wishes are refused."""
    with pytest.raises(ConfigError) as refused:
        rebound(wishes, ROWS)
    return str(refused.value)


def test_without_wishes_every_action_keeps_its_keys() -> None:
    """The table is as it was."""
    assert rebound({}) == KEYS


@pytest.mark.parametrize(
    ("key", "tk", "tui"),
    [
        ("ctrl+k", "Control-k", "ctrl+k"),
        ("Ctrl + K", "Control-k", "ctrl+k"),
        ("shift+alt+up", "Alt-Shift-Up", "alt+shift+up"),
        ("ctrl+shift+f", "Control-Shift-F", "ctrl+shift+f"),
        ("alt+pageup", "Alt-Prior", "alt+pageup"),
        ("f12", "F12", "f12"),
        ("escape", "Escape", "escape"),
        ("ctrl+minus", "Control-minus", "ctrl+minus"),
        ("alt+1", "Alt-1", "alt+1"),
    ],
)
def test_a_key_is_written_in_one_way_for_both(key: str, tk: str, tui: str) -> None:
    """And becomes what each toolkit calls it."""
    assert (row("help", key).tk, row("help", key).tui) == ((tk,), (tui,))


def test_several_keys_and_none() -> None:
    """Whatever is chosen takes the place of all that there was."""
    assert row("quit", "f9", "alt+q").tui == ("f9", "alt+q")
    assert row("quit") == KeyRow("quit", "Quit", (), ())


def test_what_a_user_interface_cannot_do_gets_no_key_there() -> None:
    """Text size belongs to the terminal program where there is one."""
    assert row("text_larger", "f8") == KeyRow("text_larger", "Larger text", ("F8",), ())


def test_a_clash_is_refused_with_both_names() -> None:
    """Whichever of the two comes first in the table."""
    assert refusal({"help": ("ctrl+q",)}) == (
        "keys.help: “ctrl+q” is the key of “Quit”, so “Help” cannot have it."
    )
    assert refusal({"quit": ("F1",)}) == (
        "keys.quit: “F1” is the key of “Help”, so “Quit” cannot have it."
    )


def test_a_clash_is_told_in_the_readers_language() -> None:
    """The names are those that help shows."""
    set_language("es")

    assert refusal({"quit": ("f1",)}) == (
        "keys.quit: «f1» es la tecla de «Ayuda», así que «Salir» no puede tenerla."
    )


def test_keys_can_be_exchanged() -> None:
    """What an action gives up is free for another one."""
    chosen = {each.id: each.tui for each in rebound({"help": ("ctrl+q",), "quit": ("f1",)}, ROWS)}

    assert (chosen["help"], chosen["quit"]) == (("ctrl+q",), ("f1",))


@pytest.mark.parametrize("key", ["", "ctrl+", "hyper+k", "ctrl+kk", "ctrl-k", "f13", "ctrl+ñu"])
def test_what_is_no_key_is_refused(key: str) -> None:
    """With how to write one."""
    assert "is not a key; write it like ctrl+k" in refusal({"help": (key,)})


@pytest.mark.parametrize("key", ["a", "shift+a", "enter", "space", "up", "delete"])
def test_what_one_writes_with_is_refused(key: str) -> None:
    """No action may take a letter, or a key that moves in the text, from who writes."""
    assert "is for writing" in refusal({"help": (key,)})


def test_an_unknown_action_is_refused() -> None:
    """With the nearest one, or with all."""
    assert refusal({"hepl": ()}) == "keys.hepl: there is no such action; did you mean help?"
    assert refusal({"xyz": ()}).endswith("there are: help, quit, text_larger")
