"""Sentences of this client that core's catalogue does not have."""

from tertulia_core.i18n import Catalogue

__all__ = ["news_text", "offer_text"]

_catalogue = Catalogue("tertulia_tui")
_ = _catalogue.gettext


def news_text(count: int) -> str:
    """Return what stands below a timeline that is not at its end; ``""`` for nothing new."""
    if not count:
        return ""
    sentence = _catalogue.ngettext("{count} new ↓ Esc", "{count} new ↓ Esc", count)
    return sentence.format(count=count)


def offer_text() -> str:
    """Return the offer that stands there while no server answers."""
    return _("Nobody serves this address. Start a room here: Ctrl+O")
