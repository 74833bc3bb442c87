"""What touches a number, so that it is something else than one plain number?

``6.1e``, ``3/4``, ``-2``, ``LDH1`` and ``6.#1`` are none.
``6.1mg``, ``Cr2.4``, ``M/72`` and ``6.1,`` are.
"""

from typing import Final

from b2m_core.reading.lexicon import Found
from b2m_core.reading.meanings import NAMES, Kind
from b2m_core.reading.tokens import Token, touches_before

_MAY_TOUCH_BEFORE: Final = frozenset("([{:=<>~,;|\"'`*\t\n\r-→?")
_MAY_TOUCH_AFTER: Final = frozenset(")]}:,;.!?|\"'`*\t-→/%<>=(↑↓")
_LONGEST_SLIP: Final = 2
_MARK: Final = "_"
"""Opens and closes emphasis: ``_6.1_``; inside a word it joins: ``6_100``."""
_DIGITS_OF_AGE: Final = 2


def is_plain(tokens: list[Token], found: Found, first: int, last: int) -> bool:
    """Whether what touches the number at the tokens ``first`` to ``last`` leaves it one number."""
    return not (
        (touches_before(tokens, first) and _is_broken_before(tokens, found, first))
        or (touches_before(tokens, last + 1) and _is_broken_behind(tokens, found, last))
    )


def _is_broken_before(tokens: list[Token], found: Found, at: int) -> bool:
    before = tokens[at - 1]
    if before.kind in ("word", "number", "date", "time"):
        return not (_follows_name(tokens, found, at) or _is_sex_before_age(tokens, found, at))
    if before.text == "-" and _is_minus(tokens, found, at - 1):
        return True
    if before.text == _MARK:
        return touches_before(tokens, at - 1)
    if before.text == "/":
        return not (_follows_name(tokens, found, at - 1) or _is_mark(tokens, found, at - 2))
    return before.text not in _MAY_TOUCH_BEFORE


def _is_broken_behind(tokens: list[Token], found: Found, at: int) -> bool:
    after = tokens[at + 1]
    if after.text == _MARK:
        return touches_before(tokens, at + 2)
    if after.kind == "word":
        return not _is_unit_or_mark(tokens, found, at + 1)
    if after.kind in ("date", "time"):
        return True
    if after.text == "/":
        return at + 2 < len(tokens) and tokens[at + 2].kind in ("number", "date")
    if after.text in (".", ",") and touches_before(tokens, at + 2):
        behind = tokens[at + 2]  # in "6.#1" a sign has taken the place of a digit
        if behind.kind == "sign" and behind.text not in _MAY_TOUCH_AFTER:
            return True
        if tokens[at].text.isdigit() and _may_be_a_digit(tokens, found, at + 2):
            return True
    if after.kind == "sign" and after.text not in _MAY_TOUCH_AFTER:
        return not _is_unit_or_mark(tokens, found, at + 1)
    return False


def _may_be_a_digit(tokens: list[Token], found: Found, at: int) -> bool:
    """Whether letters may stand for digits behind a decimal sign: ``6.x1``, ``6.l``."""
    word = tokens[at]
    if word.kind != "word" or any(found.has(at, kind) for kind in NAMES):
        return False
    digit_behind = touches_before(tokens, at + 1) and tokens[at + 1].kind == "number"
    return digit_behind or len(word.text) <= _LONGEST_SLIP


def _follows_name(tokens: list[Token], found: Found, at: int) -> bool:
    """Whether a name ends right before a token, and its number is long enough to be told apart.

    ``Cr2.4`` and ``Plt95`` are a name and its number; ``LDH1`` and ``IgG4`` are names.
    """
    number = tokens[at].text
    if tokens[at].kind == "number" and number.isdigit() and len(number) == 1:
        return False
    before = found.ending_at(at)
    return before is not None and before.is_any(NAMES)


def _is_mark(tokens: list[Token], found: Found, at: int) -> bool:
    """Whether a letter that says the sex beside an age stands at a token: ``M/72``."""
    return at >= 0 and tokens[at].text.isupper() and found.has(at, "beside_age")


def _is_sex_before_age(tokens: list[Token], found: Found, at: int) -> bool:
    """Whether a number is an age behind the letter for the sex: ``F71``, and nothing more."""
    text = tokens[at].text
    return (
        text.isdigit()
        and len(text) == _DIGITS_OF_AGE
        and _is_mark(tokens, found, at - 1)
        and len(tokens[at - 1].text) == 1
        and not touches_before(tokens, at - 1)
        and not (touches_before(tokens, at + 1) and tokens[at + 1].text not in ",;:)")
    )


def _is_minus(tokens: list[Token], found: Found, dash: int) -> bool:
    """Whether a hyphen that touches a number is a minus: it touches nothing before it."""
    return not touches_before(tokens, dash) or tokens[dash - 1].text in "([{:=<>~,"


def _is_unit_or_mark(tokens: list[Token], found: Found, at: int) -> bool:
    """Whether a unit, words that follow a number, or a laboratory's mark begins at a token."""
    words: tuple[Kind, ...] = ("unit", "after_number", "beside_age")
    return any(found.has(at, kind) for kind in words) or any(
        not mention.meanings.cues.isdisjoint(("flag", "then")) for mention in found.at(at, "cue")
    )
