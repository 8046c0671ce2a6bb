"""Tag sections and the escaping inside them."""

import pytest
from hypothesis import given

from tertulia_core.errors import EncodeError
from tertulia_core.wire.tags import escape, format_tags, parse_tags, unescape
from tests.core.wire.growth import assert_linear
from tests.core.wire.strategies import tag_maps, texts


@given(tag_maps)
def test_tags_come_back_as_they_were(tags: dict[str, str]) -> None:
    """Names, values and their order survive."""
    section = format_tags(tags)

    assert not set(section) & set(" \r\n")
    assert list(parse_tags(section).items()) == list(tags.items())


@given(texts)
def test_escaping_is_undone(value: str) -> None:
    """An escaped value holds nothing that would end it and becomes itself again."""
    escaped = escape(value)

    assert not set(escaped) & set("; \r\n")
    assert unescape(escaped) == value


@pytest.mark.parametrize(
    ("escaped", "value"),
    [
        (r"\:\s\\\r\n", "; \\\r\n"),
        ("test\\", "test"),
        (r"\b", "b"),
        (r"\\n", r"\n"),
        (r"\\\n", "\\\n"),
        ("\\é", "é"),
    ],
)
def test_every_backslash_is_read(escaped: str, value: str) -> None:
    """A backslash that means nothing, or ends the value, is dropped."""
    assert unescape(escaped) == value


@pytest.mark.parametrize(
    ("section", "tags"),
    [
        ("a=1;a=2", {"a": "2"}),
        ("a;b=", {"a": "", "b": ""}),
        ("", {}),
        (";;a;", {"a": ""}),
        ("=x", {}),
        ("a=b=c", {"a": "b=c"}),
        ("+draft/react=👍", {"+draft/react": "👍"}),
    ],
)
def test_odd_sections_are_read(section: str, tags: dict[str, str]) -> None:
    """Nothing in a tag section is refused: names are opaque, the last value counts."""
    assert parse_tags(section) == tags


def test_a_tag_without_value_has_no_equals_sign() -> None:
    """Empty values take the shorter form, so that relaying never makes a section longer."""
    assert format_tags({"bot": "", "a": "1"}) == "bot;a=1"


@pytest.mark.parametrize("name", ["", "a b", "a;b", "a=b", "a\nb", "a\rb", "a\0b"])
def test_a_name_that_ends_itself_is_refused(name: str) -> None:
    """A name is not escaped, so it must not need to be."""
    with pytest.raises(EncodeError):
        format_tags({name: "x"})


@pytest.mark.parametrize("unit", ["\\", "\\\\", "\\s", "a=b;", ";", "=", "a"])
def test_reading_takes_linear_time(unit: str) -> None:
    """No section makes reading slow."""
    assert_linear(lambda size: unit * (size // len(unit)), parse_tags)
