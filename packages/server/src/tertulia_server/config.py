"""The configuration as values: one frozen dataclass per TOML table, defaults included."""

from dataclasses import dataclass, field

__all__ = ["Config", "GuestsConfig", "LimitsConfig", "ServerConfig"]


@dataclass(frozen=True, slots=True)
class ServerConfig:
    """``[server]``: what the server calls itself and what it asks for.

    Attributes:
        name: the server's name on the wire, a host name with a dot.
        network: the network's name in 001 and 005.
        description: one line about the server, shown by WHOIS and WHO.
        password: what PASS must say; ``""`` asks for none.
        motd: the lines of the message of the day; empty means there is none.
        admin: whom to write to about the server, shown by ADMIN; ``""`` for nobody.
    """

    name: str = "tertulia.localhost"
    network: str = "tertulia"
    description: str = "tertulia"
    password: str = ""
    motd: tuple[str, ...] = ()
    admin: str = ""


@dataclass(frozen=True, slots=True)
class GuestsConfig:
    """``[guests]``: people who connect with a bare socket and just write text.

    Attributes:
        enabled: whether they are let in.
        room: the channel in which they are.
        wait: seconds of silence after which a connection may be a guest.
        max: how many may be in the room at once.
    """

    enabled: bool = True
    room: str = "#sala"
    wait: float = 1.0
    max: int = 1000


@dataclass(frozen=True, slots=True)
class LimitsConfig:
    """``[limits]``: how much of anything one connection may use.

    Attributes:
        flood: whether commands are slowed down at all.
        flood_burst: how much cost may be spent at once.
        flood_rate: how much cost comes back per second.
        nick_length: characters of a nick.
        channel_length: bytes of a channel's name.
        topic_length: bytes of a topic.
        reason_length: bytes of a kick or away text.
        channels: channels one user may be in.
        bans: entries of all the mask lists of one channel.
        registration_lines: lines one may send before being registered.
        registration_seconds: seconds from the first IRC byte to being registered.
        ping_after: seconds of silence after which the server sends a PING.
        ping_timeout: seconds it waits for anything after that.
    """

    flood: bool = True
    flood_burst: float = 5.0
    flood_rate: float = 2.0
    nick_length: int = 32
    channel_length: int = 64
    topic_length: int = 390
    reason_length: int = 300
    channels: int = 50
    bans: int = 100
    registration_lines: int = 20
    registration_seconds: float = 30.0
    ping_after: float = 120.0
    ping_timeout: float = 60.0


@dataclass(frozen=True, slots=True)
class Config:
    """Everything the server can be told."""

    server: ServerConfig = field(default_factory=ServerConfig)
    guests: GuestsConfig = field(default_factory=GuestsConfig)
    limits: LimitsConfig = field(default_factory=LimitsConfig)
