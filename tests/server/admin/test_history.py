"""History from outside: exported, searched, erased, copied, and added to."""

import json
from pathlib import Path
from typing import Any

import pytest

from tertulia_server.admin.desk import LISTENER
from tests.support.hand_writer import HandWriter
from tests.support.harness import make_config
from tests.support.matchers import TEXT
from tests.support.switchboard import Switchboard, Wire

OK = {"ok": True}
DAY = 86_400.0


@pytest.fixture
def board() -> Switchboard:
    """Return a server."""
    return Switchboard()


@pytest.fixture
def visitor(board: Switchboard) -> Wire:
    """Return somebody at its door."""
    return board.plug(LISTENER)


def ask(visitor: Wire, command: str, **arguments: Any) -> list[dict[str, Any]]:
    """Ask for a command and return all that is answered."""
    visitor.send(json.dumps({"command": command, **arguments}) + "\n")
    return [json.loads(answer) for answer in visitor.lines()]


def texts(answers: list[dict[str, Any]]) -> list[str]:
    """Return what was said in what is answered, which ends well."""
    assert answers[-1] == OK
    records = [answer["record"] for answer in answers[:-1]]
    return [record["text"] for record in records if "text" in record]


def log_in(board: Switchboard, nick: str, account: str, room: str = "#sala") -> Wire:
    """Return somebody who has an account and is in a room."""
    visitor = board.plug(LISTENER)
    ask(visitor, "account add", name=account, password="secreto")
    wire = board.irc(nick, room=room)
    wire.send(f"NS IDENTIFY {account} secreto\r\n")
    assert " 900 " in wire.read()
    return wire


class TestExport:
    def test_a_room_with_all_that_is_known(self, board: Switchboard, visitor: Wire) -> None:
        """What was said and what happened, in order, with ids and accounts."""
        ana = log_in(board, "anita", "ana")
        ana.send("PRIVMSG #sala :hola\r\nPRIVMSG #sala :\x01ACTION baila\x01\r\n")

        *records, end = ask(visitor, "history export", room="#SALA")

        assert end == OK
        joined, said, done = (answer["record"] for answer in records)
        assert (joined["command"], joined["nick"]) == ("JOIN", "anita")
        assert (said["text"], said["account"], said["room"]) == ("hola", "ana", "#sala")
        assert (done["text"], done["action"]) == ("baila", True)
        assert said["msgid"] != done["msgid"]

    def test_more_than_a_page(self, board: Switchboard, visitor: Wire) -> None:
        """Nothing is left out between two pages."""
        ana = board.irc("ana")
        for number in range(1_201):
            board.dispatcher.services.speech.under_a_name(
                "bot", channel_of(board, "#sala"), str(number), board.now, {}, ana.link
            )
        board.tick()

        said = texts(ask(visitor, "history export", room="#sala"))

        assert said == [str(number) for number in range(1_201)]

    def test_private_words_are_given_only_by_name(self, board: Switchboard, visitor: Wire) -> None:
        """An export of everything holds none; that of an account what it said and heard."""
        ana = log_in(board, "anita", "ana")
        bob = board.irc("bob")
        bob.send("PRIVMSG anita :secreto de bob\r\nPRIVMSG #sala :de bob\r\n")
        ana.send("PRIVMSG #sala :de ana\r\n")

        assert texts(ask(visitor, "history export")) == ["de bob", "de ana"]
        assert texts(ask(visitor, "history export", account="ANA")) == ["de ana", "secreto de bob"]

    def test_an_unknown_room(self, visitor: Wire) -> None:
        """It is told so."""
        assert ask(visitor, "history export", room="#nada") == [{"error": TEXT}]

    def test_what_a_room_was_before_is_part_of_it(self, board: Switchboard, visitor: Wire) -> None:
        """Strangers who took the name of a closed room began another history."""
        ana = board.irc("ana", room="#c")
        ana.send("PRIVMSG #c :antes\r\nMODE #c +s\r\nPART #c\r\n")
        bob = board.irc("bob", room="#c")
        bob.send("PRIVMSG #c :ahora\r\n")

        assert texts(ask(visitor, "history export", room="#c")) == ["antes", "ahora"]

    def test_a_server_without_history(self) -> None:
        """There is nothing to export or search."""
        board = Switchboard(make_config(history={"mode": "off"}))
        visitor = board.plug(LISTENER)

        assert ask(visitor, "history export") == [{"error": TEXT}]
        assert ask(visitor, "search", query="x") == [{"error": TEXT}]

    def test_who_went_away_is_told_no_more(self, board: Switchboard, visitor: Wire) -> None:
        """A long export ends where its reader does."""
        ana = board.irc("ana")
        for _number in range(300):
            ana.send(f"PRIVMSG #sala :{'x' * 300}\r\n")
            board.pass_time(1)
        visitor.is_reading = False

        visitor.unread = b'{"command": "history export"}\n'
        visitor.finish()

        assert board.desk.waiting == []


def channel_of(board: Switchboard, name: str) -> Any:
    """Return a channel that is there."""
    return board.dispatcher.world.channels.get(name)


class TestSearch:
    def test_every_room_and_no_private_words(self, board: Switchboard, visitor: Wire) -> None:
        """``in:`` narrows it; a named account means its private messages."""
        ana = log_in(board, "anita", "ana")
        bob = board.irc("bob", room="#b")
        bob.send("PRIVMSG #b :hola b\r\nPRIVMSG anita :hola ana\r\n")
        ana.send("PRIVMSG #sala :hola sala\r\n")

        assert texts(ask(visitor, "search", query="hola")) == ["hola b", "hola sala"]
        assert texts(ask(visitor, "search", query="hola in:#b")) == ["hola b"]
        assert texts(ask(visitor, "search", query="hola from:anita")) == ["hola sala"]
        assert texts(ask(visitor, "search", query="hola", account="ana")) == ["hola ana"]

    @pytest.mark.parametrize("query", ["", "before:x y", "in:#nada x"])
    def test_what_cannot_be_searched_for(self, visitor: Wire, query: str) -> None:
        """It is told so."""
        assert ask(visitor, "search", query=query) == [{"error": TEXT}]

    def test_an_account_and_a_room(self, visitor: Wire) -> None:
        """They exclude each other."""
        answer = ask(visitor, "search", query="x in:#sala", account="ana")
        assert answer == [{"error": TEXT}]


class TestErase:
    def test_a_person(self, board: Switchboard, visitor: Wire) -> None:
        """However the name is spelled; what others said stays."""
        ana = log_in(board, "anita", "Ana")
        bob = board.irc("bob")
        ana.send("PRIVMSG #sala :de ana\r\nPRIVMSG bob :privado\r\n")
        bob.send("PRIVMSG #sala :de bob\r\n")

        assert ask(visitor, "history erase", account="ana") == [{"line": TEXT}, OK]

        assert texts(ask(visitor, "history export")) == ["de bob"]
        assert texts(ask(visitor, "history export", account="ana")) == []
        assert texts(ask(visitor, "search", query="privado", account="ana")) == []

    def test_a_room_up_to_a_moment(self, board: Switchboard, visitor: Wire) -> None:
        """What was said later, and elsewhere, stays."""
        ana = board.irc("ana")
        board.irc("bob", room="#b").send("PRIVMSG #b :en b\r\n")
        ana.send("PRIVMSG #sala :antes\r\n")
        board.pass_time(10)
        moment = board.now.wall
        ana.send("PRIVMSG #sala :después\r\n")

        ask(visitor, "history erase", room="#sala", before=moment)

        assert texts(ask(visitor, "history export")) == ["después", "en b"]

    def test_nothing_named(self, visitor: Wire) -> None:
        """Nobody erases everything by leaving something out."""
        assert ask(visitor, "history erase") == [{"error": TEXT}]
        assert ask(visitor, "history erase", room="#nada") == [{"error": TEXT}]

    def test_prune_forgets_what_is_old(self, board: Switchboard, visitor: Wire) -> None:
        """By the days of the configuration, or by fewer."""
        ana = board.irc("ana")
        ana.send("PRIVMSG #sala :viejo\r\n")
        board.clock.advance(2 * DAY)
        board.tick()
        board.irc("bob").send("PRIVMSG #sala :nuevo\r\n")

        assert ask(visitor, "history prune") == [{"line": TEXT}, OK]
        assert texts(ask(visitor, "history export")) == ["viejo", "nuevo"]
        assert ask(visitor, "history prune", days=1) == [{"line": TEXT}, OK]
        assert texts(ask(visitor, "history export")) == ["nuevo"]


class TestSay:
    def test_everybody_hears_it_and_it_is_kept(self, board: Switchboard, visitor: Wire) -> None:
        """Guests too; a message for each line."""
        ana = board.irc("ana")
        guest = board.guest()
        guest.read()
        ana.read()

        assert ask(visitor, "say", room="#SALA", text="uno\r\n\r\ndos\r") == [OK]

        server = board.dispatcher.services.config.server.name
        lines = [f":{server} PRIVMSG #sala :{text}" for text in ("uno", "dos")]
        assert [line for line in ana.lines() if " PRIVMSG " in line] == lines
        assert guest.lines()[-2:] == [f"{server}: uno", f"{server}: dos"]
        assert texts(ask(visitor, "history export", room="#sala"))[-2:] == ["uno", "dos"]

    def test_under_a_name(self, board: Switchboard, visitor: Wire) -> None:
        """That nobody has, nor an account, nor anything that looks like one."""
        log_in(board, "anita", "ana")
        bob = board.irc("bob")

        for name in ("anita", "ana", "аna", "NickServ", "a b", "#x"):
            assert ask(visitor, "say", room="#sala", text="x", name=name) == [{"error": TEXT}]
        assert ask(visitor, "say", room="#sala", text="verde", name="ci") == [OK]

        assert bob.lines()[-1].startswith(":ci!say@")

    def test_long_lines_are_cut(self, board: Switchboard, visitor: Wire) -> None:
        """Nothing of them is lost."""
        ana = board.irc("ana")

        ask(visitor, "say", room="#sala", text="ñ" * 600)

        heard = [line for line in ana.lines() if " PRIVMSG " in line]
        assert "".join(line.partition(" :")[2] for line in heard) == "ñ" * 600
        assert all(len(line.encode()) <= 510 for line in heard)

    def test_a_room_in_which_nobody_is(self, board: Switchboard, visitor: Wire) -> None:
        """It is kept for those who come."""
        ana = board.irc("ana", room="#b")
        ana.send("PART #b\r\n")

        assert ask(visitor, "say", room="#b", text="verde") == [OK]

        assert texts(ask(visitor, "history export", room="#b")) == ["verde"]

    def test_what_cannot_be_kept_was_not_said(self) -> None:
        """Nobody hears it, and the one who asked is told so, even after the good end."""
        writer = HandWriter()
        board = Switchboard(writer=writer)
        visitor, ana = board.plug(LISTENER), board.plug()
        ana.send("NICK ana\r\nUSER ana 0 * :Ana\r\nJOIN #sala\r\n")
        board.notice(writer.finish())
        ana.read()

        assert ask(visitor, "say", room="#sala", text="x") == []
        board.notice(writer.finish(failed=[0]))

        assert json.loads(visitor.lines()[-1]) == {"error": TEXT}
        assert ana.lines() == []

    @pytest.mark.parametrize(
        ("room", "text"), [("#nada", "x"), ("ana", "x"), ("#sala", " \n "), ("#sala", "x\n" * 501)]
    )
    def test_what_cannot_be_said(
        self, board: Switchboard, visitor: Wire, room: str, text: str
    ) -> None:
        """It is told so."""
        board.irc("ana")
        assert ask(visitor, "say", room=room, text=text) == [{"error": TEXT}]


class TestBackup:
    def test_what_is_in_memory_has_no_file(self, visitor: Wire, tmp_path: Path) -> None:
        """It is told so."""
        assert ask(visitor, "backup", file=str(tmp_path / "b.db")) == [{"error": TEXT}]

    def test_where_no_file_can_be(self, visitor: Wire, tmp_path: Path) -> None:
        """A folder, a name that depends on where the server stands, a folder that is not there."""
        for file in (tmp_path, Path("b.db"), tmp_path / "no" / "b.db"):
            assert ask(visitor, "backup", file=str(file)) == [{"error": TEXT}]
