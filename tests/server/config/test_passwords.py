"""Passwords of the configuration: https://www.rfc-editor.org/rfc/rfc7914"""

import hashlib
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tertulia_core.errors import ConfigError
from tertulia_server.config import parse_config
from tertulia_server.config.passwords import Doorkeeper, hash_password, is_right

CHEAP = "$scrypt$ln=4,r=8,p=1$MDEyMzQ1Njc4OWFiY2RlZg$+MOnJ5V45qvZdN2/ejUiZBiDIN+KY+WcgjNpxhmJtac"
"""What stands for ``secreto``, computed in no time."""


def test_a_hash_is_right_for_its_password_only() -> None:
    """And is another one each time."""
    first, second = hash_password("contraseña"), hash_password("contraseña")

    assert first != second
    assert first.startswith("$scrypt$ln=14,r=8,p=1$")
    assert is_right("contraseña", first)
    assert not is_right("contrasena", first)
    assert not is_right(first, first)


def test_the_format_is_that_of_others() -> None:
    """An independent computation of RFC 7914's third test vector, written down as we do."""
    vector = (
        "$scrypt$ln=14,r=8,p=1$U29kaXVtQ2hsb3JpZGU$"
        "cCO9yzr9c0hGHAbNgf046/2o+7qQT44+qbVD9lRdofLVQylVYT8Pz2LUlwUkKpr55h6F3A1lHkDfzwF7RVdYhw"
    )

    assert is_right("pleaseletmein", vector)


@settings(max_examples=30)
@given(st.text(max_size=40))
def test_other_passwords_are_wrong(password: str) -> None:
    """Any text may be tried."""
    assert is_right(password, CHEAP) is (password == "secreto")


@pytest.mark.parametrize(
    "wrong",
    [
        "$scrypt$",
        "$scrypt$ln=14,r=8,p=1$c2FsdA",
        "$scrypt$ln=14,r=8$MDEyMzQ1Njc4OWFiY2RlZg$+MOnJ5V45qvZdN2/ejUiZBiDIN+KY+WcgjNpxhmJtac",
        "$scrypt$ln=18,r=8,p=1$MDEyMzQ1Njc4OWFiY2RlZg$+MOnJ5V45qvZdN2/ejUiZBiDIN+KY+WcgjNpxhmJtac",
        "$scrypt$ln=14,r=8,p=0$MDEyMzQ1Njc4OWFiY2RlZg$+MOnJ5V45qvZdN2/ejUiZBiDIN+KY+WcgjNpxhmJtac",
        "$scrypt$ln=14,r=8,p=1$sal*$+MOnJ5V45qvZdN2/ejUiZBiDIN+KY+WcgjNpxhmJtac",
        "$scrypt$ln=14,r=8,p=1$MDEyMzQ1Njc4OWFiY2RlZg$",
        "$scrypt$ln=x,r=8,p=1$MDEyMzQ1Njc4OWFiY2RlZg$+MOnJ5V45qvZdN2/ejUiZBiDIN+KY+WcgjNpxhmJtac",
    ],
)
def test_a_broken_or_costly_hash_is_a_mistake_of_the_file(wrong: str) -> None:
    """Found before anybody waits for it."""
    with pytest.raises(ConfigError) as caught:
        parse_config(f'[oper.root]\npassword = "{wrong}"\n')

    assert caught.value.key == "oper.root.password"
    assert caught.value.line == 2
    assert "hash-password" in str(caught.value)


def test_plain_passwords_are_named() -> None:
    """By key; hashes and absent ones are not."""
    config = parse_config(
        f"""
        [server]
        password = "abierta"
        [oper.root]
        password = "{CHEAP}"
        [oper.ana]
        password = "secreto"
        """
    )

    assert config.plain_passwords() == ["server.password", "oper.ana.password"]
    assert parse_config("").plain_passwords() == []


@pytest.fixture
def computed(monkeypatch: pytest.MonkeyPatch) -> list[bytes]:
    """Return a list of the passwords for which scrypt was computed since."""
    passwords: list[bytes] = []
    scrypt: Callable[..., bytes] = hashlib.scrypt

    def note(password: bytes, **costs: Any) -> bytes:
        passwords.append(password)
        return scrypt(password, **costs)

    monkeypatch.setattr(hashlib, "scrypt", note)
    return passwords


class TestDoorkeeper:
    def test_a_class_costs_one_computation(self, computed: list[bytes]) -> None:
        door = Doorkeeper()

        assert all(door.lets_in("secreto", CHEAP) for _number in range(30))
        assert computed == [b"secreto"]

    def test_wrong_ones_are_always_computed(self, computed: list[bytes]) -> None:
        door = Doorkeeper()
        door.lets_in("secreto", CHEAP)

        assert not door.lets_in("wrong", CHEAP)
        assert not door.lets_in("wrong", CHEAP)
        assert computed == [b"secreto", b"wrong", b"wrong"]

    def test_a_changed_password_is_another_one(self) -> None:
        """The one known before does not open any more."""
        door = Doorkeeper()
        door.lets_in("secreto", CHEAP)
        other = hash_password("otra")

        assert not door.lets_in("secreto", other)
        assert door.lets_in("otra", other)
        assert not door.lets_in("secreto", "plain")
        assert door.lets_in("plain", "plain")
