"""Accounts from outside: made for others, given another password, suspended, deleted, listed."""

from collections.abc import Mapping
from typing import Any

from tertulia_core.i18n import Catalogue
from tertulia_server.admin.table import TABLE, AdminError, Answers, Office
from tertulia_server.commands.context import Later
from tertulia_server.commands.logins import PASSWORD_BYTES, delete_account, suspend_account
from tertulia_server.model.account import Account

__all__: list[str] = []

_ = Catalogue("tertulia_server").gettext


@TABLE.row("account add", "name", "password")
def add(office: Office, request: Mapping[str, Any]) -> Answers:
    """Make an account."""
    name, password = request["name"], _checked(request["password"])
    world = office.services.world
    if not world.is_nick(name):
        raise AdminError(_("{name} cannot be a nick").format(name=name))
    _check_free(office, name)
    verifier = yield from _hashed(office, password)
    _check_free(office, name)
    world.accounts.add(name, verifier, office.now.wall)
    yield {"line": _("{name} has an account now").format(name=name)}


@TABLE.row("account passwd", "name", "password")
def passwd(office: Office, request: Mapping[str, Any]) -> Answers:
    """Give an account another password; every device has to log in again."""
    password = _checked(request["password"])
    _find(office, request)
    verifier = yield from _hashed(office, password)
    account = _find(office, request)
    office.services.world.accounts.set_password(account, verifier)
    yield {"line": _("{name} has another password now").format(name=account.name)}


@TABLE.row("account suspend", "name")
def suspend(office: Office, request: Mapping[str, Any]) -> Answers:
    """Let nobody log in to an account, and end its connections; ``off`` lets them again."""
    account = _find(office, request)
    if request.get("off"):
        office.services.world.accounts.suspend(account, "")
        yield {"line": _("{name} may log in again").format(name=account.name)}
        return
    reason = str(request.get("reason") or _("no reason given"))
    suspend_account(office.services, account, reason, office.now)
    yield {"line": _("{name} is suspended").format(name=account.name)}


@TABLE.row("account delete", "name")
def delete(office: Office, request: Mapping[str, Any]) -> Answers:
    """Forget an account and what belongs to it; what was said stays in the rooms."""
    account = _find(office, request)
    delete_account(office.services, account, office.now)
    yield {"line": _("{name} is deleted").format(name=account.name)}


@TABLE.row("account list")
def list_(office: Office, _request: Mapping[str, Any]) -> Answers:
    """List the accounts there are."""
    for account in list(office.services.world.accounts):
        mark = f" ({account.suspended})" if account.suspended else ""
        yield {"line": f"{account.name}{mark}"}


def _check_free(office: Office, name: str) -> None:
    if not office.services.world.accounts.is_free(name):
        raise AdminError(_("{name} is taken, or looks like an account there is").format(name=name))


def _find(office: Office, request: Mapping[str, Any]) -> Account:
    account = office.services.world.accounts.get(request["name"])
    if account is None:
        raise AdminError(_("there is no account {name}").format(name=request["name"]))
    return account


def _checked(password: str) -> str:
    if not password or len(password.encode()) > PASSWORD_BYTES:
        raise AdminError(_("that cannot be a password: it is empty or too long"))
    return password


def _hashed(office: Office, password: str) -> Any:
    """Give the steps that end with the verifier of a password."""
    try:
        return (yield Later(office.services.world.accounts.hashing(password)))
    except ValueError as error:
        problem = _("that cannot be a password: no password may have those characters")
        raise AdminError(problem) from error
