"""Who is there: the member list, comings and goings, who is writing."""

from tests.support.client_driver import ClientDriver


def test_the_list_shows_status_signs_first(client: ClientDriver) -> None:
    """Operators, then everybody else by name."""
    assert client.screen().people == ("@rosa", "ana", "luis")


def test_who_comes_in_is_listed_and_told(client: ClientDriver) -> None:
    """One line in the room, one row in the list."""
    client.server.says(":eva!e@h JOIN #sala * :Eva")

    screen = client.wait_for(lambda screen: "eva" in screen.people, "listed")
    assert "eva came in" in screen.timeline


def test_comings_in_a_row_are_one_line(client: ClientDriver) -> None:
    """However many they are."""
    for nick in ("eva", "paco", "quique"):
        client.server.says(f":{nick}!u@h JOIN #sala * :{nick}")

    screen = client.wait_for(lambda screen: "quique" in screen.people, "listed")
    lines = [line for line in screen.timeline.splitlines() if "came in" in line]
    assert len(lines) == 1
    assert all(nick in lines[0] for nick in ("eva", "paco", "quique"))


def test_who_leaves_is_gone_from_the_list(client: ClientDriver) -> None:
    """By PART and by QUIT, with the reason."""
    client.server.says(":luis!l@h PART #sala :me voy", ":rosa!r@h QUIT :se cortó")

    screen = client.wait_for(lambda screen: screen.people == ("ana",), "alone")
    assert "luis" in screen.timeline
    assert "rosa" in screen.timeline


def test_a_new_nick_is_listed_in_its_place(client: ClientDriver) -> None:
    """The old one is gone."""
    client.server.says(":luis!l@h NICK luisa")

    screen = client.wait_for(lambda screen: "luisa" in screen.people, "listed")
    assert "luis" not in screen.people


def test_away_people_are_told_apart(client: ClientDriver) -> None:
    """A word stands beside them until they are back."""
    client.server.says(":luis!l@h AWAY :comiendo")
    away = client.wait_for(lambda screen: "luis" not in screen.people, "told apart")
    client.server.says(":luis!l@h AWAY")

    assert any(row.startswith("luis") for row in away.people)
    client.wait_for(lambda screen: "luis" in screen.people, "back")


def test_a_status_that_is_given_shows_in_the_list(client: ClientDriver) -> None:
    """``MODE +o`` puts the sign before the name."""
    client.server.says(":rosa!r@h MODE #sala +o luis")

    client.wait_for(lambda screen: "@luis" in screen.people, "the sign")


def test_who_is_writing_is_shown_until_they_stop(client: ClientDriver) -> None:
    """A notice that is not repeated runs out."""
    client.server.says("@+typing=active :luis!l@h TAGMSG #sala")
    client.wait_for(lambda screen: "luis" in screen.typing, "shown")
    client.pass_time(7)

    client.wait_for(lambda screen: screen.typing == "", "run out")


def test_a_whole_name_is_shown_for_its_folded_nick(client: ClientDriver) -> None:
    """``Inaki`` whose name is Iñaki is called Iñaki on screen."""
    client.server.says(":Inaki!i@h JOIN #sala * :Iñaki")

    client.wait_for(lambda screen: "Iñaki" in screen.people, "the whole name")


def test_ten_thousand_people_fit_the_list(client: ClientDriver) -> None:
    """A huge room opens, and one can talk in it."""
    client.server.people["#plaza"] = ()
    client.type("/join #plaza")
    client.press("enter")
    client.wait_for(lambda screen: "#plaza" in screen.topic, "entered")
    for first in range(0, 10_000, 40):
        nicks = " ".join(f"n{number}" for number in range(first, first + 40))
        client.server.says(f":play.example 353 ana = #plaza :{nicks}")
    client.server.says(":play.example 366 ana #plaza :End of NAMES list")

    client.wait_for(lambda screen: len(screen.people) >= 10_000, "everybody is listed")
    client.type("hola, plaza")
    client.press("enter")
    client.wait_for(lambda screen: "✓" in screen.timeline, "said")
