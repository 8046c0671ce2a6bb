"""Logging in: one exchange at a time, before the server lets us in or later.

Whoever asked for an account does not become a guest when that fails: the
connection ends with a sentence. A password goes over a line that others can
read under no circumstances; SCRAM-SHA-256 never shows it, PLAIN needs TLS or a
server on this computer.

Sources: https://ircv3.net/specs/extensions/sasl-3.2 and
https://ircv3.net/specs/extensions/account-registration
"""

import secrets
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final, Protocol

from tertulia_core.i18n import Catalogue
from tertulia_core.session import intents
from tertulia_core.session.context import Context
from tertulia_core.session.settings import Login
from tertulia_core.session.state import ConnectionPhase, LineKind
from tertulia_core.wire import capabilities as caps
from tertulia_core.wire import scram
from tertulia_core.wire.sasl import ABORT, Incoming, Plain, SaslError, to_parameters

__all__ = [
    "TOKEN_LABEL",
    "Attempt",
    "ask_for_token",
    "ask_services",
    "begin",
    "change_password",
    "fail",
    "log_in",
    "log_out",
    "register",
    "succeed",
    "take",
    "unregister",
]

_ = Catalogue("tertulia_core").gettext

TOKEN_LABEL: Final = "token"
"""What answers about tokens repeat: a refusal only means that the password is asked again."""

DEVICE: Final = "tertulia"
"""What the server lists a token of ours under."""


class _Mechanism(Protocol):
    def answer(self, data: bytes) -> bytes:
        """Return what follows the server's message."""
        ...


class _Plain:
    """PLAIN: one message with the password, or with the token of this device (RFC 4616)."""

    def __init__(self, login: Login) -> None:
        self._message = Plain(login.account, login.secret).encode()

    def answer(self, _data: bytes) -> bytes:
        return self._message


class _Scram:
    """SCRAM-SHA-256: both sides prove that they know the password (RFC 5802, RFC 7677)."""

    def __init__(self, login: Login) -> None:
        self._client = scram.Client(login.account, login.secret, secrets.token_urlsafe(18))
        self._step = 0

    def answer(self, data: bytes) -> bytes:
        self._step += 1
        if self._step == 1:
            return self._client.first()
        if self._step == 2:
            return self._client.answer(data)
        self._client.check(data)
        return b""


_MECHANISMS: Final[dict[str, Callable[[Login], _Mechanism]]] = {
    scram.NAME: _Scram,
    "PLAIN": _Plain,
}
"""What we can do, best first."""


@dataclass(slots=True)
class Attempt:
    """A login that is under way."""

    login: Login
    mechanism: _Mechanism
    incoming: Incoming


def begin(ctx: Context) -> None:
    """Start to log in, or say why that cannot be done."""
    login = ctx.login
    assert login is not None, "only who has an account logs in"
    name, problem = _choose(ctx, login)
    if problem:
        fail(ctx, problem)
        return
    try:
        mechanism = _MECHANISMS[name](login)
    except ValueError:
        fail(ctx, _("That cannot be a password."))
        return
    ctx.attempt = Attempt(login, mechanism, Incoming())
    ctx.send("AUTHENTICATE", name)


def take(ctx: Context, parameter: str) -> None:
    """Take in an AUTHENTICATE of the server, and answer it when it is complete."""
    attempt = ctx.attempt
    if attempt is None:
        return
    try:
        data = attempt.incoming.feed(parameter)
        answer = attempt.mechanism.answer(data) if data is not None else None
    except SaslError:
        ctx.send("AUTHENTICATE", ABORT)
        fail(ctx, _("The server cannot prove that it knows your account."))
        return
    for each in to_parameters(answer) if answer is not None else ():
        ctx.send("AUTHENTICATE", each)


def succeed(ctx: Context) -> None:
    """Go on with what waited for the login."""
    ctx.attempt = None
    if ctx.state.phase is ConnectionPhase.REGISTERING:
        ctx.send("CAP", "END")


def fail(ctx: Context, reason: str) -> None:
    """End the connection rather than let somebody in as a guest; later, only say why."""
    ctx.attempt = None
    if ctx.state.phase is ConnectionPhase.ONLINE and ctx.is_ready:
        ctx.login = None
        ctx.note(reason, kind=LineKind.ERROR)
        return
    hint = _("/login tries again, /logout goes on as a guest; then /connect.")
    ctx.give_up(f"{reason} {hint}")


def ask_for_token(ctx: Context) -> None:
    """Ask one of our servers for something to log in with that is not the password."""
    login = ctx.login
    is_useful = login is not None and not login.is_token and ctx.settings.keeps_tokens
    if is_useful and ctx.state.account and ctx.has(caps.TOKEN) and ctx.is_private:
        tags = {"label": TOKEN_LABEL} if ctx.has(caps.LABELED_RESPONSE) else {}
        ctx.send("TOKEN", "CREATE", DEVICE, tags=tags)


def log_in(ctx: Context, intent: intents.LogIn) -> None:
    """Use an account: now, and whenever we connect again."""
    ctx.login = Login(intent.account or ctx.state.nick, intent.password)
    if ctx.state.phase is not ConnectionPhase.ONLINE:
        ctx.note(_("You log in when you connect: /connect"))
    elif "sasl" in ctx.offered:
        begin(ctx)
    else:
        ask_services(ctx, "IDENTIFY", ctx.login.account, intent.password)


def log_out(ctx: Context, _intent: intents.LogOut) -> None:
    """Be without an account again."""
    ctx.login = None
    if ctx.state.phase is ConnectionPhase.ONLINE and ctx.state.account:
        ask_services(ctx, "LOGOUT")


def register(ctx: Context, intent: intents.Register) -> None:
    """Make an account that keeps the nick we are using."""
    if ctx.state.phase is not ConnectionPhase.ONLINE:
        ctx.note(_("Not connected: this has to wait."), kind=LineKind.ERROR)
        return
    ctx.registering = Login(ctx.state.nick, intent.password)
    if ctx.has(caps.ACCOUNT_REGISTRATION):
        ctx.send("REGISTER", "*", intent.email or "*", intent.password)
    else:
        email = [intent.email] if intent.email else []
        ask_services(ctx, "REGISTER", intent.password, *email)


def change_password(ctx: Context, intent: intents.ChangePassword) -> None:
    """Take another password."""
    if ctx.login is not None:
        ctx.login = Login(ctx.login.account, intent.new)
    ask_services(ctx, "PASSWD", intent.old, intent.new)


def unregister(ctx: Context, intent: intents.Unregister) -> None:
    """Delete the account that we are logged in to."""
    ctx.login = None
    ask_services(ctx, "DROP", intent.password)


def ask_services(ctx: Context, *words: str) -> None:
    """Tell the network's keeper of accounts something that stands in no timeline."""
    if ctx.state.phase is ConnectionPhase.ONLINE:
        ctx.send("NS", *words)
    else:
        ctx.note(_("Not connected: this has to wait."), kind=LineKind.ERROR)


def _choose(ctx: Context, login: Login) -> tuple[str, str]:
    """Return the best mechanism, or else why there is none."""
    if "sasl" not in ctx.offered:
        return "", _("This server does not let anybody log in.")
    offered = ctx.offered["sasl"].upper().split(",") if ctx.offered["sasl"] else list(_MECHANISMS)
    if scram.NAME in offered and not login.is_token:
        return scram.NAME, ""
    if "PLAIN" not in offered:
        return "", _("This server does not know a way to log in that this program knows.")
    if not ctx.is_private:
        return "", _("Your password would go over a line that others can read.")
    return "PLAIN", ""
