"""The possible outcomes of a rule, found by trying complete cases one by one.

Nothing here is shared with the engine but the schema of the rules: values are sampled at, just
below and just above every number that could matter, and each complete case is decided by reading
the rule two-valued.
"""

import math
from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from itertools import product

from b2m_core.contract.codes import CODED_VALUES, QUANTITIES, RULE_OUTCOMES
from b2m_core.contract.models import Observation
from b2m_core.knowledge.library import Library
from b2m_core.knowledge.schema.conditions import Comparisons, thresholds
from b2m_core.knowledge.schema.rules import Criterion, Formula, Rule

STEP = Decimal("0.001")
Complete = dict[str, object]


class BruteForce:
    """Complete cases of one rule. ``stated`` are the observations of one message, by code."""

    def __init__(
        self,
        rule: Rule,
        library: Library,
        stated: Mapping[str, list[Observation]],
        doubted: Iterable[str] = (),
    ) -> None:
        self.rule = rule
        self.library = library
        self.stated = stated
        self.doubted = set(doubted)
        self.limits: dict[str, set[Decimal]] = {}
        self.codes: dict[str, None] = {}
        self.rules: dict[str, Rule] = {}
        self._look_into(rule)

    def possible(self) -> set[str]:
        """Every outcome that some complete case has."""
        return {self.outcome(self.rule, complete) for complete in self.complete_cases()}

    # What the rule looks at.

    def _look_into(self, rule: Rule) -> None:
        if rule.code in self.rules:
            return
        self.rules[rule.code] = rule
        if rule.trend:
            self.codes[rule.trend.series] = None
        for condition in (
            *(part.criterion for part in rule.points),
            *(outcome.when for outcome in rule.outcomes.values() if outcome.when),
        ):
            self._look_at(condition, rule)

    def _look_at(self, condition: object, rule: Rule) -> None:
        condition = self.resolved(condition, rule)
        if hasattr(condition, "rule"):
            self._look_into(self.library.rules[condition.rule])
        elif hasattr(condition, "code"):
            code = condition.code
            level = self.library.levels.get(code)
            if level is not None:
                self.codes[level.value] = None
                self.limits.setdefault(level.value, set()).update(self._limit_numbers(level))
            self.codes[code] = None
            if code in QUANTITIES:
                self.limits.setdefault(code, set()).update(thresholds(condition))
        for parts in ("all", "any", "none", "count"):
            for part in getattr(condition, parts, ()):
                self._look_at(part, rule)

    def _limit_numbers(self, level: object) -> set[Decimal]:
        numbers = {observation.value for observation in self.stated.get(level.limit, ())}
        return numbers | set(thresholds(level.limit_range) if level.limit_range else ())

    def resolved(self, condition: object, rule: Rule) -> object:
        if not isinstance(condition, str):
            return condition
        named = rule.criteria.get(condition) or rule.conditions.get(condition)
        return named.test if isinstance(named, Criterion) else named

    # Complete cases.

    def complete_cases(self) -> Iterator[Complete]:
        levels = [code for code in self.codes if code in self.library.levels]
        series = [code for code in self.codes if code in self._serial()]
        words = [code for code in self.codes if code not in QUANTITIES and code not in levels]
        numbers = [code for code in self.codes if code in QUANTITIES and code not in series]
        dimensions: list[list[Complete]] = [
            *([{code: word} for word in self.words(code)] for code in words),
            *([{code: number} for number in self.numbers(code)] for code in numbers),
            *(list(self.histories(code)) for code in series),
        ]
        for chosen in product(*dimensions):
            complete: Complete = {}
            for part in chosen:
                complete.update(part)
            if all(self._implied(complete)):
                yield from self._with_levels(complete, levels)

    def _implied(self, complete: Complete) -> Iterator[bool]:
        for implies in self.library.implies:
            if implies.code in complete and implies.then in complete:
                yield (
                    complete[implies.code] != implies.says
                    or complete[implies.then] == implies.then_says
                )

    def _with_levels(self, complete: Complete, levels: list[str]) -> Iterator[Complete]:
        for words in product(*(self._level_words(code, complete) for code in levels)):
            yield complete | dict(zip(levels, words, strict=True))

    def _level_words(self, code: str, complete: Complete) -> set[str]:
        normal, elevated = CODED_VALUES[code]
        if code in self.doubted:
            return {normal, elevated}
        if self.stated.get(code):
            return {str(observation.value) for observation in self.stated[code]}
        level = self.library.levels[code]
        value = complete[level.value]
        near = {value, value - STEP, value + STEP, Decimal(0), Decimal(10**6)}
        near |= self._limit_numbers(level)
        stated = self.stated.get(level.limit, ())
        limits = {
            limit
            for limit in near
            if limit >= 0
            and (
                any(agrees(limit, observation) for observation in stated)
                if stated
                else level.limit_range is None or within(limit, level.limit_range)
            )
        }
        return {elevated if value > limit else normal for limit in limits}

    def words(self, code: str) -> set[str]:
        both = set(CODED_VALUES.get(code, ("present", "absent")))
        said = {str(observation.value) for observation in self.stated.get(code, ())}
        if not said and code in self.rule.absent_unless_mentioned:
            return {"absent"}
        return both if not said or "suspected" in said or code in self.doubted else said

    def _serial(self) -> set[str]:
        return {rule.trend.series for rule in self.rules.values() if rule.trend}

    def histories(self, code: str) -> Iterator[Complete]:
        """The last value with the trend that the earlier ones give it."""
        points = self.stated.get(code, [])
        if len(points) < 2:
            for number in self.numbers(code):
                for trend in RULE_OUTCOMES["b2m_trend"]:
                    yield {code: number, "trend": trend}
            return
        earlier = [points[-2]] if len(points) == 2 else [points[-2], points[0]]
        trend = next(rule.trend for rule in self.rules.values() if rule.trend)
        ends = {observation.value for observation in points}
        ends |= {end * Decimal(off) for end in ends for off in ("0.9", "1.1")}
        ratios = (trend.rising, trend.falling, 1 / trend.rising, 1 / trend.falling)
        ends |= {(end * ratio).quantize(STEP**2) for end in ends for ratio in ratios}
        ends |= self.limits.get(code, set()) | {Decimal(0)}
        near = {end + off * STEP for end in ends for off in (-1, 0, 1) if end + off * STEP > 0}
        samples = [sorted(n for n in near if agrees(n, one)) for one in (points[-1], *earlier)]
        for last, *before in product(*samples):
            direction = "stable"
            for start in before:
                if last / start >= trend.rising:
                    direction = "rising"
                elif last / start <= trend.falling:
                    direction = "falling"
                if direction != "stable":
                    break
            yield {code: last, "trend": direction}

    def numbers(self, code: str) -> set[Decimal]:
        """Numbers that a quantity may have, on every side of every limit."""
        stated = self.stated.get(code, [])
        if any(rule.trend and rule.trend.series == code for rule in self.library.rules.values()):
            stated = stated[-1:]  # a series: the latest value counts (evidence 2.0.8)
        stand_in = self.rule.substitutes.get(code)
        computed: set[Decimal] = set()
        if stand_in and (not stated or code in self.doubted):
            computed = self.computed(self.library.rules[stand_in].formula)
        if not stated and computed:
            return computed
        numbers = {Decimal(0), Decimal(10**5)} | self.limits.get(code, set())
        numbers |= {observation.value for observation in stated}
        numbers |= {o.value * Decimal(off) for o in stated for off in ("0.9", "1.1")}
        if is_whole(code, self.library):
            whole = {Decimal(math.floor(n)) + off for n in numbers for off in (-1, 0, 1, 2)}
            near = {number for number in whole if number >= 0}
        else:
            near = {n + off * STEP for n in numbers for off in (-1, 0, 1) if n + off * STEP >= 0}
        kept = {n for n in near if not stated or any(agrees(n, o) for o in stated)}
        if not stated:
            kept = {n for n in kept if self._bounded_by_level(code, n)}
        bound = self.rule.lower_bound_when.get(code)
        if bound is not None and self.truth(bound, self.rule, self._exact()):
            least = min(kept)
            kept = {n for n in near if n >= least}
        limits = sorted(self.limits.get(code, set()))
        apart: dict[tuple[object, ...], list[Decimal]] = {}
        for n in sorted(kept):
            apart.setdefault(tuple((n < limit, n == limit) for limit in limits), []).append(n)
        # A limit that is open itself may lie on either side of a value: both ends are tried.
        levels = {level.value for level in self.library.levels.values()}
        ends = (0, -1) if code in levels else (0,)
        return {same[end] for same in apart.values() for end in ends} | computed

    def _bounded_by_level(self, code: str, number: Decimal) -> bool:
        for level in self.library.levels.values():
            said = {str(o.value) for o in self.stated.get(level.code, ())}
            if (
                level.value == code
                and level.normal_means
                and said == {CODED_VALUES[level.code][0]}
                and level.code not in self.doubted
            ):
                return within(number, level.normal_means)
        return True

    def _exact(self) -> Complete:
        return {code: said[-1].value for code, said in self.stated.items()}

    def computed(self, formula: Formula) -> set[Decimal]:
        """Rounded results for every word and every whole number, in binary arithmetic."""
        choices: list[list[tuple[str, object]]] = []
        for code in formula.direction:
            bounds = formula.range.get(code)
            stated = self.stated.get(code, ())
            if not stated and bounds is None:
                return set()
            if code in formula.whole_numbers and bounds:
                inside = (Decimal(n) for n in range(200) if within(Decimal(n), bounds))
                options = [n for n in inside if not stated or any(agrees(n, o) for o in stated)]
            else:
                options = [o.value for o in stated]
            choices.append([(code, number) for number in options])
        for code, constants in formula.constants_by.items():
            said = {str(o.value) for o in self.stated.get(code, ())} & set(constants)
            choices.append([(code, word) for word in said or constants])
        results = set()
        for chosen in product(*choices):
            names = {name: float(number) for name, number in formula.constants.items()}
            for code, choice in chosen:
                if isinstance(choice, Decimal):
                    names[code] = float(choice)
                else:
                    constants = formula.constants_by[code][choice]
                    names |= {name: float(number) for name, number in constants.items()}
            result = eval(formula.expression, {"min": min, "max": max}, names)  # noqa: S307 - ours
            results.add(Decimal(math.floor(result * 10**formula.decimals + 0.5)))
        return results

    # One complete case.

    def outcome(self, rule: Rule, complete: Complete) -> str:
        """What a rule says of a complete case: exactly one outcome."""
        if rule.trend:
            return str(complete["trend"])
        total = sum(
            (part.points for part in rule.points if self.truth(part.criterion, rule, complete)),
            Decimal(0),
        )
        reached = [
            word
            for word, outcome in rule.outcomes.items()
            if (outcome.points and within(total, outcome.points))
            or (outcome.when and self.truth(outcome.when, rule, complete))
        ]
        if not reached:
            reached = [word for word, outcome in rule.outcomes.items() if outcome.otherwise]
        assert len(reached) == 1, (rule.code, complete, reached)
        return reached[0]

    def truth(self, condition: object, rule: Rule, complete: Complete) -> bool:
        """Whether a condition of a rule holds in a complete case."""
        condition = self.resolved(condition, rule)

        def each(parts: Iterable[object]) -> Iterator[bool]:
            return (self.truth(part, rule, complete) for part in parts)

        if hasattr(condition, "known"):
            return any(self.stated.get(code) for code in condition.known)
        if hasattr(condition, "rule"):
            return self.outcome(self.library.rules[condition.rule], complete) in condition.says
        if hasattr(condition, "says"):
            return complete[condition.code] in condition.says
        if hasattr(condition, "code"):
            return within(complete[condition.code], condition)
        if hasattr(condition, "all"):
            return all(each(condition.all))
        if hasattr(condition, "any"):
            return any(each(condition.any))
        if hasattr(condition, "none"):
            return not any(each(condition.none))
        if hasattr(condition, "count"):
            return within(Decimal(sum(each(condition.count))), condition)
        raise AssertionError(condition)


def is_whole(code: str, library: Library) -> bool:
    """Whether a quantity only has whole numbers, in itself or as a formula takes it."""
    item = library.quantities.get(code)
    formulas = [rule.formula for rule in library.rules.values() if rule.formula]
    return (item is not None and item.whole_number) or any(
        code in formula.whole_numbers for formula in formulas
    )


def within(number: Decimal, comparisons: Comparisons) -> bool:
    """Whether a number satisfies comparisons."""
    return (
        (comparisons.gt is None or number > comparisons.gt)
        and (comparisons.ge is None or number >= comparisons.ge)
        and (comparisons.lt is None or number < comparisons.lt)
        and (comparisons.le is None or number <= comparisons.le)
    )


def agrees(number: Decimal, observation: Observation) -> bool:
    """Whether a quantity may have this number, given what was observed (evidence 2.0.2)."""
    value = observation.value
    match observation.comparator:
        case "<":
            return number < value
        case "<=":
            return number <= value
        case ">":
            return number > value
        case ">=":
            return number >= value
        case "~":
            return abs(number - value) <= value / 10
        case _:
            return number == value
