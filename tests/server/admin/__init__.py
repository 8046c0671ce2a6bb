"""Tests of the admin door."""
