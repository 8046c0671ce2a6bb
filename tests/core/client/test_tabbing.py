"""Tab by Tab through what a word may become."""

from tertulia_core.client.tabbing import Edit, Tabbing
from tertulia_core.session.completion import Completion


def offering(*candidates: str) -> Tabbing:
    """Return a walk through candidates for the word that ends at the cursor."""

    def complete(text: str, cursor: int) -> Completion:
        start = text.rfind(" ", 0, cursor) + 1
        return Completion(start, cursor, candidates)

    return Tabbing(complete)


def test_the_first_candidate_takes_the_words_place() -> None:
    """What follows stays; the cursor stands behind it."""
    tabbing = offering("luis ")

    assert tabbing.step("hola lu!", 7) == Edit("hola luis !", 10)
    assert tabbing.candidates == ("luis ",)


def test_each_step_takes_the_next_and_comes_round() -> None:
    """In both directions."""
    tabbing = offering("lucas: ", "luis: ", "lupe: ")
    edit = tabbing.step("lu", 2)
    walked = [edit]
    for by in (1, 1, 1, -1):
        assert edit is not None
        edit = tabbing.step(*edit, by)
        walked.append(edit)

    texts = [edit and edit.text for edit in walked]
    assert texts == ["lucas: ", "luis: ", "lupe: ", "lucas: ", "lupe: "]
    assert tabbing.chosen == 2


def test_another_text_begins_anew() -> None:
    """What was offered for the old one is forgotten."""
    tabbing = offering("luis ", "lupe ")
    tabbing.step("lu", 2)

    assert tabbing.step("otro lu", 7) == Edit("otro luis ", 10)


def test_another_cursor_begins_anew() -> None:
    """The same text, but another word."""
    tabbing = offering("a ", "b ")
    tabbing.step("x", 1)

    assert tabbing.step("a ", 1) == Edit("a  ", 2)


def test_nothing_to_offer_is_no_edit() -> None:
    """And nothing is being completed then."""
    tabbing = offering()

    assert tabbing.step("zz", 2) is None
    assert tabbing.candidates == ()
    assert not tabbing.is_about("zz")


def test_a_candidate_can_be_picked_by_its_place() -> None:
    """As with the mouse."""
    tabbing = offering("lucas ", "luis ")
    tabbing.step("di a lu", 7)

    assert tabbing.pick(1) == Edit("di a luis ", 10)


def test_it_knows_the_text_it_made_until_it_ends() -> None:
    """So that its own change is told from the person's."""
    tabbing = offering("luis ")
    tabbing.step("lu", 2)
    about = tabbing.is_about("luis "), tabbing.is_about("luis x")
    tabbing.end()

    assert about == (True, False)
    assert not tabbing.is_about("luis ")
    assert tabbing.candidates == ()
