"""What a session is told before it begins."""

from dataclasses import dataclass, field
from typing import Final

from tertulia_core.session.attention import Choices
from tertulia_core.wire import capabilities as caps

__all__ = ["WANTED", "Login", "SessionSettings"]

WANTED: Final = (
    caps.ACCOUNT_NOTIFY
    | caps.ACCOUNT_REGISTRATION
    | caps.ACCOUNT_TAG
    | caps.AWAY_NOTIFY
    | caps.BATCH
    | caps.CAP_NOTIFY
    | caps.CHATHISTORY
    | caps.CHGHOST
    | caps.ECHO_MESSAGE
    | caps.EDIT
    | caps.EVENT_PLAYBACK
    | caps.EXTENDED_JOIN
    | caps.INVITE_NOTIFY
    | caps.KEY
    | caps.LABELED_RESPONSE
    | caps.MESSAGE_REDACTION
    | caps.MESSAGE_TAGS
    | caps.METADATA
    | caps.MULTILINE
    | caps.MULTI_PREFIX
    | caps.READ_MARKER
    | caps.SASL
    | caps.SEARCH
    | caps.SERVER_TIME
    | caps.SETNAME
    | caps.STANDARD_REPLIES
    | caps.TOKEN
    | caps.USERHOST_IN_NAMES
)
"""The capabilities the engine asks for wherever they are offered."""


@dataclass(frozen=True, slots=True)
class Login:
    """An account to use.

    Attributes:
        account: its name.
        secret: its password, or the token of this device.
        is_token: which of them; a token is shown as it is, so it needs a private line.
    """

    account: str
    secret: str = field(repr=False)
    is_token: bool = False


@dataclass(frozen=True, slots=True)
class SessionSettings:
    """Who we are and where we go.

    Attributes:
        nick: the wanted one, already made valid (``nicks.fold_nick``).
        address: the server as it is shown, ``localhost:12345``.
        realname: the display name, kept whole; the nick where it is ``""``.
        username: what servers show before the host; the nick where it is ``""``.
        rooms: channels to be in from the start; the first one is shown.
        password: the server's, ``""`` for none.
        login: the account to use, ``None`` for a guest.
        keeps_tokens: a token instead of the password will be found by the next run.
        wanted: the capabilities to ask for.
        attention: whom and what the person wants to hear about.
    """

    nick: str
    address: str
    realname: str = ""
    username: str = ""
    rooms: tuple[str, ...] = ()
    password: str = ""
    login: Login | None = None
    keeps_tokens: bool = False
    wanted: caps.CapabilitySet = WANTED
    attention: Choices = field(default_factory=Choices)
