"""Masks and their lists."""

import fnmatch
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tertulia_server.model.masks import MaskEntry, MaskList, matches, to_full_mask


@given(st.text("ab*?", max_size=8), st.text("ab", max_size=8))
def test_it_matches_as_globs_do(mask: str, text: str) -> None:
    """The standard library's own matcher, made of a regular expression, is the reference."""
    assert matches(mask, text) == fnmatch.fnmatchcase(text, mask)


@pytest.mark.parametrize(
    ("mask", "text", "expected"),
    [
        ("ANA!*", "ana!u@h", True),
        ("*ñ*", "xñy", True),
        ("*Ñ*", "xñy", False),
        ("[a]*", "[A]x", True),
        ("a.c", "abc", False),
        ("", "", True),
        ("*", "", True),
        ("?", "", False),
    ],
)
def test_case_and_signs(mask: str, text: str, expected: bool) -> None:
    """ASCII case does not matter, and nothing but ``*`` and ``?`` is special."""
    assert matches(mask, text) is expected


def test_deep_masks_take_bounded_time() -> None:
    """What freezes a matcher that tries everything."""
    started = time.perf_counter()

    assert not matches("a*" * 40 + "b", "a" * 400)

    assert time.perf_counter() - started < 0.5


@pytest.mark.parametrize(
    ("text", "full"),
    [
        ("ana", "ana!*@*"),
        ("ana!u", "ana!u@*"),
        ("u@h", "*!u@h"),
        ("ana!u@h", "ana!u@h"),
        ("!u@", "*!u@*"),
        ("*", "*!*@*"),
        ("", "*!*@*"),
        ("a@b@c", "*!a@b@c"),
        ("m:ana", "m:ana!*@*"),
        ("a:ana", "a:ana"),
        ("account:ana", "account:ana"),
        ("m:a:ana", "m:a:ana"),
        ("x:ana", "x:ana!*@*"),
    ],
)
def test_what_is_left_out_is_anything(text: str, full: str) -> None:
    """https://modern.ircdocs.horse/#wildcard-expressions"""
    assert to_full_mask(text) == full


def test_a_list_has_each_mask_once() -> None:
    """In whatever case; removing gives it back as it was set."""
    masks = MaskList()

    assert masks.add(MaskEntry("Ana!*@*", "bob", 1.0))
    assert not masks.add(MaskEntry("ANA!*@*", "eva", 2.0))
    assert [entry.setter for entry in masks] == ["bob"]
    assert masks.covers("ana!u@h", "")
    assert masks.discard("aNA!*@*") == "Ana!*@*"
    assert masks.discard("ana!*@*") is None
    assert not masks.covers("ana!u@h", "")
    assert len(masks) == 0


@pytest.mark.parametrize(
    ("mask", "enters", "speaks"),
    [
        ("ana!*@*", False, False),
        ("m:ana!*@*", True, False),
        ("a:ACC", False, False),
        ("account:acc", False, False),
        ("m:a:ac*", True, False),
        ("a:ana", True, True),
        ("a:", True, True),
        ("m:", True, True),
        ("bob!*@*", True, True),
    ],
)
def test_what_a_mask_forbids(mask: str, enters: bool, speaks: bool) -> None:
    """A mute is about speech, an account mask about the account and never about the nick."""
    masks = MaskList()
    masks.add(MaskEntry(mask, "bob", 1.0))

    assert masks.covers("ana!u@h", "acc") is not enters
    assert masks.covers("ana!u@h", "acc", is_about_speech=True) is not speaks


def test_who_has_no_account_fits_no_account_mask() -> None:
    """Not even ``a:*``."""
    masks = MaskList()
    masks.add(MaskEntry("a:*", "bob", 1.0))

    assert not masks.covers("ana!u@h", "")
