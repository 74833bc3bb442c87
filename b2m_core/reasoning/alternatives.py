"""What would change a conclusion? One input at a time, everything else as it is."""

from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from itertools import groupby
from typing import NamedTuple, cast

from b2m_core.case.intervals import ANY, End, Interval
from b2m_core.case.known import Known
from b2m_core.contract.codes import CANONICAL_UNITS, Comparator, ObservationCode, QuantityCode
from b2m_core.contract.models import Comparison
from b2m_core.knowledge.library import Library
from b2m_core.knowledge.schema.rules import Rule
from b2m_core.reasoning.completions import Completions
from b2m_core.reasoning.facts import Facts
from b2m_core.reasoning.models import Alternative

_ABOVE: dict[int, Comparator] = {0: ">=", 1: ">"}
_BELOW: dict[int, Comparator] = {0: "<", 1: "<="}


def alternatives(rule: Rule, known: Known, library: Library) -> tuple[Alternative, ...] | None:
    """Every range of a quantity, and every word of a coded input, that alone would leave other
    outcomes than are possible now; inputs in the rule's order, ranges from low to high.

    Exact, as ``possible`` is: a quantity is cut at the thresholds that are compared, and each piece
    is taken as if it had been stated. Null for a formula, and for what depends on the course of a
    series: no single input decides that.
    """
    if rule.formula or _serial(rule, known, library):
        return None
    now = _possible(rule, known, library)
    found: dict[tuple[Comparison, ...], Alternative] = {}
    for code in rule.inputs:
        for one in _of(code, rule, _without(code, known, library), library):
            if one.when and one.possible and one.possible != now:
                found.setdefault(one.when, one)
    return tuple(found.values())


def _serial(rule: Rule, known: Known, library: Library) -> bool:
    """Whether an input is the course of a series, which has no name of its own."""
    inputs = Completions(rule, Facts(library, known)).words
    return not all(isinstance(name, str) for name in inputs)


def _without(code: ObservationCode, known: Known, library: Library) -> Known:
    """The same, had nobody said anything of this code, nor of its level."""
    gone = {code, *(level.code for level in library.levels.values() if level.value == code)}
    return replace(
        known,
        values={one: values for one, values in known.values.items() if one not in gone},
        words={one: words for one, words in known.words.items() if one not in gone},
        doubted=known.doubted - gone,
    )


def _possible(rule: Rule, known: Known, library: Library) -> tuple[str, ...]:
    completions = Completions(rule, Facts(library, known))
    outcomes = completions.outcomes(rule)
    return tuple(word for word, truth in outcomes.items() if truth & completions.valid)


def _of(code: ObservationCode, rule: Rule, known: Known, library: Library) -> Iterator[Alternative]:
    """What each range or word of one input leaves possible.

    Where a level has no limit that bounds it, its words stand for its value.
    """
    open_ = Completions(rule, Facts(library, known))
    ends = {
        end
        for number in open_.numbers.values()
        if number.asks == number.shown == code
        for end in number.order
        if end[0] and end[0].is_finite()
    }
    if ends:
        yield from _ranges(code, sorted(ends), rule, known, library)
        return
    for name, words in open_.words.items():
        if words.asks == code and words.cells[1:]:
            said = cast("ObservationCode", name)
            for word in words.cells:
                stated = replace(known, words={**known.words, said: (word,)})
                yield Alternative((_compared(said, "=", word),), _possible(rule, stated, library))


class _Piece(NamedTuple):
    """A piece of a quantity and what it leaves possible."""

    low: End
    high: End
    possible: tuple[str, ...]


def _ranges(
    code: ObservationCode, ends: list[End], rule: Rule, known: Known, library: Library
) -> Iterator[Alternative]:
    """Neighboring pieces that leave the same possible are one range."""
    pieces = []
    for low, high in zip((ANY.low, *ends), (*ends, ANY.high), strict=True):
        stated = replace(known, values={**known.values, code: (Interval(low, high),)})
        pieces.append(_Piece(low, high, _possible(rule, stated, library)))
    for possible, alike in groupby(pieces, key=lambda piece: piece.possible):
        together = list(alike)
        when = []
        if (low := together[0].low) != ANY.low:
            when.append(_compared(code, _ABOVE[low[1]], low[0]))
        if (high := together[-1].high) != ANY.high:
            when.append(_compared(code, _BELOW[high[1]], high[0]))
        yield Alternative(tuple(when), possible)


def _compared(
    code: ObservationCode, comparator: Comparator, threshold: Decimal | str
) -> Comparison:
    """A comparison of which nobody says yet whether it holds."""
    unit = CANONICAL_UNITS.get(cast("QuantityCode", code))
    return Comparison(code=code, comparator=comparator, threshold=threshold, unit=unit, holds=None)
