"""AUTHENTICATE: logging in by SASL, before and after registration, as often as one likes.

One mechanism is one class: it takes whole answers and returns the steps that
end with an account, with ``None`` while the exchange goes on, or raise what
keeps the client out. It works whether or not ``sasl`` was negotiated, and for
clients that do not wait for the answers.

Sources: https://ircv3.net/specs/extensions/sasl-3.1 and
https://ircv3.net/specs/extensions/sasl-3.2
"""

from collections.abc import Callable, Generator, Mapping
from typing import Any, Final

from tertulia_core.i18n import Catalogue
from tertulia_core.wire import numerics as n
from tertulia_core.wire import scram
from tertulia_core.wire.message import Message
from tertulia_core.wire.sasl import (
    ABORT,
    CHUNK,
    EMPTY,
    Incoming,
    Plain,
    SaslError,
    TooLong,
    to_parameters,
)
from tertulia_server.capabilities import sasl_mechanisms
from tertulia_server.commands.context import Context, Later, Steps
from tertulia_server.commands.logins import (
    admit,
    check_pace,
    check_password,
    check_private,
    fail,
    log_in,
)
from tertulia_server.commands.table import TABLE, When
from tertulia_server.model.account import Account
from tertulia_server.model.refusals import Refusal

__all__: list[str] = []

_ = Catalogue("tertulia_server").gettext

Attempt = Generator[Later | None, Any, Account | None]
"""Steps that end with the account, or with ``None`` while more is to come."""


class _Plain(Incoming):
    """PLAIN: the password itself, or the token of a device (RFC 4616)."""

    def take(self, ctx: Context, data: bytes) -> Attempt:
        plain = Plain.decode(data)
        fold = ctx.world.fold
        if plain.acts_as and fold(plain.acts_as) != fold(plain.account):
            raise Refusal(n.ERR_SASLFAIL)
        return (yield from check_password(ctx, plain.account, plain.password))


class _Scram(Incoming):
    """SCRAM-SHA-256: neither side shows the password (RFC 5802)."""

    def __init__(self) -> None:
        super().__init__()
        self._exchange: scram.Exchange | None = None
        self._name = ""
        self._account: Account | None = None
        self._is_proved = False

    def take(self, ctx: Context, data: bytes) -> Attempt:
        yield from ()  # it takes messages, and no work that is done aside
        if self._exchange is None:
            self._begin_exchange(ctx, data)
        elif not self._is_proved:
            self._check_proof(ctx, self._exchange, data)
        elif self._account is not None and not data:
            return admit(ctx, self._account)
        else:
            raise Refusal(n.ERR_SASLFAIL)
        return None

    def _begin_exchange(self, ctx: Context, data: bytes) -> None:
        self._exchange = exchange = scram.Exchange(ctx.world.accounts.nonce())
        self._name = name = exchange.begin(data)
        check_pace(ctx, name)
        self._account = ctx.world.accounts.get(name)
        _send(ctx, exchange.challenge(ctx.world.accounts.verifier_of(name)))

    def _check_proof(self, ctx: Context, exchange: scram.Exchange, data: bytes) -> None:
        check_pace(ctx, self._name)
        try:
            last = exchange.finish(data)
        except scram.WrongProof as error:
            raise fail(ctx, self._name) from error
        if self._account is None or ctx.world.accounts.get(self._name) is not self._account:
            raise fail(ctx, self._name)
        self._is_proved = True
        _send(ctx, last)


class _External(Incoming):
    """EXTERNAL: the certificate that the client showed to TLS (RFC 4422, appendix A)."""

    def take(self, ctx: Context, data: bytes) -> Attempt:
        yield from ()  # TLS did the work
        accounts = ctx.world.accounts
        account = accounts.find_certificate(ctx.session.fingerprint)
        acts_as = data.decode("utf-8", "replace")
        if account is None or (acts_as and accounts.key(acts_as) != accounts.key(account.name)):
            raise Refusal(n.ERR_SASLFAIL)
        return admit(ctx, account)


_Mechanism = _Plain | _Scram | _External

_MECHANISMS: Final[Mapping[str, Callable[[], _Mechanism]]] = {
    "PLAIN": _Plain,
    scram.NAME: _Scram,
    "EXTERNAL": _External,
}


@TABLE.command(
    "AUTHENTICATE", min_params=1, when=When.ALWAYS, cost=0.5, syntax="<mechanism>|<data>|*"
)
def authenticate(ctx: Context, message: Message) -> Steps:
    """Log in to an account: name a mechanism, then send its answers in base64.

    https://ircv3.net/specs/extensions/sasl-3.1#the-authenticate-command
    """
    parameter, session = message.params[0], ctx.session
    exchange = session.exchange
    try:
        if parameter == ABORT:
            raise Refusal(n.ERR_SASLABORTED)
        if exchange is None:
            _begin(ctx, parameter)
            return
        assert isinstance(exchange, _Mechanism), "only AUTHENTICATE begins one"
        yield from _feed(ctx, exchange, parameter)
    except TooLong:
        session.exchange = None
        is_line = len(parameter) > CHUNK
        ctx.reply.refuse(Refusal(n.ERR_SASLTOOLONG if is_line else n.ERR_SASLFAIL))
    except SaslError:
        session.exchange = None
        ctx.reply.refuse(Refusal(n.ERR_SASLFAIL))
    except Refusal:
        session.exchange = None
        raise


def _begin(ctx: Context, mechanism: str) -> None:
    check_private(ctx)
    name = mechanism.upper()
    offered = sasl_mechanisms(ctx.config)
    if name not in offered:
        sentence = _("are the ways to log in")
        ctx.reply.numeric(n.RPL_SASLMECHS, ",".join(offered), sentence)
        raise Refusal(n.ERR_SASLFAIL)
    ctx.session.exchange = _MECHANISMS[name]()
    ctx.reply.line("AUTHENTICATE", EMPTY)


def _feed(ctx: Context, exchange: _Mechanism, parameter: str) -> Steps:
    data = exchange.feed(parameter)
    if data is None:
        return
    account = yield from exchange.take(ctx, data)
    if account is None:
        return
    ctx.session.exchange = None
    log_in(ctx, account)
    ctx.reply.numeric(n.RPL_SASLSUCCESS, _("You are logged in"))


def _send(ctx: Context, data: bytes) -> None:
    for parameter in to_parameters(data):
        ctx.reply.line("AUTHENTICATE", parameter)
