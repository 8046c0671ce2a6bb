"""The text protocol as values: IRC lines, tags, limits and tables, without any I/O."""

from tertulia_core.wire.casemap import CasefoldDict, fold_ascii, fold_rfc1459
from tertulia_core.wire.codec import decode_line, encode
from tertulia_core.wire.framing import LineBuffer
from tertulia_core.wire.isupport import ISupport
from tertulia_core.wire.limits import split_text
from tertulia_core.wire.message import Message
from tertulia_core.wire.modes import ModeChange, format_changes, parse_changes
from tertulia_core.wire.source import Source, parse_source

__all__ = [
    "CasefoldDict",
    "ISupport",
    "LineBuffer",
    "Message",
    "ModeChange",
    "Source",
    "decode_line",
    "encode",
    "fold_ascii",
    "fold_rfc1459",
    "format_changes",
    "parse_changes",
    "parse_source",
    "split_text",
]
