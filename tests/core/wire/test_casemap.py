"""Folding names, and the mapping that finds them in any case."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tertulia_core.wire.casemap import CasefoldDict, Fold, fold_ascii, fold_rfc1459


@pytest.mark.parametrize(
    ("fold", "name", "folded"),
    [
        (fold_ascii, "Ana[1]\\~", "ana[1]\\~"),
        (fold_rfc1459, "Ana[1]\\~", "ana{1}|^"),
        (fold_ascii, "IÑAKI", "iÑaki"),
        (fold_ascii, "\u0130STANBUL\u212a", "\u0130stanbul\u212a"),
        (fold_ascii, "STRASSE ß", "strasse ß"),
    ],
)
def test_only_the_rule_s_letters_are_folded(fold: Fold, name: str, folded: str) -> None:
    """Letters outside ASCII never change, so two names never become one by surprise."""
    assert fold(name) == folded


@given(st.text(), st.sampled_from([fold_ascii, fold_rfc1459]))
def test_folding_twice_is_folding_once(name: str, fold: Fold) -> None:
    """A folded name is its own key and has the same length."""
    assert fold(fold(name)) == fold(name)
    assert len(fold(name)) == len(name)


keys = st.sampled_from(["ana", "Ana", "ANA", "luis", "LUIS", "[x]", "{x}", "é", "É"])
steps = st.lists(st.tuples(st.sampled_from(["set", "delete", "refold"]), keys, st.integers()))


@given(steps)
def test_it_behaves_as_a_dict_of_folded_keys(changes: list[tuple[str, str, int]]) -> None:
    """After any changes it holds what a plain dict keyed by folded names would hold."""
    names: CasefoldDict[int] = CasefoldDict()
    fold: Fold = fold_ascii
    model: dict[str, tuple[str, int]] = {}
    for verb, key, value in changes:
        if verb == "set":
            names[key] = value
            model[fold(key)] = (key, value)
        elif verb == "delete":
            names.pop(key, None)
            model.pop(fold(key), None)
        else:
            fold = fold_rfc1459
            names.refold(fold)
            model = {fold(spelling): (spelling, value) for spelling, value in model.values()}

    assert list(names) == [spelling for spelling, _ in model.values()]
    assert list(names.values()) == [value for _, value in model.values()]
    assert list(names.items()) == list(names.pairs()) == list(model.values())
    assert [names[spelling] for spelling, _ in model.values()] == list(names.values())
    assert len(names) == len(model)


def test_it_is_found_in_any_case_and_keeps_the_latest_spelling() -> None:
    """Looking up folds, listing does not."""
    rooms = CasefoldDict[int]()
    rooms["#Sala"] = 1
    rooms["#SALA"] = 2

    assert rooms["#sala"] == 2
    assert rooms.get("#sALA") == 2
    assert "#sala" in rooms
    assert "#plaza" not in rooms
    assert rooms.spelling("#sala") == "#SALA"
    assert ("#sala", 2) in rooms.items()
    assert repr(rooms) == "CasefoldDict({'#SALA': 2})"


@pytest.mark.parametrize("action", ["get", "delete", "spelling"])
def test_an_unknown_key_is_a_key_error(action: str) -> None:
    """As in any dict, and nothing is left half changed."""
    rooms = CasefoldDict[int]()
    actions = {"get": rooms.__getitem__, "delete": rooms.__delitem__, "spelling": rooms.spelling}

    with pytest.raises(KeyError):
        actions[action]("#sala")
    assert not rooms


def test_two_spellings_that_become_one_keep_the_later_value() -> None:
    """A server that announces its rule late cannot leave two entries for one nick."""
    nicks = CasefoldDict[int]()
    nicks["a[b]"] = 1
    nicks["a{b}"] = 2

    nicks.refold(fold_rfc1459)

    assert dict(nicks) == {"a{b}": 2}
