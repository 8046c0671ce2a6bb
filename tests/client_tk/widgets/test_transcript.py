"""Which text lines belong to which item."""

import random
from dataclasses import replace

from tertulia_core.ids import LineId
from tertulia_core.session.presentation import Activity, Body, Item
from tertulia_tk.widgets.transcript import Drawn, Transcript
from tests.client_tk.lines import line


def body(number: int) -> Item:
    """Return an item that shows line ``number``."""
    return Body(replace(line(), id=LineId(number)), ())


def drawn(number: int, height: int = 1) -> Drawn:
    """Return line ``number`` with a height."""
    return Drawn(body(number), LineId(number), height)


def places(transcript: Transcript) -> dict[int, int]:
    """Return line id → first text line."""
    return {entry.line: transcript.line_of(entry) for entry in transcript.entries}


def test_items_follow_one_another() -> None:
    """Each begins where the one before ends."""
    transcript = Transcript()
    for number, height in ((1, 1), (2, 3), (3, 1)):
        transcript.append(drawn(number, height))

    assert places(transcript) == {1: 1, 2: 2, 3: 5}
    assert transcript.height == 5


def test_trimming_moves_what_stays_to_the_top() -> None:
    """And says how many text lines go."""
    transcript = Transcript()
    for number in range(1, 6):
        transcript.append(drawn(number, 2))

    assert transcript.trim(3) == 4
    assert places(transcript) == {3: 1, 4: 3, 5: 5}
    assert transcript.body(LineId(1)) is None
    assert transcript.trim(3) == 0


def test_older_items_go_before_all_others() -> None:
    """What was there moves down by their height."""
    transcript = Transcript()
    transcript.append(drawn(5))
    transcript.prepend([drawn(3, 2), drawn(4)])

    assert places(transcript) == {3: 1, 4: 3, 5: 4}


def test_an_item_that_grows_moves_those_after_it() -> None:
    """Those before it stay."""
    transcript = Transcript()
    for number in (1, 2, 3):
        transcript.append(drawn(number))
    entry = transcript.body(LineId(2))
    assert entry is not None
    transcript.replace(entry, body(2), 4)

    assert places(transcript) == {1: 1, 2: 2, 3: 6}


def test_an_item_taken_out_leaves_no_gap() -> None:
    """It is not found any more."""
    transcript = Transcript()
    for number in (1, 2, 3):
        transcript.append(drawn(number, 2))
    entry = transcript.body(LineId(2))
    assert entry is not None
    transcript.remove(entry)

    assert places(transcript) == {1: 1, 3: 3}
    assert transcript.body(LineId(2)) is None


def test_a_text_line_is_found_to_belong_to_its_item() -> None:
    """From 1, as Tk counts; none before the first or after the last."""
    transcript = Transcript()
    transcript.append(drawn(1, 2))
    transcript.append(drawn(2))

    found = [transcript.at(number) for number in (0, 1, 2, 3, 4)]
    assert [entry and entry.line for entry in found] == [None, 1, 1, 2, None]


def test_an_empty_one_holds_nothing() -> None:
    """Also after it was cleared."""
    transcript = Transcript()
    transcript.append(Drawn(Activity("x", 0.0, replaces_previous=False), LineId(1), 1))
    transcript.clear()

    assert (len(transcript), transcript.height, transcript.at(1)) == (0, 0, None)


def test_any_sequence_of_changes_agrees_with_a_plain_list() -> None:
    """A list of (id, height) is the model; the places are its sums."""
    chance = random.Random(7)
    transcript, model = Transcript(), []
    first, last = 0, 0
    for _step in range(2_000):
        deed = chance.choice(["append", "append", "prepend", "trim", "replace", "remove"])
        if deed == "append":
            last += 1
            model.append((last, chance.randint(1, 3)))
            transcript.append(drawn(*model[-1]))
        elif deed == "prepend":
            first -= 1
            model.insert(0, (first, chance.randint(1, 3)))
            transcript.prepend([drawn(*model[0])])
        elif deed == "trim" and chance.random() < 0.2:
            limit = chance.randint(0, len(model))
            lines = transcript.trim(limit)
            assert lines == sum(height for _id, height in model[: len(model) - limit])
            model = model[len(model) - limit :]
        elif model and deed in {"replace", "remove"}:
            index = chance.randrange(len(model))
            entry = transcript.body(LineId(model[index][0]))
            assert entry is not None
            if deed == "remove":
                transcript.remove(entry)
                del model[index]
            else:
                model[index] = (model[index][0], chance.randint(1, 3))
                transcript.replace(entry, body(model[index][0]), model[index][1])
        place = 1
        for number, height in model:
            found = transcript.body(LineId(number))
            assert found is not None
            assert transcript.line_of(found) == place
            place += height
