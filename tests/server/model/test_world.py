"""The world: who and what is here, and the figures about it."""

import pytest

from tertulia_core.broadcast.outbox import Outbox
from tertulia_core.ids import LinkId
from tertulia_server.config import Config
from tertulia_server.model.now import Now
from tertulia_server.model.refusals import Refusal
from tertulia_server.model.session import Phase, Session
from tertulia_server.model.world import World

NOW = Now(1.0, 1e9)


@pytest.fixture
def world() -> World:
    """Return an empty world."""
    return World(Config(), Outbox(), "store")


def new_session(world: World, link: int) -> Session:
    """Return a connection that is known."""
    session = Session(
        LinkId(link), "host", address="", is_tls=False, is_loopback=True, mono=0.0, level=5.0
    )
    session.username = "user"
    world.open_session(session)
    return session


def test_the_last_one_takes_the_channel_along(world: World) -> None:
    """A channel of the same name is heard by others; its history goes on."""
    ana = world.add_user(new_session(world, 1), "ana", NOW)
    first = world.check_join("#c", ana, NOW)
    world.enter(first, ana)
    world.leave(first, ana)

    second = world.check_join("#C", ana, NOW)

    assert second.room != first.room
    assert second.name == "#C"
    assert second.ids is first.ids


def test_removing_a_user_empties_everything(world: World) -> None:
    """Channels, nick and figures."""
    session = new_session(world, 1)
    ana = world.add_user(session, "ana", NOW)
    world.enter(world.check_join("#c", ana, NOW), ana)
    world.set_mode(ana, "i", is_on=True)

    world.remove_user(ana, NOW)

    assert (len(world.users), len(world.channels), world.modes["i"]) == (0, 0, 0)
    assert session.user is None
    assert world.most_users == 1


def test_figures_follow_phases_and_modes(world: World) -> None:
    """Each counted once, and given back."""
    session = new_session(world, 1)
    world.set_phase(session, Phase.REGISTERING)
    registering = world.registering
    ana = world.add_user(session, "ana", NOW)
    world.set_phase(session, Phase.REGISTERED)

    assert (registering, world.registering) == (1, 0)
    assert world.set_mode(ana, "w", is_on=True)
    assert not world.set_mode(ana, "w", is_on=True)
    assert world.modes["w"] == 1
    assert world.set_mode(ana, "w", is_on=False)
    assert world.modes["w"] == 0


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (Phase.NEW, Phase.REGISTERED),
        (Phase.REGISTERED, Phase.GUEST),
        (Phase.CLOSED, Phase.NEW),
        (Phase.GUEST, Phase.REGISTERED),
    ],
)
def test_a_life_goes_only_along_the_table(world: World, before: Phase, after: Phase) -> None:
    """What has no arrow is a mistake of ours."""
    session = new_session(world, 1)
    session.phase = before

    with pytest.raises(AssertionError):
        world.set_phase(session, after)


def test_names_are_looked_up_in_any_case_or_refused(world: World) -> None:
    """The numeric says what is missing."""
    ana = world.add_user(new_session(world, 1), "ana", NOW)
    channel = world.check_join("#c", ana, NOW)
    world.enter(channel, ana)

    assert world.get_user("ANA") is ana
    assert world.get_channel("#C") is channel
    with pytest.raises(Refusal) as no_user:
        world.get_user("bob")
    with pytest.raises(Refusal) as no_channel:
        world.get_channel("#d")
    assert (no_user.value.numeric, no_channel.value.numeric) == ("401", "403")


def test_a_nick_may_be_kept_by_its_holder(world: World) -> None:
    """In another case too."""
    ana = world.add_user(new_session(world, 1), "ana", NOW)

    world.check_nick("ANA", ana)
    with pytest.raises(Refusal, match="433"):
        world.check_nick("ANA")
