"""The tool that collects, checks and compiles catalogues, on a package of its own."""

import gettext
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po

from scripts import catalogues
from scripts.catalogues import build, main, problems_of

DOMAIN = "tertulia_example"

SOURCE = '''
_ = ngettext = N_ = str

# i18n: shown in the status bar
print(_("Connected"), ngettext("{count} line", "{count} lines", 2))
ROWS = [N_("Quit")]


@TABLE.command("JOIN")
def join():
    """Enter channels;
    one that nobody is in is made.

    https://example.org
    """


@other.thing("JOIN")
def not_a_command():
    """This is not shown."""
'''

TRANSLATIONS = {
    "Connected": "Conectado",
    "Quit": "Salir",
    "Enter channels; one that nobody is in is made.": "Entra en canales.",
}


@pytest.fixture
def package(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Make a workspace with one package, for which the tool is told to work."""
    source = tmp_path / "packages" / "example" / "src" / DOMAIN
    source.mkdir(parents=True)
    (source / "app.py").write_text(SOURCE)
    monkeypatch.setattr(catalogues, "ROOT", tmp_path)
    monkeypatch.setattr(catalogues, "DOMAINS", {"example": DOMAIN})
    return source


def po_of(package: Path) -> Path:
    """Return the path of its catalogue."""
    return package / "locale" / "es" / "LC_MESSAGES" / f"{DOMAIN}.po"


def catalog_of(package: Path) -> Catalog:
    """Read its catalogue."""
    with po_of(package).open("rb") as stream:
        return read_po(stream, locale="es")


def translate(package: Path) -> str:
    """Write every translation into the catalogue, as a person would; return its text."""
    text = po_of(package).read_text()
    for message, translation in TRANSLATIONS.items():
        text = text.replace(
            f'msgid "{message}"\nmsgstr ""', f'msgid "{message}"\nmsgstr "{translation}"'
        )
    text = text.replace('msgstr[0] ""', 'msgstr[0] "{count} línea"')
    text = text.replace('msgstr[1] ""', 'msgstr[1] "{count} líneas"')
    po_of(package).write_text(text)
    return text


def test_marked_texts_plurals_and_the_help_of_commands_are_collected(package: Path) -> None:
    """Each with its note for the translator and its file, without line numbers."""
    assert main([]) == 0

    text = po_of(package).read_text()
    catalog = catalog_of(package)
    assert {message.id for message in catalog if message.id} == {
        *TRANSLATIONS,
        ("{count} line", "{count} lines"),
    }
    assert "#. i18n: shown in the status bar\n#: app.py\n" in text
    assert "Date" not in text


def test_a_complete_catalogue_passes_and_is_compiled(package: Path) -> None:
    """After translating and running the tool once more, ``--check`` has nothing to say."""
    main([])
    text = translate(package)

    assert main([]) == 0
    assert main(["--check"]) == 0
    assert po_of(package).read_text() == text
    with po_of(package).with_suffix(".mo").open("rb") as stream:
        spanish = gettext.GNUTranslations(stream)
    assert spanish.gettext("Connected") == "Conectado"
    assert spanish.ngettext("{count} line", "{count} lines", 2) == "{count} líneas"


@pytest.mark.parametrize(
    ("old", "new", "complaint"),
    [
        ('msgstr "Conectado"', 'msgstr ""', "not translated: 'Connected'"),
        ('msgstr[1] "{count} líneas"', 'msgstr[1] ""', "not translated: '{count} line'"),
        ("#: app.py\nmsgid", "#: app.py\n#, fuzzy\nmsgid", "doubtful (fuzzy): 'Connected'"),
        ("{count} líneas", "{cuenta} líneas", "other placeholders in its translation"),
        ('msgstr "Salir"', 'msgstr "Adiós"', "stale"),
    ],
)
def test_what_is_wrong_is_told_and_nothing_written(
    package: Path, capsys: pytest.CaptureFixture[str], old: str, new: str, complaint: str
) -> None:
    """Missing, doubtful, mismatched and uncompiled translations fail the check."""
    main([])
    translate(package)
    main([])
    text = po_of(package).read_text().replace(old, new, 1)
    po_of(package).write_text(text)
    capsys.readouterr()

    assert main(["--check"]) == 1

    assert complaint in capsys.readouterr().err
    assert po_of(package).read_text() == text


def test_a_new_text_comes_in_and_an_old_one_goes(package: Path) -> None:
    """What is still there keeps its translation."""
    main([])
    translate(package)
    (package / "app.py").write_text(SOURCE.replace('"Quit"', '"Leave"'))

    assert main(["--check"]) == 1
    main([])

    catalog = catalog_of(package)
    assert "Quit" not in catalog
    assert [message.string for message in catalog if message.id in {"Leave", "Connected"}] == [
        "Conectado",
        "",
    ]


def test_the_same_sources_give_the_same_bytes(package: Path) -> None:
    """Whenever and wherever it runs, so that a diff shows only texts."""
    main([])
    translate(package)
    main([])
    paths = [po_of(package), po_of(package).with_suffix(".mo")]
    before = [path.read_bytes() for path in paths]
    for path in paths[1:]:
        path.unlink()

    main([])

    assert [path.read_bytes() for path in paths] == before


def test_a_text_that_becomes_a_plural_has_to_be_translated_anew(package: Path) -> None:
    """The old translation has one form too few."""
    main([])
    translate(package)
    (package / "app.py").write_text('print(ngettext("Connected", "Connected all", 2))\n')

    catalog: Catalog = build(package, DOMAIN, "es")

    assert problems_of(catalog) == ["not translated: 'Connected'"]


def test_an_unknown_package_is_refused(package: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A typing error must not pass for success."""
    with pytest.raises(SystemExit) as stopped:
        main(["exmaple"])

    assert stopped.value.code == 2
    assert "no such package: exmaple" in capsys.readouterr().err
