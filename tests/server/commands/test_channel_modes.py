"""What each channel mode does: https://modern.ircdocs.horse/#channel-modes"""

import pytest

from tests.support.harness import Client, Harness
from tests.support.matchers import TEXT, Pattern, line, numeric

ANA, BOB = "ana!user@127.0.0.1", "bob!user@127.0.0.1"
NUMBER = Pattern(r"\d+")


@pytest.fixture
def ana(chat: Harness) -> Client:
    """Return the operator of ``#c``."""
    ana = chat.connect("ana")
    chat.join("#c", ana)
    return ana


def joins(client: Client, channel: str = "#c", key: str = "") -> str:
    """Let a client try to enter; return the first verb of the answer."""
    return client.ask(f"JOIN {channel} {key}".rstrip())[0].command


class TestKey:
    """https://modern.ircdocs.horse/#key-channel-mode"""

    def test_it_opens_with_the_key_only(self, ana: Client, bob: Client, eva: Client) -> None:
        assert ana.ask("MODE #c +k llave") == [line("MODE", "#c", "+k", "llave", source=ANA)]

        assert bob.ask("JOIN #c") == [numeric("475", "bob", "#c", TEXT)]
        assert bob.ask("JOIN #c mal") == [numeric("475", "bob", "#c", TEXT)]
        assert joins(bob, key="llave") == "JOIN"

    def test_keys_are_matched_by_position(self, chat: Harness, ana: Client, bob: Client) -> None:
        chat.join("#d", ana)
        ana.send("MODE #c +k uno", "MODE #d +k dos")

        answer = bob.ask("JOIN #x,#c,#d nada,uno,dos")

        assert [message.params[0] for message in answer if message.command == "JOIN"] == [
            "#x", "#c", "#d",
        ]  # fmt: skip

    def test_only_members_are_told(self, ana: Client, bob: Client) -> None:
        ana.ask("MODE #c +k llave")

        assert ana.ask("MODE #c")[0] == numeric("324", "ana", "#c", "+knt", "llave")
        assert bob.ask("MODE #c")[0] == numeric("324", "bob", "#c", "+knt", "*")

    @pytest.mark.parametrize("removal", ["-k", "-k llave", "-k other"])
    def test_it_is_removed_with_or_without_saying_it(self, ana: Client, removal: str) -> None:
        ana.ask("MODE #c +k llave")

        assert ana.ask(f"MODE #c {removal}") == [line("MODE", "#c", "-k", "*", source=ANA)]
        assert ana.ask(f"MODE #c {removal}") == []

    @pytest.mark.parametrize("key", [":", ":two words", "x" * 400, "a,b", ":a:b", "*", "\x02"])
    def test_what_cannot_be_a_key_is_696(self, ana: Client, key: str) -> None:
        assert ana.ask(f"MODE #c +k {key}") == [numeric("696", "ana", "#c", "k", "*", TEXT)]


class TestLimit:
    """https://modern.ircdocs.horse/#client-limit-channel-mode"""

    def test_it_keeps_out_whoever_is_too_many(self, ana: Client, bob: Client, eva: Client) -> None:
        assert ana.ask("MODE #c +l 002") == [line("MODE", "#c", "+l", "2", source=ANA)]

        assert joins(bob) == "JOIN"
        assert eva.ask("JOIN #c") == [numeric("471", "eva", "#c", TEXT)]
        assert ana.ask("MODE #c -l")[-1] == line("MODE", "#c", "-l", source=ANA)
        assert joins(eva) == "JOIN"

    @pytest.mark.parametrize("limit", ["0", "-1", "abc", ":", "1.5", "²", "9" * 400])
    def test_what_is_no_limit_is_696(self, ana: Client, limit: str) -> None:
        (refused,) = ana.ask(f"MODE #c +l {limit}")

        assert refused.command in {"696", "417"}
        assert ana.ask("MODE #c")[0] == numeric("324", "ana", "#c", "+nt")


class TestInviteOnly:
    """https://modern.ircdocs.horse/#invite-only-channel-mode"""

    def test_it_keeps_out(self, ana: Client, bob: Client) -> None:
        ana.ask("MODE #c +i")

        assert bob.ask("JOIN #c") == [numeric("473", "bob", "#c", TEXT)]

    def test_the_invite_list_lets_in(self, ana: Client, bob: Client) -> None:
        ana.ask("MODE #c +iI bob")

        assert ana.ask("MODE #c I") == [
            numeric("346", "ana", "#c", "bob!*@*", ANA, NUMBER),
            numeric("347", "ana", "#c", TEXT),
        ]
        assert joins(bob) == "JOIN"

    def test_taken_from_the_list_it_lets_in_no_more(self, ana: Client, bob: Client) -> None:
        ana.ask("MODE #c +iI bob")

        assert ana.ask("MODE #c -I BOB") == [line("MODE", "#c", "-I", "bob!*@*", source=ANA)]
        assert joins(bob) == "473"

    def test_the_list_alone_does_no_harm(self, ana: Client, bob: Client) -> None:
        ana.ask("MODE #c +I nobody")

        assert joins(bob) == "JOIN"


class TestExceptions:
    """https://modern.ircdocs.horse/#exception-channel-mode"""

    def test_an_exception_opens_a_ban(self, ana: Client, bob: Client) -> None:
        ana.ask("MODE #c +be *!*@* bob")

        assert ana.ask("MODE #c e") == [
            numeric("348", "ana", "#c", "bob!*@*", ANA, NUMBER),
            numeric("349", "ana", "#c", TEXT),
        ]
        assert joins(bob) == "JOIN"
        bob.send("PRIVMSG #c :hola")
        assert ana.sync()[-1].params == ("#c", "hola")


class TestMute:
    """server-behaviour.md section 15: ``m:`` masks."""

    @pytest.mark.parametrize("mask", ["m:bob", "m:*!user@*", "m:BOB!*@*"])
    def test_the_muted_enter_and_are_not_heard(self, ana: Client, bob: Client, mask: str) -> None:
        ana.ask(f"MODE #c +b {mask}")

        assert joins(bob) == "JOIN"
        assert bob.ask("PRIVMSG #c :x") == [numeric("404", "bob", "#c", TEXT)]

    @pytest.mark.parametrize("remedy", ["+v bob", "+e m:bob", "-b M:BOB", "-b m:BOB!*@*"])
    def test_what_gives_the_word_back(self, ana: Client, bob: Client, remedy: str) -> None:
        ana.ask("MODE #c +b m:bob")
        joins(bob)
        ana.ask(f"MODE #c {remedy}")
        bob.read()

        answer = bob.ask("PRIVMSG #c :x")

        assert answer == []
        assert ana.sync()[-1].command == "PRIVMSG"

    def test_members_see_it_on_the_list(self, ana: Client) -> None:
        ana.ask("MODE #c +b m:bob")

        assert ana.ask("MODE #c b")[0].params[2] == "m:bob!*@*"


class TestAccounts:
    """https://ircv3.net/specs/extensions/account-extban"""

    @pytest.mark.parametrize("name", ["a", "account"])
    def test_bans_exceptions_and_invitations_by_account(
        self, chat: Harness, ana: Client, bob: Client, name: str
    ) -> None:
        chat.log_in(bob, "roberto")

        assert ana.ask(f"MODE #c +b {name}:roberto")[0].params == ("#c", "+b", f"{name}:roberto")
        assert joins(bob) == "474"
        ana.ask(f"MODE #c +e {name}:Roberto")
        assert joins(bob) == "JOIN"
        bob.ask("PART #c")
        ana.ask("MODE #c +i")
        assert joins(bob) == "473"
        ana.ask(f"MODE #c +I {name}:roberto")
        assert joins(bob) == "JOIN"

    def test_it_is_never_about_nicks(self, ana: Client, bob: Client) -> None:
        ana.ask("MODE #c +b a:bob")

        assert joins(bob) == "JOIN"

    def test_accounts_and_the_voiced_alone_may_speak(
        self, chat: Harness, ana: Client, bob: Client
    ) -> None:
        """``+M``."""
        ana.ask("MODE #c +M")
        joins(bob)

        assert bob.ask("PRIVMSG #c :1") == [numeric("404", "bob", "#c", TEXT)]
        ana.ask("MODE #c +v bob")
        assert bob.ask("PRIVMSG #c :2") == []
        ana.ask("MODE #c -v bob")
        chat.log_in(bob, "roberto")
        assert bob.ask("PRIVMSG #c :3") == []

    def test_accounts_alone_may_enter(self, chat: Harness, ana: Client, bob: Client) -> None:
        """``+R``."""
        ana.ask("MODE #c +R")

        assert bob.ask("JOIN #c") == [numeric("477", "bob", "#c", TEXT)]
        chat.log_in(bob, "roberto")
        assert joins(bob) == "JOIN"


def test_moderated_silences_those_without_voice(ana: Client, bob: Client) -> None:
    """Members and outsiders (https://modern.ircdocs.horse/#moderated-channel-mode)."""
    ana.ask("MODE #c +m-n")

    assert bob.ask("PRIVMSG #c :x") == [numeric("404", "bob", "#c", TEXT)]
    joins(bob)
    assert bob.ask("PRIVMSG #c :x") == [numeric("404", "bob", "#c", TEXT)]
    ana.ask("MODE #c +v bob")
    assert bob.ask("PRIVMSG #c :x") == []
    assert ana.sync()[-1] == line("PRIVMSG", "#c", "x", source=BOB)


def test_secret_hides_from_outsiders(chat: Harness, ana: Client, bob: Client) -> None:
    """LIST, NAMES, WHO, WHOIS and TOPIC; members see an ``@`` in 353."""
    ana.ask("MODE #c +s")
    ana.ask("TOPIC #c :oculto")

    assert [message.command for message in bob.ask("LIST")] == ["321", "323"]
    assert [message.command for message in bob.ask("NAMES #c")] == ["366"]
    assert [message.command for message in bob.ask("WHO #c")] == ["315"]
    assert "319" not in [message.command for message in bob.ask("WHOIS ana")]
    assert bob.ask("TOPIC #c") == [numeric("442", "bob", "#c", TEXT)]
    assert bob.ask("MODE #c") == [numeric("442", "bob", "#c", TEXT)]
    assert ana.ask("NAMES #c")[0] == numeric("353", "ana", "@", "#c", "@ana")
    assert "322" in [message.command for message in ana.ask("LIST")]


def test_ctcp_can_be_blocked_but_for_actions(ana: Client, bob: Client) -> None:
    """``+C``: 404 for the others."""
    ana.ask("MODE #c +C")
    joins(bob)

    assert bob.ask("PRIVMSG #c :\x01VERSION\x01") == [numeric("404", "bob", "#c", TEXT)]
    assert bob.ask("PRIVMSG #c :\x01ACTION ríe\x01") == []
    assert bob.ask("NOTICE #c :\x01PING 1\x01") == []
    assert [message.params[-1] for message in ana.sync()][1:] == ["\x01ACTION ríe\x01"]


class TestForward:
    """server-behaviour.md section 15, ``+f``."""

    def test_whoever_is_kept_out_is_sent_on(self, chat: Harness, ana: Client, bob: Client) -> None:
        chat.join("#d", ana)

        assert ana.ask("MODE #c +if #D") == [line("MODE", "#c", "+if", "#d", source=ANA)]
        assert bob.ask("JOIN #c")[:2] == [
            numeric("470", "bob", "#c", "#d", TEXT),
            line("JOIN", "#d", source=BOB),
        ]
        assert bob.ask("JOIN #c") == [numeric("473", "bob", "#c", TEXT)]

    def test_the_banned_are_not(self, chat: Harness, ana: Client, bob: Client) -> None:
        chat.join("#d", ana)
        ana.ask("MODE #c +bf bob #d")

        assert joins(bob) == "474"

    def test_one_has_to_be_operator_there(self, chat: Harness, ana: Client, bob: Client) -> None:
        chat.join("#d", bob, ana)

        assert ana.ask("MODE #c +f #d") == [numeric("482", "ana", "#d", TEXT)]
        assert ana.ask("MODE #c +f #no") == [numeric("696", "ana", "#c", "f", "#no", TEXT)]
        assert ana.ask("MODE #c +f #c") == [numeric("696", "ana", "#c", "f", "#c", TEXT)]


class TestHalfop:
    """Below operators, above voices."""

    @pytest.fixture
    def bob(self, chat: Harness, ana: Client) -> Client:
        bob = chat.connect("bob")
        chat.join("#c", bob)
        ana.ask("MODE #c +h bob")
        bob.read()
        return bob

    def test_may_voice_ban_kick_and_set_the_topic(
        self, chat: Harness, ana: Client, bob: Client, eva: Client
    ) -> None:
        chat.join("#c", eva)
        bob.read()

        assert bob.ask("MODE #c +v eva")[0].command == "MODE"
        assert bob.ask("MODE #c +b x")[0].command == "MODE"
        assert bob.ask("TOPIC #c :x")[0].command == "TOPIC"
        assert bob.ask("KICK #c eva")[0].command == "KICK"

    @pytest.mark.parametrize(
        "command", ["MODE #c +o bob", "MODE #c +h bob", "MODE #c +i", "KICK #c ana", "KICK #c bob"]
    )
    def test_may_not_touch_what_is_above(self, ana: Client, bob: Client, command: str) -> None:
        assert bob.ask(command) == [numeric("482", "bob", "#c", TEXT)]

    def test_shows_as_percent(self, ana: Client, bob: Client) -> None:
        assert ana.ask("NAMES #c")[0].params[3] == "@ana %bob"


def test_nobody_is_founder_of_a_channel_that_is_not_registered(ana: Client) -> None:
    """The first one is operator, and cannot make founders."""
    assert ana.ask("MODE #c +q ana") == [numeric("482", "ana", "#c", TEXT)]


class TestAuditorium:
    """``+u``: members without any rank do not see each other."""

    @pytest.fixture
    def crowd(self, chat: Harness, ana: Client) -> tuple[Client, Client, Client]:
        """Return a speaker, and two in the audience."""
        speaker, bob, eva = (chat.connect(nick) for nick in ("voz", "bob", "eva"))
        ana.ask("MODE #c +u")
        chat.join("#c", speaker, bob, eva)
        ana.ask("MODE #c +v voz")
        for client in (speaker, bob, eva):
            client.read()
        return speaker, bob, eva

    def test_names_and_who(self, ana: Client, crowd: tuple[Client, Client, Client]) -> None:
        speaker, bob, _eva = crowd

        assert bob.ask("NAMES #c")[0].params[3] == "@ana +voz"
        assert speaker.ask("NAMES #c")[0].params[3] == "@ana +voz bob eva"
        assert [m.params[5] for m in bob.ask("WHO #c")[:-1]] == ["ana", "voz", "bob"]
        assert [m.params[5] for m in ana.ask("WHO #c")[:-1]] == ["ana", "voz", "bob", "eva"]

    def test_coming_and_going(
        self, chat: Harness, ana: Client, crowd: tuple[Client, Client, Client]
    ) -> None:
        speaker, bob, eva = crowd
        new = chat.connect("sol")

        new.send("JOIN #c", "NICK luz", "PART #c", "JOIN #c", "QUIT")

        seen = ["JOIN", "NICK", "PART", "JOIN", "QUIT"]
        assert [message.command for message in ana.sync()] == seen
        assert [message.command for message in speaker.read()] == seen
        assert bob.read() == eva.read() == []
        assert "NICK" in [message.command for message in new.read()]

    def test_who_shares_another_channel_is_told_once(
        self, chat: Harness, ana: Client, crowd: tuple[Client, Client, Client]
    ) -> None:
        _speaker, bob, eva = crowd
        chat.join("#d", ana, bob, eva)

        bob.send("NICK robert")

        for client in (ana, bob, eva):
            assert [message.command for message in client.sync()] == ["NICK"]

    def test_all_may_speak_and_be_thrown_out(
        self, ana: Client, crowd: tuple[Client, Client, Client]
    ) -> None:
        _speaker, bob, eva = crowd

        bob.send("PRIVMSG #c :hola")
        assert eva.read() == [line("PRIVMSG", "#c", "hola", source=BOB)]
        ana.send("KICK #c bob")
        assert [message.command for message in bob.read()] == ["KICK"]
        assert eva.read() == []

    def test_who_is_outside_is_heard_by_all_and_sees_nobody_of_the_audience(
        self, chat: Harness, ana: Client, crowd: tuple[Client, Client, Client]
    ) -> None:
        """With ``-n`` outsiders speak too, as loud as anybody."""
        sol = chat.connect("sol")
        assert sol.ask("PRIVMSG #c :a") == [numeric("404", "sol", "#c", TEXT)]
        ana.ask("MODE #c -n")
        for client in crowd:
            client.sync()

        assert sol.ask("PRIVMSG #c :hola") == []

        hola = line("PRIVMSG", "#c", "hola", source="sol!user@127.0.0.1")
        assert [client.sync() for client in (ana, *crowd)] == [[hola]] * 4
        assert sol.ask("NAMES #c")[0].params[3] == "@ana +voz"
        assert [m.params[5] for m in sol.ask("WHO #c")[:-1]] == ["ana", "voz"]

    @pytest.mark.parametrize(("modes", "answer"), [("+m-n", "404"), ("+M-n", "404")])
    def test_other_modes_hold_for_outsiders_too(
        self,
        chat: Harness,
        ana: Client,
        crowd: tuple[Client, Client, Client],
        modes: str,
        answer: str,
    ) -> None:
        """An auditorium is no way around them."""
        _speaker, bob, _eva = crowd
        ana.ask(f"MODE #c {modes}")
        sol = chat.connect("sol")
        bob.sync()

        assert sol.ask("PRIVMSG #c :hola") == [numeric(answer, "sol", "#c", TEXT)]
        assert bob.sync() == []


def test_operators_alone_hear_those_without_voice(chat: Harness, ana: Client) -> None:
    """``+U``: still echoed to the sender."""
    bob, eva = chat.connect("bob", "echo-message"), chat.connect("eva")
    ana.ask("MODE #c +U")
    chat.join("#c", bob, eva)
    guest = chat.guest()

    assert bob.ask("PRIVMSG #c :hola") == [line("PRIVMSG", "#c", "hola", source=BOB)]
    assert ana.sync()[-1] == line("PRIVMSG", "#c", "hola", source=BOB)
    assert eva.sync() == []
    ana.send("PRIVMSG #c :a todos")
    assert [message.params[1] for message in eva.read()] == ["a todos"]
    assert guest.hear() == []


def test_guests_in_such_a_room_are_heard_by_operators_too(chat: Harness) -> None:
    """``+U`` in the guests' own room."""
    ana, bob, guest = chat.connect("ana"), chat.connect("bob"), chat.guest()
    other = chat.guest()
    chat.join("#sala", ana, bob)
    ana.ask("MODE #sala +U")
    bob.sync()

    guest.say("hola")

    assert [message.params[1] for message in ana.sync()] == ["hola"]
    assert bob.sync() == []
    assert other.hear() == []
