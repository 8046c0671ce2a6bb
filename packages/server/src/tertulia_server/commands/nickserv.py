"""NickServ: one's account by messages, for clients that know no other way."""

from datetime import UTC, datetime
from typing import Final

from tertulia_core.i18n import N_, Catalogue
from tertulia_server.commands.context import Context, Steps
from tertulia_server.commands.logins import (
    Proof,
    check_password,
    check_private,
    delete_account,
    hash_password,
    log_in,
    log_out,
)
from tertulia_server.commands.notices import Helper, HelperRefusal, Words, say
from tertulia_server.model.account import MOST_TOKENS, Account

__all__ = ["NICKSERV", "own_account"]

_ = Catalogue("tertulia_server").gettext

NICKSERV: Final = Helper("NickServ")

_LEAST_CHARACTERS: Final = 6
_SWITCHES: Final = {
    "on": True,
    "true": True,
    "yes": True,
    "off": False,
    "false": False,
    "no": False,
}
_FINGERPRINT_CHARACTERS: Final = 64

_NO_ACCOUNT: Final = N_("You are not logged in to an account")
_UNKNOWN: Final = N_("There is no such account")
_TAKEN: Final = N_("That name is taken")
_BAD_PASSWORD: Final = N_("That cannot be a password: it needs six characters at least")


@NICKSERV.command("REGISTER", "<password> [e-mail]")
def _register(ctx: Context, words: Words) -> Steps:
    """Make an account that keeps the nick you are using."""
    check_private(ctx)
    settings = ctx.config.accounts
    name, email = ctx.user.nick, words[1] if len(words) > 1 else ""
    if not settings.registration:
        raise HelperRefusal(N_("Accounts are made by the administrator here"))
    if ctx.user.account:
        raise HelperRefusal(N_("You are logged in to an account already"))
    if settings.registration_needs_email and "@" not in email:
        raise HelperRefusal(N_("An e-mail address is needed"))
    if len(words[0]) < _LEAST_CHARACTERS:
        raise HelperRefusal(_BAD_PASSWORD)
    account = yield from _make(ctx, name, words[0], email)
    log_in(ctx, account)
    say(ctx, NICKSERV, _("The account {name} is made; the nick is yours").format(name=name))


@NICKSERV.command("IDENTIFY", "[account] <password>")
def _identify(ctx: Context, words: Words) -> Steps:
    """Log in."""
    name, password = (words[0], words[1]) if len(words) > 1 else (ctx.user.nick, words[0])
    account = yield from check_password(ctx, name, password)
    log_in(ctx, account)
    sentence = _("You are logged in as {name}; /nick {name} takes the nick")
    if ctx.world.find_holder(account.name) not in (None, ctx.user):
        sentence = _("You are logged in as {name}; NickServ REGAIN {name} takes the nick back")
    say(ctx, NICKSERV, sentence.format(name=account.name))


@NICKSERV.command("LOGOUT")
def _logout(ctx: Context, _words: Words) -> None:
    """Be without an account again."""
    own_account(ctx)
    log_out(ctx)
    say(ctx, NICKSERV, _("You are logged in no more"))


@NICKSERV.command("PASSWD", "<old> <new>")
def _passwd(ctx: Context, words: Words) -> Steps:
    """Change your password; every device has to log in again."""
    account = yield from check_password(ctx, own_account(ctx).name, words[0])
    if len(words[1]) < _LEAST_CHARACTERS:
        raise HelperRefusal(_BAD_PASSWORD)
    try:
        verifier = yield from hash_password(ctx, words[1])
    except ValueError as error:
        raise HelperRefusal(_BAD_PASSWORD) from error
    ctx.world.accounts.set_password(account, verifier)
    say(ctx, NICKSERV, _("The password is changed"))


@NICKSERV.command("DROP", "<password>")
def _drop(ctx: Context, words: Words) -> Steps:
    """Delete your account and all that belongs to it; what you said stays in the rooms."""
    account = yield from check_password(ctx, own_account(ctx).name, words[0])
    delete_account(ctx.services, account, ctx.now)
    say(ctx, NICKSERV, _("The account {name} is deleted").format(name=account.name))


@NICKSERV.command("INFO", "[account]")
def _info(ctx: Context, words: Words) -> None:
    """Tell what is known about an account."""
    account = ctx.world.accounts.get(words[0] if words else ctx.user.account or ctx.user.nick)
    if account is None:
        raise HelperRefusal(_UNKNOWN)
    moment = datetime.fromtimestamp(account.created, UTC)
    sentence = _("{name}: made on {day}").format(name=account.name, day=f"{moment:%Y-%m-%d}")
    say(ctx, NICKSERV, sentence)
    if account.name != ctx.user.account and not ctx.user.is_oper:
        return
    channels = ctx.world.registered.of(account.name)
    if channels:
        say(ctx, NICKSERV, _("Channels: {names}").format(names=" ".join(channels)))
    if account.email:
        say(ctx, NICKSERV, _("E-mail: {email}").format(email=account.email))
    if account.suspended:
        say(ctx, NICKSERV, _("Suspended: {reason}").format(reason=account.suspended))


@NICKSERV.command("SET", "<setting> <value>")
def _set(ctx: Context, words: Words) -> None:
    """Change a setting: ALWAYS-ON (stay in the rooms), MULTICLIENT (several at once), ON or OFF."""
    account = own_account(ctx)
    value = _SWITCHES.get(words[1].lower())
    if value is None:
        raise HelperRefusal(N_("Say ON or OFF"))
    match words[0].lower():
        case "always-on":
            account.always_on = value
            for user in ctx.world.people.of(account.name):
                ctx.world.presences.note(user)
        case "multiclient":
            account.is_shared = value
        case _:
            raise HelperRefusal(N_("There are ALWAYS-ON and MULTICLIENT"))
    ctx.world.accounts.save(account)
    say(ctx, NICKSERV, _("{setting} is set").format(setting=words[0].upper()))


@NICKSERV.command("CERT", "<ADD|DEL|LIST> [fingerprint]")
def _cert(ctx: Context, words: Words) -> None:
    """Let a client certificate log you in: this connection's, or one by its SHA-256."""
    account, action = own_account(ctx), words[0].upper()
    text = words[1] if len(words) > 1 else ctx.session.fingerprint
    fingerprint = text.replace(":", "").lower()
    if action == "LIST":
        listed = " ".join(account.certificates) or _("There are none")
        say(ctx, NICKSERV, listed)
        return
    if len(fingerprint) != _FINGERPRINT_CHARACTERS or not _is_hexadecimal(fingerprint):
        raise HelperRefusal(N_("That is no SHA-256 fingerprint, and this connection has none"))
    if action == "ADD":
        _add_certificate(ctx, account, fingerprint)
    elif action == "DEL" and fingerprint in account.certificates:
        account.certificates.remove(fingerprint)
    else:
        raise HelperRefusal(N_("There is no such certificate"))
    ctx.world.accounts.save(account)
    say(ctx, NICKSERV, _("Done"))


@NICKSERV.command("SAREGISTER", "<account> <password>", is_for_opers=True)
def _saregister(ctx: Context, words: Words) -> Steps:
    """Make an account for somebody else."""
    check_private(ctx)
    if not ctx.world.is_nick(words[0]):
        raise HelperRefusal(N_("That cannot be a nick"))
    account = yield from _make(ctx, words[0], words[1], "")
    say(ctx, NICKSERV, _("The account {name} is made").format(name=account.name))


def own_account(ctx: Context) -> Account:
    """Return the account of who asks, or refuse."""
    account = ctx.world.accounts.get(ctx.user.account) if ctx.user.account else None
    if account is None:
        raise HelperRefusal(_NO_ACCOUNT)
    return account


def _make(ctx: Context, name: str, password: str, email: str) -> Proof:
    accounts = ctx.world.accounts
    if not accounts.is_free(name):
        raise HelperRefusal(_TAKEN)
    try:
        verifier = yield from hash_password(ctx, password)
    except ValueError as error:
        raise HelperRefusal(_BAD_PASSWORD) from error
    if not accounts.is_free(name):
        raise HelperRefusal(_TAKEN)
    return accounts.add(name, verifier, ctx.now.wall, email)


def _add_certificate(ctx: Context, account: Account, fingerprint: str) -> None:
    owner = ctx.world.accounts.find_certificate(fingerprint)
    if owner is not None and owner is not account:
        raise HelperRefusal(N_("That certificate opens another account"))
    if len(account.certificates) >= MOST_TOKENS:
        raise HelperRefusal(N_("The list is full"))
    if owner is None:
        account.certificates.append(fingerprint)


def _is_hexadecimal(text: str) -> bool:
    return set(text) <= set("0123456789abcdef")
