"""Windows for the tests of single widgets, and whole windows on a played server."""

import tkinter as tk
from collections.abc import Iterator
from pathlib import Path

import pytest

from tertulia_core.i18n import set_language
from tertulia_core.session.theme import LIGHT
from tertulia_tk.theme import Look
from tests.support.tk_driver import TkDriver
from tests.support.tk_session import display, open_client
from tests.support.tk_stage import open_root


@pytest.fixture
def root() -> Iterator[tk.Tk]:
    """An empty window on a screen in memory, with the focus."""
    display()
    with open_root() as window:
        window.geometry("800x600+0+0")
        window.update()
        window.focus_force()
        yield window


@pytest.fixture
def look(root: tk.Tk) -> Look:
    """The light look at 100 %."""
    return Look(root, LIGHT)


@pytest.fixture
def client(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[TkDriver]:
    """A window in ``#sala`` with rosa (operator) and luis."""
    monkeypatch.setattr("tertulia_core.client.controller.can_host", lambda: True)
    with open_client(tmp_path) as driver:
        driver.server.accept()
        driver.wait_for(lambda screen: len(screen.people) == 3, "everybody is in the list")
        yield driver


@pytest.fixture
def spanish() -> Iterator[None]:
    """Spanish for the length of a test."""
    set_language("es")
    yield
    set_language("en")
