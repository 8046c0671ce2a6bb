"""Tab walks through the candidates; anything else ends the walk."""

from tertulia_core.session.slash import COMMANDS
from tests.support.tui_driver import TuiDriver


def test_each_tab_takes_the_next_and_the_list_follows(client: TuiDriver) -> None:
    """Round its end."""
    found = [f"/{row.name}" for row in COMMANDS if row.name.startswith("m")]
    client.type("/m")
    walked = []
    for _ in [*found, "round"]:
        client.press("complete")
        walked.append(client.screen().composer)

    assert walked == [f"{each} " for each in (*found, found[0])]
    assert client.screen().suggestions == tuple(found)


def test_a_single_candidate_needs_no_list(client: TuiDriver) -> None:
    """It is in its place, and a new word is completed anew."""
    client.type("ro")
    client.press("complete")
    client.type("lu")
    client.press("complete")

    assert client.screen().composer == "rosa: luis "
    assert client.screen().suggestions == ()


def test_a_word_in_the_middle_is_completed_there(client: TuiDriver) -> None:
    """What stands behind the cursor stays."""
    client.type("ro hola")
    for _ in range(len(" hola")):
        client.press("left")
    client.press("complete")

    assert client.screen().composer == "rosa:  hola"
    assert client.app.composer.cursor_index == len("rosa: ")


def test_sending_ends_the_walk(client: TuiDriver) -> None:
    """The list does not stay over an empty composer."""
    client.type("hola /m")
    client.press("latest")
    client.type("x")
    client.press("complete")
    client.press("enter")

    assert client.screen().suggestions == ()
    assert client.screen().composer == ""
