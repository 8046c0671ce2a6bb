"""Registered channels: what is kept of them, and given back."""

import json
from collections.abc import Mapping
from typing import Any

from tertulia_core.ids import RoomId
from tertulia_core.wire.casemap import fold_ascii
from tertulia_server.model.channel import Channel, Topic
from tertulia_server.model.masks import MaskEntry
from tertulia_server.model.registered import Registered
from tertulia_server.model.sequences import Sequence


class Kept:
    """Documents as a store would have them."""

    def __init__(self) -> None:
        self.documents: dict[str, str] = {}

    def put(self, _kind: str, key: str, value: Mapping[str, Any] | None) -> None:
        if value is None:
            del self.documents[key]
        else:
            self.documents[key] = json.dumps(value)


def make_channel(name: str = "#Sala", founder: str = "ana") -> Channel:
    """Return a channel that somebody looks after."""
    channel = Channel(name, RoomId(1), Sequence("store", 1), 1000.0)
    channel.founder = founder
    channel.topic = Topic("tema", "ana!u@h", 2000.0)
    channel.modes = {"n": "", "k": "llave"}
    channel.lists["b"].add(MaskEntry("eva!*@*", "ana!u@h", 3000.0))
    return channel


def test_everything_is_given_back_after_a_restart() -> None:
    """Founder, date, topic, modes, lists; in any spelling of the name."""
    kept = Kept()
    Registered(fold_ascii, kept.put).keep(make_channel())

    again = Registered(fold_ascii, kept.put)
    again.load(kept.documents.items())

    fresh = Channel("#SALA", RoomId(2), Sequence("store", 2), 9000.0)
    again.restore(fresh)
    assert (fresh.founder, fresh.created) == ("ana", 1000.0)
    assert (fresh.topic.text, fresh.topic.setter, fresh.topic.time) == ("tema", "ana!u@h", 2000.0)
    assert fresh.modes == {"n": "", "k": "llave"}
    assert list(fresh.lists["b"]) == [MaskEntry("eva!*@*", "ana!u@h", 3000.0)]
    assert "#sala" in again
    assert again.of("ANA") == ["#Sala"]


def test_what_is_nobody_s_is_not_kept() -> None:
    """Most channels are as long as somebody is in them."""
    kept = Kept()

    Registered(fold_ascii, kept.put).keep(make_channel(founder=""))

    assert kept.documents == {}


def test_what_is_dropped_is_forgotten() -> None:
    """Twice is once."""
    kept = Kept()
    registered = Registered(fold_ascii, kept.put)
    registered.keep(make_channel())

    registered.drop("#sala")
    registered.drop("#sala")

    assert kept.documents == {}
    assert registered.founder_of("#sala") == registered.find_like("#saIa") == ""


def test_a_look_alike_is_found() -> None:
    """But no channel looks like itself."""
    registered = Registered(fold_ascii, Kept().put)
    registered.keep(make_channel())

    assert registered.find_like("#sa1a") == "#Sala"
    assert registered.find_like("#SALA") == ""


def test_kept_names_that_came_to_look_alike() -> None:
    """Both stay, whatever a newer list says, and one that is dropped leaves the other's look."""
    kept = Kept()
    for name in ("#paul", "#pau1"):
        Registered(fold_ascii, kept.put).keep(make_channel(name))
    registered = Registered(fold_ascii, kept.put)
    registered.load(kept.documents.items())

    registered.drop("#pau1")

    assert registered.find_like("#pauI") == "#paul"
