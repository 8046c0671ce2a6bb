"""Catalogues and the choice of language."""

import importlib
import sys
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo

from tertulia_core.i18n import LANGUAGES, N_, Catalogue, language, set_language, system_language

DOMAIN = "tertulia_example"


@pytest.fixture(autouse=True)
def restored_language() -> Iterator[None]:
    """Give the process its language back."""
    before = language()
    yield
    set_language(before)


@pytest.fixture(params=["folder", "zip"])
def example(
    request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Catalogue]:
    """Make a package with a Spanish catalogue importable, from a folder or a zip file."""
    package = tmp_path / "src" / DOMAIN
    messages = package / "locale" / "es" / "LC_MESSAGES"
    messages.mkdir(parents=True)
    (package / "__init__.py").touch()
    (package / "part").mkdir()
    (package / "part" / "__init__.py").touch()
    catalog = Catalog(locale="es", domain=DOMAIN)
    catalog.add("Connected", "Conectado")
    catalog.add(("{count} line", "{count} lines"), ("{count} línea", "{count} líneas"))
    with (messages / f"{DOMAIN}.mo").open("wb") as stream:
        write_mo(stream, catalog)
    place = tmp_path / "src"
    if request.param == "zip":
        place = tmp_path / "program.pyz"
        with zipfile.ZipFile(place, "w") as archive:
            for path in sorted(package.rglob("*")):
                archive.write(path, path.relative_to(tmp_path / "src"))
    monkeypatch.syspath_prepend(place)
    importlib.invalidate_caches()
    yield Catalogue(DOMAIN)
    for module in (DOMAIN, f"{DOMAIN}.part"):
        sys.modules.pop(module, None)
    _forget_catalogues()


def _forget_catalogues() -> None:
    """Let the next test load its own catalogues."""
    importlib.import_module("tertulia_core.i18n")._translations.cache_clear()


def test_a_text_follows_the_language_at_every_call(example: Catalogue) -> None:
    """The language may change while a program runs; the catalogue may lie in a zip file."""
    set_language("es")
    spanish = example.gettext("Connected"), example.ngettext("{count} line", "{count} lines", 2)
    set_language("en")
    english = example.gettext("Connected"), example.ngettext("{count} line", "{count} lines", 2)

    assert spanish == ("Conectado", "{count} líneas")
    assert english == ("Connected", "{count} lines")


@pytest.mark.parametrize(("number", "form"), [(0, "lines"), (1, "line"), (2, "lines")])
def test_english_has_its_plural_without_a_catalogue(number: int, form: str) -> None:
    """The sources are English already."""
    set_language("en")

    assert Catalogue("anything").ngettext("line", "lines", number) == form


def test_what_is_not_translated_is_shown_as_it_is(example: Catalogue) -> None:
    """A missing text or a missing catalogue is no error."""
    set_language("es")

    assert example.gettext("Not there") == "Not there"
    assert Catalogue(f"{DOMAIN}.part").gettext("Connected") == "Connected"
    assert Catalogue("no_such_package").ngettext("line", "lines", 2) == "lines"


def test_a_marked_text_is_itself() -> None:
    """``N_`` only marks."""
    assert N_("Connected") == "Connected"


def test_an_unknown_language_is_refused() -> None:
    """And the one in force stays."""
    set_language("es")

    with pytest.raises(ValueError, match="es, en"):
        set_language("de")
    assert language() == "es"


@pytest.mark.parametrize(
    ("environ", "code"),
    [
        ({}, "es"),
        ({"LANG": ""}, "es"),
        ({"LANG": "C"}, "es"),
        ({"LANG": "C.UTF-8"}, "es"),
        ({"LC_ALL": "POSIX", "LANG": "en_US.UTF-8"}, "es"),
        ({"LANG": "en_US.UTF-8"}, "en"),
        ({"LANG": "es_ES.UTF-8@euro"}, "es"),
        ({"LANG": "es"}, "es"),
        ({"LANG": "fr_FR.UTF-8"}, "en"),
        ({"LC_MESSAGES": "es_MX", "LANG": "en_US"}, "es"),
        ({"LC_ALL": "en_GB", "LC_MESSAGES": "es_MX"}, "en"),
        ({"LANGUAGE": "es:en", "LANG": "en_US"}, "es"),
        ({"LANGUAGE": "fr:es", "LANG": "en_US"}, "es"),
        ({"LANGUAGE": "fr", "LANG": "es_ES"}, "es"),
        ({"LANGUAGE": "en", "LANG": "C.UTF-8"}, "en"),
    ],
)
def test_the_environment_names_the_language(environ: dict[str, str], code: str) -> None:
    """Spanish where none is named, English where it is one that we do not have."""
    assert system_language(environ) == code
    assert code in LANGUAGES
