"""How is one thing written in one way? Signs that look or mean the same become one sign.

Every sign of the result knows the place in the text that it came from.
"""

# ruff: noqa: RUF001 - signs that look alike are what this module is about

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from typing import Final


@dataclass(frozen=True, slots=True)
class Spelled:
    """A text in one spelling. ``places[i]`` is where sign ``i`` stands in the text as written."""

    text: str
    places: list[int] | None

    def as_written(self, start: int, end: int) -> tuple[int, int]:
        """The place in the text as written of the signs from ``start`` to ``end``."""
        if self.places is None or start == end:
            return start, end
        return self.places[start], self.places[end - 1] + 1

    def within(self, outer: "Spelled") -> "Spelled":
        """The same signs with their places in the text that ``outer`` was made from."""
        if outer.places is None:
            return self
        inner = range(len(self.text)) if self.places is None else self.places
        return Spelled(self.text, [outer.places[place] for place in inner])


_ALIKE: Final = {
    "a": "α", "b": "βϐᵦΒ", "u": "µμ", "κ": "ϰ", "s": "ſ", "x": "×✕", "*": "⋅·∙", "/": "∕⁄",
    "-": "‐‑‒–—―−﹣⁃➖", "<=": "≤⩽≦", ">=": "≥⩾≧", "~": "≈∼≃≅～",
    "'": "’‘ʼ´′", '"': "“”„«»″", ".": "٫", ",": "٬", "→": "⟶➔➜⇒",
    "\n": "\u2028\u2029\x85\x0b\x0c", "": "\ufe0f",
}  # fmt: skip
_SIGNS: Final = {sign: written for written, alike in _ALIKE.items() for sign in alike}
_HYPHENS: Final = frozenset(_ALIKE["-"] + "- ")
_TWO: Final = 2
_MIDDLE_DOTS: Final = frozenset("·∙⋅")
_POWER: Final = re.compile(r"10[\^*e⁰¹²³⁴⁵⁶⁷⁸⁹]")


def spelled(text: str) -> Spelled:
    """``text`` in one spelling: Greek beta as b, one hyphen, one space, plain letters and digits.

    A superscript keeps a mark (``10⁹`` is ``10^9``), a fraction sign stays what it is: neither
    may become a digit of the number beside it.
    """
    if text.isascii():
        return Spelled(text, None)
    signs: list[str] = []
    places: list[int] = []
    raised = False
    for place, (sign, following) in enumerate(pairwise((*text, "", ""))):
        if place == len(text):
            break
        now_raised = _is_superscript(sign)
        if sign in "ßẞ":
            written = "b" if _opens_b2m(text, place, following) else "ss"
        elif unicodedata.combining(sign):
            written = "" if signs and signs[-1].isalpha() else sign
        elif now_raised:
            written = unicodedata.normalize("NFKC", sign).replace("−", "-")
            written = written if raised else "^" + written
        elif sign in _MIDDLE_DOTS and _is_decimal(text, place):
            written = "."
        else:
            written = _plain(sign)
        raised = now_raised
        signs.extend(written)
        places.extend([place] * len(written))
    return Spelled("".join(signs), places)


def _is_decimal(text: str, place: int) -> bool:
    """Whether a raised point stands between the digits of one number: ``6·1``, not ``95·10⁹``."""
    before, behind = text[place - 1 : place] if place else "", text[place + 1 : place + 4]
    return before.isdecimal() and behind[:1].isdecimal() and not _POWER.match(behind)


def _opens_b2m(text: str, place: int, following: str) -> bool:
    if following in _HYPHENS:
        following = text[place + 2 : place + 3]
    before = text[place - 1 : place] if place else ""
    return not before.isalpha() and following != "" and unicodedata.digit(following, 0) == _TWO


def _is_superscript(sign: str) -> bool:
    return (
        not sign.isascii()
        and unicodedata.decomposition(sign).startswith("<super>")
        and (unicodedata.digit(sign, None) is not None or sign in "⁻⁺")
    )


@lru_cache(maxsize=4096)
def _plain(sign: str) -> str:
    if sign in _SIGNS:
        return _SIGNS[sign]
    category = unicodedata.category(sign)
    if category == "Nd":
        return str(unicodedata.decimal(sign))
    if category == "Zs":
        return " "
    if category == "Cf":
        return ""
    if category == "Cs":
        return "\ufffd"
    if category == "No":
        lowered = unicodedata.decomposition(sign).startswith("<sub>")
        return str(unicodedata.digit(sign)) if lowered else sign
    folded = unicodedata.normalize("NFKD", sign)
    if folded[0].isalpha():
        letters = "".join(part for part in folded if not unicodedata.combining(part))
        return "".join(_SIGNS.get(letter, letter) for letter in letters)
    if len(folded) == 1:
        return _SIGNS.get(folded, folded)
    return sign
