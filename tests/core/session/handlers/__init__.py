"""Tests of the message handlers, by topic."""
