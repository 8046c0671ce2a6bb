"""What is typed becomes an intent, or a sentence that says what to type instead."""

import pytest

from tertulia_core.i18n import set_language
from tertulia_core.session import intents as i
from tertulia_core.session.slash import COMMANDS, SlashError, find, help_text, parse
from tertulia_core.session.state import SERVER_ROOM


@pytest.mark.parametrize(
    ("text", "intent"),
    [
        ("hola", i.SendText("#sala", "hola")),
        ("//etc/passwd", i.SendText("#sala", "/etc/passwd")),
        ("/join #otra", i.JoinRoom("#otra")),
        ("/join otra clave", i.JoinRoom("#otra", "clave")),
        ("/J #otra", i.JoinRoom("#otra")),
        ("/part", i.PartRoom("#sala")),
        ("/part me voy", i.PartRoom("#sala", "me voy")),
        ("/part #otra me voy", i.PartRoom("#otra", "me voy")),
        ("/nick eva", i.ChangeNick("eva")),
        ("/me saluda  a todos", i.SendAction("#sala", "saluda  a todos")),
        ("/msg rosa hola tú", i.OpenPrivate("rosa", "hola tú")),
        ("/msg #otra hola", i.SendText("#otra", "hola")),
        ("/query rosa", i.OpenPrivate("rosa")),
        ("/query rosa hola", i.OpenPrivate("rosa", "hola")),
        ("/topic", i.SetTopic("#sala", None)),
        ("/topic de qué va", i.SetTopic("#sala", "de qué va")),
        ("/topic -delete", i.SetTopic("#sala", "")),
        ("/topic #otra x", i.SetTopic("#otra", "x")),
        ("/names", i.ShowNames("#sala")),
        ("/names #otra", i.ShowNames("#otra")),
        ("/whois rosa", i.ShowWhois("rosa")),
        ("/away comiendo", i.SetAway("comiendo")),
        ("/away", i.SetAway("Away")),
        ("/back", i.SetAway("")),
        ("/invite rosa", i.InviteNick("#sala", "rosa")),
        ("/invite rosa #otra", i.InviteNick("#otra", "rosa")),
        ("/kick rosa", i.KickNick("#sala", "rosa")),
        ("/kick #otra rosa por pesada", i.KickNick("#otra", "rosa", "por pesada")),
        ("/ban", i.ChangeMode("#sala", "+b")),
        ("/ban rosa *!*@malo", i.ChangeMode("#sala", "+bb", ("rosa!*@*", "*!*@malo"))),
        ("/unban rosa", i.ChangeMode("#sala", "-b", ("rosa!*@*",))),
        ("/op rosa luis", i.ChangeMode("#sala", "+oo", ("rosa", "luis"))),
        ("/deop rosa", i.ChangeMode("#sala", "-o", ("rosa",))),
        ("/voice rosa", i.ChangeMode("#sala", "+v", ("rosa",))),
        ("/devoice rosa", i.ChangeMode("#sala", "-v", ("rosa",))),
        ("/mode", i.ChangeMode("#sala")),
        ("/mode +m", i.ChangeMode("#sala", "+m")),
        ("/mode ana +i", i.ChangeMode("ana", "+i")),
        ("/mode #otra +k clave", i.ChangeMode("#otra", "+k", ("clave",))),
        ("/list", i.ListRooms()),
        ("/list *te*", i.ListRooms("*te*")),
        ("/clear", i.ClearLines("#sala")),
        ("/raw WHO #sala", i.SendRaw("WHO #sala")),
        ("/quote WHO", i.SendRaw("WHO")),
        ("/connect", i.Connect()),
        ("/connect localhost:1", i.Connect("localhost:1")),
        ("/disconnect", i.Disconnect()),
        ("/quit adiós", i.Quit("adiós")),
        ("/help", i.ShowHelp()),
        ("/help /join", i.ShowHelp("/join")),
    ],
)
def test_commands_become_intents(text: str, intent: i.Intent) -> None:
    """Every command, with and without what may follow it."""
    assert parse(text, "#sala") == intent


@pytest.mark.parametrize(
    ("text", "hint"),
    [
        ("/jion #x", "Did you mean /join?"),
        ("/qwrtz", "/help lists them all"),
        ("/", "/help lists them all"),
        ("/join", "Usage: /join #room [key]"),
        ("/nick", "Usage: /nick name"),
        ("/me", "Usage: /me text"),
        ("/msg rosa", "Usage: /msg nick text"),
        ("/kick", "Usage: /kick nick [reason]"),
        ("/op", "Usage: /op nick…"),
        ("/unban", "Usage: /unban mask…"),
        ("/whois", "Usage: /whois nick"),
        ("/raw", "Usage: /raw line"),
        ("/\x1b[2J", "/␛[2J"),
    ],
)
def test_what_cannot_be_carried_out_says_so(text: str, hint: str) -> None:
    """Unknown commands name the nearest one, known ones their usage; nothing is obeyed."""
    with pytest.raises(SlashError) as refused:
        parse(text, "#sala")

    assert hint in str(refused.value)


@pytest.mark.parametrize("text", ["hola", "//hola", "/me saluda", "/topic x", "/kick rosa"])
def test_nobody_hears_in_the_server_room(text: str) -> None:
    """What needs a room says that there is none here."""
    with pytest.raises(SlashError, match="/join #room"):
        parse(text, SERVER_ROOM)


@pytest.mark.parametrize("text", ["/topic x", "/kick eva", "/op eva", "/names", "/invite eva"])
def test_conversations_are_no_rooms(text: str) -> None:
    """Room commands do not work in a private conversation."""
    with pytest.raises(SlashError, match="only works in a room"):
        parse(text, "rosa")


def test_whois_means_the_other_side_of_a_conversation() -> None:
    """In a private conversation the nick may be left out."""
    assert parse("/whois", "rosa") == i.ShowWhois("rosa")


def test_help_lists_every_command() -> None:
    """One line each, in the person's language, with how to use it."""
    set_language("es")

    lines = help_text().splitlines()

    assert len(lines) == len(COMMANDS) + 1
    assert "/join #sala [clave] — Entra en una sala o abre una nueva." in lines


def test_help_for_one_command() -> None:
    """By its name with or without the slash; unknown ones are refused."""
    assert help_text("/join").startswith("/join #room [key]\n")
    assert help_text("J") == help_text("join")
    with pytest.raises(SlashError, match="Did you mean"):
        help_text("jion")


def test_names_are_not_taken_twice() -> None:
    """Each name and alias finds its own row."""
    for row in COMMANDS:
        for name in (row.name, *row.aliases):
            assert find(name) is row
