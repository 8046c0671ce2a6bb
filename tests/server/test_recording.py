"""What goes into history: what people say and what happens, as it went over the wire.

Source: https://ircv3.net/specs/extensions/chathistory
"""

import pytest

from tertulia_server.model.modes import EVERY_RANK, HALFOPS, OP, OPS
from tertulia_server.store.ports import Entry
from tests.support.harness import Client, Harness

ALL = "echo-message message-tags server-time account-tag batch draft/multiline labeled-response"


def history(chat: Harness, name: str = "#sala") -> list[Entry]:
    """Return all that is kept of a channel."""
    ids = chat.dispatcher.world.archives.find(name)
    assert ids is not None
    return chat.store.history.range(ids.room, limit=1000, newest=False)


def lines(chat: Harness, name: str = "#sala") -> list[str]:
    """Return the lines that are kept of a channel."""
    return [entry.line.decode().removesuffix("\r\n") for entry in history(chat, name)]


def said(chat: Harness, name: str = "#sala") -> list[str]:
    """Return what was said in a channel, without what happened there."""
    return [line for line in lines(chat, name) if " PRIVMSG " in line or " NOTICE " in line]


def private(chat: Harness, one: str, other: str) -> list[str]:
    """Return what two identities said to each other, as it is kept."""
    ids = chat.dispatcher.world.archives.find_between(one, other)
    if ids is None:
        return []
    entries = chat.store.history.range(ids.room, limit=1000, newest=False)
    return [entry.line.decode() for entry in entries]


@pytest.fixture
def room(chat: Harness) -> tuple[Client, Client]:
    """Return the operator of a room and somebody else in it."""
    ana, bob = chat.connect("ana", ALL), chat.connect("bob", ALL)
    chat.join("#sala", ana, bob)
    return ana, bob


class TestMessages:
    def test_numbers_are_those_of_the_ids_people_saw(
        self, chat: Harness, room: tuple[Client, Client]
    ) -> None:
        ana, _bob = room
        ana.send("PRIVMSG #sala :one", "NOTICE #sala :two")

        ids = chat.dispatcher.world.channels["#sala"].ids
        kept = {entry.number: entry.line for entry in history(chat)}
        shown = [echo.tags["msgid"] for echo in ana.read()]

        assert shown == [f"store-{ids.room:x}-{number}" for number in (ids.last - 1, ids.last)]
        assert kept[ids.last - 1] == b":ana!user@127.0.0.1 PRIVMSG #sala :one\r\n"
        assert kept[ids.last] == b":ana!user@127.0.0.1 NOTICE #sala :two\r\n"

    def test_the_short_way_and_the_long_way_keep_the_same(
        self, chat: Harness, room: tuple[Client, Client]
    ) -> None:
        """Also the tags of who is logged in, in one tick and in several."""
        ana, _bob = room
        chat.log_in(ana, "Ana")
        burst = [f"PRIVMSG #sala :{number}".encode() for number in range(5)]
        ana.send(burst[0])

        with chat.one_tick():
            chat.dispatcher.repeat(ana.session, burst, range(1, 5), chat.now)

        frame = "@account=Ana :ana!user@127.0.0.1 PRIVMSG #sala :"
        assert said(chat) == [f"{frame}{number}" for number in range(5)]

    def test_the_sender_s_tags_are_kept_and_not_time_and_id(
        self, chat: Harness, room: tuple[Client, Client]
    ) -> None:
        ana, _bob = room

        ana.send("@+reply=store-1-1;label=7;nothing=1 PRIVMSG #sala :yes")

        assert said(chat) == ["@+reply=store-1-1 :ana!user@127.0.0.1 PRIVMSG #sala :yes"]

    def test_a_message_of_several_lines_is_one(
        self, chat: Harness, room: tuple[Client, Client]
    ) -> None:
        ana, _bob = room

        ana.send("BATCH +x draft/multiline #sala")
        ana.send("@batch=x PRIVMSG #sala :one", "@batch=x;draft/multiline-concat PRIVMSG #sala :1")
        ana.send("BATCH -x")

        entry = history(chat)[-1]
        ids = chat.dispatcher.world.channels["#sala"].ids
        reference = f"store-{ids.room:x}-{entry.number}"
        who = ":ana!user@127.0.0.1"
        assert entry.line.decode().split("\r\n") == [
            f"{who} BATCH +{reference} draft/multiline #sala",
            f"@batch={reference} {who} PRIVMSG #sala :one",
            f"@batch={reference};draft/multiline-concat {who} PRIVMSG #sala :1",
            f"{who} BATCH -{reference}",
            "",
        ]

    def test_a_guest_s_long_text_is_kept_in_the_pieces_others_heard(self, chat: Harness) -> None:
        guest = chat.guest()

        guest.say("x" * 1000)

        kept = said(chat)
        assert len(kept) == 3
        assert "".join(line.rpartition(":")[2] for line in kept) == "x" * 1000

    def test_what_is_not_said_is_not_kept(self, chat: Harness, room: tuple[Client, Client]) -> None:
        ana, bob = room
        ana.send("MODE #sala +m")

        bob.send("PRIVMSG #sala :may I?", "PRIVMSG #nowhere :hello?")

        assert said(chat) == []


class TestRanks:
    def test_a_status_message_is_for_those_who_heard_it(
        self, chat: Harness, room: tuple[Client, Client]
    ) -> None:
        ana, bob = room

        bob.send("PRIVMSG @#sala :help")
        ana.send("PRIVMSG #sala :coming")

        first, second = history(chat)[-2:]
        assert first.line.endswith(b" PRIVMSG @#sala :help\r\n")
        assert first.ranks & OP
        assert second.ranks == 0

    def test_what_waits_for_operators_in_a_moderated_room_is_theirs(
        self, chat: Harness, room: tuple[Client, Client]
    ) -> None:
        ana, bob = room
        ana.send("MODE #sala +U")

        bob.send("PRIVMSG #sala :may I?")

        assert history(chat)[-1].ranks == OPS

    def test_who_is_not_seen_comes_and_goes_for_those_with_a_rank(
        self, chat: Harness, room: tuple[Client, Client]
    ) -> None:
        ana, _bob = room
        ana.send("MODE #sala +u")

        chat.join("#sala", chat.connect("eve"))

        assert history(chat)[-1].ranks == EVERY_RANK
        assert HALFOPS & EVERY_RANK


class TestEvents:
    def test_what_happens_in_a_room_is_kept(
        self, chat: Harness, room: tuple[Client, Client]
    ) -> None:
        """In the order in which it happened, with what those with every capability see."""
        ana, bob = room
        bob.send("NICK bo")
        ana.send("TOPIC #sala :news", "MODE #sala +v bo", "KICK #sala bo :out")
        bob.send("JOIN #sala", "PART #sala :bye", "JOIN #sala", "QUIT :gone")

        happened = [line.partition(" ")[2].replace(" :", " ") for line in lines(chat)]
        assert happened == [
            "JOIN #sala * Real Name",
            "JOIN #sala * Real Name",
            "NICK bo",
            "TOPIC #sala news",
            "MODE #sala +v bo",
            "KICK #sala bo out",
            "JOIN #sala * Real Name",
            "PART #sala bye",
            "JOIN #sala * Real Name",
            "QUIT Quit: gone",
        ]

    def test_one_event_of_several_rooms_has_a_number_in_each(
        self, chat: Harness, room: tuple[Client, Client]
    ) -> None:
        """Between what was said before and after it, within one tick."""
        ana, bob = room
        chat.join("#other", ana, bob)

        with chat.one_tick():
            ana.send("PRIVMSG #sala :before")
            bob.send("QUIT")
            ana.send("PRIVMSG #sala :after")

        assert [line.split(" ")[1] for line in lines(chat)[-3:]] == ["PRIVMSG", "QUIT", "PRIVMSG"]
        assert lines(chat, "#other")[-1].split(" ")[1] == "QUIT"

    def test_a_rename_is_kept_where_the_history_goes_on(
        self, chat: Harness, room: tuple[Client, Client]
    ) -> None:
        ana, _bob = room
        ana.send("PRIVMSG #sala :before", "RENAME #sala #salon :bigger")
        ana.send("PRIVMSG #salon :after")

        kept = [line.partition(" ")[2].replace(" :", " ") for line in lines(chat, "#salon")[-3:]]
        assert kept == [
            "PRIVMSG #sala before",
            "RENAME #sala #salon bigger",
            "PRIVMSG #salon after",
        ]


class TestTagMessages:
    @pytest.mark.parametrize(
        ("tags", "is_kept"),
        [
            ("+typing=active", False),
            ("+draft/react=:);+reply=store-1-1", True),
            ("+draft/unreact=:);+reply=store-1-1", True),
            ("+draft/persist;+x=1", True),
        ],
    )
    def test_only_what_is_meant_to_last(
        self, chat: Harness, room: tuple[Client, Client], tags: str, *, is_kept: bool
    ) -> None:
        ana, _bob = room

        ana.send(f"@{tags} TAGMSG #sala")

        assert any(" TAGMSG " in line for line in lines(chat)) is is_kept

    def test_what_does_not_last_takes_no_number(
        self, chat: Harness, room: tuple[Client, Client]
    ) -> None:
        """After a crash nobody knows that it was given."""
        ana, _bob = room
        before = chat.dispatcher.world.channels["#sala"].ids.last

        ana.send("@+typing=active TAGMSG #sala")

        assert chat.dispatcher.world.channels["#sala"].ids.last == before


class TestPrivateMessages:
    def test_they_are_kept_for_those_with_an_account(
        self, chat: Harness, room: tuple[Client, Client]
    ) -> None:
        ana, bob = room
        chat.log_in(ana, "Ana")

        ana.send("PRIVMSG bob :hi")
        bob.send("PRIVMSG ana :hello")

        assert private(chat, "account:ana", "nick:bob") == [
            "@account=Ana :ana!user@127.0.0.1 PRIVMSG bob :hi\r\n",
            ":bob!user@127.0.0.1 PRIVMSG ana :hello\r\n",
        ]

    def test_between_two_without_an_account_they_are_not(
        self, chat: Harness, room: tuple[Client, Client]
    ) -> None:
        ana, _bob = room

        ana.send("PRIVMSG bob :hi")

        assert chat.dispatcher.journal.take().rows == []
        assert private(chat, "nick:ana", "nick:bob") == []

    def test_typing_is_not_kept_there_either(
        self, chat: Harness, room: tuple[Client, Client]
    ) -> None:
        ana, _bob = room
        chat.log_in(ana, "Ana")

        ana.send("@+typing=active TAGMSG bob")

        assert private(chat, "account:ana", "nick:bob") == []
