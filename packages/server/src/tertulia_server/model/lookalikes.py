"""Names that look alike: nobody passes for somebody else by a letter that only looks the same.

Two names whose *skeletons* are equal can be mistaken for each other. A
skeleton takes apart what is composed (NFKD), puts in place of each letter the
Latin one it looks like, and of some pairs the letter they look like. Marks
stay: *jose* and *josé* are two people. It is for comparing only and never shown.

The way is that of UTS #39; the table is our own and small. It has what can be
typed on the keyboards of Cyrillic, Greek and Armenian, some letters of
phonetics, and the digits. Capitals are looked at before they become small
letters, because *В* looks like *B* and *в* like nothing else.

Source: https://www.unicode.org/reports/tr39/#Confusable_Detection
"""

import unicodedata
from typing import Final

__all__ = ["skeleton"]

_CAPITALS: Final = str.maketrans(
    # Latin, Cyrillic, Greek, Cherokee
    "I" + "АВЕЅІЈКМНОРСТХҮԌԜ" + "ΑΒΕΖΗΙΚΜΝΟΡΤΥΧ" + "ᎪᏴᏟᎠᎬᎻᎫᏦᏞᎷᏢᏚᎢᏙᎳᏃ",
    "l" + "ABESlJKMHOPCTXYGW" + "ABEZHlKMNOPTYX" + "ABCDEHJKLMPSTVWZ",
)
_SMALL: Final = str.maketrans(
    # digits and signs, Cyrillic, Greek, Armenian, phonetics
    "01|" + "асеһіјӏорԛѕухүԁԝ" + "αικνορτυχγ" + "օսհոցզ" + "ıɑɡɩʟʋʏᴏᴜᴠᴡᴢ",
    "oll" + "acehijlopqsyxydw" + "aikvoptuxy" + "ouhngq" + "iagilvyouvwz",
)
_PAIRS: Final = (("rn", "m"), ("vv", "w"))


def skeleton(name: str) -> str:
    """Return what all names share that look like ``name``."""
    if not name.isascii():
        name = unicodedata.normalize("NFKD", name)
    text = name.translate(_CAPITALS).lower().translate(_SMALL)
    for pair, letter in _PAIRS:
        text = text.replace(pair, letter)
    return text
