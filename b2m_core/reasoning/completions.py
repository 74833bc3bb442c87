"""What holds in which completion of the unknown inputs, for one rule.

``Completions`` cuts the rule's inputs, and those of the rules it uses, at every threshold that is
compared, and then answers two questions as truths over all completions: where a condition holds,
and where each outcome of a rule is reached. An input that two rules use is cut once, so that an
unknown value is the same value in both.
"""

from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import cast

from b2m_core.case.intervals import ANY, End, Interval, whole_end
from b2m_core.case.known import ABSENT, SUSPECTED, level_ends, possible_words
from b2m_core.contract.codes import (
    CODED_VALUES,
    RULE_OUTCOMES,
    CodedCode,
    ObservationCode,
    QuantityCode,
    RuleCode,
)
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
from b2m_core.knowledge.schema.rules import Rule, Trend
from b2m_core.reasoning import trend
from b2m_core.reasoning.cells import Cells, Truth, cut
from b2m_core.reasoning.conditions import holds_for, judge, named
from b2m_core.reasoning.facts import Facts


@dataclass
class Number:
    """A quantity that is compared: where it may lie, and the ends it is cut at.

    ``shown`` is what a comparison names: the observation, or the rule that computed it.
    """

    asks: ObservationCode
    shown: ObservationCode | RuleCode
    intervals: tuple[Interval, ...]
    whole: bool = False
    ends: set[End] = field(default_factory=set)
    order: dict[End, int] = field(default_factory=dict)
    cells: tuple[int, ...] = ()

    def place(self, end: End) -> End:
        """Where an end lies for this quantity, which may only have whole numbers."""
        return whole_end(end) if self.whole else end

    def divide(self) -> None:
        """Cut at the ends that were gathered."""
        places = sorted(self.ends)
        self.order = {end: number for number, end in enumerate(places)}
        self.cells = cut(self.intervals, places)


@dataclass
class Words:
    """A coded input and the words it may say. ``mentioned`` is false for what nobody looks at."""

    asks: ObservationCode
    cells: tuple[str, ...]
    mentioned: bool = True
    level: Level | None = None
    number: Hashable = None


class Completions:
    """All completions of a rule's inputs. ``size`` is their number, ``valid`` those that can be."""

    def __init__(self, rule: Rule, facts: Facts) -> None:
        """Cut the inputs of a rule, as far as the facts leave them open."""
        self.rule = rule
        self.facts = facts
        self.numbers: dict[Hashable, Number] = {}
        self.words: dict[Hashable, Words] = {}
        self._truths: dict[tuple[str | int, RuleCode], Truth] = {}
        self._outcomes: dict[RuleCode, dict[str, Truth]] = {}
        self._gathered: set[RuleCode] = set()
        self._gather_rule(rule)
        for number in self.numbers.values():
            number.divide()
        inputs: dict[Hashable, tuple[Hashable, ...]] = {}
        inputs.update((name, number.cells) for name, number in self.numbers.items())
        inputs.update((name, words.cells) for name, words in self.words.items())
        self.cells = Cells(inputs)
        self.size = self.cells.size
        self.valid = self._valid()

    # Gathering: which inputs are compared, and where.

    def _gather_rule(self, rule: Rule) -> None:
        if rule.code in self._gathered:
            return
        self._gathered.add(rule.code)
        if rule.trend:
            self._gather_trend(rule.code, rule.trend)
        for part in rule.points:
            self._gather(part.criterion, rule)
        for outcome in rule.outcomes.values():
            if outcome.when is not None:
                self._gather(outcome.when, rule)

    def _gather(self, condition: Condition, rule: Rule) -> None:
        match condition:
            case str():
                self._gather(named(condition, self.facts.library, rule), rule)
            case QuantityIs(code=code):
                self._cut(self.number_of(code, rule), (end for end, _ in ends_of(condition)))
            case RuleNumberIs(rule_number=code):
                self._cut(self.result_of(code), (end for end, _ in ends_of(condition)))
            case CodedIs():
                self._gather_words(condition.code, rule)
            case RuleIs():
                self._gather_rule(self.facts.library.rules[condition.rule])
            case All(all=parts) | Any_(any=parts) | None_(none=parts) | Count(count=parts):
                for part in parts:
                    self._gather(part, rule)

    def _cut(self, name: Hashable, ends: Iterable[End]) -> None:
        number = self.numbers[name]
        number.ends.update(number.place(end) for end in ends)

    def number_of(self, code: ObservationCode, rule: Rule) -> Hashable:
        """The input that a quantity is in a rule; its own where the rule reads it its own way."""
        stand_in = rule.substitutes.get(cast("QuantityCode", code))
        bound = rule.lower_bound_when.get(cast("QuantityCode", code))
        name: Hashable = (code, rule.code) if stand_in or bound is not None else code
        if name not in self.numbers:
            self.numbers[name] = self._number(code, rule, stand_in, bound)
        return name

    def _number(
        self,
        code: ObservationCode,
        rule: Rule,
        stand_in: RuleCode | None,
        bound: Condition | None,
    ) -> Number:
        facts = self.facts
        stated = facts.known.values.get(code, ())
        shown: ObservationCode | RuleCode = code
        intervals = stated
        if stand_in and (not stated or code in facts.known.doubted):
            intervals = (*stated, *facts.rounded(stand_in))
            if not stated and intervals:
                shown = stand_in
        if not intervals:
            intervals = facts.values(code)
        if bound is not None and judge(bound, facts, rule) is not False:
            intervals = tuple(Interval(one.low, ANY.high) for one in intervals)
        return Number(code, shown, intervals, whole=code in facts.whole_numbers)

    def result_of(self, code: RuleCode) -> Hashable:
        """The input that the unrounded result of a formula is."""
        name = ("result", code)
        if name not in self.numbers:
            intervals = self.facts.number(code) or (ANY,)
            asks = next(iter(self.facts.library.rules[code].inputs))
            self.numbers[name] = Number(asks, code, intervals)
        return name

    def _gather_words(self, code: ObservationCode, rule: Rule) -> None:
        if code in self.words:
            return
        known = self.facts.known
        level = self.facts.library.levels.get(cast("CodedCode", code))
        stated = known.words.get(code, ())
        doubted = code in known.doubted
        if level is not None and not stated and not doubted:
            self._gather_level(level, rule)
        elif not stated and code in rule.absent_unless_mentioned:
            self.words[code] = Words(code, (ABSENT,), mentioned=False)
        elif not stated or doubted or SUSPECTED in stated:
            self.words[code] = Words(code, possible_words(code))
        else:
            self.words[code] = Words(code, stated)

    def _gather_level(self, level: Level, rule: Rule) -> None:
        known = self.facts.known
        name = self.number_of(level.value, rule)
        self._cut(name, level_ends(known.limit(level)))
        value = known.values.get(level.value)
        asks: ObservationCode = level.value
        if value is not None and level.limit is not None:
            asks = level.limit
        elif known.exactly(level.value):
            asks = level.code
        self.words[level.code] = Words(asks, CODED_VALUES[level.code], level=level, number=name)

    def _gather_trend(self, code: RuleCode, serial: Trend) -> None:
        name = self.number_of(serial.series, self.facts.library.rules[code])
        for earlier in trend.compared_with(self.facts.known.series.get(serial.series, ())):
            for kind in trend.spans(serial, earlier):
                self._cut(name, (end for span in kind for end in span))
        self.words["trend", code] = Words(serial.series, RULE_OUTCOMES[code])

    # Which completions can be.

    def _valid(self) -> Truth:
        valid = self.cells.all
        for words in self.words.values():
            if words.level is not None:
                within, above = CODED_VALUES[words.level.code]
                low, high = level_ends(self.facts.known.limit(words.level))
                surely_above = self.above(words.number, high)
                surely_within = self._not(self.above(words.number, low))
                valid &= self._not(surely_above) | self.says(words.level.code, (above,))
                valid &= self._not(surely_within) | self.says(words.level.code, (within,))
        for implies in self.facts.library.implies:
            if implies.code in self.words and implies.then in self.words:
                valid &= self._not(self.says(implies.code, (implies.says,))) | self.says(
                    implies.then, (implies.then_says,)
                )
        for code in self._gathered:
            rule = self.facts.library.rules[code]
            if rule.trend:
                valid &= self._trend_valid(code, rule.trend)
        return valid

    def _trend_valid(self, code: RuleCode, serial: Trend) -> Truth:
        """Each outcome only for those last values for which an earlier one can give it."""
        earlier = trend.compared_with(self.facts.known.series.get(serial.series, ()))
        if not earlier:
            return self.cells.all
        name = self.number_of(serial.series, self.facts.library.rules[code])
        rising: Truth = 0
        falling: Truth = 0
        undecided = self.cells.all
        for point in earlier:
            rises, falls, stays = (
                self._or(self._in(name, span) for span in kind)
                for kind in trend.spans(serial, point)
            )
            rising |= undecided & rises
            falling |= undecided & falls
            undecided &= stays
        reached = (rising, falling, undecided)
        return self._or(
            self.says(("trend", code), (word,)) & where
            for word, where in zip(RULE_OUTCOMES[code], reached, strict=True)
        )

    # Where something holds.

    def above(self, name: Hashable, end: End) -> Truth:
        """Where a number lies above an end that it was cut at."""
        number = self.numbers[name]
        least = number.order[number.place(end)] + 1
        return self.cells.where(name, {cell for cell in number.cells if cell >= least})

    def _in(self, name: Hashable, span: Interval) -> Truth:
        return self.above(name, span.low) & self._not(self.above(name, span.high))

    def says(self, name: Hashable, words: Iterable[str]) -> Truth:
        """Where a coded input says one of these words."""
        return self.cells.where(name, tuple(words))

    def _not(self, truth: Truth) -> Truth:
        return self.cells.all ^ truth

    @staticmethod
    def _or(truths: Iterable[Truth]) -> Truth:
        result: Truth = 0
        for truth in truths:
            result |= truth
        return result

    def side(self, name: Hashable, end: End, *, wanted_above: bool) -> Truth:
        """Where a number lies on the wanted side of an end."""
        above = self.above(name, end)
        return above if wanted_above else self._not(above)

    def holds(self, condition: Condition, rule: Rule) -> Truth:
        """Where a condition of a rule holds."""
        key = (condition if isinstance(condition, str) else id(condition), rule.code)
        if key not in self._truths:
            self._truths[key] = self._holds(condition, rule)
        return self._truths[key]

    def _holds(self, condition: Condition, rule: Rule) -> Truth:
        match condition:
            case str():
                return self.holds(named(condition, self.facts.library, rule), rule)
            case QuantityIs(code=code):
                return self._compared(self.number_of(code, rule), condition)
            case RuleNumberIs(rule_number=code):
                return self._compared(self.result_of(code), condition)
            case CodedIs(code=code, says=says):
                return self.says(code, says)
            case RuleIs(rule=code, says=says):
                reached = self.outcomes(self.facts.library.rules[code])
                return self._or(reached[word] for word in says)
            case All(all=parts):
                return self._not(self._or(self._not(self.holds(part, rule)) for part in parts))
            case Any_(any=parts):
                return self._or(self.holds(part, rule) for part in parts)
            case None_(none=parts):
                return self._not(self._or(self.holds(part, rule) for part in parts))
            case Count(count=parts):
                totals = self._totals((Decimal(1), self.holds(part, rule)) for part in parts)
                return self._in_band(totals, condition)
            case _:
                # Known, Marked and the like are facts of the case, the same in every completion.
                return self.cells.all if judge(condition, self.facts, rule) else 0

    def _compared(self, name: Hashable, comparisons: Comparisons) -> Truth:
        truth = self.cells.all
        for end, wanted_above in ends_of(comparisons):
            truth &= self.side(name, end, wanted_above=wanted_above)
        return truth

    def _totals(self, scored: Iterable[tuple[Decimal, Truth]]) -> Mapping[Decimal, Truth]:
        """Where each total of points is reached."""
        totals = {Decimal(0): self.cells.all}
        for points, truth in scored:
            after: dict[Decimal, Truth] = {}
            for total, where in totals.items():
                for reached, part in ((total + points, where & truth), (total, where & ~truth)):
                    if part:
                        after[reached] = after.get(reached, 0) | part
            totals = after
        return totals

    def _in_band(self, totals: Mapping[Decimal, Truth], band: Comparisons) -> Truth:
        return self._or(where for total, where in totals.items() if holds_for(total, band))

    def outcomes(self, rule: Rule) -> Mapping[str, Truth]:
        """Where each outcome of a rule is reached, in the rule's own order."""
        if rule.code not in self._outcomes:
            self._outcomes[rule.code] = self._reached(rule)
        return self._outcomes[rule.code]

    def _reached(self, rule: Rule) -> dict[str, Truth]:
        if rule.trend:
            name = ("trend", rule.code)
            return {word: self.says(name, (word,)) for word in RULE_OUTCOMES[rule.code]}
        totals = self._totals(
            (part.points, self.holds(part.criterion, rule)) for part in rule.points
        )
        reached: dict[str, Truth] = {}
        left = self.cells.all
        for word, outcome in rule.outcomes.items():
            if outcome.points is not None:
                reached[word] = left & self._in_band(totals, outcome.points)
            elif outcome.when is not None:
                reached[word] = left & self.holds(outcome.when, rule)
            else:
                continue
            left &= ~reached[word]
        return {
            word: left if outcome.otherwise else reached[word]
            for word, outcome in rule.outcomes.items()
        }


def ends_of(comparisons: Comparisons) -> list[tuple[End, bool]]:
    """Each comparison as an end and whether above it is wanted, in the order gt, ge, lt, le."""
    written = (
        (comparisons.gt, 1, True),
        (comparisons.ge, 0, True),
        (comparisons.lt, 0, False),
        (comparisons.le, 1, False),
    )
    return [((limit, above), wanted) for limit, above, wanted in written if limit is not None]
