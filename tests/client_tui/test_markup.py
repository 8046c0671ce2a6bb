"""What people write is never markup: not in any widget, and not by the look of the code.

Textual reads ``[b]`` and ``[@click=app.quit]`` in plain strings, so a widget is given literals
or ``Text`` and ``Content`` objects, which are shown as they are.
"""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

import tertulia_tui
from tertulia_core.session.theme import DARK
from tests.support.tui_driver import TuiDriver
from tests.support.tui_snapshots import picture

SOURCES = sorted(Path(tertulia_tui.__file__).parent.rglob("*.py"))
MARKUP = ["[b]", "[/b]", "[TODO]", "[@click=app.quit]x[/]", "[red on white]a[/", "\\[b]", "[[", "]"]

READERS = {"Static", "Label", "Button", "Link", "Digits", "update"}
"""Names that, called with a plain string, read markup in it."""

SAFE = {"Text", "Content", "assemble"}
"""What makes an object that is shown as it is."""


def name_of(node: ast.expr) -> str:
    """Return the last part of a name: ``x`` for ``x``, ``self.x`` and ``x()``."""
    match node:
        case ast.Call():
            return name_of(node.func)
        case ast.Attribute():
            return node.attr
        case ast.Name():
            return node.id
        case _:
            return ""


def safe_names(tree: ast.Module) -> set[str]:
    """Return the names that hold nothing but safe objects, and the functions that return them."""
    makers = SAFE | {
        node.name
        for node in ast.walk(tree)
        if isinstance(node, ast.FunctionDef) and node.returns and name_of(node.returns) in SAFE
    }
    names: dict[bool, set[str]] = {True: set(), False: set()}
    for node in ast.walk(tree):
        if isinstance(node, ast.Assign):
            is_safe = isinstance(node.value, ast.Call) and name_of(node.value) in makers
            names[is_safe].update(map(name_of, node.targets))
    return makers | (names[True] - names[False])


def violations(source: str) -> Iterator[str]:
    """Yield the calls that could read markup in somebody's text."""
    tree = ast.parse(source)
    safe = safe_names(tree)
    for node in ast.walk(tree):
        if not isinstance(node, ast.Call):
            continue
        name, first = name_of(node.func), node.args[:1]
        markup = [word for word in node.keywords if word.arg == "markup"]
        if name in READERS and first and not isinstance(first[0], ast.Constant):
            if name_of(first[0]) not in safe:
                yield ast.unparse(node)
        elif name == "notify" and not markup:
            yield ast.unparse(node)


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: path.stem)
def test_widgets_are_given_objects_that_are_shown_as_they_are(path: Path) -> None:
    """Literals, ``Text`` and ``Content``: nothing else reaches what reads markup."""
    assert [*violations(path.read_text(encoding="utf-8"))] == []


@pytest.mark.parametrize(
    ("source", "count"),
    [
        ('Static("fijo")', 0),
        ("Static(nick)", 1),
        ("Label(f'{nick}')", 1),
        ("widget.update(room.topic)", 1),
        ("Static(Text(nick))", 0),
        ("body = Text(nick)\nStatic(body)", 0),
        ("body = Text(nick)\nbody = nick\nStatic(body)", 1),
        ("def page() -> Text: ...\nself.x = page()\nStatic(self.x)", 0),
        ("self.notify(nick)", 1),
        ("self.notify(nick, markup=False)", 0),
    ],
)
def test_a_planted_violation_is_found(source: str, count: int) -> None:
    """The look at the code sees what it is there for."""
    assert len([*violations(source)]) == count


@pytest.fixture
def written(client: TuiDriver) -> TuiDriver:
    """A client with markup in the text, the nick, the name of the room, the topic, the draft."""
    server, every = client.server, " ".join(MARKUP)
    server.people["#[b]x[/b]"] = ("@rosa", "[i]", "[TODO]")
    client.type("/join #[b]x[/b]")
    client.press("enter")
    client.wait_for(lambda screen: "#[b]x[/b]" in screen.topic, "entered")
    server.says(f":rosa!r@h TOPIC #[b]x[/b] :{every}")
    server.speak("[i]", every, target="#[b]x[/b]")
    server.says(":[TODO]!t@h PART #[b]x[/b] :[/b] [@click=app.quit]y[/]")
    client.type(every)
    return client


def test_markup_is_shown_as_typed_wherever_it_stands(written: TuiDriver) -> None:
    """Letter by letter, in every part of the screen."""
    every = " ".join(MARKUP)

    screen = written.wait_for(lambda screen: every in screen.timeline, "said")
    assert screen.composer == every
    assert screen.topic == f"#[b]x[/b]  {every}"
    assert "[i]" in screen.people
    assert screen.row("#[b]x[/b]").is_current
    assert "[TODO] left ([/b] [@click=app.quit]y[/])" in screen.timeline
    drawn = picture(written.app, DARK)
    unbroken = [text for text in MARKUP if " " not in text]
    assert all(drawn.count(text) >= 3 for text in unbroken)


def test_markup_in_a_name_can_be_searched_and_clicked(written: TuiDriver) -> None:
    """The switcher, the list of people, a private conversation and its placeholder."""
    written.press("switch")
    written.type("[i]")
    written.press("enter")

    assert written.screen().row("[i]").is_current
    assert str(written.app.composer.placeholder) == "Write to [i]"
    assert written.is_open


def test_markup_in_a_reason_is_shown_as_typed(client: TuiDriver) -> None:
    """Why one was removed is somebody's text as well."""
    client.server.says(":rosa!r@h KICK #sala ana :[/b] [@click=app.quit]no[/]")

    client.wait_for(lambda screen: "[/b] [@click=app.quit]no[/]" in screen.timeline, "told")
