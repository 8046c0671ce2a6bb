"""What being logged in shows to others, on people who are logged in already.

https://ircv3.net/specs/extensions/account-tag
https://ircv3.net/specs/extensions/account-notify
https://ircv3.net/specs/extensions/chghost
"""

from tests.support.harness import Client, Harness
from tests.support.matchers import TEXT, line, numeric

BOB = "bob!user@127.0.0.1"


def test_the_account_tag_is_on_everything_one_causes(
    chat: Harness, ana: Client, bob: Client
) -> None:
    """And is the only tag for who asked for nothing else."""
    eva = chat.connect("eva", "account-tag invite-notify")
    chat.join("#c", bob, eva, ana)
    chat.log_in(bob, "roberto")

    bob.send(
        "PRIVMSG #c :x", "PRIVMSG eva :x", "NOTICE eva :x", "TOPIC #c :x", "MODE #c -t",
        "NICK rob", "INVITE eva #c", "KICK #c ana", "PART #c", "QUIT",
    )  # fmt: skip

    heard = [message for message in eva.read() if message.source and "rob" in message.source]
    assert heard
    assert {tuple(message.tags.items()) for message in heard} == {(("account", "roberto"),)}


def test_logging_in_and_out_is_told_to_who_asked_for_it(
    chat: Harness, ana: Client, bob: Client
) -> None:
    """Members with account-notify and watchers with extended-monitor."""
    eva, sol = (
        chat.connect("eva", "account-notify"),
        chat.connect("sol", "account-notify extended-monitor"),
    )
    chat.join("#c", ana, bob, eva)
    sol.ask("MONITOR + bob")

    chat.log_in(bob, "roberto")
    chat.log_in(bob, "")

    told = [line("ACCOUNT", "roberto", source=BOB), line("ACCOUNT", "*", source=BOB)]
    assert eva.read() == told
    assert sol.read() == told
    assert ana.read() == bob.read() == []


def test_whois_who_and_join_name_it(chat: Harness, ana: Client, bob: Client) -> None:
    """330, the field ``a`` of WHOX, extended-join."""
    eva = chat.connect("eva", "extended-join")
    chat.join("#c", eva)
    chat.log_in(bob, "roberto")

    bob.send("JOIN #c")

    assert eva.sync() == [line("JOIN", "#c", "roberto", "Real Name", source=BOB)]
    assert numeric("330", "ana", "bob", "roberto", TEXT) in ana.ask("WHOIS bob")
    assert ana.ask("WHO bob %a")[0] == numeric("354", "ana", "roberto")


def test_a_new_host_is_told_or_shown_as_a_reconnection(
    chat: Harness, ana: Client, bob: Client, eva: Client
) -> None:
    """CHGHOST once for who knows it; QUIT, JOIN and MODE for others, nothing for oneself."""
    sol = chat.connect("sol", "chghost")
    for channel in ("#a", "#b"):
        chat.join(channel, bob, ana, sol)
    chat.join("#c", eva)
    bob.ask("MODE #b -o bob")
    ana.sync()

    user = bob.session.user
    assert user is not None
    chat.act(lambda: chat.dispatcher.services.set_host(user, "u", "new.example", chat.now))

    new = "bob!u@new.example"
    assert sol.sync()[-1] == line("CHGHOST", "u", "new.example", source=BOB)
    assert ana.sync() == [
        line("QUIT", TEXT, source=BOB),
        line("JOIN", "#a", source=new),
        line("MODE", "#a", "+o", "bob"),
        line("JOIN", "#b", source=new),
    ]
    assert bob.sync() == eva.sync() == []
    bob.send("PRIVMSG #a :x")
    assert ana.sync()[0].source == new
