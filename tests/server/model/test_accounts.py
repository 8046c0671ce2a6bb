"""Accounts: made, proved, changed, forgotten, and the same after a restart."""

import json
import os
from collections.abc import Mapping
from typing import Any

import pytest

from tertulia_core.wire.casemap import fold_ascii
from tertulia_server.model.account import Account
from tertulia_server.model.accounts import FAST, Accounts


class Kept:
    """Documents as a store would have them."""

    def __init__(self) -> None:
        self.documents: dict[tuple[str, str], str] = {}

    def put(self, kind: str, key: str, value: Mapping[str, Any] | None) -> None:
        if value is None:
            del self.documents[kind, key]
        else:
            self.documents[kind, key] = json.dumps(value)

    def of(self, kind: str) -> list[tuple[str, str]]:
        return [(key, text) for (kept, key), text in self.documents.items() if kept == kind]


@pytest.fixture
def kept() -> Kept:
    """Return an empty store."""
    return Kept()


@pytest.fixture
def accounts(kept: Kept) -> Accounts:
    """Return no accounts yet."""
    return Accounts(fold_ascii, kept.put, os.urandom, FAST)


def add(accounts: Accounts, name: str = "Ana", password: str = "secreto") -> Account:
    """Make an account."""
    return accounts.add(name, accounts.hashing(password)(), 1000.0, "ana@example.org")


def test_everything_is_there_after_a_restart(accounts: Accounts, kept: Kept) -> None:
    """Name as spelled, password, devices, wishes."""
    account = add(accounts)
    _token_id, token = accounts.add_token(account, "phone", 2000.0)
    account.always_on, account.is_shared = True, False
    account.certificates.append("ab12")
    accounts.suspend(account, "gone wild")

    again = Accounts(fold_ascii, kept.put, os.urandom)
    again.load(kept.of("account"))

    found = again.get("ANA")
    assert found is not None
    assert found.name == "Ana"
    assert found.verifier.fits("secreto")
    assert found.find_token(token)
    assert (found.always_on, found.is_shared, found.suspended) == (True, False, "gone wild")
    assert again.find_certificate("ab12") is found
    assert found.to_document() == account.to_document()


def test_the_password_itself_is_kept_nowhere(accounts: Accounts, kept: Kept) -> None:
    """Nor is a token."""
    _token_id, token = accounts.add_token(add(accounts), "phone", 2000.0)

    text = "".join(kept.documents.values())
    assert "secreto" not in text
    assert token not in text


@pytest.mark.parametrize("name", ["Ana", "ana", "ANA", "anа"])
def test_a_name_is_taken_in_any_spelling(accounts: Accounts, name: str) -> None:
    """And what looks like it."""
    add(accounts)

    assert not accounts.is_free(name)


@pytest.mark.parametrize("name", ["NickServ", "chanserv", "NіckServ"])
def test_the_names_of_helpers_are_nobody_s(accounts: Accounts, name: str) -> None:
    """Nor what looks like them."""
    assert not accounts.is_free(name)


def test_another_password_ends_the_tokens(accounts: Accounts) -> None:
    """Who lost a device changes the password."""
    account = add(accounts)
    _token_id, token = accounts.add_token(account, "phone", 2000.0)

    accounts.set_password(account, accounts.hashing("otro")())

    assert not account.find_token(token)
    assert account.verifier.fits("otro")
    assert not account.verifier.fits("secreto")


def test_what_is_deleted_leaves_nothing(accounts: Accounts, kept: Kept) -> None:
    """Those who keep things of accounts are told, and the name is free."""
    forgotten: list[str] = []
    accounts.forget.append(forgotten.append)
    account = add(accounts)

    accounts.delete(account)

    assert kept.documents == {}
    assert forgotten == ["ana"]
    assert accounts.is_free("ana")
    assert list(accounts) == []


def test_a_name_nobody_has_looks_like_one(accounts: Accounts) -> None:
    """Its salt is the same each time, and no password fits."""
    stranger = accounts.verifier_of("nobody")

    assert stranger == accounts.verifier_of("NOBODY")
    assert stranger != accounts.verifier_of("nobody2")
    assert stranger.iterations == accounts.iterations
    assert not stranger.fits("secreto")
    assert accounts.verifier_of("ana") != add(accounts).verifier == accounts.verifier_of("ana")


def test_a_token_says_when_it_was_used(accounts: Accounts) -> None:
    """So that its owner sees which one is strange."""
    account = add(accounts)
    token_id, token = accounts.add_token(account, "phone", 2000.0)

    accounts.use_token(account, account.find_token(token), 3000.0)

    assert account.tokens[token_id].used == 3000.0
    assert account.find_token(token + "x") == ""


def test_kept_names_that_came_to_look_alike(kept: Kept) -> None:
    """Both stay, whatever a newer list says, and each can be deleted."""
    for name in ("paul", "pau1"):
        add(Accounts(fold_ascii, kept.put, os.urandom, FAST), name)
    accounts = Accounts(fold_ascii, kept.put, os.urandom, FAST)
    accounts.load(kept.of("account"))
    paul, other = accounts.get("paul"), accounts.get("pau1")
    assert paul is not None
    assert other is not None

    accounts.delete(other)
    assert accounts.find_like("pauI") is paul
    accounts.delete(paul)

    assert accounts.is_free("paul")
