"""The configuration as values: one frozen dataclass per TOML table, defaults included.

Each field is one key of the file and carries what the file may say and the
sentence that explains it; ``tertulia-server config`` prints these.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any, Final, TypeVar

from tertulia_core.i18n import N_
from tertulia_server.config import checks
from tertulia_server.config.checks import Check
from tertulia_server.config.passwords import is_hashed

__all__ = [
    "NAMED_SECTIONS",
    "SECTIONS",
    "AccountsConfig",
    "Config",
    "GuestsConfig",
    "HistoryConfig",
    "LimitsConfig",
    "OperConfig",
    "ServerConfig",
    "TlsConfig",
    "WebircConfig",
    "WebsocketConfig",
]

T = TypeVar("T")

_DAY: Final = 86_400.0


def setting(default: T, check: Check[Any], about: str, *, is_fixed: bool = False) -> T:
    """Declare one key.

    Args:
        default: its value where the file is silent.
        check: what turns a TOML value into ours, or says what is allowed.
        about: one sentence for ``tertulia-server config``, marked with ``N_``.
        is_fixed: whether a running server keeps its value, until a restart.
    """
    metadata = {"check": check, "about": about, "is_fixed": is_fixed}
    declared: T = field(default=default, metadata=metadata)
    return declared


def needed(check: Check[T], about: str) -> T:
    """Declare a key that has no default: its table needs it."""
    declared: T = field(metadata={"check": check, "about": about, "is_fixed": False})
    return declared


@dataclass(frozen=True, slots=True)
class ServerConfig:
    """``[server]``: what the server calls itself, where it listens and what it asks for."""

    name: str = setting(
        "tertulia.localhost",
        checks.server_name,
        N_("The server's name among IRC clients: a host name with a dot."),
        is_fixed=True,
    )
    network: str = setting("tertulia", checks.token, N_("The network's name."))
    description: str = setting("tertulia", checks.text, N_("One line about the server."))
    listen: tuple[str, ...] = setting(
        ("localhost:12345",),
        checks.addresses,
        N_("Where it listens: HOST:PORT (localhost is both 127.0.0.1 and ::1) or unix:/PATH."),
        is_fixed=True,
    )
    websocket_listen: tuple[str, ...] = setting(
        (),
        checks.addresses,
        N_("Where it listens for WebSocket clients (tertulia-server[websocket])."),
        is_fixed=True,
    )
    data: str = setting(
        "",
        checks.text,
        N_("The folder for its files; empty: a folder of the person who runs it."),
        is_fixed=True,
    )
    password: str = setting(
        "",
        checks.no_or_password,
        N_(
            "What IRC clients must send with PASS, best as tertulia-server hash-password prints it;"
            " empty: nothing is asked."
        ),
    )
    proxy_from: tuple[str, ...] = setting(
        (),
        checks.networks,
        N_(
            "Whose PROXY header is believed: addresses, networks (10.0.0.0/8), localhost, unix;"
            " empty: nobody's, or this computer's where proxy_required is set."
        ),
    )
    proxy_required: bool | tuple[str, ...] = setting(
        default=False,
        check=checks.flag_or_addresses,
        about=N_(
            "Whether connections must begin with a PROXY header: true, or those of the listening"
            " addresses where they must."
        ),
        is_fixed=True,
    )
    roleplay: bool = setting(
        default=False,
        check=checks.flag,
        about=N_("Whether roles may be played with NPC and SCENE, in rooms with mode E."),
    )
    motd: tuple[str, ...] = setting((), checks.lines, N_("The message of the day."))
    admin: str = setting("", checks.text, N_("Whom to write to about the server."))
    casemapping: str = setting(
        "ascii",
        checks.casemapping,
        N_("Which nicks there are: ascii, or precis for letters of any script."),
        is_fixed=True,
    )
    default_user_modes: str = setting(
        "", checks.user_modes, N_("Modes everybody begins with, such as i for invisible.")
    )
    language: str = setting(
        "", checks.language_code, N_("es or en; empty: the language of the system.")
    )
    insecure_plaintext: bool = setting(
        default=False,
        check=checks.flag,
        about=N_("Whether other computers may connect without encryption."),
        is_fixed=True,
    )
    allow_root: bool = setting(
        default=False,
        check=checks.flag,
        about=N_("Whether root may serve other computers."),
        is_fixed=True,
    )


@dataclass(frozen=True, slots=True)
class GuestsConfig:
    """``[guests]``: people who connect with a bare socket and just write text."""

    enabled: bool | None = setting(
        None,
        checks.flag,
        N_("Whether they are let in; unsaid: only from this computer, and without a password."),
    )
    room: str = setting("#sala", checks.channel_name, N_("The room they are in."))
    wait: float = setting(
        1.0,
        checks.amount(0.0, 60.0),
        N_("Seconds of silence after which a connection may be a guest."),
    )
    max: int = setting(1000, checks.whole(0, 1_000_000), N_("How many may be in the room at once."))


@dataclass(frozen=True, slots=True)
class LimitsConfig:
    """``[limits]``: how much of anything one connection may use."""

    flood: bool = setting(
        default=True, check=checks.flag, about=N_("Whether who sends too fast is slowed down.")
    )
    flood_burst: float = setting(
        5.0, checks.amount(1.0, 1e6), N_("How many commands may be sent at once.")
    )
    flood_rate: float = setting(
        2.0, checks.amount(0.01, 1e6), N_("How many more are allowed per second.")
    )
    nick_length: int = setting(32, checks.whole(9, 64), N_("Characters of a nick."))
    channel_length: int = setting(64, checks.whole(16, 128), N_("Bytes of a room's name."))
    topic_length: int = setting(390, checks.whole(1, 390), N_("Bytes of a topic."))
    reason_length: int = setting(
        300, checks.whole(1, 390), N_("Bytes of the text with which one leaves or is away.")
    )
    channels: int = setting(50, checks.whole(1, 100_000), N_("Rooms one person may be in."))
    bans: int = setting(100, checks.whole(1, 100_000), N_("Masks on the lists of one room."))
    connections_per_address: int = setting(
        16,
        checks.whole(1, 1_000_000),
        N_("Connections from one address; this computer is exempt."),
    )
    connections_per_private_address: int = setting(
        64,
        checks.whole(1, 1_000_000),
        N_("The same for a private address, behind which a whole class may be."),
    )
    new_connections_per_address: int = setting(
        32,
        checks.whole(1, 1_000_000),
        N_("Connections that may begin at one address within new_connections_seconds."),
    )
    new_connections_per_private_address: int = setting(
        200, checks.whole(1, 1_000_000), N_("The same for a private address.")
    )
    new_connections_seconds: float = setting(
        600.0, checks.amount(1.0, _DAY), N_("For how many seconds a new connection is counted.")
    )
    multiline_max_bytes: int = setting(
        40_000, checks.whole(512, 2**20), N_("Bytes of a message of several lines.")
    )
    multiline_max_lines: int = setting(
        500, checks.whole(2, 10_000), N_("Lines of a message of several lines.")
    )
    znc_max_messages: int = setting(
        1000, checks.whole(1, 100_000), N_("Messages of a channel that *playback plays at once.")
    )
    registration_lines: int = setting(
        20, checks.whole(4, 10_000), N_("Lines one may send before being registered.")
    )
    registration_seconds: float = setting(
        30.0,
        checks.amount(1.0, _DAY),
        N_("Seconds from the first word of IRC to being registered."),
    )
    ping_after: float = setting(
        180.0, checks.amount(1.0, _DAY), N_("Seconds of silence after which a PING is sent.")
    )
    ping_timeout: float = setting(
        60.0, checks.amount(1.0, _DAY), N_("Seconds that are waited for the answer.")
    )
    send_queue: int = setting(
        256 * 2**10,
        checks.whole(16 * 2**10, 2**30),
        N_("Bytes from others that may wait for one who does not read; past it, they are closed."),
    )
    send_queue_total: int = setting(
        256 * 2**20,
        checks.whole(2**20, 2**40),
        N_("The same for everybody together."),
    )


@dataclass(frozen=True, slots=True)
class TlsConfig:
    """``[tls]``: the encrypted door."""

    cert: str = setting("", checks.text, N_("The certificate with its chain, a PEM file."))
    key: str = setting("", checks.text, N_("Its private key, a PEM file; empty: it is in cert."))
    client_authorities: str = setting(
        "",
        checks.text,
        N_(
            "Whose client certificates may log people in (SASL EXTERNAL), a PEM file; empty:"
            " clients are not asked for one."
        ),
        is_fixed=True,
    )
    listen: tuple[str, ...] = setting(
        (), checks.addresses, N_("Where it listens with encryption."), is_fixed=True
    )
    websocket_listen: tuple[str, ...] = setting(
        (),
        checks.addresses,
        N_("Where it listens for WebSocket clients with encryption (wss)."),
        is_fixed=True,
    )


@dataclass(frozen=True, slots=True)
class WebsocketConfig:
    """``[websocket]``: the doors for programs in web pages."""

    origins: tuple[str, ...] = setting(
        (),
        checks.origins,
        N_(
            "The web pages that may connect, https://chat.example; what is no web page names"
            " none and always may."
        ),
    )


@dataclass(frozen=True, slots=True)
class AccountsConfig:
    """``[accounts]``: what people may keep a name with."""

    registration: bool = setting(
        default=True, check=checks.flag, about=N_("Whether people may make accounts themselves.")
    )
    registration_before_connect: bool = setting(
        default=True,
        check=checks.flag,
        about=N_("Whether they may while they connect, before they are let in."),
    )
    registration_needs_email: bool = setting(
        default=False,
        check=checks.flag,
        about=N_("Whether an account needs an e-mail address; nothing is sent to it."),
    )
    always_on: str = setting(
        "opt-in",
        checks.always_on,
        N_(
            "Who stays in the rooms without a connection: opt-in for those who ask for it, opt-out"
            " for every account that does not ask to be left out."
        ),
    )
    fast_hash: bool = setting(
        default=False,
        check=checks.flag,
        about=N_("Whether passwords are hashed too fast to be safe: for tests, on this computer."),
        is_fixed=True,
    )


@dataclass(frozen=True, slots=True)
class HistoryConfig:
    """``[history]``: what is kept of what is said."""

    mode: str = setting(
        "durable",
        checks.history_mode,
        N_(
            "How it is kept: durable (on the disk, before anybody hears it), memory (until the"
            " server ends) or off."
        ),
        is_fixed=True,
    )
    days: float = setting(
        30.0,
        checks.amount(0.01, 36_500.0),
        N_("After how many days it is forgotten."),
        is_fixed=True,
    )
    bytes: int = setting(
        10**9,
        checks.whole(10_000, 10**15),
        N_("How much of one room is kept; the oldest is forgotten first."),
        is_fixed=True,
    )
    not_in: tuple[str, ...] = setting(
        (),
        checks.channel_names,
        N_("Rooms of which nothing is kept."),
        is_fixed=True,
    )
    playback: int = setting(
        20,
        checks.whole(0, 100),
        N_(
            "How many messages are shown on entering to clients that cannot ask for history;"
            " 0 for none."
        ),
    )


@dataclass(frozen=True, slots=True)
class WebircConfig:
    """``[webirc.NAME]``: a gateway that tells for whom it connects."""

    password: str = needed(
        checks.password,
        N_(
            "What the gateway NAME gives with WEBIRC to be believed whom it names, best as"
            " tertulia-server hash-password prints it."
        ),
    )
    hosts: tuple[str, ...] = needed(
        checks.some_networks,
        N_("Where it connects from: addresses, networks (10.0.0.0/8), localhost, unix."),
    )


@dataclass(frozen=True, slots=True)
class OperConfig:
    """``[oper.NAME]``: somebody who operates the server."""

    password: str = needed(
        checks.password,
        N_("What NAME gives with OPER, best as tertulia-server hash-password prints it."),
    )


@dataclass(frozen=True, slots=True)
class Config:
    """Everything the server can be told."""

    server: ServerConfig = field(default_factory=ServerConfig)
    guests: GuestsConfig = field(default_factory=GuestsConfig)
    limits: LimitsConfig = field(default_factory=LimitsConfig)
    accounts: AccountsConfig = field(default_factory=AccountsConfig)
    history: HistoryConfig = field(default_factory=HistoryConfig)
    tls: TlsConfig = field(default_factory=TlsConfig)
    websocket: WebsocketConfig = field(default_factory=WebsocketConfig)
    webirc: Mapping[str, WebircConfig] = field(default_factory=lambda: MappingProxyType({}))
    oper: Mapping[str, OperConfig] = field(default_factory=lambda: MappingProxyType({}))

    def plain_passwords(self) -> list[str]:
        """Return the keys whose passwords stand there as they are."""
        known = {"server.password": self.server.password}
        known |= {f"oper.{name}.password": row.password for name, row in self.oper.items()}
        known |= {f"webirc.{name}.password": row.password for name, row in self.webirc.items()}
        return [key for key, value in known.items() if value and not is_hashed(value)]


SECTIONS: Final[Mapping[str, type[Any]]] = MappingProxyType(
    {
        "server": ServerConfig,
        "guests": GuestsConfig,
        "limits": LimitsConfig,
        "accounts": AccountsConfig,
        "history": HistoryConfig,
        "tls": TlsConfig,
        "websocket": WebsocketConfig,
    }
)
"""The tables of the file, in the order in which they are shown."""

NAMED_SECTIONS: Final[Mapping[str, type[Any]]] = MappingProxyType(
    {"webirc": WebircConfig, "oper": OperConfig}
)
"""The tables of which there may be many, ``[webirc.NAME]``."""
