"""Collect the texts that people read into the catalogues, and compile these.

    python scripts/catalogues.py [--check] [PACKAGE …]

Without ``--check`` it rewrites ``locale/es/LC_MESSAGES/*.po`` and ``.mo`` of
the packages (``core``, ``server``, ``client-tk``, ``client-tui``; all by
default): new messages come in empty, old translations stay, messages that no
source holds any more go. With it nothing is written, and the exit code is 1
when a file would change or a translation is missing, doubtful (fuzzy) or has
other placeholders than its message.

The output depends on the sources and translations alone: no dates, no line
numbers, sorted by message. English is the language of the sources.
"""

import argparse
import ast
import io
import re
import string
import sys
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir, extract_python
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

__all__ = ["DOMAINS", "build", "problems_of"]

ROOT = Path(__file__).resolve().parents[1]

DOMAINS = {
    "core": "tertulia_core",
    "server": "tertulia_server",
    "client-tk": "tertulia_tk",
    "client-tui": "tertulia_tui",
}
"""Folder in packages/ → import package, which is the catalogue's domain."""

LANGUAGES = ("es",)
PLURAL_FORMS = "nplurals=2; plural=(n != 1);"
KEYWORDS: Mapping[str, Any] = {"_": None, "N_": None, "gettext": None, "ngettext": (1, 2)}
NOTE = "i18n:"
"""A comment that begins so, above a text, goes to the translator."""

Texts = str | Iterable[str] | None
"""One text, or the forms of one that depends on a number."""

_extract_marked: Any = extract_python  # its annotation leaves out the function's name


class DatelessCatalog(Catalog):
    """A catalogue whose header says only what programs need, so that it changes with the texts."""

    @property
    def mime_headers(self) -> list[tuple[str, str]]:
        """Return the header's lines."""
        return [
            ("Project-Id-Version", str(self.project)),
            ("Language", str(self.locale)),
            ("MIME-Version", "1.0"),
            ("Content-Type", "text/plain; charset=utf-8"),
            ("Content-Transfer-Encoding", "8bit"),
            ("Plural-Forms", PLURAL_FORMS),
        ]


def extract(
    source: io.BytesIO, keywords: Iterable[str], tags: Iterable[str], options: Mapping[str, Any]
) -> Iterator[tuple[int, str | None, Any, list[str]]]:
    """Yield the marked texts of one source file, and the help of the server's commands in it."""
    yield from _extract_marked(source, keywords, tags, options)
    source.seek(0)
    for node in ast.walk(ast.parse(source.read())):
        if isinstance(node, ast.FunctionDef) and any(map(_is_command, node.decorator_list)):
            paragraph = (ast.get_docstring(node) or "").partition("\n\n")[0]
            yield node.lineno, None, " ".join(paragraph.split()), []


def build(source: Path, domain: str, language: str) -> Catalog:
    """Return the catalogue as it has to be: all texts of ``source``, with the translations we have.

    Args:
        source: the import package's folder.
        domain: its name.
        language: such as ``"es"``.
    """
    known = _read(_po(source, domain, language), language)
    catalog = DatelessCatalog(
        locale=language,
        project=domain,
        header_comment=f"# {domain}: texts in {language}.",
        fuzzy=False,
    )
    methods: Any = [("**.py", extract)]
    found = extract_from_dir(source, methods, keywords=KEYWORDS, comment_tags=(NOTE,))
    for name, _line, text, notes, _context in found:
        old = known.get(text if isinstance(text, str) else text[0])
        is_same_kind = old is not None and old.pluralizable == isinstance(text, tuple)
        catalog.add(
            text,
            string=old.string if old and is_same_kind else None,
            locations=[(Path(name).as_posix(), 0)],
            flags=old.flags & {"fuzzy"} if old else (),
            auto_comments=notes,
        )
    return catalog


def problems_of(catalog: Catalog) -> list[str]:
    """Say what is wrong with translations, one line each."""
    problems = []
    for message in catalog:
        if not message.id:  # the header
            continue
        text = _texts(message.id)[0]
        if message.fuzzy:
            problems.append(f"doubtful (fuzzy): {text!r}")
        if not all(_texts(message.string)):
            problems.append(f"not translated: {text!r}")
        elif _placeholders(message.id) != _placeholders(message.string):
            problems.append(f"other placeholders in its translation: {text!r}")
    return problems


def main(arguments: list[str] | None = None) -> int:
    """Write or check the catalogues; return the exit code."""
    parser = argparse.ArgumentParser(description="Collect, check and compile the catalogues.")
    parser.add_argument("packages", nargs="*", metavar="PACKAGE", help=", ".join(DOMAINS))
    parser.add_argument("--check", action="store_true", help="write nothing, fail when stale")
    options = parser.parse_args(arguments)
    if unknown := set(options.packages) - set(DOMAINS):
        parser.error(f"no such package: {', '.join(sorted(unknown))}")
    complaints = [
        complaint
        for package in options.packages or DOMAINS
        for language in LANGUAGES
        for complaint in _run(ROOT, package, language, is_check=options.check)
    ]
    print(*complaints, sep="\n", end="\n" if complaints else "", file=sys.stderr)
    return 1 if complaints and options.check else 0


def _run(root: Path, package: str, language: str, *, is_check: bool) -> list[str]:
    """Write or check one catalogue; return the complaints about it."""
    domain = DOMAINS[package]
    source = root / "packages" / package / "src" / domain
    po = _po(source, domain, language)
    catalog = build(source, domain, language)
    complaints = [f"{po.relative_to(root)}: {problem}" for problem in problems_of(catalog)]
    for path, content in ((po, _to_po(catalog)), (po.with_suffix(".mo"), _to_mo(catalog))):
        if path.exists() and path.read_bytes() == content:
            continue
        if is_check:
            complaints.append(f"{path.relative_to(root)}: stale, run `nox -s i18n`")
        else:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)
    return complaints


def _po(source: Path, domain: str, language: str) -> Path:
    """Return where a catalogue lies."""
    return source / "locale" / language / "LC_MESSAGES" / f"{domain}.po"


def _read(path: Path, language: str) -> Catalog:
    """Read the catalogue there is, an empty one where there is none."""
    if not path.exists():
        return Catalog(locale=language)
    with path.open("rb") as stream:
        return read_po(stream, locale=language)


def _to_po(catalog: Catalog) -> bytes:
    """Return the catalogue as translators edit it."""
    stream = io.BytesIO()
    write_po(stream, catalog, width=100, sort_output=True, include_lineno=False)
    return stream.getvalue()


def _to_mo(catalog: Catalog) -> bytes:
    """Return the catalogue as programs read it; what is fuzzy is left out."""
    stream = io.BytesIO()
    write_mo(stream, catalog)
    return stream.getvalue()


def _is_command(decorator: ast.expr) -> bool:
    """Tell whether it is ``@TABLE.command(…)``, whose docstring people read."""
    function = decorator.func if isinstance(decorator, ast.Call) else None
    return isinstance(function, ast.Attribute) and function.attr == "command"


def _texts(value: Texts) -> list[str]:
    """Return the forms of a message or translation, one empty text where there is none."""
    return [value or ""] if value is None or isinstance(value, str) else list(value)


def _placeholders(value: Texts) -> set[str]:
    """Return the ``{names}`` and ``%s`` that are filled in later."""
    names = set()
    for text in _texts(value):
        names.update(re.findall(r"%\(?\w+\)?[sdr]?", text))
        try:
            names.update(name for _, name, _, _ in string.Formatter().parse(text) if name)
        except ValueError:  # a lone brace: not a text that is filled in
            names.add(text)
    return names


if __name__ == "__main__":
    sys.exit(main())
