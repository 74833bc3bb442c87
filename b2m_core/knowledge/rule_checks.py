"""Does a rule file fit: in itself, with the contract, and with the rules inside it?"""

import ast
from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Final

from b2m_core.contract.codes import (
    CODED_VALUES,
    FORMULA_UNITS,
    PRESENCES,
    QUANTITIES,
    RULE_OUTCOMES,
    RuleCode,
)
from b2m_core.knowledge.schema.conditions import (
    CodedIs,
    Condition,
    QuantityIs,
    RuleIs,
    RuleNumberIs,
)
from b2m_core.knowledge.schema.observations import PHASE
from b2m_core.knowledge.schema.rules import Formula, Rule
from b2m_core.knowledge.tables import named, parts
from b2m_core.knowledge.yaml_files import KnowledgeError

if TYPE_CHECKING:
    from b2m_core.knowledge.library import Library

OBSERVED: Final = QUANTITIES | frozenset(CODED_VALUES) | PRESENCES
"""Every code an observation can have."""

_FUNCTIONS: Final = frozenset({"min", "max"})
_ARITHMETIC: Final = (
    ast.Expression | ast.BinOp | ast.UnaryOp | ast.Call | ast.Name | ast.Constant | ast.Load
    | ast.Add | ast.Sub | ast.Mult | ast.Div | ast.Pow | ast.USub
)  # fmt: skip


def check_rule(rule: Rule, library: "Library") -> None:
    """Raise ``KnowledgeError`` for the first thing in a rule file that does not fit."""
    place = f"rules/{rule.code}.yml"
    _computes_one_way(rule, place)
    if both := set(rule.criteria) & set(rule.conditions):
        name = min(both)
        raise KnowledgeError(f"{place}: conditions.{name}", "a criterion has the same name")
    names_end(f"{place}: conditions", rule.conditions, also=rule.criteria)
    _names_are_used(rule, place)
    only(f"{place}: made_for.phases", rule.made_for.phases, CODED_VALUES[PHASE])
    for name, outcome in rule.outcomes.items():
        for number, said in enumerate(outcome.in_phase, start=1):
            key = f"{place}: outcomes.{name}.in_phase[{number}]"
            only(f"{key}.phases", said.phases, CODED_VALUES[PHASE])
            if not said.phases and number < len(outcome.in_phase):
                raise KnowledgeError(f"{key}.phases", "without phases it fits any: put it last")
    for number, raised in enumerate(rule.raises, start=1):
        if raised.caution not in library.cautions:
            raise KnowledgeError(
                f"{place}: raises[{number}]", f"cautions.yml has no {raised.caution}"
            )
    for inner in _inner_rules(rule):
        if inner not in library.rules:
            raise KnowledgeError(place, f"rules/{inner}.yml is missing; this rule needs it")
    if rule.formula:
        _formula_fits(rule, rule.formula, f"{place}: formula")
    _inputs_fit(rule, place, library)


def _computes_one_way(rule: Rule, place: str) -> None:
    rows = {
        name: [
            key
            for key, given in (
                ("when", outcome.when is not None),
                ("points", outcome.points is not None),
                ("otherwise", outcome.otherwise),
            )
            if given
        ]
        for name, outcome in rule.outcomes.items()
    }
    if rule.code in FORMULA_UNITS:
        if not rule.formula or rule.outcomes or rule.trend or rule.points:
            raise KnowledgeError(place, "its outcome is a number: expected formula and no outcomes")
        if rule.formula.unit != FORMULA_UNITS[rule.code]:
            expected = FORMULA_UNITS[rule.code]
            raise KnowledgeError(
                f"{place}: formula.unit", f"expected {expected}, got {rule.formula.unit}"
            )
        return
    if rule.formula:
        raise KnowledgeError(f"{place}: formula", "its outcome is a word: expected outcomes")
    if tuple(rule.outcomes) != RULE_OUTCOMES[rule.code]:
        expected = ", ".join(RULE_OUTCOMES[rule.code])
        raise KnowledgeError(
            f"{place}: outcomes",
            f"expected in this order {expected}; got {', '.join(rule.outcomes)}",
        )
    for name, keys in rows.items():
        if rule.trend and keys:
            raise KnowledgeError(f"{place}: outcomes.{name}", "a trend decides; no row is expected")
        if not rule.trend and len(keys) != 1:
            raise KnowledgeError(
                f"{place}: outcomes.{name}",
                f"expected exactly one of when, points, otherwise; got {', '.join(keys) or 'none'}",
            )
    if sum(keys == ["otherwise"] for keys in rows.values()) > 1:
        raise KnowledgeError(f"{place}: outcomes", "only one outcome may say otherwise")
    if bool(rule.points) != any(keys == ["points"] for keys in rows.values()):
        raise KnowledgeError(f"{place}: points", "points and outcomes by points belong together")


def _said_in(rule: Rule) -> Iterator[tuple[str, Condition]]:
    """Every condition of a rule outside its criteria, with its key."""
    for name, condition in rule.conditions.items():
        yield f"conditions.{name}", condition
    for name, outcome in rule.outcomes.items():
        if outcome.when is not None:
            yield f"outcomes.{name}.when", outcome.when
    for number, scored in enumerate(rule.points, start=1):
        yield f"points[{number}]", scored.criterion
    for code, condition in rule.lower_bound_when.items():
        yield f"lower_bound_when.{code}", condition
    if rule.evaluated_when is not None:
        yield "evaluated_when", rule.evaluated_when
    for number, exception in enumerate(rule.not_applicable, start=1):
        yield f"not_applicable[{number}].when", exception.when


def _names_are_used(rule: Rule, place: str) -> None:
    known = {*rule.criteria, *rule.conditions}
    used = set()
    for key, condition in _said_in(rule):
        for name in names(condition):
            if name not in known:
                raise KnowledgeError(f"{place}: {key}", f"nothing here is named {name}")
            used.add(name)
    for name in rule.criteria:
        if name not in used:
            raise KnowledgeError(f"{place}: criteria.{name}", "no row, condition or gate uses it")
    for name in rule.conditions:
        if name not in used:
            raise KnowledgeError(f"{place}: conditions.{name}", "no row or gate uses it")


def _comparisons(condition: Condition, rule: Rule) -> Iterator[Condition]:
    """The comparisons that a condition of a rule comes down to."""
    if isinstance(condition, str):
        yield from _comparisons(named(condition, rule), rule)
    elif within := parts(condition):
        for part in within:
            yield from _comparisons(part, rule)
    else:
        yield condition


def _inner_rules(rule: Rule) -> set[RuleCode]:
    inner = set(rule.substitutes.values())
    for _, condition in _said_in(rule):
        for comparison in _comparisons(condition, rule):
            if isinstance(comparison, RuleIs):
                inner.add(comparison.rule)
            if isinstance(comparison, RuleNumberIs):
                inner.add(comparison.rule_number)
    return inner


def _inputs_fit(rule: Rule, place: str, library: "Library") -> None:
    """Inputs are what decides the outcome: the codes of rows, points, formulas and inner rules.

    What only decides whether the rule speaks at all may be named, and need not be.
    """
    needed: set[str] = set()
    allowed: set[str] = set(rule.requires)
    for key, condition in _said_in(rule):
        codes, limits = _read_by(condition, rule, library)
        allowed |= codes | limits
        if key.startswith(("outcomes", "points", "lower_bound_when")):
            needed |= codes
    _substitutes_fit(rule, place, needed, library)
    for formula in rule.substitutes.values():
        needed |= set(library.rules[formula].inputs)
    if rule.formula:
        needed |= names_in(rule.formula) & OBSERVED | set(rule.formula.constants_by)
    if rule.trend:
        needed.add(rule.trend.series)
        if rule.trend.beside:
            only(f"{place}: trend: beside: weakens", [rule.trend.beside.weakens], rule.outcomes)
    if lacking := sorted(needed - set(rule.inputs)):
        raise KnowledgeError(f"{place}: inputs", f"the rule also uses {', '.join(lacking)}")
    if spare := sorted(set(rule.inputs) - needed - allowed):
        raise KnowledgeError(f"{place}: inputs", f"the rule does not use {', '.join(spare)}")
    if spare := sorted(set(rule.absent_unless_mentioned) - set(rule.inputs)):
        raise KnowledgeError(
            f"{place}: absent_unless_mentioned", f"{', '.join(spare)} is no input of the rule"
        )


def _read_by(condition: Condition, rule: Rule, library: "Library") -> tuple[set[str], set[str]]:
    """The codes that a condition reads, and the upper limits of the levels among them."""
    levels = {level.code: level for level in library.levels.values()}
    codes: set[str] = set()
    limits: set[str] = set()
    for comparison in _comparisons(condition, rule):
        match comparison:
            case QuantityIs():
                codes.add(comparison.code)
            case CodedIs():
                codes.add(comparison.code)
                for level in (level for code, level in levels.items() if code == comparison.code):
                    codes.add(level.value)
                    limits |= {level.limit} if level.limit else set()
            case RuleIs():
                codes |= set(library.rules[comparison.rule].inputs)
            case RuleNumberIs():
                codes |= set(library.rules[comparison.rule_number].inputs)
    return codes, limits


def _substitutes_fit(rule: Rule, place: str, compared: set[str], library: "Library") -> None:
    for code, formula in rule.substitutes.items():
        key = f"{place}: substitutes.{code}"
        if code not in compared:
            raise KnowledgeError(key, "no row compares it")
        if formula not in FORMULA_UNITS:
            raise KnowledgeError(key, f"{formula} is no formula")
        if both := sorted(set(library.rules[formula].inputs) & compared):
            raise KnowledgeError(
                key, f"a row also compares {', '.join(both)}, an input of {formula}"
            )


# Formulas


def names_in(formula: Formula) -> set[str]:
    """The names of inputs and constants in a formula's expression."""
    tree = ast.parse(formula.expression, mode="eval")
    return {node.id for node in ast.walk(tree) if isinstance(node, ast.Name)} - _FUNCTIONS


def _formula_fits(rule: Rule, formula: Formula, place: str) -> None:
    _expression_fits(formula, place)
    by_word = _constants_by_word(formula, place)
    quantities = set(rule.inputs) & QUANTITIES
    constants = {*formula.constants, *by_word}
    names = names_in(formula)
    if both := sorted(constants & OBSERVED):
        raise KnowledgeError(
            f"{place}.constants", f"{', '.join(both)} is the code of an observation; rename it"
        )
    if unknown := sorted(names - quantities - constants):
        raise KnowledgeError(
            f"{place}.expression", f"{', '.join(unknown)} is neither an input nor a constant"
        )
    if spare := sorted(constants - names):
        raise KnowledgeError(f"{place}.constants", f"the expression has no {', '.join(spare)}")
    if (given := set(formula.direction)) != names & quantities:
        expected = ", ".join(sorted(names & quantities))
        raise KnowledgeError(
            f"{place}.direction", f"expected {expected}; got {', '.join(sorted(given))}"
        )
    for key, codes in (("range", formula.range), ("whole_numbers", formula.whole_numbers)):
        if spare := sorted(set(codes) - names):
            raise KnowledgeError(f"{place}.{key}", f"the expression has no {', '.join(spare)}")


def _expression_fits(formula: Formula, place: str) -> None:
    try:
        tree = ast.parse(formula.expression, mode="eval")
    except SyntaxError as error:
        raise KnowledgeError(f"{place}.expression", f"cannot be read: {error.msg}") from None
    for node in ast.walk(tree):
        if not isinstance(node, _ARITHMETIC):
            raise KnowledgeError(
                f"{place}.expression", "expected names, whole numbers, + - * / **, min and max only"
            )
        if isinstance(node, ast.Constant) and type(node.value) is not int:
            raise KnowledgeError(
                f"{place}.expression", f"put {node.value!r} among the constants, where it is exact"
            )


def _constants_by_word(formula: Formula, place: str) -> set[str]:
    """The constants that depend on a word; every word has the same ones."""
    names: set[str] = set()
    for code, words in formula.constants_by.items():
        if tuple(words) != CODED_VALUES[code]:
            raise KnowledgeError(
                f"{place}.constants_by.{code}",
                f"expected {', '.join(CODED_VALUES[code])}; got {', '.join(words)}",
            )
        expected = set().union(*words.values())
        for word, constants in words.items():
            if lacking := sorted(expected - set(constants)):
                raise KnowledgeError(
                    f"{place}.constants_by.{code}.{word}", f"{', '.join(lacking)} is missing"
                )
        names |= expected
    return names


# Names and words


def names(condition: Condition) -> Iterator[str]:
    """The names that a condition says, those inside its parts included."""
    if isinstance(condition, str):
        yield condition
    for part in parts(condition):
        yield from names(part)


def names_end(place: str, conditions: Mapping[str, Condition], also: Iterable[str] = ()) -> None:
    """Refuse a name that nothing has, and a condition that is said by means of itself."""
    known = {*conditions, *also}

    def follow(name: str, path: tuple[str, ...]) -> None:
        if name in path:
            raise KnowledgeError(f"{place}.{name}", f"is said by means of itself: {_chain(path)}")
        for inner in names(conditions[name]) if name in conditions else ():
            if inner not in known:
                raise KnowledgeError(f"{place}.{name}", f"nothing here has the name {inner}")
            follow(inner, (*path, name))

    for name in conditions:
        follow(name, ())


def _chain(path: tuple[str, ...]) -> str:
    return " → ".join((*path, path[0]))


def only(place: str, said: Iterable[str], allowed: Iterable[str]) -> None:
    """Refuse a word that is not allowed."""
    for word in said:
        if word not in allowed:
            raise KnowledgeError(place, f"expected one of {', '.join(allowed)}; got {word}")
