"""What was typed before, to walk through."""

from tertulia_core.client.recall import REMEMBERED, Recall


def sent(*texts: str) -> Recall:
    """Return a memory of texts that were sent."""
    recall = Recall()
    for text in texts:
        recall.add(text)
    return recall


def test_back_and_forth_to_what_is_being_written() -> None:
    """The draft waits at the newer end."""
    recall = sent("uno", "dos")

    walked = [recall.walk(step, "a medias") for step in (-1, -1, 1, 1)]
    assert walked == ["dos", "uno", "dos", "a medias"]


def test_at_both_ends_nothing_happens() -> None:
    """The place is kept."""
    recall = sent("uno")

    walked = [recall.walk(step, "") for step in (1, -1, -1, 1, 1)]
    assert walked == [None, "uno", None, "", None]


def test_nothing_was_typed_yet() -> None:
    """Nothing to walk through."""
    assert Recall().walk(-1, "x") is None


def test_sending_returns_to_the_newer_end() -> None:
    """The next walk begins with what was just sent."""
    recall = sent("uno", "dos")
    recall.walk(-1, "")
    recall.walk(-1, "")
    recall.add("tres")

    assert recall.walk(-1, "") == "tres"


def test_the_same_text_twice_in_a_row_is_kept_once() -> None:
    """A line that was sent again and again is one step."""
    recall = sent("uno", "dos", "dos", "dos")

    assert [recall.walk(-1, ""), recall.walk(-1, "")] == ["dos", "uno"]


def test_only_so_many_are_kept() -> None:
    """The oldest go."""
    recall = sent(*(str(number) for number in range(REMEMBERED + 50)))
    walked = [recall.walk(-1, "") for _step in range(REMEMBERED + 1)]

    assert walked[-2:] == ["50", None]
