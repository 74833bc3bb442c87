"""Which numbers only count the entries of a list? ``1) β2M``, ``1. β2M 2. LDH``, ``1 β2M 2 LDH``.

A number behind a bracket or a point at the beginning of a line counts an entry. Inside a line,
whole numbers count where they go up from one by one, are all written in the same way, and each
stands before something that is named. Without any sign beside them they count only where nothing
before the first and nothing behind the last could make values of them.
"""

from typing import Final

from b2m_core.reading.lexicon import Found
from b2m_core.reading.meanings import OBSERVED
from b2m_core.reading.tokens import Token, touches_before

_LONGEST_COUNT: Final = 2
_BRACKET_REACH: Final = 30


def counts_of_lists(tokens: list[Token], found: Found) -> set[int]:
    """The tokens of all numbers that only count the entries of a list."""
    short = [
        at
        for at, token in enumerate(tokens)
        if token.kind == "number" and token.text.isdigit() and len(token.text) <= _LONGEST_COUNT
    ]
    counts = {at for at in short if _counts_a_line(tokens, at)}
    for run in _runs(tokens, found, short):
        counts.update(run)
    return counts


def _opens_line(tokens: list[Token], at: int) -> bool:
    return at == 0 or tokens[at - 1].kind == "newline"


def _counts_a_line(tokens: list[Token], at: int) -> bool:
    """Whether a number opens a line or an entry: ``2. creatinine``, ``… 2) creatinine``."""
    if at + 2 >= len(tokens) or tokens[at + 1].text not in (")", "."):
        return False
    if not touches_before(tokens, at + 1):
        return False
    apart = not touches_before(tokens, at + 2) and tokens[at + 2].kind == "word"
    inline = (
        tokens[at + 1].text == ")"
        and not touches_before(tokens, at)
        and not any(token.text == "(" for token in tokens[max(0, at - _BRACKET_REACH) : at])
    )
    return apart and (_opens_line(tokens, at) or inline)


def _runs(tokens: list[Token], found: Found, short: list[int]) -> list[list[int]]:
    """The numbers of each list that counts from one, two or more."""
    runs: list[list[int]] = []
    run: list[int] = []
    for at in [*short, -1]:
        number = int(tokens[at].text) if at >= 0 else 0
        way = _way(tokens, found, at) if at >= 0 else None
        if (
            run
            and way is not None
            and number == len(run) + 1
            and way == _way(tokens, found, run[0])
        ):
            run.append(at)
            continue
        if run and way is None and at >= 0:
            continue  # a value between two entries
        if len(run) > 1 and _counts(tokens, found, run):
            runs.append(run)
        run = [at] if way is not None and number == 1 else []
    return runs


def _way(tokens: list[Token], found: Found, at: int) -> str | None:
    """The sign that sets a number apart from the entry behind it; null where none can follow."""
    behind = at + 1
    if behind >= len(tokens):
        return None
    sign = ""
    if tokens[behind].text in (")", ".", "-", ":"):
        sign = tokens[behind].text
        if touches_before(tokens, behind + 1):
            return None
        if sign != ":" and not touches_before(tokens, behind):
            return None
        if sign == ")" and at and tokens[at - 1].text == "(":
            sign = "()"
        behind += 1
    elif touches_before(tokens, behind):
        return None
    mention = found.placed.get(behind)
    named = mention is not None and mention.is_any(OBSERVED)
    return sign if named else None


def _counts(tokens: list[Token], found: Found, run: list[int]) -> bool:
    """Whether nothing before the first and behind the last number makes values of them."""
    way = _way(tokens, found, run[0])
    if way == "." and not (_opens_line(tokens, run[0]) or tokens[run[0] - 1].kind == "sign"):
        return False
    if _is_said_of(found, run[0]):
        return False
    if way in (".", ")", "()"):
        return True
    behind = run[-1] + (1 if way == "" else 2)
    last = found.placed[behind].last
    return last >= len(tokens) or tokens[last].kind in ("newline", "sign", "leader")


def _is_said_of(found: Found, at: int) -> bool:
    """Whether a number may be said of what stands before it: ``β2M 1``, ``β2M was 1``."""
    before = found.ending_at(at)
    while before is not None and "link" in before.meanings.cues:
        said = found.ending_at(before.first)
        if said is None:
            return False
        before = said
    return before is not None and before.is_any((*OBSERVED, "cue"))
