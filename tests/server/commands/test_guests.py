"""Guests: people behind a bare socket, in the same room as everybody else.

Our own, described in docs/protocol.md; what IRC clients see of them is
https://modern.ircdocs.horse/#client-to-server-protocol-structure.
"""

import pytest

from tertulia_server.model.session import Phase
from tests.support.harness import Client, Harness, make_config
from tests.support.matchers import SERVER, TEXT, Pattern, line, numeric

GUEST = "invitado-1!invitado@127.0.0.1"
ROOM = "#sala"


@pytest.fixture
def ana(chat: Harness) -> Client:
    """Return an IRC client in the guests' room."""
    ana = chat.connect("ana")
    chat.join(ROOM, ana)
    return ana


class TestEntering:
    def test_members_see_a_join_and_the_guest_nothing(self, chat: Harness, ana: Client) -> None:
        guest = chat.guest()

        assert ana.read() == [line("JOIN", ROOM, source=GUEST)]
        assert guest.hear() == []
        assert ana.ask(f"NAMES {ROOM}")[0].params[3] == "@ana invitado-1"

    def test_numbers_are_the_smallest_free_ones(self, chat: Harness) -> None:
        first, _second, third = chat.guest(), chat.guest(), chat.guest()
        first.command("quit")
        third.command("nick", "pepe")

        nicks = [chat.guest().session.shown_nick for _ in range(3)]

        assert nicks == ["invitado-1", "invitado-3", "invitado-4"]

    def test_a_nick_somebody_has_is_passed_over(self, chat: Harness) -> None:
        chat.connect("Invitado-1")

        assert chat.guest().session.shown_nick == "invitado-2"

    def test_a_guest_is_never_operator(self, chat: Harness) -> None:
        """The first registered one to enter is, even when guests were there before."""
        chat.guest()
        ana, bob = chat.connect("ana"), chat.connect("bob")

        ana.send(f"JOIN {ROOM}")
        bob.send(f"JOIN {ROOM}")

        assert bob.read()[1].params[3] == "invitado-1 @ana bob"

    def test_an_operator_who_left_is_followed_by_the_next_registered_one(
        self, chat: Harness, ana: Client
    ) -> None:
        chat.guest()
        ana.send(f"PART {ROOM}")

        assert chat.connect("bob").ask(f"JOIN {ROOM}")[1].params[3] == "invitado-1 @bob"

    def test_there_is_an_end_to_guests(self) -> None:
        chat = Harness(make_config(guests={"max": 1}))
        chat.guest()

        late = chat.guest()

        assert late.hear() == [Pattern(r"\* .+")]
        assert late.is_closed

    def test_a_banned_guest_stays_out_and_is_told(self, chat: Harness, ana: Client) -> None:
        ana.ask(f"MODE {ROOM} +b invitado-*!*@*")

        guest = chat.guest()

        assert guest.hear() == [Pattern(r"\* .+")]
        assert guest.is_closed
        assert ana.sync() == []
        assert ana.ask("ISON invitado-1") == [numeric("303", "ana", "")]


class TestHearing:
    def test_it_hears_what_people_say(self, chat: Harness, ana: Client) -> None:
        guest = chat.guest()

        ana.send(f"PRIVMSG {ROOM} :hola", f"NOTICE {ROOM} :aviso", "PRIVMSG invitado-1 :oye")

        assert guest.hear() == ["ana: hola", "ana: aviso", "[privado] ana: oye"]

    def test_an_action_and_no_other_ctcp(self, chat: Harness, ana: Client) -> None:
        guest = chat.guest()

        ana.send(
            f"PRIVMSG {ROOM} :\x01ACTION saluda\x01",
            f"PRIVMSG {ROOM} :\x01VERSION\x01",
            f"@+typing=active TAGMSG {ROOM}",
        )

        assert guest.hear() == ["* ana saluda"]

    def test_colours_are_taken_away_and_escapes_made_harmless(
        self, chat: Harness, ana: Client
    ) -> None:
        guest = chat.guest()

        ana.send(f"PRIVMSG {ROOM} :\x02neg\x02 \x0304,12rojo\x0f \x04ff0000x\x04 \x1b[2J\x07")

        (heard,) = guest.hear()
        assert heard.startswith("ana: neg rojo x ")
        assert heard.isprintable()

    def test_no_joins_parts_modes_topics_or_quits(self, chat: Harness, ana: Client) -> None:
        guest, bob = chat.guest(), chat.connect("bob")

        bob.send(f"JOIN {ROOM}", "NICK robert", "AWAY :x", f"PART {ROOM}", f"JOIN {ROOM}", "QUIT")
        ana.send(f"TOPIC {ROOM} :x", f"MODE {ROOM} -n", f"@+a TAGMSG {ROOM}")

        assert guest.hear() == []


class TestSpeaking:
    def test_everybody_but_itself_hears_it(self, chat: Harness, ana: Client) -> None:
        guest, other = chat.guest(), chat.guest()
        ana.read()

        guest.say("hola %s {0} ñ")

        assert ana.read() == [line("PRIVMSG", ROOM, "hola %s {0} ñ", source=GUEST)]
        assert other.hear() == ["invitado-1: hola %s {0} ñ"]
        assert guest.hear() == []

    @pytest.mark.parametrize("text", ["palabra " * 750, "x" * 6000, "ñ" * 3000, "👨‍👩‍👧 " * 300])
    def test_a_long_text_arrives_whole_and_in_order(
        self, chat: Harness, ana: Client, text: str
    ) -> None:
        """As one line for guests, as lines that fit for IRC clients."""
        text = text.strip()
        guest, other = chat.guest(), chat.guest()
        ana.read()

        guest.say(text)

        assert other.hear() == [f"invitado-1: {text}"]
        assert max(map(len, ana.raw.split(b"\r\n"))) <= 510
        assert "".join(message.params[1] for message in ana.read()) == text

    def test_what_would_end_a_line_becomes_harmless(self, chat: Harness, ana: Client) -> None:
        guest = chat.guest()
        ana.read()

        guest.say("a\rQUIT\nb\0c")

        assert ana.read() == [line("PRIVMSG", ROOM, "a QUIT b�c", source=GUEST)]

    def test_a_moderated_room_refuses_it(self, chat: Harness, ana: Client) -> None:
        guest = chat.guest()
        ana.ask(f"MODE {ROOM} +b invitado-1")

        guest.say("hola")

        assert guest.hear() == [Pattern(r"\* .+")]
        assert ana.sync() == []

    def test_once_thrown_out_it_is_not_heard(self, chat: Harness, ana: Client) -> None:
        guest = chat.guest()
        ana.ask(f"KICK {ROOM} invitado-1 :fuera")

        guest.say("hola")
        ana.send(f"PRIVMSG {ROOM} :ya no")

        assert guest.hear() == [Pattern(r"\* .+")]
        assert ana.sync() == []


class TestCommands:
    def test_nick(self, chat: Harness, ana: Client) -> None:
        guest = chat.guest()
        ana.read()

        guest.command("nick", "pepe")
        guest.say("hola")

        assert guest.hear() == [Pattern(r"\* .*pepe.*")]
        assert ana.read() == [
            line("NICK", "pepe", source=GUEST),
            line("PRIVMSG", ROOM, "hola", source="pepe!invitado@127.0.0.1"),
        ]

    @pytest.mark.parametrize("nick", ["", "ana", "ANA", "1x", "con espacio", "#x", "x" * 40])
    def test_nick_refused(self, chat: Harness, ana: Client, nick: str) -> None:
        guest = chat.guest()

        guest.command("nick", nick)

        assert guest.hear() == [Pattern(r"\* .+")]
        assert guest.session.shown_nick == "invitado-1"

    def test_its_own_nick_again(self, chat: Harness) -> None:
        guest = chat.guest()

        guest.command("nick", "Invitado-1")

        assert guest.hear() == [Pattern(r"\* .*Invitado-1.*")]

    def test_quit(self, chat: Harness, ana: Client) -> None:
        guest = chat.guest()
        ana.read()

        guest.command("quit", "me voy")

        assert ana.read() == [line("QUIT", "Quit: me voy", source=GUEST)]
        assert guest.is_closed
        assert guest.hear() == []

    def test_help_names_the_commands(self, chat: Harness) -> None:
        guest = chat.guest()

        guest.command("help")

        text = "\n".join(guest.hear())
        assert "/nick" in text
        assert "/quit" in text


class TestBecomingAClient:
    def test_who_only_listened_may_still_register(self, chat: Harness, ana: Client) -> None:
        """The guest leaves; its nick is free; what it hears then is IRC."""
        guest = chat.guest()
        client = chat.as_client(guest)
        ana.read()

        client.register("eva")

        assert ana.read() == [line("QUIT", TEXT, source=GUEST)]
        assert client.ask(f"JOIN {ROOM}")[1].params[3] == "@ana eva"
        ana.send(f"PRIVMSG {ROOM} :hola")
        assert client.read()[0].command == "PRIVMSG"
        assert chat.guest().session.shown_nick == "invitado-1"

    def test_speaking_is_remembered(self, chat: Harness) -> None:
        """The door asks for it: who has spoken stays a guest."""
        silent, guest = chat.guest(), chat.guest()

        guest.say("hola")

        assert [g.session.has_spoken for g in (silent, guest)] == [False, True]
        assert guest.session.phase is Phase.GUEST


def test_a_guest_who_goes_is_a_quit(chat: Harness, ana: Client) -> None:
    """As for anybody else."""
    guest = chat.guest()
    ana.read()

    guest.hang_up("Connection closed")

    assert ana.read() == [line("QUIT", "Connection closed", source=GUEST)]


def test_goodbye_reaches_both_kinds(chat: Harness, ana: Client) -> None:
    """Nobody is shown how the others leave."""
    guest = chat.guest()
    ana.read()

    chat.act(lambda: chat.dispatcher.goodbye("The server stops", chat.now))

    assert ana.read() == [line("ERROR", "The server stops", source=SERVER)]
    assert guest.hear() == ["* The server stops"]
    assert ana.is_closed
    assert guest.is_closed
    assert not chat.dispatcher.world.users
