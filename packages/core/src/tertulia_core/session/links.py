"""Links in what people say: http and https only, re-serialised, their host made visible."""

import re
from collections.abc import Iterator
from typing import Final
from urllib.parse import quote, urlsplit, urlunsplit

from tertulia_core.text import sanitize

__all__ = ["find_links", "to_href"]

_CANDIDATE: Final = re.compile(r"\bhttps?://[^\s<>\"“”«»]+", re.IGNORECASE)
_HOST: Final = re.compile(r"[a-z0-9_.-]+|\[[0-9a-f:.]+\]", re.IGNORECASE)
_TRAILING: Final = ".,;:!?'…"
_BRACKETS: Final = {")": "(", "]": "[", "}": "{"}
_SAFE: Final = "/%:@!$&'()*+,;=?~-._"
"""What stays as it is in a path, a query or a fragment; ``%`` because it is quoted already."""


def find_links(text: str) -> Iterator[tuple[int, int, str]]:
    """Yield ``(start, end, href)`` for each link in sanitized text."""
    for match in _CANDIDATE.finditer(text):
        shown = _without_trailing(match.group())
        if href := to_href(shown):
            yield match.start(), match.start() + len(shown), href


def to_href(url: str) -> str:
    """Return ``url`` written anew from its parts, or ``""`` if it should not be followed.

    A name and password before the host only serve to disguise where a link
    leads, so such links stay text.
    """
    try:
        parts = urlsplit(url)
        host, port = parts.hostname or "", parts.port
        if parts.scheme not in {"http", "https"} or parts.username is not None:
            return ""
        if not host or host.startswith("-") or sanitize(host, name=True) != host:
            return ""
        netloc = f"[{host}]" if ":" in host else host.encode("idna").decode("ascii")
        if not _HOST.fullmatch(netloc):
            return ""
    except ValueError:  # UnicodeError of the host's encoding is one too
        return ""
    if port is not None:
        netloc += f":{port}"
    path, query, fragment = (
        quote(part, safe=_SAFE) for part in (parts.path, parts.query, parts.fragment)
    )
    return urlunsplit((parts.scheme, netloc, path or "/", query, fragment))


def _without_trailing(url: str) -> str:
    """Cut the punctuation of the sentence around a link, and brackets opened before it."""
    while url:
        last = url[-1]
        unopened = last in _BRACKETS and url.count(last) > url.count(_BRACKETS[last])
        if last not in _TRAILING and not unopened:
            break
        url = url[:-1]
    return url
