"""The chat server: one hub, many doors."""

from tertulia_core import __version__

__all__ = ["__version__"]
