"""Write the reference pages in docs/reference from the tables that the programs run on.

    python scripts/reference.py [--check]

With ``--check`` nothing is written, and the exit code is 1 when a page is stale.
"""

import ast
import sys
from collections.abc import Callable, Iterable
from pathlib import Path

import tertulia_server
from tertulia_core.i18n import Catalogue, set_language
from tertulia_core.session.keys import KEYS
from tertulia_core.session.slash import COMMANDS
from tertulia_core.wire import numerics as n
from tertulia_core.wire.capabilities import CAPABILITIES
from tertulia_server.capabilities import OFFERED, isupport_tokens, offered_value
from tertulia_server.commands.topics import TABLE
from tertulia_server.config import Config, render_defaults
from tertulia_server.model import refusals
from tertulia_server.model.fail_codes import FAIL_CODES
from tertulia_server.model.refusals import SENTENCES

__all__ = ["render", "stale", "write"]

FOLDER = Path(__file__).resolve().parents[1] / "docs" / "reference"

_ = Catalogue("tertulia_core").gettext

TITLES = {
    "en": {
        "slash-commands": "What can be typed after a slash",
        "keys": "Keys",
        "configuration": "The server's configuration",
    },
    "es": {
        "slash-commands": "Lo que se puede escribir tras una barra",
        "keys": "Teclas",
        "configuration": "La configuración del servidor",
    },
}
HEADINGS = {
    "en": {
        "slash-commands": ("Command", "What it does", "Also"),
        "keys": ("Action", "Window", "Terminal"),
    },
    "es": {
        "slash-commands": ("Orden", "Qué hace", "También"),
        "keys": ("Acción", "Ventana", "Terminal"),
    },
}


def table(head: Iterable[str], rows: Iterable[Iterable[str]]) -> str:
    """Return a Markdown table."""
    head = list(head)
    cells = [head, ["---"] * len(head), *([_cell(text) for text in row] for row in rows)]
    return "".join(f"| {' | '.join(row)} |\n" for row in cells)


def _cell(text: str) -> str:
    return text.replace("|", "\\|")


def code(text: str) -> str:
    """Return text as code, nothing for nothing."""
    return f"`{text}`" if text else ""


def server_commands() -> str:
    """Return the page of the server's command table."""
    rows = (
        (code(f"{row.name} {row.syntax}".rstrip()), row.when.value, f"{row.cost:g}", row.help)
        for row in TABLE
    )
    title = "# The server's commands\n\nCost is what a command takes from a connection's patience"
    return (
        f"{title} (`flood_burst` and `flood_rate` in [the configuration](en/configuration.md)).\n\n"
        + table(("Command", "When", "Cost", "What it does"), rows)
    )


def capabilities() -> str:
    """Return the page of what CAP and 005 offer."""
    config = Config()
    rows = (row for row in CAPABILITIES if row.bit in OFFERED)
    offered = ((code(row.name), code(offered_value(row.bit, config))) for row in rows)
    tokens = ((code(name), code(value)) for name, value in isupport_tokens(config).items())
    return (
        "# What the server offers\n\n## Capabilities (`CAP LS 302`)\n\n"
        + table(("Capability", "Value"), offered)
        + "\n## Tokens of the welcome (`005`), with the default configuration\n\n"
        + table(("Token", "Value"), tokens)
    )


def sent_numerics() -> set[str]:
    """Return the names of the numerics that the server's code sends.

    It reads none, so that every mention is one that is sent, but for the table
    of their sentences.
    """
    source = Path(tertulia_server.__file__).parent
    trees = (
        ast.parse(path.read_text(encoding="utf-8"))
        for path in source.rglob("*.py")
        if path.name != Path(refusals.__file__).name
    )
    mentioned = (
        node.attr for tree in trees for node in ast.walk(tree) if isinstance(node, ast.Attribute)
    )
    return {name for name in mentioned if name[:4] in ("RPL_", "ERR_")}


def numerics() -> str:
    """Return the page of the numerics, with the server's sentence for those that refuse."""
    sent = sent_numerics()
    rows = (
        (code(number), code(name), SENTENCES.get(number, ""))
        for name, number in vars(n).items()
        if name in sent
    )
    title = "# Numerics that the server sends\n\n"
    return title + table(("Number", "Name", "What the server says to a no"), rows)


def fail_codes() -> str:
    """Return the page of the codes of FAIL."""
    rows = (
        (code(f"FAIL {row.command} {row.code} {row.context}".rstrip()), row.when, row.sentence)
        for row in FAIL_CODES
    )
    return (
        "# Codes of FAIL\n\nThey are sent with or without `standard-replies`; a sentence for people"
        " follows, in the server's language. `*` stands for the command that was sent.\n\n"
        + table(("Reply", "When", "What the server says"), rows)
    )


def slash_commands(language: str) -> str:
    """Return the page of the commands that both clients understand."""
    rows = (
        (code(_(row.usage)), _(row.help), ", ".join(code(f"/{name}") for name in row.aliases))
        for row in COMMANDS
    )
    return table(HEADINGS[language]["slash-commands"], rows)


def keys(language: str) -> str:
    """Return the page of the keys of both clients."""
    rows = (
        (_(row.label), ", ".join(map(code, row.tk)), ", ".join(map(code, row.tui))) for row in KEYS
    )
    return table(HEADINGS[language]["keys"], rows)


def configuration(_language: str) -> str:
    """Return the page of every key of the configuration file with its default."""
    return f"```toml\n{render_defaults().strip()}\n```\n"


TRANSLATED: dict[str, Callable[[str], str]] = {
    "slash-commands": slash_commands,
    "keys": keys,
    "configuration": configuration,
}
"""Pages for the people who use the programs, in both languages."""

NOTE = (
    "<!-- Written by scripts/reference.py (nox -s docs): change the tables, not this page. -->\n\n"
)


def render() -> dict[str, str]:
    """Return the text of every page, by its path in docs/reference."""
    set_language("en")
    pages = {
        "server-commands.md": server_commands(),
        "capabilities.md": capabilities(),
        "numerics.md": numerics(),
        "fail-codes.md": fail_codes(),
    }
    for language, titles in TITLES.items():
        set_language(language)
        for name, write in TRANSLATED.items():
            pages[f"{language}/{name}.md"] = f"# {titles[name]}\n\n{write(language)}"
    set_language("en")
    return {path: NOTE + text for path, text in pages.items()}


def stale() -> list[str]:
    """Return the paths of the pages that are missing or say something else than the tables."""
    return [
        path
        for path, text in render().items()
        if not (FOLDER / path).is_file() or (FOLDER / path).read_text(encoding="utf-8") != text
    ]


def write() -> None:
    """Write all pages."""
    for path, text in render().items():
        target = FOLDER / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(text, encoding="utf-8")


def main() -> int:
    """Write the pages, or tell which ones are stale."""
    if "--check" in sys.argv[1:]:
        print("\n".join(stale()))
        return bool(stale())
    write()
    return 0


if __name__ == "__main__":
    sys.exit(main())
