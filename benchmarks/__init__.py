"""The programs that produce the figures of the documentation; each runs as ``python -m``."""
