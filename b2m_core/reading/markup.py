"""What does a text say that was pasted with its tags? Cells and lines stay apart, other tags go.

``<td>β2M</td><td>6.4</td>`` becomes two cells with a tab between, ``&lt;`` the sign it stands for.
Only tags of HTML and entities that end with a semicolon are taken: ``β2M <6`` has neither.
"""

import re
from html import unescape
from typing import Final

from b2m_core.reading.spelling import Spelled

_REST: Final = r"(?:\s[^<>=]*=[^<>]*)?\s*/?>"
"""The rest of a tag: attributes or none. ``<p 0.05`` is no tag."""
_NEXT_CELL: Final = rf"(?P<tab></t[dh]\s*>\s*<t[dh]{_REST})"
_NEXT_LINE: Final = (
    rf"(?P<newline>(?:</?(?:tr|table|tbody|thead|p|div|li|ul|ol|br|h[1-6]){_REST}\s*)+)"
)
_RAISED: Final = rf"(?P<raised><sup{_REST})"
_WITHOUT: Final = "t[dh]|b|i|u|em|strong|span|font|sub|a|html|body|code|pre"
_NOTHING: Final = rf"(?P<nothing></?(?:{_WITHOUT}){_REST}|</sup\s*>)"
_ENTITY: Final = r"(?P<entity>&(?:[a-zA-Z]{2,8}|#[0-9]{2,5}|#x[0-9a-fA-F]{2,5});)"
_MARKUP: Final = re.compile(
    "|".join((_NEXT_CELL, _NEXT_LINE, _RAISED, _NOTHING, _ENTITY)), re.IGNORECASE
)


def without_markup(text: str) -> Spelled:
    """``text`` without its tags; the signs that are left know their places."""
    if ("<" not in text or ">" not in text) and "&" not in text:
        return Spelled(text, None)
    signs: list[str] = []
    places: list[int] = []
    end = 0
    for found in _MARKUP.finditer(text):
        signs.append(text[end : found.start()])
        places.extend(range(end, found.start()))
        written = _written(found)
        signs.append(written)
        places.extend([found.start()] * len(written))
        end = found.end()
    if not end:
        return Spelled(text, None)
    signs.append(text[end:])
    places.extend(range(end, len(text)))
    return Spelled("".join(signs), places)


def _written(found: "re.Match[str]") -> str:
    if found["tab"]:
        return "\t"
    if found["newline"]:
        return "\n"
    if found["raised"]:
        return "^"
    return unescape(found["entity"]) if found["entity"] else ""
