"""The window: a Tk client that needs the standard library only."""

from tertulia_core import __version__

__all__ = ["__version__"]
