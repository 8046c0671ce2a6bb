"""What the desktop says about looks."""

import os
from pathlib import Path

import pytest

from tertulia_tk.desktop import Desktop, DesktopProbe, from_linux

GSETTINGS = """\
org.gnome.desktop.interface color-scheme 'prefer-dark'
org.gnome.desktop.interface font-name 'Cantarell Bold 11'
org.gnome.desktop.interface gtk-theme 'Adwaita'
org.gnome.desktop.interface text-scaling-factor 1.25
"""


def test_gnome_says_scheme_font_and_scale() -> None:
    """The size of its font is not taken: ours is 11 pt."""
    desktop = from_linux("", GSETTINGS, "")

    assert desktop == Desktop(is_dark=True, font_family="Cantarell Bold", text_scale=1.25)


@pytest.mark.parametrize(
    ("portal", "is_dark"),
    [("(<<uint32 1>>,)", True), ("(<<uint32 2>>,)", False), ("(<<uint32 0>>,)", None)],
)
def test_the_portal_speaks_for_every_desktop(portal: str, is_dark: bool | None) -> None:
    """It goes before gsettings, which a KDE machine may have, too."""
    assert from_linux(portal, GSETTINGS, "").is_dark is is_dark


@pytest.mark.parametrize(
    ("settings", "is_dark"),
    [
        ("org.gnome.desktop.interface gtk-theme 'Mint-Y-Dark'\n", True),
        ("org.gnome.desktop.interface gtk-theme 'Mint-Y'\n", None),
        ("org.gnome.desktop.interface color-scheme 'prefer-light'\n", False),
        ("", None),
        ("nonsense \x00 here", None),
    ],
)
def test_older_desktops_say_it_by_their_theme(settings: str, is_dark: bool | None) -> None:
    """A theme without a word about it says nothing."""
    assert from_linux("", settings, "").is_dark is is_dark


def test_the_x_resources_say_the_scale() -> None:
    """``Xft.dpi`` is what other programs follow."""
    assert from_linux("", "", "*color1:\tred\nXft.dpi:\t144\n").dots_per_inch == 144


def test_a_program_that_hangs_or_fails_says_nothing(tmp_path: Path) -> None:
    """The window does not wait for it."""
    for name, script in (("gsettings", "exec sleep 60"), ("gdbus", "exit 3"), ("xrdb", "exit 1")):
        program = tmp_path / name
        program.write_text(f"#!/bin/sh\n{script}\n")
        program.chmod(0o755)
    before = os.environ["PATH"]
    os.environ["PATH"] = f"{tmp_path}{os.pathsep}{before}"
    try:
        probe = DesktopProbe({"DBUS_SESSION_BUS_ADDRESS": "unix:path=/x"}, "linux")
    finally:
        os.environ["PATH"] = before

    assert probe.answer() == Desktop()


def test_without_a_session_bus_nobody_is_asked_over_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Asking would start one."""
    witness = tmp_path / "asked"
    for name in ("gsettings", "gdbus"):
        program = tmp_path / name
        program.write_text(f"#!/bin/sh\ntouch {witness}\n")
        program.chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path), prepend=os.pathsep)

    DesktopProbe({}, "linux").answer()

    assert not witness.exists()


@pytest.mark.parametrize("platform", ["win32", "darwin", "freebsd14"])
def test_other_platforms_answer_without_failing(platform: str) -> None:
    """Where their own way of asking is missing, they say nothing or light."""
    desktop = DesktopProbe({}, platform).answer()

    assert not desktop.is_dark
    assert desktop.text_scale == 1.0
