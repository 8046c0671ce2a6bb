"""Sources: nick, user and host (the shared vectors are in ``test_vectors``)."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tertulia_core.wire.source import Source, parse_source


@given(st.from_regex(r"[^!@]+", fullmatch=True), st.from_regex(r"[^@]*", fullmatch=True), st.text())
def test_a_source_comes_back_as_it_was(nick: str, user: str, host: str) -> None:
    """Whatever the three parts are, as long as their signs do not occur in the earlier ones."""
    source = Source(nick, user, host)

    assert parse_source(str(source)) == source


@pytest.mark.parametrize(
    ("source", "text"),
    [
        (Source("ana", "a", "host"), "ana!a@host"),
        (Source("ana", "", "host"), "ana@host"),
        (Source("ana", "a"), "ana!a"),
        (Source("My.Little.Server"), "My.Little.Server"),
    ],
)
def test_missing_parts_leave_no_sign(source: Source, text: str) -> None:
    """Only what is there is written."""
    assert str(source) == text


def test_a_host_may_hold_any_sign() -> None:
    """The first @ ends nick and user; what follows is the host."""
    assert parse_source("ana!a@gateway/web!x@y") == Source("ana", "a", "gateway/web!x@y")
