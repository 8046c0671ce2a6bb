"""What was said before, what was missed, what is sent again: the same in both clients."""

from tests.support.client_driver import ClientDriver, Screen
from tests.support.played_server import CAPS

KEY = "tertulia.invalid/key"


def enter(client: ClientDriver, more: str) -> None:
    """Let a client into ``#sala`` on a server that offers more than usual."""
    client.server.caps = f"{CAPS} {more}"
    client.server.accept()
    client.wait_for(lambda screen: len(screen.people) == 3, "everybody is in the list")


def break_off(client: ClientDriver) -> None:
    """Let the connection break, and time pass until the client tries again."""
    client.server.break_off()
    client.wait_for(lambda screen: "trying" in screen.status, "it is noticed")
    client.pass_time(10)
    client.wait_for(lambda _screen: client.server.link.is_connecting, "it tries again")


def answer(client: ClientDriver, how: str, *texts: str) -> None:
    """Answer the question about ``#sala`` with messages of rosa's."""

    def asked() -> str:
        heard = (one for one in client.server.heard if one.command == "CHATHISTORY")
        return next((one.tags["label"] for one in heard if one.params[:2] == (how, "#sala")), "")

    client.wait_for(lambda _screen: asked(), f"{how} is asked")
    label = asked()
    client.server.says(
        f"@label={label} :s BATCH +h chathistory #sala",
        *(
            f"@batch=h;msgid={text};time=2026-01-01T00:00:0{second}.000Z"
            f" :rosa!r@h PRIVMSG #sala :{text}"
            for second, text in enumerate(texts)
        ),
        ":s BATCH -h",
    )


def in_order(screen: Screen, *texts: str) -> bool:
    """Tell whether texts stand in the timeline once each, in this order."""
    places = [screen.timeline.find(text) for text in texts]
    is_once = all(screen.timeline.count(text) == 1 for text in texts)
    return is_once and places == sorted(places)


def test_entering_shows_what_was_said_before(unconnected: ClientDriver) -> None:
    """Above what is said now, without counting as unread."""
    client = unconnected
    enter(client, "draft/chathistory")
    client.server.says("@msgid=tercero :rosa!r@h PRIVMSG #sala :tercero")
    answer(client, "LATEST", "primero", "segundo", "tercero")

    screen = client.wait_for(lambda screen: "segundo" in screen.timeline, "history is shown")
    assert in_order(screen, "primero", "segundo", "tercero")
    assert screen.row("#sala").badge == ""


def test_what_was_missed_is_shown_in_its_place(unconnected: ClientDriver) -> None:
    """After a break: once, before what is said afterwards."""
    client = unconnected
    enter(client, "draft/chathistory")
    answer(client, "LATEST", "primero")
    client.wait_for(lambda screen: "primero" in screen.timeline, "history is shown")
    break_off(client)
    enter(client, "draft/chathistory")
    client.server.speak("rosa", "cuarto")
    answer(client, "AFTER", "segundo", "tercero")

    screen = client.wait_for(lambda screen: "tercero" in screen.timeline, "the gap is filled")
    assert in_order(screen, "primero", "segundo", "tercero", "cuarto")


def test_what_was_not_confirmed_is_sent_again_under_its_key(unconnected: ClientDriver) -> None:
    """By itself; the line on screen is the one that is confirmed."""
    client = unconnected
    enter(client, KEY)
    client.server.answers = False
    client.type("¿llega?")
    client.press("enter")
    client.wait_for(lambda _screen: client.server.heard_of("PRIVMSG"), "it is written")
    break_off(client)
    client.server.answers = True
    enter(client, KEY)

    screen = client.wait_for(lambda screen: "✓" in screen.timeline, "confirmed")
    sent = [one for one in client.server.heard if one.command == "PRIVMSG"]
    assert [one.params[1] for one in sent] == ["¿llega?", "¿llega?"]
    assert sent[0].tags[KEY] == sent[1].tags[KEY]
    assert screen.timeline.count("¿llega?") == 1


def test_a_message_that_was_taken_back_is_no_longer_read(unconnected: ClientDriver) -> None:
    """Its text is gone, and what came after it stays."""
    client = unconnected
    enter(client, "draft/message-redaction")
    client.server.says("@msgid=m1 :luis!l@h PRIVMSG #sala :spam spam")
    client.server.speak("rosa", "vaya")
    client.wait_for(lambda screen: "vaya" in screen.timeline, "both are shown")
    client.server.says(":rosa!r@h REDACT #sala m1 :no")

    screen = client.wait_for(lambda screen: "spam" not in screen.timeline, "it is gone")
    assert "vaya" in screen.timeline
