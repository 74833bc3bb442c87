"""Is a rule's table right in itself? Every complete case must reach exactly one outcome.

Every combination that the rule can tell apart is tried; a complaint names one as a witness.
"""

from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from itertools import pairwise, product
from math import prod
from typing import Final

from b2m_core.contract.codes import CANONICAL_UNITS, CODED_VALUES, FORMULA_UNITS, RuleCode
from b2m_core.knowledge.schema.conditions import (
    All,
    Any_,
    CodedIs,
    Comparisons,
    Condition,
    Count,
    GroupIs,
    Known,
    None_,
    QuantityIs,
    RuleIs,
    RuleNumberIs,
    thresholds,
)
from b2m_core.knowledge.schema.inference import Implies
from b2m_core.knowledge.schema.rules import Rule
from b2m_core.knowledge.yaml_files import KnowledgeError

COMBINATIONS_AT_MOST: Final = 200_000

_YES: Final = ("yes",)
_NO: Final = ("no",)

Complete = Mapping[str, Decimal | str]
"""A complete case: a number or a word for every code (for a nested formula: its rule's code), and
whether a code is known where the rule asks that."""


def prove(
    rule: Rule,
    rules: Mapping[RuleCode, Rule],
    groups: Mapping[str, tuple[str, ...]],
    implies: Iterable[Implies] = (),
) -> None:
    """Try every case; raise ``KnowledgeError`` for an overlap, a gap or a row nobody reaches.

    Combinations that ``implies`` rules out are left out. A formula or a trend has no table.
    """
    if rule.formula or rule.trend:
        return
    table = _Table(rule, rules, groups)
    reached: set[str] = set()
    for case in table.cases(implies, f"rules/{rule.code}.yml"):
        rows = table.rows(rule, case)
        if len(rows) > 1:
            raise _complaint(rule, f"outcomes {' and '.join(rows)} both hold for", case)
        if not rows:
            points = f" ({table.total(rule, case)} points)" if rule.points else ""
            raise _complaint(rule, f"no outcome holds{points} for", case)
        reached.update(rows)
    for name in rule.outcomes:
        if name not in reached:
            raise KnowledgeError(f"rules/{rule.code}.yml: outcomes.{name}", "no case reaches it")


def _complaint(rule: Rule, problem: str, case: Complete) -> KnowledgeError:
    units = {**CANONICAL_UNITS, **FORMULA_UNITS}
    witness = ", ".join(
        f"{code} {value} {units[code]}" if code in units else f"{code} {value}"
        for code, value in case.items()
    )
    return KnowledgeError(f"rules/{rule.code}.yml: outcomes", f"{problem}: {witness}")


class _Table:
    """The comparisons that a rule makes, its own and those of the rules inside it."""

    def __init__(
        self,
        rule: Rule,
        rules: Mapping[RuleCode, Rule],
        groups: Mapping[str, tuple[str, ...]],
    ) -> None:
        self.rules = rules
        self.groups = groups
        self.numbers: dict[str, list[QuantityIs | RuleNumberIs]] = {}
        self.words: dict[str, list[tuple[str, ...]]] = {}
        for comparison in self._comparisons(rule):
            match comparison:
                case QuantityIs():
                    self.numbers.setdefault(comparison.code, []).append(comparison)
                case RuleNumberIs():
                    self.numbers.setdefault(comparison.rule_number, []).append(comparison)
                case CodedIs():
                    self.words.setdefault(comparison.code, []).append(comparison.says)
                case RuleIs():
                    self.words.setdefault(comparison.rule, []).append(comparison.says)
                case Known():
                    for code in comparison.known:
                        self.words.setdefault(_known(code), []).append(_YES)
                case GroupIs():
                    for member in groups[comparison.group]:
                        self.words.setdefault(member, []).append(comparison.says)
                case _:
                    raise KnowledgeError(
                        f"rules/{rule.code}.yml: outcomes",
                        f"a row only compares values; {type(comparison).__name__} is for cautions "
                        "and next steps",
                    )

    def _comparisons(self, rule: Rule) -> Iterator[Condition]:
        for outcome in rule.outcomes.values():
            if outcome.when is not None:
                yield from self._leaves(outcome.when, rule)
        for scored in rule.points:
            yield from self._leaves(scored.criterion, rule)

    def _leaves(self, condition: Condition, rule: Rule) -> Iterator[Condition]:
        if isinstance(condition, str):
            yield from self._leaves(named(condition, rule), rule)
        elif isinstance(condition, RuleIs) and not self.rules[condition.rule].trend:
            yield from self._comparisons(self.rules[condition.rule])
        elif within := parts(condition):
            for part in within:
                yield from self._leaves(part, rule)
        else:
            yield condition

    def cases(self, implies: Iterable[Implies], place: str) -> Iterator[Complete]:
        """Every combination that the comparisons can tell apart."""
        values: dict[str, list[Decimal | str]] = {}
        for code, comparisons in self.numbers.items():
            examples = _examples({one for compared in comparisons for one in thresholds(compared)})
            told_apart = {
                tuple(holds(example, compared) for compared in comparisons): example
                for example in reversed(examples)
            }
            values[code] = list(reversed(told_apart.values()))
        for code, says in self.words.items():
            words = _NO + _YES if says[0] is _YES else self._words(code)
            distinct = {tuple(word in said for said in says): word for word in reversed(words)}
            values[code] = list(reversed(distinct.values()))
        if (many := prod(len(of_code) for of_code in values.values())) > COMBINATIONS_AT_MOST:
            raise KnowledgeError(
                place, f"{many} combinations are too many to try; use fewer criteria"
            )
        relations = [one for one in implies if one.code in values and one.then in values]
        for combination in product(*values.values()):
            case = dict(zip(values, combination, strict=True))
            if all(case[r.code] != r.says or case[r.then] == r.then_says for r in relations):
                yield case

    def _words(self, code: str) -> tuple[str, ...]:
        for rule in self.rules.values():
            if rule.trend and rule.code == code:
                return tuple(rule.outcomes)
        return CODED_VALUES.get(code, ("present", "absent"))

    def rows(self, rule: Rule, case: Complete) -> list[str]:
        """The outcomes that hold; the one that says ``otherwise`` only where no other does."""
        total = self.total(rule, case)
        rows = [
            name
            for name, outcome in rule.outcomes.items()
            if (outcome.when is not None and self.holds(outcome.when, rule, case))
            or (outcome.points is not None and holds(total, outcome.points))
        ]
        return rows or [name for name, outcome in rule.outcomes.items() if outcome.otherwise]

    def total(self, rule: Rule, case: Complete) -> Decimal:
        """The points of a case."""
        return sum(
            (scored.points for scored in rule.points if self.holds(scored.criterion, rule, case)),
            Decimal(0),
        )

    def holds(self, condition: Condition, rule: Rule, case: Complete) -> bool:
        """Whether a condition of a rule holds in a complete case."""
        match condition:
            case str():
                held = self.holds(named(condition, rule), rule, case)
            case QuantityIs():
                held = holds(_number(case[condition.code]), condition)
            case RuleNumberIs():
                held = holds(_number(case[condition.rule_number]), condition)
            case CodedIs():
                held = case[condition.code] in condition.says
            case Known():
                held = any(case[_known(code)] in _YES for code in condition.known)
            case GroupIs():
                held = any(case[code] in condition.says for code in self.groups[condition.group])
            case RuleIs():
                inner = self.rules[condition.rule]
                rows = [case[inner.code]] if inner.trend else self.rows(inner, case)
                held = any(row in condition.says for row in rows)
            case _:
                held = self._together(condition, rule, case)
        return held

    def _together(self, condition: Condition, rule: Rule, case: Complete) -> bool:
        count = sum(self.holds(part, rule, case) for part in parts(condition))
        match condition:
            case All():
                return count == len(condition.all)
            case Any_():
                return count > 0
            case Count():
                return holds(Decimal(count), condition)
        return count == 0


def holds(number: Decimal, comparisons: Comparisons) -> bool:
    """Whether a number satisfies every comparison that is given."""
    return not (
        (comparisons.gt is not None and not number > comparisons.gt)
        or (comparisons.ge is not None and not number >= comparisons.ge)
        or (comparisons.lt is not None and not number < comparisons.lt)
        or (comparisons.le is not None and not number <= comparisons.le)
    )


def _examples(limits: set[Decimal]) -> list[Decimal]:
    """Each limit, and a number on every side of it, in rising order."""
    rising = sorted(limits)
    between = [(low + high) / 2 for low, high in pairwise(rising)]
    below = rising[0] / 2 if rising[0] > 0 else rising[0] - 1
    return sorted([below, *rising, *between, rising[-1] + 1])


def _known(code: str) -> str:
    return f"{code} known:"


def _number(value: Decimal | str) -> Decimal:
    if isinstance(value, str):
        raise TypeError(f"{value} is no number")
    return value


def named(name: str, rule: Rule) -> Condition:
    """The criterion or the named condition of a rule."""
    if name in rule.criteria:
        return rule.criteria[name].test
    return rule.conditions[name]


def parts(condition: Condition) -> tuple[Condition, ...]:
    """The conditions that a combined condition is made of; none for a comparison."""
    match condition:
        case All():
            return condition.all
        case Any_():
            return condition.any
        case None_():
            return condition.none
        case Count():
            return condition.count
    return ()
