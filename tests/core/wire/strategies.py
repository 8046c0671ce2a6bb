"""What hypothesis draws from: texts, names and messages that may stand in a line."""

from hypothesis import strategies as st

from tertulia_core.wire.message import Message

__all__ = ["messages", "middles", "tag_maps", "texts", "words"]

_NOT_IN_LINES = "\r\n\0"

texts = st.text(st.characters(codec="utf-8", exclude_characters=_NOT_IN_LINES))
"""Any text that a line may hold."""

words = st.text(st.characters(codec="utf-8", exclude_characters=_NOT_IN_LINES + " "), min_size=1)
"""The same without spaces, at least one character."""

middles = words.filter(lambda word: not word.startswith(":"))
"""Parameters that may stand before the last one."""

tag_names = st.text(
    st.characters(codec="utf-8", exclude_characters=_NOT_IN_LINES + " ;="), min_size=1
)
tag_maps = st.dictionaries(
    tag_names, st.text(st.characters(codec="utf-8", exclude_characters="\0")), max_size=5
)
"""Tags with any value: CR and LF are escaped."""

commands = st.from_regex(r"[A-Z]+|[0-9]{3}", fullmatch=True)


@st.composite
def messages(draw: st.DrawFn) -> Message:
    """Draw a message that can be written."""
    params = draw(st.lists(middles, max_size=6))
    if draw(st.booleans()):
        params.append(draw(texts))
    source = draw(st.none() | words)
    return Message(draw(commands), tuple(params), source, draw(tag_maps))
