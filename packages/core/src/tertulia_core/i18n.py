"""What people read, in their language: gettext catalogues inside the packages.

English is the language of the sources, so only the other languages have
catalogues (``locale/LANGUAGE/LC_MESSAGES/DOMAIN.mo``, found through
the package's loader and therefore also inside a zip file). Usage::

    _ = Catalogue("tertulia_tk").gettext
    label.set(_("Connected"))          # translated when shown, never at import

``scripts/catalogues.py`` collects the messages and builds the catalogues.
"""

import functools
import gettext as gnu
import io
import pkgutil  # importlib.resources does the same and costs a program 10 ms at its start
from collections.abc import Mapping
from typing import Final

__all__ = ["LANGUAGES", "N_", "Catalogue", "language", "set_language", "system_language"]

LANGUAGES: Final = ("es", "en")
"""The languages there are; the first one is for locales that name none."""

_SOURCE_LANGUAGE: Final = "en"
_NO_LANGUAGE: Final = frozenset({"", "c", "posix"})

_language = _SOURCE_LANGUAGE


class Catalogue:
    """The messages of one package; follows ``set_language`` at every call.

    Args:
        domain: the import package that carries the catalogues.
    """

    __slots__ = ("_domain",)

    def __init__(self, domain: str) -> None:
        self._domain = domain

    def gettext(self, message: str) -> str:
        """Return ``message`` in the language in force, or as it is."""
        if _language == _SOURCE_LANGUAGE:
            return message
        return _translations(self._domain, _language).gettext(message)

    def ngettext(self, singular: str, plural: str, number: int) -> str:
        """Return the form for ``number``; the number itself is put in by the caller."""
        if _language == _SOURCE_LANGUAGE:
            return singular if number == 1 else plural
        return _translations(self._domain, _language).ngettext(singular, plural, number)


def N_(message: str) -> str:  # noqa: N802 — the name every gettext tool knows
    """Return ``message`` as it is, marked for the catalogue: for tables, translated when shown."""
    return message


def set_language(code: str) -> None:
    """Choose the language of the whole process, once, when it starts or when the person changes it.

    Raises:
        ValueError: it is none of ``LANGUAGES``.
    """
    global _language  # noqa: PLW0603 — the one choice a process has
    if code not in LANGUAGES:
        raise ValueError(f"the language must be one of {', '.join(LANGUAGES)}, not {code!r}")
    _language = code


def language() -> str:
    """Return the language in force; the sources' own until one is chosen."""
    return _language


def system_language(environ: Mapping[str, str]) -> str:
    """Return the language the environment asks for.

    ``LANGUAGE`` is a list of wishes; the first one we have wins. Else the
    first of ``LC_ALL``, ``LC_MESSAGES`` and ``LANG`` that is set names the
    locale: one without language (C, C.UTF-8, POSIX, unset) gives Spanish, one
    that we do not have gives English.
    """
    for wish in environ.get("LANGUAGE", "").split(":"):
        if _language_of(wish) in LANGUAGES:
            return _language_of(wish)
    variables = (environ.get(name) for name in ("LC_ALL", "LC_MESSAGES", "LANG"))
    code = _language_of(next(filter(None, variables), ""))
    if code in _NO_LANGUAGE:
        return LANGUAGES[0]
    return code if code in LANGUAGES else _SOURCE_LANGUAGE


def _language_of(locale: str) -> str:
    """Return ``es`` for ``es_ES.UTF-8@euro``."""
    return locale.partition(".")[0].partition("@")[0].partition("_")[0].lower()


@functools.cache
def _translations(domain: str, code: str) -> gnu.NullTranslations:
    """Load a package's catalogue once; one that is missing translates nothing."""
    try:
        data = pkgutil.get_data(domain, f"locale/{code}/LC_MESSAGES/{domain}.mo")
    except OSError:  # a zip file has no other word for what it does not hold
        data = None
    return gnu.GNUTranslations(io.BytesIO(data)) if data else gnu.NullTranslations()
