"""NickServ REGAIN and GHOST: the owner of an account gets its nick back.

https://modern.ircdocs.horse/#nick-message
"""

import pytest

from tests.support.accounts import PASSWORD, add_account, log_in
from tests.support.harness import Client, Harness
from tests.support.matchers import SERVER, TEXT, line, numeric

NICKSERV = f"NickServ!NickServ@{SERVER}"
STRANGER = "ana!user@127.0.0.1"
OWNER = "foo!user@127.0.0.1"


@pytest.fixture
def stranger(chat: Harness) -> Client:
    """Return somebody who had the nick before the administrator made the account."""
    stranger = chat.connect("ana")
    add_account(chat, "ana")
    return stranger


@pytest.fixture
def owner(chat: Harness, stranger: Client) -> Client:
    """Return the account's owner, logged in, by another nick."""
    return log_in(chat, "ana", "foo")


def nicks(chat: Harness) -> set[str]:
    """Return the nicks in use."""
    return set(chat.dispatcher.world.users)


def test_nobody_is_renamed_by_an_account(chat: Harness, stranger: Client) -> None:
    """Nor by its owner's coming; who logs in is told the way."""
    owner = chat.connect("foo")

    *_others, notice = owner.ask(f"NS IDENTIFY ana {PASSWORD}")

    assert "REGAIN ana" in notice.params[1]
    assert stranger.sync() == []
    assert nicks(chat) == {"ana", "foo"}


class TestRegain:
    def test_the_holder_becomes_a_guest(
        self, chat: Harness, stranger: Client, owner: Client, bob: Client
    ) -> None:
        """All who share a room see both, in order; the holder is told why and stays."""
        chat.join("#c", stranger, owner, bob)
        both = [
            line("NICK", "invitado-1", source=STRANGER),
            line("NICK", "ana", source=OWNER),
        ]

        answer = owner.ask("NS REGAIN ana")

        assert answer == [*both, line("NOTICE", "ana", TEXT, source=NICKSERV)]
        assert bob.read() == both
        notice = line("NOTICE", "invitado-1", TEXT, source=NICKSERV)
        assert stranger.read() == [both[0], notice, both[1]]
        stranger.send("PRIVMSG #c :hola")
        assert bob.read()[0].source == "invitado-1!user@127.0.0.1"

    def test_with_the_password(self, chat: Harness, stranger: Client) -> None:
        """Which logs in as well."""
        owner = chat.connect("foo")

        answer = owner.ask(f"PRIVMSG NickServ :regain ana {PASSWORD}")

        assert answer == [
            numeric("900", "foo", OWNER, "ana", TEXT),
            line("NICK", "ana", source=OWNER),
            line("NOTICE", "ana", TEXT, source=NICKSERV),
        ]
        assert chat.client_of("ana") is owner

    def test_from_one_s_own_lost_connection(self, chat: Harness) -> None:
        """Which is disconnected, and does not stay by being always on."""
        add_account(chat, "ana")
        lost = log_in(chat, "ana")
        lost.ask("NS SET ALWAYS-ON on")
        owner = chat.connect("foo")

        answer = owner.ask(f"NS REGAIN ana {PASSWORD}")

        assert line("NICK", "ana", source=OWNER) in answer
        assert nicks(chat) == {"ana"}
        assert chat.client_of("ana") is owner
        assert lost.read()[-1].command == "ERROR"

    def test_a_nick_that_looks_like_it(self, chat: Harness) -> None:
        """Stands in the way as well, and goes as well."""
        stranger = chat.connect("pau1")
        add_account(chat, "paul")
        owner = log_in(chat, "paul", "foo")

        owner.ask("NS REGAIN paul")

        assert nicks(chat) == {"paul", "invitado-1"}
        assert stranger.nick == "invitado-1"

    def test_from_a_guest(self, chat: Harness) -> None:
        """Who gets another number, and whose old one is an account's now."""
        guest = chat.guest()
        guest.say("hola")
        add_account(chat, "invitado-1")
        owner = log_in(chat, "invitado-1", "foo")

        owner.ask("NS REGAIN invitado-1")

        assert nicks(chat) == {"invitado-1", "invitado-2"}
        assert any("invitado-2" in text for text in guest.hear())
        assert chat.guest().session is not None

    def test_a_nick_that_nobody_has(self, chat: Harness) -> None:
        """Is simply taken; and who has it already keeps it."""
        add_account(chat, "ana")
        owner = log_in(chat, "ana", "foo")

        assert line("NICK", "ana", source=OWNER) in owner.ask("NS REGAIN ana")
        assert owner.ask("NS REGAIN ana") == [line("NOTICE", "ana", TEXT, source=NICKSERV)]

    def test_once_more(self, chat: Harness, stranger: Client, owner: Client) -> None:
        """The guest's number is free when the guest has another nick."""
        owner.ask("NS REGAIN ana")
        stranger.send("NICK eva")

        guest = chat.guest()
        guest.say("hola")

        assert nicks(chat) == {"ana", "eva", "invitado-1"}


class TestGhost:
    @pytest.mark.parametrize("words", ["ana", f"ana {PASSWORD}"])
    def test_the_holder_is_disconnected(
        self, chat: Harness, stranger: Client, owner: Client, bob: Client, words: str
    ) -> None:
        """The nick is free for its owner."""
        chat.join("#c", stranger, bob)

        assert owner.ask(f"NS GHOST {words}") == [line("NOTICE", "foo", TEXT, source=NICKSERV)]

        assert bob.read() == [line("QUIT", TEXT, source=STRANGER)]
        assert stranger.read()[-1].command == "ERROR"
        assert owner.ask("NICK ana") == [line("NICK", "ana", source=OWNER)]

    def test_another_connection_of_one_s_own(self, chat: Harness) -> None:
        """Whatever it is called."""
        account = add_account(chat, "ana")
        account.is_shared = False
        owner, _other = log_in(chat, "ana"), log_in(chat, "ana", "telefono")

        owner.ask("NS GHOST telefono")

        assert nicks(chat) == {"ana"}


@pytest.mark.parametrize("command", ["REGAIN", "GHOST"])
class TestRefused:
    def refused(self, chat: Harness, client: Client, command: str) -> None:
        """Make sure that it is answered by one sentence, and all are called what they were."""
        before = nicks(chat)

        assert client.ask(f"NS {command}") == [line("NOTICE", client.nick, TEXT, source=NICKSERV)]
        assert nicks(chat) == before

    def test_to_who_has_no_account(
        self, chat: Harness, stranger: Client, bob: Client, command: str
    ) -> None:
        self.refused(chat, bob, f"{command} ana")
        self.refused(chat, bob, f"{command} ana wrong")
        self.refused(chat, bob, f"{command} nobody {PASSWORD}")
        self.refused(chat, bob, command)

    def test_of_what_is_another_s(
        self, chat: Harness, owner: Client, bob: Client, command: str
    ) -> None:
        """A nick without an account, one of another account, and what is no nick."""
        add_account(chat, "berta")
        log_in(chat, "berta")
        for nick in ("bob", "berta", "nobody", "a!b"):
            self.refused(chat, owner, f"{command} {nick}")

    def test_of_the_owner_of_what_looks_like_it(self, chat: Harness, command: str) -> None:
        """Two accounts that came to look alike do not take each other's nicks."""
        world = chat.dispatcher.world
        for name in ("paul", "pau1"):
            add_account(Harness(chat.config, store=chat.store), name)
        world.accounts.load(chat.store.documents("account"))
        log_in(chat, "pau1")

        self.refused(chat, log_in(chat, "paul", "foo"), f"{command} paul")

    def test_where_others_could_read_the_password(
        self, chat: Harness, stranger: Client, bob: Client, command: str
    ) -> None:
        """Without TLS, from elsewhere."""
        bob.session.is_loopback = False

        self.refused(chat, bob, f"{command} ana {PASSWORD}")


def test_ghosts_that_are_none(chat: Harness) -> None:
    """Oneself, and nobody."""
    add_account(chat, "ana")
    owner = log_in(chat, "ana")

    for nick in ("ana", "Ana"):
        assert owner.ask(f"NS GHOST {nick}") == [line("NOTICE", "ana", TEXT, source=NICKSERV)]
    owner.ask("NICK foo")
    assert owner.ask("NS GHOST ana") == [line("NOTICE", "foo", TEXT, source=NICKSERV)]
    assert nicks(chat) == {"foo"}
