"""The shared core of tertulia: wire format, transport, broadcast and client engine.

Nothing is re-exported here: public names live one level below, so that
importing one part never loads the adapters of another.
"""

__version__ = "0.1.0"
