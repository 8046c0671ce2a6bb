"""What may be called what."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tertulia_server.model.names import (
    USERNAME_LENGTH,
    is_channel_name,
    is_nick,
    to_host,
    to_username,
)


@pytest.mark.parametrize("nick", ["a", "ana", "A-1", "[x]", "\\", "_", "{|}", "^`", "x" * 32])
def test_nicks(nick: str) -> None:
    """Letters, digits and the signs of the protocol, in ASCII."""
    assert is_nick(nick, 32)


@pytest.mark.parametrize(
    "nick", ["", "1a", "-a", "ñ", "a b", "a!b", "a@b", "#a", ":a", "a,b", "a\0", "x" * 33, "İ", "а"]
)
def test_not_nicks(nick: str) -> None:
    """Among them what only looks like ASCII."""
    assert not is_nick(nick, 32)


@pytest.mark.parametrize("name", ["#a", "##", "#ñ", "#日本", "#" + "ñ" * 31])
def test_channel_names(name: str) -> None:
    """Any script, within the limit in bytes."""
    assert is_channel_name(name, 64)


@pytest.mark.parametrize(
    "name",
    ["", "#", "a", "&a", "#a b", "#a,b", "#a:b", "#\x07", "#\x1b", "#\u202e", "#" + "ñ" * 32],
)
def test_not_channel_names(name: str) -> None:
    """Nothing that ends a word, cannot be seen, or is too long."""
    assert not is_channel_name(name, 64)


@given(st.text())
def test_any_text_gives_a_username(text: str) -> None:
    """It may stand between ``!`` and ``@``."""
    username = to_username(text)

    assert 0 < len(username) <= USERNAME_LENGTH
    assert username.isascii()
    assert username.isprintable()
    assert not set(username) & set(" !@:*?,#")


@pytest.mark.parametrize(
    ("address", "host"),
    [
        ("::1", "0::1"),
        ("::ffff:1.2.3.4", "0::ffff:1.2.3.4"),
        ("fe80::1", "fe80::1"),
        ("", "localhost"),
    ],
)
def test_hosts_never_start_with_a_colon(address: str, host: str) -> None:
    """That would be the last parameter of a line."""
    assert to_host(address) == host


@pytest.mark.parametrize("nick", ["Işıl", "Ñandú-2", "[さくら]", "ana", "\uff21na"])
def test_nicks_of_any_script(nick: str) -> None:
    """ASCII goes by its own rule."""
    assert is_nick(nick, 32, is_any_script=True)


@pytest.mark.parametrize(
    "nick",
    [
        "",
        "1ñ",
        "-ñ",
        "ñ!",
        "ñ\uff01",
        "\uff11ñ",
        "\u3000ñ",
        "ñ@b",
        "ñ ñ",
        "ñ,ñ",
        "ñ" * 33,
        "😀",
        "ñ\u200d",
    ],
)
def test_not_even_then(nick: str) -> None:
    """Full-width signs count as what they stand for."""
    assert not is_nick(nick, 32, is_any_script=True)
