"""The desktop is told what calls, and no stranger's words are executed on the way."""

import subprocess
import sys
import tkinter as tk
from pathlib import Path

import pytest

from tertulia_tk.calling import MOST_RUNNING, Ringer, command_for
from tests.support.tk_driver import TkDriver
from tests.support.tk_stage import until

HOSTILE = "$(touch x) `x` \"; [exec x] -u critical ' %s\\"


class Called:
    """A ringer that keeps what it was told."""

    def __init__(self) -> None:
        self.calls: list[tuple[str, str]] = []

    def show(self, title: str, text: str) -> None:
        """See ``Ringer``."""
        self.calls.append((title, text))

    def stop(self) -> None:
        """See ``Ringer``."""


@pytest.fixture
def called(client: TkDriver, monkeypatch: pytest.MonkeyPatch) -> Called:
    """A window that nobody looks at, and what it called about."""
    called = Called()
    monkeypatch.setattr(client.app.calling, "_ringer", called)
    client.look_away()
    return called


def test_a_mention_and_a_private_message_call(client: TkDriver, called: Called) -> None:
    """With who, where and what; other talk does not."""
    client.server.speak("rosa", "hola a todos")
    client.server.speak("rosa", "ana: ¿vienes?")
    client.server.speak("luis", "psst", "ana")
    client.wait_for(lambda _screen: len(called.calls) == 2, "called")

    assert sorted(called.calls) == [("luis", "psst"), ("rosa · #sala", "ana: ¿vienes?")]


def test_the_bell_is_rung_unless_it_is_turned_off(
    client: TkDriver, called: Called, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As the settings say."""
    rung: list[bool] = []
    monkeypatch.setattr(client.app.root, "bell", lambda: rung.append(True))
    client.server.speak("luis", "psst", "ana")
    client.wait_for(lambda _screen: called.calls, "called")
    before = len(rung)
    client.app.preferences.change(sound=False)
    client.server.speak("rosa", "psst", "ana")
    client.wait_for(lambda _screen: len(called.calls) == 2, "called again")

    assert (before, len(rung)) == (1, 1)


@pytest.mark.parametrize(
    ("platform", "program"),
    [("linux", "notify-send"), ("darwin", "osascript"), ("win32", "powershell")],
)
def test_words_are_arguments_or_variables_never_a_script(platform: str, program: str) -> None:
    """Whatever they are."""
    command = command_for(platform, HOSTILE, HOSTILE)

    assert command[0] == program
    assert all(HOSTILE not in word or word == HOSTILE for word in command)
    assert command_for("plan9", "a", "b") == ()


def test_the_program_gets_them_as_they_are(root: tk.Tk, tmp_path: Path) -> None:
    """Also where a title looks like an option."""
    witness = tmp_path / "said"
    program = tmp_path / "notify-send"
    program.write_text(
        f"#!{sys.executable}\nimport os, sys\n"
        f"open({str(witness)!r}, 'w').write(repr((sys.argv[-2:], os.environ['TERTULIA_TITLE'])))\n",
        encoding="utf-8",
    )
    program.chmod(0o700)
    ringer = Ringer(root, "linux", lambda _name: str(program))
    ringer.show("--help", HOSTILE)
    until(root, lambda: witness.exists() and witness.read_text(encoding="utf-8"), "told")

    assert witness.read_text(encoding="utf-8") == repr((["--help", HOSTILE], "--help"))
    ringer.stop()


def test_a_storm_of_calls_starts_few_programs(root: tk.Tk, monkeypatch: pytest.MonkeyPatch) -> None:
    """And without a program nothing happens."""
    started: list[object] = []

    class Running:
        def __init__(self, *words: object, **_rest: object) -> None:
            started.append(words)

        def poll(self) -> None:
            return None

    monkeypatch.setattr(subprocess, "Popen", Running)
    Ringer(root, "linux", lambda _name: None).show("a", "b")
    ringer = Ringer(root, "linux", lambda name: f"/usr/bin/{name}")
    for _time in range(20):
        ringer.show("a", "b")

    assert len(started) == MOST_RUNNING


def test_tks_own_notifications_are_used_where_it_has_them(root: tk.Tk) -> None:
    """Tk 9 has; a stand-in plays it here."""
    root.tk.eval("proc ::told {args} {lappend ::said $args}")
    root.tk.eval(
        "namespace ensemble configure tk -map"
        " [dict merge [namespace ensemble configure tk -map] {sysnotify ::told}]"
    )
    Ringer(root, "linux", lambda _name: None).show("título", HOSTILE)

    assert root.tk.splitlist(root.tk.call("lindex", root.tk.call("set", "said"), 0)) == (
        "título", HOSTILE,
    )  # fmt: skip
