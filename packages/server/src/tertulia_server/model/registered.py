"""Channels that belong to somebody: what of them stays when nobody is in them.

Each is a JSON document of kind ``channel`` under the folded name. The document
is written anew after each change, from the channel as it is; a channel that is
made again is given it back.
"""

import json
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Final

from tertulia_core.wire.casemap import CasefoldDict, Fold
from tertulia_server.model.channel import Channel, Topic
from tertulia_server.model.keeping import Put
from tertulia_server.model.lookalikes import skeleton
from tertulia_server.model.masks import MaskEntry

__all__ = ["KIND", "MOST_CHANNELS", "Registered"]

KIND: Final = "channel"

MOST_CHANNELS: Final = 50
"""How many one account may have."""


class Registered:
    """All registered channels; owner: the network thread.

    Args:
        fold: what makes two spellings one name.
        put: keeps a document.
    """

    def __init__(self, fold: Fold, put: Put) -> None:
        self._fold = fold
        self._put = put
        self._documents: CasefoldDict[Mapping[str, Any]] = CasefoldDict(fold)
        self._skeletons: dict[str, str] = {}

    def load(self, documents: Iterable[tuple[str, str]]) -> None:
        """Know the channels that were kept: key and JSON text of each."""
        for _key, text in documents:
            self._know(json.loads(text))

    def __contains__(self, name: str) -> bool:
        return name in self._documents

    def __iter__(self) -> Iterator[str]:
        return iter(self._documents)

    def founder_of(self, name: str) -> str:
        """Return the account a channel belongs to, ``""`` for one that nobody registered."""
        document = self._documents.get(name)
        return str(document["founder"]) if document is not None else ""

    def created(self, name: str) -> float:
        """Return when a registered channel was made, in Unix seconds."""
        return float(self._documents[name]["created"])

    def of(self, account: str) -> list[str]:
        """Return the names of an account's channels."""
        owner = self._fold(account)
        pairs = self._documents.items()
        return [name for name, kept in pairs if self._fold(kept["founder"]) == owner]

    def find_like(self, name: str) -> str:
        """Return another registered channel that looks like ``name``, ``""`` for none."""
        other = self._skeletons.get(skeleton(name), name)
        return "" if self._fold(other) == self._fold(name) else other

    def keep(self, channel: Channel) -> None:
        """Keep a channel as it is now, if it has a founder."""
        if not channel.founder:
            return
        document = _to_document(channel)
        self._know(document)
        self._put(KIND, self._fold(channel.name), document)

    def drop(self, name: str) -> None:
        """Forget a channel."""
        if self._documents.pop(name, None) is not None:
            if not self.find_like(name):
                self._skeletons.pop(skeleton(name), None)
            self._put(KIND, self._fold(name), None)

    def restore(self, channel: Channel) -> None:
        """Give a channel that was made again what was kept of it."""
        document = self._documents.get(channel.name)
        if document is None:
            return
        channel.founder = document["founder"]
        channel.created = document["created"]
        channel.topic = Topic(*document["topic"])
        channel.modes = dict(document["modes"])
        for letter, entries in document["lists"].items():
            for entry in entries:
                channel.lists[letter].add(MaskEntry(*entry))

    def _know(self, document: Mapping[str, Any]) -> None:
        name = document["name"]
        self._documents[name] = document
        self._skeletons.setdefault(skeleton(name), name)


def _to_document(channel: Channel) -> dict[str, Any]:
    topic = channel.topic
    return {
        "name": channel.name,
        "founder": channel.founder,
        "created": channel.created,
        "topic": [topic.text, topic.setter, topic.time],
        "modes": dict(channel.modes),
        "lists": {
            letter: [list(entry) for entry in masks] for letter, masks in channel.lists.items()
        },
    }
