"""PRIVMSG, NOTICE and TAGMSG: https://modern.ircdocs.horse/#sending-messages"""

import pytest

from tests.support.harness import Client, Harness
from tests.support.matchers import TEXT, Pattern, line, numeric

ANA = "ana!user@127.0.0.1"
MSGID = Pattern(r"store-[0-9a-f]+-[0-9a-f]+")
TIME = Pattern(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z")


@pytest.mark.parametrize("command", ["PRIVMSG", "NOTICE"])
class TestText:
    def test_a_channel_hears_it_the_sender_does_not(
        self, chat: Harness, ana: Client, bob: Client, command: str
    ) -> None:
        chat.join("#c", ana, bob)

        ana.send(f"{command} #C :hola a todos")

        assert bob.read() == [line(command, "#c", "hola a todos", source=ANA)]
        assert ana.sync() == []

    def test_one_person_hears_it(self, ana: Client, bob: Client, command: str) -> None:
        ana.send(f"{command} BOB :hola")

        assert bob.read() == [line(command, "bob", "hola", source=ANA)]
        assert ana.sync() == []

    def test_to_oneself_it_arrives_once(self, ana: Client, command: str) -> None:
        assert ana.ask(f"{command} ana :yo") == [line(command, "ana", "yo", source=ANA)]

    def test_the_text_always_has_its_colon(self, ana: Client, bob: Client, command: str) -> None:
        """Simple programs look for it."""
        ana.send(f"{command} bob hola")

        assert bob.raw == f":{ANA} {command} bob :hola\r\n".encode()

    def test_several_targets_each_once(
        self, chat: Harness, ana: Client, bob: Client, command: str
    ) -> None:
        chat.join("#c", bob)
        bob.ask("MODE #c -n")

        ana.send(f"{command} bob,#c,bob :x")

        assert bob.read() == [
            line(command, "bob", "x", source=ANA),
            line(command, "#c", "x", source=ANA),
        ]

    def test_outsiders_do_not_reach_a_channel_with_n(
        self, chat: Harness, ana: Client, bob: Client, command: str
    ) -> None:
        chat.join("#c", bob)

        refused = ana.ask(f"{command} #c :x")

        assert bob.sync() == []
        assert refused == ([numeric("404", "ana", "#c", TEXT)] if command == "PRIVMSG" else [])

    def test_without_n_they_do(self, chat: Harness, ana: Client, bob: Client, command: str) -> None:
        chat.join("#c", bob)
        bob.ask("MODE #c -n")

        ana.send(f"{command} #c :x")

        assert bob.read() == [line(command, "#c", "x", source=ANA)]

    def test_a_ban_silences_who_is_in_already(
        self, chat: Harness, ana: Client, bob: Client, command: str
    ) -> None:
        """Once the operator has read the MODE, nothing of the banned is heard; a voice helps."""
        chat.join("#c", bob, ana)
        bob.ask("MODE #c +b ana!*@*")

        ana.send(f"{command} #c :1")
        assert bob.sync() == []
        bob.ask("MODE #c +v ana")
        ana.send(f"{command} #c :2")
        assert bob.sync() == [line(command, "#c", "2", source=ANA)]
        bob.ask("MODE #c -v ana")
        ana.send(f"{command} #c :3", "NICK anna", f"{command} #c :4")
        assert [message.command for message in bob.sync()] == ["NICK", command]

    def test_control_characters_arrive_unchanged(
        self, ana: Client, bob: Client, command: str
    ) -> None:
        text = "\x01ACTION \x02\x0304,12saluda\x0f\x01 \x7f %s {0} \\"

        ana.send(f"{command} bob :{text}")

        assert bob.read() == [line(command, "bob", text, source=ANA)]


class TestRefusals:
    @pytest.mark.parametrize(
        ("sent", "answer"),
        [
            ("PRIVMSG nobody :x", ("401", "ana", "nobody")),
            ("PRIVMSG #none :x", ("403", "ana", "#none")),
            ("PRIVMSG", ("411", "ana")),
            ("PRIVMSG :", ("411", "ana")),
            ("PRIVMSG bob", ("412", "ana")),
            ("PRIVMSG bob :", ("412", "ana")),
            ("PRIVMSG a,b,c,d,e :x", ("407", "ana", "a,b,c,d,e")),
            ("TAGMSG", ("461", "ana", "TAGMSG")),
        ],
    )
    def test_a_message_that_goes_nowhere_is_answered(
        self, ana: Client, bob: Client, sent: str, answer: tuple[str, ...]
    ) -> None:
        assert ana.ask(sent) == [numeric(*answer, TEXT)]
        assert bob.sync() == []

    @pytest.mark.parametrize(
        "sent", ["NOTICE", "NOTICE bob", "NOTICE bob :", "NOTICE nobody :x", "NOTICE #none :x"]
    )
    def test_a_notice_is_never_answered(self, ana: Client, sent: str) -> None:
        assert ana.ask(sent) == []

    def test_the_rest_of_the_targets_is_reached(self, ana: Client, bob: Client) -> None:
        assert ana.ask("PRIVMSG nobody,bob :x") == [numeric("401", "ana", "nobody", TEXT)]
        assert bob.read() == [line("PRIVMSG", "bob", "x", source=ANA)]


class TestLength:
    """server-behaviour.md section 13: never cut; 417 only where it would not fit."""

    def room(self, target: str) -> int:
        """Return how many bytes of text a line of ``ana``'s to ``target`` holds."""
        return 512 - len(f":{ANA} PRIVMSG {target} :\r\n")

    @pytest.mark.parametrize("character", ["x", "ñ", "日", "😀"])
    def test_what_fits_arrives_whole_and_more_is_417(
        self, ana: Client, bob: Client, character: str
    ) -> None:
        most = self.room("bob") // len(character.encode())

        ana.send(f"PRIVMSG bob :{character * most}")
        assert bob.sync() == [line("PRIVMSG", "bob", character * most, source=ANA)]
        (refused,) = ana.ask(f"PRIVMSG bob :{character * (most + 1)}")
        assert refused == numeric("417", "ana", TEXT)
        assert bob.sync() == []

    def test_the_sender_s_line_may_have_512_bytes(self, ana: Client) -> None:
        token = "x" * (512 - len("PING \r\n"))

        ana.send(f"PING {token}")
        (pong,) = ana.read()
        ana.send(f"PING {token}x")

        assert token.startswith(pong.params[1])
        assert ana.read() == [numeric("417", "ana", TEXT)]


class TestEcho:
    """https://ircv3.net/specs/extensions/echo-message"""

    @pytest.mark.parametrize("command", ["PRIVMSG", "NOTICE"])
    def test_the_echo_equals_the_delivery(self, chat: Harness, command: str) -> None:
        caps = "echo-message message-tags server-time"
        ana, bob = chat.connect("ana", caps), chat.connect("bob", caps)
        chat.join("#c", ana, bob)

        ana.send(f"@+a=b {command} #c :x", f"@+a=b {command} bob :y")

        tags = {"msgid": MSGID, "time": TIME, "+a": "b"}
        heard = bob.read()
        assert heard == [
            line(command, "#c", "x", source=ANA, tags=tags),
            line(command, "bob", "y", source=ANA, tags=tags),
        ]
        assert ana.read() == heard

    def test_alone_in_a_channel_too(self, chat: Harness) -> None:
        ana = chat.connect("ana", "echo-message")
        chat.join("#c", ana)

        assert ana.ask("PRIVMSG #c :x") == [line("PRIVMSG", "#c", "x", source=ANA)]

    def test_a_message_to_oneself_arrives_twice(self, chat: Harness) -> None:
        ana = chat.connect("ana", "echo-message message-tags")

        one, two = ana.ask("PRIVMSG ana :x")

        assert one == two

    def test_a_refused_message_is_not_echoed(self, chat: Harness) -> None:
        ana = chat.connect("ana", "echo-message")

        assert ana.ask("PRIVMSG #none :x") == [numeric("403", "ana", "#none", TEXT)]

    def test_it_stands_in_its_place(self, chat: Harness) -> None:
        """Between what others said before and after, as everybody else sees it."""
        ana = chat.connect("ana", "echo-message")
        bob, eva = chat.connect("bob"), chat.connect("eva")
        chat.join("#c", ana, bob, eva)

        with chat.one_tick():
            bob.send("PRIVMSG #c :1")
            ana.send("PRIVMSG #c :2")
            bob.send("PRIVMSG #c :3")

        assert [message.params[1] for message in ana.read()] == ["1", "2", "3"]
        assert [message.params[1] for message in eva.read()] == ["1", "2", "3"]
        assert [message.params[1] for message in bob.read()] == ["2"]


class TestTags:
    """https://ircv3.net/specs/extensions/message-tags"""

    def test_client_tags_pass_and_others_do_not(self, chat: Harness, ana: Client) -> None:
        """What the sender negotiated does not matter."""
        bob = chat.connect("bob", "message-tags")

        ana.send(r"@+react=\:\s;fizz=buzz;+flag;time=1;msgid=x;account=root PRIVMSG bob :x")

        tags = {"+react": "; ", "+flag": "", "msgid": MSGID}
        assert bob.read() == [line("PRIVMSG", "bob", "x", source=ANA, tags=tags)]

    def test_a_tag_without_value_has_no_equals_sign(self, chat: Harness, ana: Client) -> None:
        bob = chat.connect("bob", "message-tags")

        ana.send("@+flag;+empty= TAGMSG bob")

        assert b"=;" not in bob.raw
        assert b"+flag=" not in bob.raw
        assert bob.read()[0].tags["+flag"] == ""

    def test_tagmsg_reaches_only_those_who_understand_it(self, chat: Harness) -> None:
        ana = chat.connect("ana", "message-tags echo-message")
        bob, eva = chat.connect("bob", "message-tags"), chat.connect("eva", "server-time")
        chat.join("#c", ana, bob, eva)

        ana.send("@+typing=active TAGMSG #c", "@+typing=done TAGMSG eva", "@+x TAGMSG bob")

        typing = line("TAGMSG", "#c", source=ANA, tags={"+typing": "active", "msgid": MSGID})
        private = line("TAGMSG", "bob", source=ANA, tags={"+x": "", "msgid": MSGID})
        done = line("TAGMSG", "eva", source=ANA, tags={"+typing": "done", "msgid": MSGID})
        assert bob.read() == [typing, private]
        assert ana.read() == [typing, done, private]
        assert eva.read() == []

    def test_every_message_has_an_id_of_its_own(self, chat: Harness) -> None:
        ana = chat.connect("ana", "message-tags echo-message")
        chat.join("#c", ana)
        chat.join("#d", ana)

        for target in ["#c", "#d", "ana", "#c"] * 5:
            ana.send(f"PRIVMSG {target} :x")
        ids = [message.tags["msgid"] for message in ana.read() if message.params[0] != "ana"]

        assert len(set(ids)) == len(ids) == 15

    def test_two_milliseconds_differ(self, chat: Harness, ana: Client) -> None:
        bob = chat.connect("bob", "server-time")

        ana.send("PRIVMSG bob :1")
        chat.pass_time(0.002)
        ana.send("PRIVMSG bob :2")

        one, two = bob.read()
        assert one.tags["time"] < two.tags["time"]

    def test_4096_bytes_of_tags_pass_whole(self, chat: Harness, ana: Client) -> None:
        bob = chat.connect("bob", "message-tags")
        value = "x" * (4096 - len("@+a= "))

        ana.send(f"@+a={value} PRIVMSG bob :x")
        ana.send(f"@+a={value}x PRIVMSG bob :x")

        (heard,) = bob.read()
        assert heard.tags["+a"] == value
        assert ana.read() == [numeric("417", "ana", TEXT)]


class TestStatus:
    """https://modern.ircdocs.horse/#statusmsg-parameter"""

    def test_only_operators_hear_it(self, chat: Harness, ana: Client, bob: Client) -> None:
        eva, sol = chat.connect("eva"), chat.connect("sol", "echo-message")
        chat.join("#c", bob, ana, eva, sol)
        bob.ask("MODE #c +v eva")

        ana.send("privmsg @#c :a")
        sol.send("PRIVMSG +#c :b")

        assert bob.sync() == [
            line("PRIVMSG", "@#c", "a", source=ANA),
            line("PRIVMSG", "+#c", "b", source="sol!user@127.0.0.1"),
        ]
        assert [message.params[0] for message in eva.sync()] == ["#c", "+#c"]
        assert "PRIVMSG" not in {message.command for message in ana.sync()}
        assert sol.sync()[-1].params == ("+#c", "b")

    @pytest.mark.parametrize(
        ("sign", "hearers"),
        [
            ("+", ["op", "half", "voice"]),
            ("%", ["op", "half"]),
            ("@", ["op"]),
            ("~", []),
        ],
    )
    def test_it_is_heard_from_that_rank_upwards(
        self, chat: Harness, sign: str, hearers: list[str]
    ) -> None:
        """Whatever else the higher ones are; nobody here stands high enough for the last one."""
        people = {nick: chat.connect(nick) for nick in ("op", "half", "voice", "plain", "sol")}
        chat.join("#c", *people.values())
        people["op"].ask("MODE #c +hvv half voice op")
        for client in people.values():
            client.sync()

        people["sol"].send(f"PRIVMSG {sign}#c :x", f"NOTICE {sign}#C :y", f"TAGMSG {sign}#c")

        said = [
            line("PRIVMSG", f"{sign}#c", "x", source="sol!user@127.0.0.1"),
            line("NOTICE", f"{sign}#c", "y", source="sol!user@127.0.0.1"),
        ]
        assert people.pop("sol").sync() == []
        heard = {nick: client.sync() for nick, client in people.items()}
        assert heard == {nick: said if nick in hearers else [] for nick in people}

    def test_requests_to_programs_are_blocked_for_a_part_too(
        self, chat: Harness, ana: Client, bob: Client
    ) -> None:
        """Mode C holds however one writes the target."""
        chat.join("#c", bob, ana)
        bob.ask("MODE #c +C")
        ana.read()

        assert ana.ask("PRIVMSG @#c :\x01VERSION\x01") == [numeric("404", "ana", "#c", TEXT)]
        assert ana.ask("PRIVMSG @#c :\x01ACTION baila\x01") == []
        assert len(bob.sync()) == 1

    def test_an_outsider_on_a_channel_for_operators(
        self, chat: Harness, ana: Client, bob: Client, eva: Client
    ) -> None:
        """Modes U and -n together: whoever is not in it is heard by its operators only."""
        chat.join("#c", bob, eva)
        bob.ask("MODE #c +U-n")
        eva.read()

        ana.send("PRIVMSG #c :x")

        assert bob.sync() == [line("PRIVMSG", "#c", "x", source=ANA)]
        assert eva.sync() == []

    def test_a_missing_channel(self, ana: Client) -> None:
        assert ana.ask("PRIVMSG @#none :x") == [numeric("403", "ana", "#none", TEXT)]
        assert ana.ask("PRIVMSG @ana :x") == [numeric("403", "ana", "ana", TEXT)]


def test_away_is_told_to_who_writes(chat: Harness, ana: Client, bob: Client) -> None:
    """301 on PRIVMSG, not on NOTICE."""
    bob.ask("AWAY :comiendo")

    assert ana.ask("PRIVMSG bob :x") == [numeric("301", "ana", "bob", "comiendo")]
    assert ana.ask("NOTICE bob :x") == []
