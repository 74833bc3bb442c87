"""Which tokens are one number together? ``6.1e3``, ``0.61 x 10^1``, ``6.1 ± 0.3``, ``95 000``,
``six point one``, ``5 ft 10 in``.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from b2m_core.reading.lexicon import Found
from b2m_core.reading.meanings import Meaning, Meanings, Mention
from b2m_core.reading.tokens import Token

_WITH_POINT: Final = re.compile(r"[0-9]+(?:\.[0-9]+)?")
_LONGEST_POWER: Final = 2
_GROUP: Final = 3
_REACH: Final = 4
"""Behind how many cues the name of a number of groups or words is looked for."""

_PLUS_MINUS: Final = (("±",), ("+", "/", "-"), ("+", "-"))


@dataclass(frozen=True, slots=True)
class InParts:
    """A number at the tokens up to, not including, ``last``: those of its first token, changed.

    ``unit`` is the unit that its parts say.
    """

    last: int
    power: int = 0
    number: Decimal | None = None
    unit: Mention | None = None


def in_parts(tokens: list[Token], found: Found, at: int) -> InParts | None:
    """The number of several tokens that begins at a token; null where it is one token alone."""
    if tokens[at].kind == "word":
        return _in_words(tokens, found, at)
    return (
        _exponent(tokens, at)
        or _power_of_ten(tokens, found, at)
        or _spread(tokens, at)
        or _groups(tokens, found, at)
        or _two_units(tokens, found, at)
    )


def _texts(tokens: list[Token], first: int, count: int) -> tuple[str, ...]:
    return tuple(token.text for token in tokens[first : first + count])


def _glued(tokens: list[Token], first: int, last: int) -> bool:
    """Whether no space stands between the tokens from ``first`` to ``last``."""
    return all(tokens[at].end == tokens[at + 1].start for at in range(first, last))


def _signed(tokens: list[Token], at: int) -> tuple[int, int] | None:
    """The whole number with or without a sign at a token, and the token behind it."""
    minus = _texts(tokens, at, 1) == ("-",)
    at += minus or _texts(tokens, at, 1) == ("+",)
    if at >= len(tokens) or not tokens[at].text.isdigit() or len(tokens[at].text) > _LONGEST_POWER:
        return None
    return (-1 if minus else 1) * int(tokens[at].text), at + 1


def _exponent(tokens: list[Token], at: int) -> InParts | None:
    """``6.1e3``, glued."""
    if at + 2 >= len(tokens) or tokens[at + 1].text not in ("e", "E"):
        return None
    power = _signed(tokens, at + 2)
    if power is None or not _glued(tokens, at, power[1] - 1):
        return None
    return InParts(power[1], power[0])


def _power_of_ten(tokens: list[Token], found: Found, at: int) -> InParts | None:
    """``0.61 x 10^1``, where it is no unit: ``95 x10^9/L``."""
    if at + 4 >= len(tokens) or tokens[at + 1].text.lower() not in ("x", "*"):
        return None
    if _texts(tokens, at + 2, 2) != ("10", "^") or _is_unit(found, at + 1, at + 2, beyond=at + 4):
        return None
    power = _signed(tokens, at + 4)
    return InParts(power[1], power[0]) if power is not None else None


def _is_unit(found: Found, *places: int, beyond: int = 0) -> bool:
    """Whether a unit begins at one of these tokens and reaches beyond another."""
    return any(
        not mention.is_weak_unit and mention.last > beyond
        for at in places
        for mention in found.at(at, "unit")
    )


def _spread(tokens: list[Token], at: int) -> InParts | None:
    """``6.1 ± 0.3``: the first number is the value."""
    for signs in _PLUS_MINUS:
        behind = at + 1 + len(signs)
        stands_there = _texts(tokens, at + 1, len(signs)) == signs and behind < len(tokens)
        if stands_there and tokens[behind].kind == "number":
            return InParts(behind + 1)
    return None


def _groups(tokens: list[Token], found: Found, at: int) -> InParts | None:
    """``95 000 /µL``: groups of three digits between a quantity's name and a unit."""
    if not tokens[at].text.isdigit() or len(tokens[at].text) > _GROUP or tokens[at].text == "0":
        return None
    last = at + 1
    while (
        last < len(tokens)
        and tokens[last].text.isdigit()
        and len(tokens[last].text) == _GROUP
        and tokens[last].start == tokens[last - 1].end + 1
    ):
        last += 1
    if last == at + 1 or not _is_unit(found, last) or not _follows_quantity(found, at):
        return None
    return InParts(last, number=Decimal("".join(_texts(tokens, at, last - at))))


def _two_units(tokens: list[Token], found: Found, at: int) -> InParts | None:
    """``5 ft 10 in``, ``5'10"``: counted in the smaller unit.

    Without its sign the smaller one ends what is written: ``5 ft 10``.
    """
    larger = found.longest_at(at + 1, "larger_part")
    if larger is None or not tokens[at].text.isdigit():
        return None
    second = _behind_joint(tokens, found, larger.last)
    if second >= len(tokens) or not _WITH_POINT.fullmatch(tokens[second].text):
        return None
    meaning, rest = larger.of("larger_part")[0], Decimal(tokens[second].text)
    smaller = found.longest_at(second + 1, "smaller_part")
    last = smaller.last if smaller else second + 1
    ends = last >= len(tokens) or tokens[last].kind in ("newline", "sign")
    if rest >= int(meaning.says) or not (smaller or (ends and second == larger.last)):
        return None
    number = int(tokens[at].text) * int(meaning.says) + rest
    unit = Mention(at, last, Meanings([Meaning("unit", meaning.what)]))
    return InParts(last, number=number, unit=unit)


def _behind_joint(tokens: list[Token], found: Found, at: int) -> int:
    """The token behind what joins two parts: ``5 ft, 10 in``, ``5 feet and 4 inches``."""
    joint = found.longest_at(at, "cue")
    if joint is not None and "and" in joint.meanings.cues:
        return joint.last
    return at + 1 if _texts(tokens, at, 1) in ((",",), ("-",)) else at


def _in_words(tokens: list[Token], found: Found, at: int) -> InParts | None:
    """``six point one`` beside what it measures."""
    whole = found.longest_at(at, "number_word")
    if whole is None:
        return None
    said, last = _says(whole), whole.last
    point = found.longest_at(last, "decimal_point")
    if point is not None:
        decimals = list(_digits(found, point.last))
        if decimals:
            said += "." + "".join(_says(one) for one in decimals)
            last = decimals[-1].last
    ends = last >= len(tokens) or tokens[last].kind in ("newline", "sign")
    beside_name = _follows_quantity(found, at) and (ends or _is_unit(found, last))
    if not (beside_name or _names_behind(found, last)):
        return None
    return InParts(last, number=Decimal(said))


def _says(mention: Mention) -> str:
    return mention.of("number_word")[0].says


def _digits(found: Found, at: int) -> Iterator[Mention]:
    while (digit := found.longest_at(at, "number_word")) is not None and len(_says(digit)) == 1:
        yield digit
        at = digit.last


def _names_behind(found: Found, at: int) -> bool:
    """Whether words behind a number name it: ``two prior lines``."""
    return found.has(at, "after_number")


def _follows_quantity(found: Found, at: int) -> bool:
    """Whether only cues stand between the name of a quantity and a token."""
    for _ in range(_REACH):
        before = found.ending_at(at)
        if before is None:
            return False
        if before.of("quantity"):
            return True
        at = before.first
    return False
