"""The rules a channel keeps by itself."""

import pytest

from tertulia_server.model.channel import Channel
from tertulia_server.model.masks import MaskEntry
from tertulia_server.model.modes import OP, VOICE
from tertulia_server.model.user import User
from tests.support.harness import Client, Harness


@pytest.mark.parametrize(
    ("modes", "is_member", "rank", "is_banned", "expected"),
    [
        ("", True, 0, False, True),
        ("", False, 0, False, True),
        ("n", False, 0, False, False),
        ("n", True, 0, False, True),
        ("m", True, 0, False, False),
        ("m", False, 0, False, False),
        ("m", True, VOICE, False, True),
        ("m", True, OP, False, True),
        ("", True, 0, True, False),
        ("", False, 0, True, False),
        ("", True, VOICE, True, True),
        ("nm", True, OP, True, True),
    ],
)
def test_who_may_speak(
    chat: Harness,
    ana: Client,
    bob: Client,
    modes: str,
    is_member: bool,
    rank: int,
    is_banned: bool,
    expected: bool,
) -> None:
    """A table of modes, memberships, ranks and bans."""
    chat.join("#c", ana, *([bob] if is_member else []))
    world = chat.dispatcher.world
    channel, user = world.channels["#c"], world.users["bob"]
    channel.modes = dict.fromkeys(modes, "")
    if is_member:
        channel.set_rank(channel.members[user], rank)
    if is_banned:
        channel.lists["b"].add(MaskEntry("bob!*@*", "ana", 0.0))
        channel.ban_version += 1

    assert channel.may_speak(user) is expected


def test_looking_up_bans_happens_once_per_change(
    chat: Harness, ana: Client, bob: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A hundred masks are not tried for every message."""
    chat.join("#c", ana, bob)
    looked: list[User] = []
    original = Channel.is_silenced

    def is_silenced(self: Channel, user: User) -> bool:
        looked.append(user)
        return original(self, user)

    monkeypatch.setattr(Channel, "is_silenced", is_silenced)

    bob.send(*["PRIVMSG #c :x"] * 5)
    ana.send("MODE #c +b nobody")
    bob.send(*["PRIVMSG #c :x"] * 5)
    bob.send("NICK robert", *["PRIVMSG #c :x"] * 5)

    assert len(looked) == 3
