"""Which comparisons were made, in order, and whether they hold.

The evaluation is followed over all completions at once and stops early: what is settled is looked
at first, and an input is looked at only in completions that it still matters for. A comparison that
no completion needs is not named.
"""

from collections.abc import Hashable, Iterable, Mapping, Sequence
from decimal import Decimal
from functools import lru_cache, partial
from typing import NamedTuple

from b2m_core.case.known import level_ends
from b2m_core.contract.codes import (
    CANONICAL_UNITS,
    CODED_VALUES,
    Comparator,
    ObservationCode,
    RuleCode,
)
from b2m_core.contract.models import Comparison
from b2m_core.knowledge.schema.conditions import (
    All,
    Any_,
    CodedIs,
    Comparisons,
    Condition,
    Count,
    None_,
    QuantityIs,
    RuleIs,
    RuleNumberIs,
)
from b2m_core.knowledge.schema.inference import Level
from b2m_core.knowledge.schema.rules import Rule
from b2m_core.reasoning import trend
from b2m_core.reasoning.cells import Truth
from b2m_core.reasoning.completions import Completions, ends_of
from b2m_core.reasoning.conditions import holds_for, named

_COMPARATORS: dict[tuple[int, bool], Comparator] = {
    (1, True): ">",
    (0, True): ">=",
    (0, False): "<",
    (1, False): "<=",
}


def because(completions: Completions) -> tuple[Comparison, ...]:
    """The comparisons that decide the outcomes of a rule."""
    rule = completions.rule
    if rule.trend:
        series = completions.facts.known.series.get(rule.trend.series, ())
        return tuple(trend.comparisons(rule.code, rule.trend, series))
    walk = _Walk(completions)
    if rule.points:
        walk.points(rule, completions.valid)
    else:
        walk.rows(rule, completions.valid)
    return walk.comparisons()


class _Walk:
    """One evaluation of a rule, with what it looked at."""

    def __init__(self, completions: Completions) -> None:
        self._in = completions
        self._made: dict[_Looked, set[bool]] = {}

    def comparisons(self) -> tuple[Comparison, ...]:
        return tuple(
            Comparison(**looked._asdict(), holds=held.pop() if len(held) == 1 else None)
            for looked, held in self._made.items()
        )

    def rows(self, rule: Rule, reach: Truth) -> None:
        for outcome in rule.outcomes.values():
            if reach and outcome.when is not None:
                reach &= ~self.condition(outcome.when, rule, reach)

    def points(self, rule: Rule, reach: Truth) -> None:
        bands = [outcome.points for outcome in rule.outcomes.values() if outcome.points]
        parts: list[tuple[Condition, Decimal]] = [
            (part.criterion, part.points) for part in rule.points
        ]
        self._scored(parts, bands, rule, reach)

    def condition(self, condition: Condition, rule: Rule, reach: Truth) -> Truth:
        """Look at a condition where it is reached; where it holds there."""
        truth = self._in.holds(condition, rule) & reach
        match condition:
            case str():
                return self.condition(named(condition, self._in.facts.library, rule), rule, reach)
            case QuantityIs(code=code):
                self._number(self._in.number_of(code, rule), condition, reach)
            case RuleNumberIs(rule_number=code):
                self._number(self._in.result_of(code), condition, reach)
            case CodedIs(code=code, says=says):
                self._coded(code, says, reach)
            case RuleIs(rule=inner, says=says):
                reached = self._in.outcomes(self._in.facts.library.rules[inner])
                self._words(inner, {word: reached[word] for word in says}, reach)
            case All(all=parts):
                self._each(parts, rule, reach, until=False)
            case Any_(any=parts) | None_(none=parts):
                self._each(parts, rule, reach, until=True)
            case Count(count=parts):
                self._scored([(part, Decimal(1)) for part in parts], [condition], rule, reach)
        return truth

    def _each(self, parts: Sequence[Condition], rule: Rule, reach: Truth, *, until: bool) -> None:
        """Look at parts until one holds, or until one does not."""
        for part in sorted(parts, key=lambda part: self._open(part, rule, reach)):
            if not reach:
                return
            truth = self.condition(part, rule, reach)
            reach &= ~truth if until else truth

    def _open(self, part: Condition, rule: Rule, reach: Truth) -> bool:
        """Whether completions that are reached disagree; what is settled is looked at first."""
        return self._in.holds(part, rule) & reach not in (0, reach)

    def _scored(
        self,
        parts: list[tuple[Condition, Decimal]],
        bands: Sequence[Comparisons],
        rule: Rule,
        reach: Truth,
    ) -> None:
        """Add up points, and stop in completions whose band cannot change any more."""
        order = sorted(parts, key=lambda scored: self._open(scored[0], rule, reach))
        totals = {Decimal(0): reach}
        band = lru_cache(maxsize=None)(partial(_band, tuple(bands)))
        for position, (part, points) in enumerate(order):
            left = [number for _, number in order[position:]]
            loss, gain = (sum(n for n in left if n * sign > 0) for sign in (-1, 1))
            open_ = 0
            for total, where in totals.items():
                if band(total + loss) != band(total + gain):
                    open_ |= where
            if not open_:
                return
            truth = self.condition(part, rule, open_)
            after: dict[Decimal, Truth] = {}
            for total, where in totals.items():
                held = where & open_ & truth
                for reached, kept in (
                    (total + points, held),
                    (total, where & open_ & ~held),
                ):
                    if kept:
                        after[reached] = after.get(reached, 0) | kept
            totals = after

    def _number(self, name: Hashable, comparisons: Comparisons, reach: Truth) -> None:
        number = self._in.numbers[name]
        unit = comparisons.unit if isinstance(comparisons, QuantityIs | RuleNumberIs) else None
        for end, wanted_above in ends_of(comparisons):
            truth = self._in.side(name, end, wanted_above=wanted_above)
            comparator = _COMPARATORS[end[1], wanted_above]
            self._note(_Looked(number.shown, comparator, end[0], unit), truth, reach)
            reach &= truth
            if not reach:
                return

    def _coded(self, code: ObservationCode, says: Iterable[str], reach: Truth) -> None:
        words = self._in.words[code]
        if words.level is not None and words.level.value in self._in.facts.known.values:
            self._level(words.level, words.number, reach)
            return
        if not words.mentioned:
            return
        self._words(code, {word: self._in.says(code, (word,)) for word in says}, reach)

    def _words(
        self, code: ObservationCode | RuleCode, said: Mapping[str, Truth], reach: Truth
    ) -> None:
        """Look at one word after the other, until one is said."""
        for word, truth in said.items():
            if reach:
                self._note(_Looked(code, "=", word, None), truth, reach)
                reach &= ~truth

    def _level(self, level: Level, name: Hashable, reach: Truth) -> None:
        """A value beside its limit, or beside the ends of where the limit may lie."""
        low, high = level_ends(self._in.facts.known.limit(level))
        unit = CANONICAL_UNITS[level.value]
        if not high[0].is_finite():
            word = CODED_VALUES[level.code][-1]
            above = self._in.says(level.code, (word,))
            self._note(_Looked(level.code, "=", word, None), above, reach)
            return
        for end in dict.fromkeys((high, low)):
            above = self._in.above(name, end)
            looked = _Looked(level.value, _COMPARATORS[end[1], True], end[0], unit)
            self._note(looked, above, reach)
            reach &= ~above
            if not reach:
                return

    def _note(self, looked: "_Looked", truth: Truth, reach: Truth) -> None:
        """A comparison is made where it is reached."""
        held = self._made.setdefault(looked, set())
        held.update(([True] if truth & reach else []) + ([False] if reach & ~truth else []))


class _Looked(NamedTuple):
    """A comparison before it is known whether it holds."""

    code: ObservationCode | RuleCode
    comparator: Comparator
    threshold: Decimal | str
    unit: str | None


def _band(bands: tuple[Comparisons, ...], total: Decimal) -> tuple[bool, ...]:
    """Which bands a total of points lies in."""
    return tuple(holds_for(total, band) for band in bands)
