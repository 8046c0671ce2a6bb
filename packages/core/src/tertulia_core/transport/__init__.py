"""Sockets: bytes and lines in, bytes out, nothing about chat."""
