"""One value of a TOML text is exchanged; every other character stays."""

import tomllib

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from tertulia_core.client.toml_edit import Value, line_of, set_value
from tertulia_core.errors import ConfigError

TEXT = '''# mine
[me]      # who
nick = "ana"   # short
name = "Ana [x] # no comment"

# how it looks
[look]
theme = 'dark'
list = [  # several
  "a",  # ]
  "b",
]
long = """
nick = "not here"
"""
"quoted key" = 1
dotted.key = 2
'''


@pytest.mark.parametrize(
    ("key", "value", "before", "after"),
    [
        ("me.nick", "eva", 'nick = "ana"   # short', 'nick = "eva"   # short'),
        ("me.name", "E", '"Ana [x] # no comment"', '"E"'),
        ("look.theme", 'li"ght', "'dark'", '"li\\"ght"'),
        ("look.list", ("x",), '[  # several\n  "a",  # ]\n  "b",\n]', '["x"]'),
        ("look.quoted key", True, '"quoted key" = 1', '"quoted key" = true'),
        ("look.dotted.key", 2.5, "dotted.key = 2", "dotted.key = 2.5"),
    ],
)
def test_a_value_is_exchanged(key: str, value: Value, before: str, after: str) -> None:
    """Strings, lists over several lines, quoted and dotted keys; comments stay."""
    assert set_value(TEXT, key, value) == TEXT.replace(before, after)


def test_a_new_key_joins_its_table() -> None:
    """After the last value of the table, before the comment that belongs to the next one."""
    changed = set_value(TEXT, "me.away", value=True)

    assert changed == TEXT.replace('no comment"\n', 'no comment"\naway = true\n')


@pytest.mark.parametrize(
    ("text", "result"),
    [
        ("", '[me]\nnick = "x"\n'),
        ("# only\n", '# only\n\n[me]\nnick = "x"\n'),
        ("a = 1", 'a = 1\n\n[me]\nnick = "x"\n'),
        ("[me]", '[me]\nnick = "x"'),
        ("[me]\n[look]\n", '[me]\nnick = "x"\n[look]\n'),
        ('me.nick = "a"\n', 'me.nick = "x"\n'),
        ("[me]\r\nname = 'a'\r\n", "[me]\r\nname = 'a'\r\nnick = \"x\"\r\n"),
    ],
)
def test_files_of_every_shape(text: str, result: str) -> None:
    """Empty, without line end, with an empty table, dotted, with Windows line ends."""
    assert set_value(text, "me.nick", "x") == result


@pytest.mark.parametrize(
    "text",
    [
        "nick",
        "[me\nx = 1",
        "= 1",
        "a = ",
        'a = "',
        "[[me]]\nnick = 1\n",
        "me = 3\n",
        "a = 1\na = 2\n",
    ],
)
def test_what_cannot_be_edited_is_refused(text: str) -> None:
    """Broken files and those where the key has another meaning; nothing is guessed."""
    with pytest.raises(ConfigError):
        set_value(text, "me.nick", "x")


def test_lines_are_found() -> None:
    """For messages that say where something is wrong."""
    assert line_of(TEXT, "me.nick") == 3
    assert line_of(TEXT, "look.theme") == 8
    assert line_of(TEXT, "look") == 7
    assert line_of(TEXT, "nothing") is None
    assert line_of("broken", "me.nick") is None


@given(st.text(), st.text(), st.booleans())
def test_any_text_can_be_a_value(first: str, second: str, flag: bool) -> None:
    """What is written is read back, however often."""
    assume(all(character not in first + second for character in map(chr, range(0xD800, 0xE000))))
    text = set_value(set_value(TEXT, "me.nick", first), "look.new", flag)

    changed = set_value(text, "me.nick", second)

    read = tomllib.loads(changed)
    assert (read["me"]["nick"], read["look"]["new"]) == (second, flag)
    assert read["look"]["list"] == ["a", "b"]


@given(st.text(alphabet=st.sampled_from("[]{}\"'#=\n. ab1,\\")))
def test_no_text_breaks_it(text: str) -> None:
    """Any file gives a new file or an error, and keeps its other values."""
    try:
        changed = set_value(text, "zz.nick", "x")
    except ConfigError:
        return
    read = tomllib.loads(changed)
    assert read.pop("zz") == {"nick": "x"}
    assert read == tomllib.loads(text)
