"""MONITOR and extended-monitor.

https://ircv3.net/specs/extensions/monitor
https://ircv3.net/specs/extensions/extended-monitor
"""

import pytest

from tertulia_server.capabilities import MONITOR_MAX
from tests.support.harness import Client, Harness
from tests.support.matchers import ANY, SERVER, TEXT, Line, line, numeric

BOB = "bob!user@127.0.0.1"


def online(*sources: str) -> Line:
    """Return what equals a 730."""
    return line("730", ANY, ",".join(sources), source=SERVER)


def offline(*nicks: str) -> Line:
    """Return what equals a 731."""
    return line("731", ANY, ",".join(nicks), source=SERVER)


class TestList:
    def test_adding_tells_who_is_here_and_who_is_not(self, ana: Client, bob: Client) -> None:
        assert ana.ask("MONITOR + Eva,BOB,sol") == [online(BOB), offline("Eva", "sol")]

    def test_listing_clearing_and_removing(self, ana: Client) -> None:
        ana.ask("MONITOR + eva,sol,Eva")

        assert ana.ask("MONITOR l") == [numeric("732", "ana", "Eva,sol"), ANY_END]
        assert ana.ask("MONITOR - EVA,nobody") == []
        assert ana.ask("MONITOR L") == [numeric("732", "ana", "sol"), ANY_END]
        assert ana.ask("MONITOR C") == []
        assert ana.ask("MONITOR L") == [ANY_END]

    def test_status(self, ana: Client, bob: Client) -> None:
        ana.ask("MONITOR + bob,eva")

        assert ana.ask("MONITOR S") == [online(BOB), offline("eva")]

    def test_it_has_an_end(self, ana: Client) -> None:
        for number in range(MONITOR_MAX):
            ana.send(f"MONITOR + n{number}")

        assert ana.ask("MONITOR + x,y") == [numeric("734", "ana", str(MONITOR_MAX), "x,y", TEXT)]

    def test_long_lists_take_several_lines(self, ana: Client) -> None:
        nicks = [f"{'x' * 29}{number:03}" for number in range(30)]
        for nick in nicks:
            ana.send(f"MONITOR + {nick}")
        ana.read()

        lines = ana.ask("MONITOR L")[:-1]

        assert len(lines) > 1
        assert ",".join(message.params[1] for message in lines).split(",") == nicks

    @pytest.mark.parametrize("mask", ["*", "b?b", "bob!*@*", "1x"])
    def test_masks_match_nobody(self, ana: Client, bob: Client, mask: str) -> None:
        assert ana.ask(f"MONITOR + {mask}") == [numeric("432", "ana", mask, TEXT)]
        bob.send("NICK robert")
        assert ana.sync() == []

    def test_odd_actions_are_ignored(self, ana: Client) -> None:
        assert ana.ask("MONITOR X") == []
        assert ana.ask("MONITOR +") == []
        assert ana.ask("MONITOR") == [numeric("461", "ana", "MONITOR", TEXT)]


ANY_END = numeric("733", "ana", TEXT)


class TestNotices:
    def test_connecting_and_quitting(self, chat: Harness, ana: Client) -> None:
        """With the source, and with the nick as last spelled."""
        ana.ask("MONITOR + BOB")

        bob = chat.connect("bob")
        bob.send("QUIT")

        assert ana.read() == [online(BOB), offline("bob")]

    def test_a_broken_connection(self, chat: Harness, ana: Client, bob: Client) -> None:
        ana.ask("MONITOR + bob")

        bob.hang_up()

        assert ana.read() == [offline("bob")]

    def test_nicks_in_either_direction_but_not_their_case(self, ana: Client, bob: Client) -> None:
        ana.ask("MONITOR + bob,robert")

        bob.send("NICK BOB", "NICK robert", "NICK bob")

        assert ana.read() == [
            offline("BOB"),
            online("robert!user@127.0.0.1"),
            offline("robert"),
            online(BOB),
        ]

    def test_the_same_watchers_on_both_nicks_are_told_too(self, ana: Client, bob: Client) -> None:
        """Two nicks with equal lists of watchers are two nicks."""
        ana.ask("MONITOR + bob,rob")

        bob.send("NICK rob")

        assert [message.command for message in ana.read()] == ["731", "730"]

    def test_who_stopped_watching_or_left_is_not_told(
        self, chat: Harness, ana: Client, bob: Client, eva: Client
    ) -> None:
        ana.ask("MONITOR + bob")
        eva.ask("MONITOR + bob")
        ana.ask("MONITOR - BOB")
        eva.send("QUIT")
        eva.read()

        bob.send("QUIT")

        assert ana.read() == eva.read() == []
        assert not chat.dispatcher.world.monitor.watchers("bob")

    def test_guests_come_and_go_too(self, chat: Harness, ana: Client) -> None:
        ana.ask("MONITOR + invitado-1")

        chat.guest().hang_up()

        assert [message.command for message in ana.read()] == ["730", "731"]


class TestExtended:
    """What the watched one negotiated is irrelevant."""

    CAPS = "extended-monitor away-notify setname"

    def test_away_and_setname_once_per_change(self, chat: Harness, bob: Client) -> None:
        ana = chat.connect("ana", self.CAPS)
        ana.ask("MONITOR + bob")

        bob.send("AWAY :lejos", "AWAY", "SETNAME :Otro")

        assert ana.read() == [
            line("AWAY", "lejos", source=BOB),
            line("AWAY", source=BOB),
            line("SETNAME", "Otro", source=BOB),
        ]

    def test_who_shares_a_channel_is_told_once(self, chat: Harness, bob: Client) -> None:
        ana = chat.connect("ana", self.CAPS)
        chat.join("#c", ana, bob)
        ana.ask("MONITOR + bob")

        bob.send("AWAY :lejos")

        assert ana.read() == [line("AWAY", "lejos", source=BOB)]

    @pytest.mark.parametrize("caps", ["", "extended-monitor", "away-notify setname"])
    def test_without_both_capabilities_nothing(self, chat: Harness, bob: Client, caps: str) -> None:
        ana = chat.connect("ana", caps)
        ana.ask("MONITOR + bob")

        bob.send("AWAY :lejos", "SETNAME :Otro")

        assert ana.read() == []
