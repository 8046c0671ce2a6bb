"""JOIN, PART, NAMES, TOPIC and KICK: https://modern.ircdocs.horse/#channel-operations"""

import pytest

from tests.support.harness import Client, Harness, make_config
from tests.support.matchers import SERVER, TEXT, Pattern, line, numeric

ANA, BOB, EVA = (f"{nick}!user@127.0.0.1" for nick in ("ana", "bob", "eva"))


def names_of(client: Client, channel: str) -> list[str]:
    """Return the names a NAMES reply lists."""
    return [
        name
        for message in client.ask(f"NAMES {channel}")
        if message.command == "353"
        for name in message.params[3].split(" ")
    ]


class TestJoin:
    """https://modern.ircdocs.horse/#join-message"""

    def test_a_plain_join_is_join_names_and_nothing_else(self, ana: Client) -> None:
        """The first one becomes operator."""
        assert ana.ask("JOIN #c") == [
            line("JOIN", "#c", source=ANA),
            numeric("353", "ana", "=", "#c", "@ana"),
            numeric("366", "ana", "#c", TEXT),
        ]

    def test_others_see_it_and_the_second_is_no_operator(self, ana: Client, bob: Client) -> None:
        ana.ask("JOIN #c")

        bob.send("JOIN #C")

        assert bob.read() == [
            line("JOIN", "#c", source=BOB),
            numeric("353", "bob", "=", "#c", "@ana bob"),
            numeric("366", "bob", "#c", TEXT),
        ]
        assert ana.sync() == [line("JOIN", "#c", source=BOB)]

    def test_topic_is_told_between(self, chat: Harness, ana: Client, bob: Client) -> None:
        """332 and 333 on join, never 331."""
        chat.join("#c", ana)
        ana.send("TOPIC #c :hola")

        bob.send("JOIN #c")

        assert bob.read()[1:3] == [
            numeric("332", "bob", "#c", "hola"),
            numeric("333", "bob", "#c", ANA, str(int(chat.clock.wall()))),
        ]

    def test_several_at_once_and_an_invalid_name_among_them(self, ana: Client) -> None:
        """The rest succeeds, in order."""
        answer = ana.ask("JOIN #a,inv@lid,#b")

        assert [(m.command, m.params[-2:][0]) for m in answer] == [
            ("JOIN", "#a"),
            ("353", "#a"),
            ("366", "#a"),
            ("476", "inv@lid"),
            ("JOIN", "#b"),
            ("353", "#b"),
            ("366", "#b"),
        ]
        assert answer[3] == numeric("476", "ana", "inv@lid", TEXT)

    @pytest.mark.parametrize("name", ["sala", "#", "#a\x07b", "#a:b", "##" + "a" * 63, "#\u202ea"])
    def test_what_cannot_be_a_channel_is_476(self, ana: Client, name: str) -> None:
        assert ana.ask(f"JOIN :{name}") == [numeric("476", "ana", name, TEXT)]

    @pytest.mark.parametrize("name", ["##", "#ñandú", "#日本語", "#😀", "#a.b-c_d", "#" + "a" * 63])
    def test_what_can(self, ana: Client, name: str) -> None:
        assert ana.ask(f"JOIN {name}")[0] == line("JOIN", name, source=ANA)

    def test_joining_again_is_silent(self, ana: Client) -> None:
        ana.ask("JOIN #c")

        assert ana.ask("JOIN #C") == []

    def test_zero_leaves_all(self, chat: Harness, ana: Client, bob: Client) -> None:
        chat.join("#a", ana, bob)
        chat.join("#b", ana)

        ana.send("JOIN 0")

        assert ana.read() == [line("PART", "#a", source=ANA), line("PART", "#b", source=ANA)]
        assert bob.read() == [line("PART", "#a", source=ANA)]

    def test_as_many_channels_as_one_may_be_in(self) -> None:
        chat = Harness(make_config(limits={"channels": 2}))
        ana = chat.connect("ana")

        answer = ana.ask("JOIN #a,#b,#c")

        assert answer[-1] == numeric("405", "ana", "#c", TEXT)

    def test_without_parameters(self, ana: Client) -> None:
        assert ana.ask("JOIN") == [numeric("461", "ana", "JOIN", TEXT)]

    def test_an_empty_channel_is_gone_with_its_operator(
        self, chat: Harness, ana: Client, bob: Client
    ) -> None:
        chat.join("#c", ana)
        ana.send("TOPIC #c :old", "PART #c")

        assert bob.ask("JOIN #c") == [
            line("JOIN", "#c", source=BOB),
            numeric("353", "bob", "=", "#c", "@bob"),
            numeric("366", "bob", "#c", TEXT),
        ]

    def test_extended_join_shows_the_real_name(self, chat: Harness) -> None:
        """To those who asked for it (https://ircv3.net/specs/extensions/extended-join)."""
        plain, extended = chat.connect("p"), chat.connect("e", "extended-join")
        chat.join("#c", plain, extended)

        chat.connect("ana", realname="Ana B").send("JOIN #c")

        assert plain.read() == [line("JOIN", "#c", source=ANA)]
        assert extended.read() == [line("JOIN", "#c", "*", "Ana B", source=ANA)]


class TestPart:
    """https://modern.ircdocs.horse/#part-message"""

    def test_everybody_sees_it_with_the_reason(
        self, chat: Harness, ana: Client, bob: Client
    ) -> None:
        chat.join("#c", ana, bob)

        bob.send("PART #C :voy a comer")

        gone = line("PART", "#c", "voy a comer", source=BOB)
        assert bob.read() == [gone]
        assert ana.read() == [gone]

    def test_who_left_hears_no_more(self, chat: Harness, ana: Client, bob: Client) -> None:
        chat.join("#c", ana, bob)
        bob.ask("PART #c")

        ana.send("PRIVMSG #c :x", "TOPIC #c :x")

        assert bob.sync() == []

    def test_several_at_once(self, chat: Harness, ana: Client) -> None:
        chat.join("#a", ana)
        chat.join("#b", ana)

        assert ana.ask("PART #a,#no,#b") == [
            line("PART", "#a", source=ANA),
            numeric("403", "ana", "#no", TEXT),
            line("PART", "#b", source=ANA),
        ]

    def test_not_in_it(self, chat: Harness, ana: Client, bob: Client) -> None:
        chat.join("#c", ana)

        assert bob.ask("PART #c") == [numeric("442", "bob", "#c", TEXT)]
        assert bob.ask("PART") == [numeric("461", "bob", "PART", TEXT)]


class TestNames:
    """https://modern.ircdocs.horse/#names-message"""

    def test_names_come_with_the_highest_prefix(
        self, chat: Harness, ana: Client, bob: Client
    ) -> None:
        chat.join("#c", ana, bob)
        ana.ask("MODE #c +v ana")

        assert bob.ask("NAMES #C") == [
            numeric("353", "bob", "=", "#c", "@ana bob"),
            numeric("366", "bob", "#C", TEXT),
        ]

    def test_multi_prefix_shows_all(self, chat: Harness, ana: Client) -> None:
        """All signs, and the whole mask.

        https://ircv3.net/specs/extensions/multi-prefix
        https://ircv3.net/specs/extensions/userhost-in-names
        """
        chat.join("#c", ana)
        ana.ask("MODE #c +v ana")
        bob = chat.connect("bob", "multi-prefix userhost-in-names")

        assert bob.ask("NAMES #c")[0] == numeric("353", "bob", "=", "#c", f"@+{ANA}")

    @pytest.mark.parametrize("name", ["#none", "inv@lid", "#", "ana"])
    def test_what_does_not_exist_is_a_lone_366(self, ana: Client, name: str) -> None:
        assert ana.ask(f"NAMES {name}") == [numeric("366", "ana", name, TEXT)]

    def test_without_parameters_a_lone_366(self, ana: Client) -> None:
        assert ana.ask("NAMES") == [numeric("366", "ana", "*", TEXT)]

    def test_several_channels_have_one_end(self, chat: Harness, ana: Client) -> None:
        chat.join("#a", ana)
        chat.join("#b", ana)

        assert ana.ask("NAMES #a,#b") == [
            numeric("353", "ana", "=", "#a", "@ana"),
            numeric("353", "ana", "=", "#b", "@ana"),
            numeric("366", "ana", "#a,#b", TEXT),
        ]

    def test_the_invisible_are_hidden_from_outsiders(
        self, chat: Harness, ana: Client, bob: Client, eva: Client
    ) -> None:
        chat.join("#c", ana, bob)
        ana.ask("MODE ana +i")

        assert names_of(eva, "#c") == ["bob"]
        assert names_of(bob, "#c") == ["@ana", "bob"]

    def test_it_keeps_up_with_every_change(
        self, chat: Harness, ana: Client, bob: Client, eva: Client
    ) -> None:
        """What is cached is what is true."""
        chat.join("#c", ana, bob)
        assert names_of(ana, "#c") == ["@ana", "bob"]

        eva.ask("JOIN #c")
        assert names_of(ana, "#c") == ["@ana", "bob", "eva"]
        bob.ask("NICK robert")
        assert names_of(ana, "#c") == ["@ana", "robert", "eva"]
        ana.ask("MODE #c +o-o eva ana")
        assert names_of(ana, "#c") == ["ana", "robert", "@eva"]
        bob.ask("PART #c")
        assert names_of(ana, "#c") == ["ana", "@eva"]
        eva.ask("KICK #c ana")
        assert names_of(eva, "#c") == ["@eva"]

    def test_many_names_take_several_lines_within_the_limit(self, chat: Harness) -> None:
        clients = [chat.connect(f"{number:03}".translate(LETTERS) * 8) for number in range(60)]
        for client in clients:
            client.send("JOIN #" + "c" * 63)

        clients[-1].raw = b""
        clients[-1].send("NAMES #" + "c" * 63)
        lines = clients[-1].raw.split(b"\r\n")

        assert max(map(len, lines)) <= 510
        found = [name for message in clients[-1].read()[:-1] for name in message.params[3].split()]
        assert sorted(found) == sorted("@" * (c is clients[0]) + c.nick for c in clients)


LETTERS = str.maketrans("0123456789", "abcdefghij")


class TestTopic:
    """https://modern.ircdocs.horse/#topic-message"""

    def test_setting_it_is_echoed_and_shown(self, chat: Harness, ana: Client, bob: Client) -> None:
        chat.join("#c", ana, bob)

        ana.send("TOPIC #C :la hora del té")

        changed = line("TOPIC", "#c", "la hora del té", source=ANA)
        assert ana.read() == [changed]
        assert bob.read() == [changed]
        assert bob.ask("TOPIC #c") == [
            numeric("332", "bob", "#c", "la hora del té"),
            numeric("333", "bob", "#c", ANA, Pattern(r"\d+")),
        ]

    def test_an_empty_one_clears(self, chat: Harness, ana: Client) -> None:
        chat.join("#c", ana)
        ana.ask("TOPIC #c :x")

        assert ana.ask("TOPIC #c :") == [line("TOPIC", "#c", "", source=ANA)]
        assert ana.ask("TOPIC #c") == [numeric("331", "ana", "#c", TEXT)]

    def test_with_t_only_operators_may(self, chat: Harness, ana: Client, bob: Client) -> None:
        """A voice is not enough; without +t everybody may."""
        chat.join("#c", ana, bob)
        ana.ask("MODE #c +v bob")

        assert bob.ask("TOPIC #c :x") == [numeric("482", "bob", "#c", TEXT)]
        ana.ask("MODE #c -t")
        assert bob.ask("TOPIC #c :x") == [line("TOPIC", "#c", "x", source=BOB)]

    def test_outsiders_and_missing_channels(self, chat: Harness, ana: Client, bob: Client) -> None:
        chat.join("#c", ana)
        ana.ask("MODE #c -t")

        assert bob.ask("TOPIC #c :x") == [numeric("442", "bob", "#c", TEXT)]
        assert bob.ask("TOPIC #no") == [numeric("403", "bob", "#no", TEXT)]
        assert bob.ask("TOPIC #no :x") == [numeric("403", "bob", "#no", TEXT)]

    def test_a_long_one_is_cut_at_a_character(self, chat: Harness, ana: Client) -> None:
        chat.join("#c", ana)

        (changed,) = ana.ask("TOPIC #c :" + "ñ" * 200)

        assert changed.params[1] == "ñ" * (chat.config.limits.topic_length // 2)


class TestKick:
    """https://modern.ircdocs.horse/#kick-message"""

    def test_the_channel_and_the_victim_see_it(
        self, chat: Harness, ana: Client, bob: Client, eva: Client
    ) -> None:
        chat.join("#c", ana, bob, eva)

        ana.send("KICK #c BOB :basta")

        thrown_out = line("KICK", "#c", "bob", "basta", source=ANA)
        assert [c.read() for c in (ana, bob, eva)] == [[thrown_out]] * 3
        ana.send("PRIVMSG #c :x")
        assert bob.sync() == []
        assert names_of(eva, "#c") == ["@ana", "eva"]

    @pytest.mark.parametrize("command", ["KICK #c bob", "KICK #c bob :"])
    def test_the_default_comment_is_the_kicker(
        self, chat: Harness, ana: Client, bob: Client, command: str
    ) -> None:
        chat.join("#c", ana, bob)

        assert ana.ask(command) == [line("KICK", "#c", "bob", "ana", source=ANA)]

    def test_only_operators_may(self, chat: Harness, ana: Client, bob: Client, eva: Client) -> None:
        chat.join("#c", ana, bob)
        ana.ask("MODE #c +v bob")

        assert bob.ask("KICK #c ana") == [numeric("482", "bob", "#c", TEXT)]
        assert eva.ask("KICK #c ana") == [numeric("442", "eva", "#c", TEXT)]

    def test_operators_may_kick_operators_and_themselves(
        self, chat: Harness, ana: Client, bob: Client
    ) -> None:
        chat.join("#c", ana, bob)
        ana.ask("MODE #c +o bob")

        assert bob.ask("KICK #c ana") == [line("KICK", "#c", "ana", "bob", source=BOB)]
        assert bob.ask("KICK #c bob") == [line("KICK", "#c", "bob", "bob", source=BOB)]
        assert ana.ask("NAMES #c") == [numeric("366", "ana", "#c", TEXT)]

    @pytest.mark.parametrize("channels", ["#c", "#c,#c"])
    def test_several_are_a_line_each(
        self, chat: Harness, ana: Client, bob: Client, eva: Client, channels: str
    ) -> None:
        chat.join("#c", ana, bob, eva)

        assert ana.ask(f"KICK {channels} bob,eva :x") == [
            line("KICK", "#c", "bob", "x", source=ANA),
            line("KICK", "#c", "eva", "x", source=ANA),
        ]

    def test_what_is_not_there(self, chat: Harness, ana: Client, bob: Client) -> None:
        chat.join("#c", ana)

        assert ana.ask("KICK #no bob") == [numeric("403", "ana", "#no", TEXT)]
        assert ana.ask("KICK #c nobody") == [numeric("401", "ana", "nobody", TEXT)]
        assert ana.ask("KICK #c bob") == [numeric("441", "ana", "bob", "#c", TEXT)]
        assert ana.ask("KICK #c") == [numeric("461", "ana", "KICK", TEXT)]


def test_server_name_stands_before_its_own_lines(ana: Client) -> None:
    """Numerics come from the server."""
    assert {message.source for message in ana.ask("NAMES #c")} == {SERVER}


def test_names_on_joining_can_be_declined(chat: Harness, ana: Client) -> None:
    """https://ircv3.net/specs/extensions/no-implicit-names"""
    chat.join("#c", ana)
    ana.send("TOPIC #c :x")
    bob = chat.connect("bob", "no-implicit-names")

    assert [message.command for message in bob.ask("JOIN #c")] == ["JOIN", "332", "333"]
    assert [message.command for message in bob.ask("NAMES #c")] == ["353", "366"]
