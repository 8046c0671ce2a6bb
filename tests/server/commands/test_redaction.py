"""REDACT and EDIT: taking a message back, or saying it differently.

https://ircv3.net/specs/extensions/message-redaction, docs/protocol.md#edit
"""

import pytest

from tests.support.accounts import add_account, log_in
from tests.support.harness import Client, Harness
from tests.support.matchers import ANY, TEXT, Pattern, line, numeric

CAPS = "draft/message-redaction tertulia.invalid/edit message-tags echo-message batch"
ANA = "ana!user@127.0.0.1"


def history(client: Client, target: str = "#c") -> list[str]:
    """Return what history says."""
    client.send("CAP REQ :draft/chathistory")
    answer = client.ask(f"CHATHISTORY LATEST {target} * 50")
    assert answer[0].command == "BATCH", answer
    return [message.params[-1] for message in answer[1:-1]]


@pytest.fixture
def people(chat: Harness) -> tuple[Client, Client, str]:
    """An operator, a member, and the id of what the member said."""
    op, bob = chat.connect("op", CAPS), chat.connect("bob", CAPS)
    chat.join("#c", op, bob)
    bob.send("PRIVMSG #c :an error")
    (echo,) = bob.read()
    op.read()
    return op, bob, echo.tags["msgid"]


class TestRedact:
    @pytest.mark.parametrize(("reason", "params"), [("", ()), (" :wrong room", ("wrong room",))])
    def test_ones_own(
        self, people: tuple[Client, Client, str], reason: str, params: tuple[str, ...]
    ) -> None:
        """Everybody in the channel is told, and in history it is gone."""
        op, bob, msgid = people

        bob.send(f"REDACT #C {msgid}{reason}")

        told = line("REDACT", "#c", msgid, *params, source="bob!user@127.0.0.1")
        assert bob.read() == [told]
        assert op.read() == [told]
        assert history(bob) == []

    def test_operators_take_back_anybodys(self, people: tuple[Client, Client, str]) -> None:
        op, bob, msgid = people

        op.send(f"REDACT #c {msgid} :spam")

        told = line("REDACT", "#c", msgid, "spam", source="op!user@127.0.0.1")
        assert bob.read() == [told]
        assert op.read() == [told]

    def test_others_may_not(self, chat: Harness, people: tuple[Client, Client, str]) -> None:
        op, bob, msgid = people
        eva = chat.connect("eva", CAPS)
        chat.join("#c", eva)
        op.read()
        bob.read()

        answer = eva.ask(f"REDACT #c {msgid}")

        assert answer == [numeric("FAIL", "REDACT", "REDACT_FORBIDDEN", "#c", msgid, TEXT)]
        assert op.read() == bob.read() == []
        assert history(bob) == ["an error"]

    def test_only_for_those_who_know_it(
        self, chat: Harness, people: tuple[Client, Client, str]
    ) -> None:
        _op, bob, msgid = people
        plain = chat.connect("eva")
        chat.join("#c", plain)

        bob.send(f"REDACT #c {msgid}")

        assert plain.read() == []

    @pytest.mark.parametrize(
        ("target", "msgid", "params"),
        [
            ("#c", "nonsense", ("UNKNOWN_MSGID", "#c", "nonsense")),
            ("#c", "store-1-999", ("UNKNOWN_MSGID", "#c", "store-1-999")),
            ("#c", "store-1-1", ("UNKNOWN_MSGID", "#c", "store-1-1")),  # a JOIN
            ("#none", "store-1-3", ("INVALID_TARGET", "#none")),
            ("op", "store-1-3", ("INVALID_TARGET", "op")),
        ],
    )
    def test_what_is_not_there(
        self,
        people: tuple[Client, Client, str],
        target: str,
        msgid: str,
        params: tuple[str, ...],
    ) -> None:
        _op, bob, _msgid = people

        assert bob.ask(f"REDACT {target} {msgid}") == [numeric("FAIL", "REDACT", *params, TEXT)]

    def test_twice(self, people: tuple[Client, Client, str]) -> None:
        _op, bob, msgid = people
        bob.ask(f"REDACT #c {msgid}")

        assert bob.ask(f"REDACT #c {msgid}") == [
            numeric("FAIL", "REDACT", "UNKNOWN_MSGID", "#c", msgid, TEXT)
        ]

    def test_a_reaction(self, people: tuple[Client, Client, str]) -> None:
        """What has no text can be taken back as well, if it was kept."""
        op, bob, _msgid = people
        bob.send("@+draft/persist;+draft/react=x TAGMSG #c")
        (echo,) = bob.read()
        op.read()

        bob.send(f"REDACT #c {echo.tags['msgid']}")

        assert [message.command for message in op.read()] == ["REDACT"]

    def test_who_takes_the_nick_later(
        self, chat: Harness, people: tuple[Client, Client, str]
    ) -> None:
        """A nick is nobody's: what was said before one came is not one's own."""
        _op, bob, msgid = people
        bob.send("QUIT")
        chat.pass_time(1)
        other = chat.connect("bob", CAPS)
        chat.join("#c", other)

        assert other.ask(f"REDACT #c {msgid}")[0].params[1] == "REDACT_FORBIDDEN"

    def test_who_takes_the_nick_later_and_was_here_before(
        self, chat: Harness, people: tuple[Client, Client, str]
    ) -> None:
        """Behind one address and with one username two guests look the same."""
        op, bob, _msgid = people
        eva = chat.connect("eva", CAPS)
        chat.join("#c", eva)
        chat.pass_time(1)
        bob.send("PRIVMSG #c :mine")
        msgid = bob.read()[-1].tags["msgid"]
        chat.pass_time(1)
        bob.send("QUIT")
        eva.send("NICK bob")
        op.read()

        assert eva.ask(f"REDACT #c {msgid}")[0].params[1] == "REDACT_FORBIDDEN"
        assert eva.ask(f"EDIT #c {msgid} :yours")[0].params[1] == "EDIT_FORBIDDEN"
        assert op.read() == []

    def test_who_takes_the_name_of_a_deleted_account(self, chat: Harness) -> None:
        add_account(chat, "ana")
        ana, keeper = log_in(chat, "ana", caps=CAPS), chat.connect("op")
        chat.join("#c", keeper, ana)
        ana.send("PRIVMSG #c :mine")
        msgid = ana.read()[0].tags["msgid"]
        accounts = chat.dispatcher.world.accounts
        ana.send("NS DROP secreto", "QUIT")
        assert accounts.get("ana") is None
        chat.pass_time(1)
        add_account(chat, "ana")
        other = log_in(chat, "ana", caps=CAPS)
        chat.join("#c", other)

        assert other.ask(f"EDIT #c {msgid} :yours")[0].params[1] == "EDIT_FORBIDDEN"

    def test_an_id_has_one_spelling(self, people: tuple[Client, Client, str]) -> None:
        """Clients look for the id they are told, so that another spelling would reach nobody."""
        _op, bob, msgid = people
        before, _, number = msgid.rpartition("-")
        other = f"{before}-0{number}"

        assert bob.ask(f"REDACT #c {other}")[0].params[1] == "UNKNOWN_MSGID"

    def test_an_account_on_another_day(self, chat: Harness) -> None:
        """An account's messages are its own whatever nick it has."""
        add_account(chat, "ana")
        ana = log_in(chat, "ana", caps=CAPS)
        keeper = chat.connect("op")
        chat.join("#c", keeper, ana)
        ana.send("PRIVMSG #c :hola")
        msgid = ana.read()[0].tags["msgid"]
        ana.send("QUIT")
        chat.pass_time(1)
        again = log_in(chat, "ana", "ana2", CAPS)
        chat.join("#c", again)

        assert [message.command for message in again.ask(f"REDACT #c {msgid}")] == ["REDACT"]

    def test_what_operators_alone_heard(self, people: tuple[Client, Client, str]) -> None:
        """Who did not hear a message learns neither of it nor of its end."""
        op, bob, _msgid = people
        op.send("PRIVMSG @#c :secret")
        msgid = op.read()[0].tags["msgid"]

        assert bob.ask(f"REDACT #c {msgid}")[0].params[1] == "UNKNOWN_MSGID"
        op.send(f"REDACT #c {msgid}")
        assert [message.command for message in op.read()] == ["REDACT"]
        assert bob.read() == []

    def test_between_two_accounts(self, chat: Harness) -> None:
        """Both sides hear it; the other one may not take it back."""
        for name in ("ana", "bob"):
            add_account(chat, name)
        ana, bob = (log_in(chat, name, caps=CAPS) for name in ("ana", "bob"))
        ana.send("PRIVMSG bob :hola")
        msgid = bob.read()[0].tags["msgid"]
        ana.read()

        assert bob.ask(f"REDACT ana {msgid}")[0].params[1] == "REDACT_FORBIDDEN"
        ana.send(f"REDACT BOB {msgid}")

        told = line("REDACT", "bob", msgid, source=ANA, tags=ANY)
        assert ana.read() == [told]
        assert bob.read() == [told]
        assert history(bob, "ana") == []


class TestEdit:
    def test_ones_own(self, chat: Harness, people: tuple[Client, Client, str]) -> None:
        """Who knows EDIT hears one, the others a line that answers the first one."""
        op, bob, msgid = people
        tagged, plain = chat.connect("eva", "message-tags"), chat.connect("sol")
        chat.join("#c", tagged, plain)
        op.read()
        bob.read()

        bob.send(f"EDIT #c {msgid} :no error")

        source = "bob!user@127.0.0.1"
        told = line("EDIT", "#c", msgid, "no error", source=source)
        assert bob.read() == [told]
        assert op.read() == [told]
        answer = {"+draft/reply": msgid}
        assert tagged.read() == [line("PRIVMSG", "#c", "* no error", source=source, tags=answer)]
        assert plain.read() == [line("PRIVMSG", "#c", "* no error", source=source)]

    def test_history_shows_the_new_text(self, people: tuple[Client, Client, str]) -> None:
        """Once, in its place, with its id, and when it was changed."""
        op, bob, msgid = people
        op.send("PRIVMSG #c :later")
        bob.send(f"EDIT #c {msgid} :no error", f"EDIT #c {msgid} :none at all")

        assert history(bob) == ["none at all", "later"]
        shown = bob.ask("CHATHISTORY LATEST #c * 5")[1]
        moment = Pattern(r"[0-9-]{10}T[0-9:.]{12}Z")
        assert dict(shown.tags) == {
            "batch": ANY, "msgid": msgid, "tertulia.invalid/edited": moment
        }  # fmt: skip

    def test_guests_hear_it_too(self, chat: Harness) -> None:
        ana = chat.connect("ana", CAPS)
        chat.join("#sala", ana)
        guest = chat.guest()
        ana.send("PRIVMSG #sala :hola")
        msgid = ana.read()[-1].tags["msgid"]
        guest.hear()

        ana.send(f"EDIT #sala {msgid} :adiós")

        assert guest.hear() == ["ana: * adiós"]

    @pytest.mark.parametrize(
        ("question", "expected"),
        [
            ("EDIT #c {} :x", ("EDIT", "EDIT_FORBIDDEN", "#c")),
            ("EDIT #none {} :x", ("EDIT", "INVALID_TARGET", "#none")),
            ("EDIT #c other :x", ("EDIT", "UNKNOWN_MSGID", "#c")),
        ],
    )
    def test_refused(
        self, people: tuple[Client, Client, str], question: str, expected: tuple[str, ...]
    ) -> None:
        """Nobody edits what others said, not even operators."""
        op, _bob, msgid = people

        (answer,) = op.ask(question.format(msgid))

        assert answer.command == "FAIL"
        assert answer.params[:3] == expected

    @pytest.mark.parametrize(("text", "numeric_"), [("", "412"), ("x" * 500, "417")])
    def test_texts_that_cannot_be(
        self, people: tuple[Client, Client, str], text: str, numeric_: str
    ) -> None:
        _op, bob, msgid = people

        assert [message.command for message in bob.ask(f"EDIT #c {msgid} :{text}")] == [numeric_]

    def test_who_may_not_speak_may_not_edit(self, people: tuple[Client, Client, str]) -> None:
        op, bob, msgid = people
        op.send("MODE #c +m")
        bob.read()

        assert [m.command for m in bob.ask(f"EDIT #c {msgid} :loud")] == ["404"]

    def test_after_it_was_taken_back(self, people: tuple[Client, Client, str]) -> None:
        _op, bob, msgid = people
        bob.ask(f"REDACT #c {msgid}")

        assert bob.ask(f"EDIT #c {msgid} :x")[0].params[1] == "UNKNOWN_MSGID"

    def test_a_message_of_several_lines_becomes_one(self, chat: Harness) -> None:
        ana = chat.connect("ana", f"{CAPS} draft/multiline")
        chat.join("#c", ana)
        ana.send(
            "BATCH +1 draft/multiline #c", "@batch=1 PRIVMSG #c :a", "@batch=1 PRIVMSG #c :b",
            "BATCH -1",
        )  # fmt: skip
        msgid = ana.read()[0].tags["msgid"]

        ana.ask(f"EDIT #c {msgid} :just this")

        assert history(ana) == ["just this"]
