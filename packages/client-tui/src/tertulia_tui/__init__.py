"""The terminal client, made with Textual."""

from tertulia_core import __version__

__all__ = ["__version__"]
