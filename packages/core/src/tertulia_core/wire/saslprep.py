"""Passwords as they are compared: SASLprep, so that two keyboards write the same one.

Spaces of every width become the ordinary one, what nobody sees is dropped, and
compatible forms (NFKC) are one. Characters newer than Unicode 3.2, which the
profile knows, are taken as they are.

Source: https://www.rfc-editor.org/rfc/rfc4013
"""

import stringprep
import unicodedata
from typing import Final

__all__ = ["prepare"]

_PROHIBITED: Final = (
    stringprep.in_table_c12,
    stringprep.in_table_c21_c22,
    stringprep.in_table_c3,
    stringprep.in_table_c4,
    stringprep.in_table_c5,
    stringprep.in_table_c6,
    stringprep.in_table_c7,
    stringprep.in_table_c8,
    stringprep.in_table_c9,
)


def prepare(text: str) -> str:
    """Return ``text`` as it is hashed and compared.

    Raises:
        ValueError: a character may not be in it, or right-to-left letters are mixed with others.
    """
    if text.isascii() and text.isprintable():
        return text
    mapped = "".join(
        " " if stringprep.in_table_c12(char) else char
        for char in text
        if not stringprep.in_table_b1(char)
    )
    prepared = unicodedata.normalize("NFKC", mapped)
    if any(is_in_table(char) for char in prepared for is_in_table in _PROHIBITED):
        raise ValueError("a character may not be in a password")
    if any(map(stringprep.in_table_d1, prepared)) and not _is_right_to_left(prepared):
        raise ValueError("letters of both directions are mixed")
    return prepared


def _is_right_to_left(text: str) -> bool:
    """Tell whether text with right-to-left letters begins and ends with one, without others."""
    ends = stringprep.in_table_d1(text[0]) and stringprep.in_table_d1(text[-1])
    return ends and not any(map(stringprep.in_table_d2, text))
