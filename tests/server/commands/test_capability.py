"""CAP: https://ircv3.net/specs/extensions/capability-negotiation"""

from itertools import pairwise

import pytest

from tertulia_core.wire.capabilities import names
from tertulia_server.capabilities import offered_names, offered_set
from tertulia_server.config import Config
from tests.support.harness import Client, Harness, make_config
from tests.support.matchers import SERVER, TEXT, line, numeric


@pytest.fixture
def new(chat: Harness) -> Client:
    """Return a connection that has said nothing yet."""
    return chat.connect()


def cap(*params: object) -> object:
    """Return what equals one CAP line of the server's."""
    return line("CAP", *params, source=SERVER)


def offered(client: Client, ask: str) -> list[str]:
    """Return what LS lists, from all its lines."""
    client.send(ask)
    return [word for message in client.read() for word in message.params[-1].split()]


@pytest.mark.parametrize("ask", ["CAP LS", "CAP LS 301", "CAP LS x", "CAP LS :"])
def test_old_ls_is_one_line_without_values(new: Client, ask: str) -> None:
    """Clients from before version 302 know neither values nor continuation."""
    new.send(ask)

    (answer,) = new.read()
    assert answer.params[:2] == ("*", "LS")
    assert len(answer.params) == 3
    assert "=" not in answer.params[2]


def test_ls_302_lists_everything_offered(new: Client) -> None:
    """The rows of the table are what is listed."""
    assert offered(new, "CAP LS 302") == offered_names(Config(), with_values=True)


def test_ls_302_continues_over_lines() -> None:
    """All lines but the last one have an asterisk before the list; each is as full as it can be.

    The longest names that server and client can have leave too little room for one line.
    """
    server, nick = f"{'x' * 55}.example", "n" * 64
    chat = Harness(make_config(server={"name": server}, limits={"nick_length": 64}))
    ana = chat.connect(nick)

    ana.send("CAP LS 302", "PING end")
    *first, last, _pong = ana.read()

    assert first
    assert all(message.params[:3] == (nick, "LS", "*") for message in first)
    assert last.params[:2] == (nick, "LS")
    lists = [message.params[-1].split() for message in [*first, last]]
    assert [word for words in lists for word in words] == offered_names(Config(), with_values=True)
    for words, following in pairwise(lists):
        size = len(f":{server} CAP {nick} LS * :{' '.join(words)}\r\n")
        assert size <= 512 < size + 1 + len(following[0])


def test_an_old_client_gets_the_names_that_fit_one_line(new: Client) -> None:
    """Those of the drafts stand last."""
    new.send("CAP LS")

    (answer,) = new.read()
    words = answer.params[-1].split()
    all_words = offered_names(Config(), with_values=False)
    assert words == all_words[: len(words)]
    room = 512 - len(f":{SERVER} CAP * LS :\r\n")
    assert words == all_words or len(" ".join(all_words[: len(words) + 1])) > room


def test_ls_works_after_registration(chat: Harness) -> None:
    """With the nick in it, and without holding anything back."""
    ana = chat.connect("ana")

    assert ana.ask("CAP LS")[0].params[:2] == ("ana", "LS")


def test_req_is_answered_with_the_same_list_in_the_same_order(new: Client) -> None:
    """ACK repeats the request without its trailing space."""
    new.send("CAP REQ :server-time multi-prefix -echo-message ")

    assert new.read() == [cap("*", "ACK", "server-time multi-prefix -echo-message")]


@pytest.mark.parametrize(
    "wanted", ["multi-prefix nothing-of-the-kind", "-nothing server-time", "sts", "server-time=1"]
)
def test_req_is_all_or_nothing(new: Client, wanted: str) -> None:
    """NAK repeats the string unchanged, and nothing of it is on."""
    new.send(f"CAP REQ :{wanted}", "CAP LIST")

    assert new.read() == [cap("*", "NAK", wanted), cap("*", "LIST", "")]


def test_list_is_exactly_what_is_on(new: Client) -> None:
    """Several requests add up, a minus takes away."""
    new.send("CAP REQ :multi-prefix", "CAP REQ batch", "CAP REQ :-multi-prefix", "CAP LIST")

    assert new.read()[-1] == cap("*", "LIST", "batch")


def test_302_implies_cap_notify(new: Client) -> None:
    """Without having been asked for."""
    new.send("CAP LS 302", "CAP LIST")

    assert new.read()[-1] == cap("*", "LIST", "cap-notify")


def test_unknown_subcommand_is_410(new: Client, chat: Harness) -> None:
    """Also as the first line of a connection; LS is not needed in capitals."""
    new.send("CAP NOTACOMMAND", "CAP ls")

    refusal, listed = new.read()
    assert refusal == numeric("410", "*", "NOTACOMMAND", TEXT)
    assert listed.params[:2] == ("*", "LS")
    assert chat.connect("ana").ask("CAP X") == [numeric("410", "ana", "X", TEXT)]


def test_cap_without_subcommand_is_461(new: Client) -> None:
    """There is nothing to call unknown."""
    new.send("CAP")

    assert new.read() == [numeric("461", "*", "CAP", TEXT)]


def test_server_time_off_means_off(chat: Harness) -> None:
    """The line after the ACK has no ``time`` any more.

    https://ircv3.net/specs/extensions/server-time
    """
    ana = chat.connect("ana", "server-time")
    ana.send("PING 1", "CAP REQ :-server-time", "PING 2")

    timed, _ack, untimed = ana.read()

    assert set(timed.tags) == {"time"}
    assert dict(untimed.tags) == {}


def test_a_member_hears_the_room_in_its_new_way_at_once(chat: Harness) -> None:
    """A capability agreed on after joining changes how room lines look."""
    ana, bob = chat.connect("ana"), chat.connect("bob")
    chat.join("#c", ana, bob)
    bob.send("CAP REQ server-time")
    bob.read()

    ana.send("PRIVMSG #c :hola")

    (heard,) = bob.read()
    assert set(heard.tags) == {"time"}


def test_end_outside_of_negotiation_is_ignored(chat: Harness) -> None:
    """Neither before nor after registration does it do anything."""
    ana = chat.connect()
    ana.send("CAP END")
    assert ana.read() == []
    ana.register("ana")

    assert ana.ask("CAP END") == []


@pytest.mark.parametrize("name", names(offered_set(Config())))
def test_everything_offered_can_be_had(new: Client, name: str) -> None:
    """Each capability alone."""
    new.send(f"CAP REQ {name}")

    assert new.read() == [cap("*", "ACK", name)]
