"""A message said differently, as each kind of receiver hears it."""

import pytest

from tertulia_core.broadcast.edited import EditedOutbound
from tertulia_core.wire.capabilities import ACCOUNT_TAG, EDIT, MESSAGE_TAGS, PLAIN


@pytest.mark.parametrize(
    ("profile", "expected"),
    [
        (0, b":ana!u@h PRIVMSG #c :* new text\r\n"),
        (MESSAGE_TAGS, b"@+draft/reply=id :ana!u@h PRIVMSG #c :* new text\r\n"),
        (EDIT, b":ana!u@h EDIT #c id :new text\r\n"),
        (EDIT | MESSAGE_TAGS | ACCOUNT_TAG, b"@account=ana :ana!u@h EDIT #c id :new text\r\n"),
        (PLAIN, b"ana: * new text\n"),
    ],
)
def test_each_profile(profile: int, expected: bytes) -> None:
    """A command where it is known, words where it is not."""
    outbound = EditedOutbound("#c", "id", "new text", "ana!u@h", 0.0, {"account": "ana"})

    assert outbound.encode(profile) == expected
