"""Small state when the server starts: from the store into the model."""

from tertulia_server.model import (
    accounts,
    archives,
    first_joins,
    markers,
    metadata,
    presences,
    registered,
)
from tertulia_server.model.world import World
from tertulia_server.store.ports import Store

__all__ = ["load"]


def load(world: World, store: Store) -> None:
    """Let the world know what the store kept."""
    world.archives.load(store.documents(archives.KIND), store.last_numbers())
    world.accounts.load(store.documents(accounts.KIND))
    world.registered.load(store.documents(registered.KIND))
    world.presences.load(store.documents(presences.KIND))
    world.first_joins.load(store.documents(first_joins.KIND))
    world.markers.load(store.documents(markers.KIND))
    world.metadata.load(store.documents(metadata.KIND))
