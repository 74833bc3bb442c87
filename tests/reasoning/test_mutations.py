"""The cases hold every number of the rules: change one, and some case fails.

Each threshold is moved by the smallest step to either side, each comparator is swapped for its
neighbour and for its opposite, each point value and each ratio is raised and lowered. Each constant
of a formula is moved by one in its last digit, each whole number in it by one. A formula that
stands in for an input is held by the cases of the rule that uses it, too. A change that the table
proof refuses needs no case.
"""

import re
from collections.abc import Iterable, Iterator
from copy import deepcopy
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from types import MappingProxyType
from typing import Any, Final, get_args

import pytest

from b2m_core.contract.codes import CodedCode, RuleCode
from b2m_core.knowledge.library import CONTENT, Library, load_library
from b2m_core.knowledge.schema.conditions import Comparisons
from b2m_core.knowledge.schema.inference import Level
from b2m_core.knowledge.schema.rules import Rule
from b2m_core.knowledge.tables import prove
from b2m_core.knowledge.yaml_files import KnowledgeError, read_yaml
from b2m_core.reasoning.assess import assess
from tests.written import case, read_cases

CASES: Final = Path(__file__).parent / "cases"
SMALLEST: Final = Decimal("0.01")
NEIGHBOUR: Final = {"gt": "ge", "ge": "gt", "lt": "le", "le": "lt"}
OPPOSITE: Final = {"gt": "le", "ge": "lt", "lt": "ge", "le": "gt"}
COMPARED: Final = (
    "criteria", "conditions", "outcomes", "not_applicable", "evaluated_when", "lower_bound_when"
)  # fmt: skip


def _step(compared: dict[str, Any], points: list[Decimal], library: Library) -> Decimal:
    """The smallest change that makes a difference to what is compared."""
    code = compared.get("code")
    if code is None:
        return min(points, default=Decimal(1))
    item = library.quantities[code]
    return Decimal(1) if item.whole_number else SMALLEST


def _comparisons(written: object, path: tuple[Any, ...]) -> Iterator[tuple[Any, ...]]:
    """Where comparisons stand in a rule file."""
    if isinstance(written, dict):
        if NEIGHBOUR.keys() & written.keys():
            yield path
        for key, part in written.items():
            yield from _comparisons(part, (*path, key))
    elif isinstance(written, list):
        for number, part in enumerate(written):
            yield from _comparisons(part, (*path, number))


def _at(written: Any, path: tuple[Any, ...]) -> Any:
    for key in path:
        written = written[key]
    return written


def _changed(written: dict[str, Any], library: Library) -> Iterator[tuple[str, dict[str, Any]]]:
    """The rule file with one number or comparator changed, and what was changed."""
    points = [Decimal(part["points"]) for part in written.get("points", ())]
    for key in COMPARED:
        for path in _comparisons(written.get(key), (key,)):
            for name in NEIGHBOUR.keys() & _at(written, path).keys():
                step = _step(_at(written, path), points, library)
                for moved in (step, -step):
                    other = deepcopy(written)
                    _at(other, path)[name] += moved
                    yield f"{path} {name} {moved:+}", other
                for swapped in (NEIGHBOUR[name], OPPOSITE[name]):
                    other = deepcopy(written)
                    _at(other, path)[swapped] = _at(other, path).pop(name)
                    yield f"{path} {name} becomes {swapped}", other
    for number, part in enumerate(written.get("points", ())):
        for moved in (min(points), -min(points)):
            other = deepcopy(written)
            other["points"][number]["points"] += moved
            yield f"{part['criterion']} {moved:+} points", other
    yield from _changed_formula(written)
    for name in ("rising", "falling") if "trend" in written else ():
        for moved in (SMALLEST, -SMALLEST):
            other = deepcopy(written)
            other["trend"][name] += moved
            yield f"trend {name} {moved:+}", other


def _changed_formula(written: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    """The rule file with one number of its formula changed, and what was changed."""
    formula = written.get("formula", {})
    for found in re.finditer(r"(?<![\w.])\d+(?![\w.])", formula.get("expression", "")):
        for moved in (1, -1):
            other = deepcopy(written)
            start, end = found.span()
            number = str(int(found.group()) + moved)
            other["formula"]["expression"] = (
                formula["expression"][:start] + number + formula["expression"][end:]
            )
            yield f"formula {found.group()} at {start} becomes {number}", other
    for path in _numbers(formula, ("constants", "constants_by", "decimals")):
        number = Decimal(_at(formula, path))
        last_digit = Decimal(1).scaleb(int(number.as_tuple().exponent))
        for moved_by in (last_digit, -last_digit):
            other = deepcopy(written)
            _at(other["formula"], path[:-1])[path[-1]] = number + moved_by
            yield f"formula {path} {moved_by:+}", other
    for path in _comparisons(formula.get("range"), ("range",)):
        for name in NEIGHBOUR.keys() & _at(formula, path).keys():
            for moved_by in (Decimal(1), Decimal(-1)):
                other = deepcopy(written)
                _at(other["formula"], path)[name] += moved_by
                yield f"formula {path} {name} {moved_by:+}", other


def _numbers(written: object, keys: Iterable[Any], path: tuple[Any, ...] = ()) -> Iterator[Any]:
    """Where numbers stand below some keys."""
    for key in keys:
        part = written[key] if isinstance(written, dict) and key in written else None
        if isinstance(part, dict):
            yield from _numbers(part, part, (*path, key))
        elif part is not None:
            yield (*path, key)


def _fails(changed: Rule, user: RuleCode, library: Library) -> bool:
    """Whether the table proof, or a case of a rule that uses it, notices that it is another one."""
    needed = {code: library.rules[code] for code in _with_those_inside(user, library)}
    rules = MappingProxyType({**needed, changed.code: changed})
    try:
        prove(changed, rules, library.groups, library.implies)
    except KnowledgeError:
        return True
    # Cautions, next steps and questions read the rule's conclusion and are tested on their own.
    return _notices(user, replace(library, rules=rules, cautions={}, next_steps={}, questions={}))


def _notices(code: RuleCode, library: Library) -> bool:
    """Whether a case of a rule fails."""
    rule = library.rules[code]
    cases = read_cases(CASES / f"{code}.yml")
    return any(_said(rule, library, written) != _expected(written) for written in cases)


def _expected(written: dict[str, Any]) -> tuple[object, ...]:
    possible = [written["outcome"]] if "outcome" in written else written.get("possible")
    return possible, bool(written.get("not_applicable")), bool(written.get("left_out"))


def _said(rule: Rule, library: Library, written: dict[str, Any]) -> tuple[object, ...]:
    given = dict(written["given"])
    if rule.made_for.disease:
        given.setdefault(rule.made_for.disease, "present")
    asked = (rule.code,) if written.get("asked") else ()
    said = assess(case(given), library, asked_for=asked).by_rule.get(rule.code)
    if said is None:
        return None, False, True
    if said.status == "not_applicable":
        return None, True, False
    return list(said.possible), False, False


@pytest.mark.parametrize("code", get_args(RuleCode))
def test_every_number_of_a_rule_is_held_by_a_case(code: RuleCode) -> None:
    """No change survives."""
    library = load_library()
    users = [rule.code for rule in library.rules.values() if code in rule.substitutes.values()]
    name = f"rules/{code}.yml"
    written = read_yaml(CONTENT / name, name)
    assert isinstance(written, dict)
    survivors = [
        what
        for what, other in _changed(written, library)
        if not any(_fails(Rule.model_validate(other), user, library) for user in (code, *users))
    ]
    assert survivors == []


@pytest.mark.parametrize("code", load_library().levels)
def test_every_number_of_a_level_is_held_by_a_case(code: CodedCode) -> None:
    """The ranges that decide a level where the laboratory's own limit is not known."""
    library = load_library()
    level = library.levels[code]
    users = [c for c, rule in library.rules.items() if {code, level.value} & {*rule.inputs}]
    survivors = []
    for what, other in _changed_level(level):
        levels = MappingProxyType({**library.levels, code: other})
        changed = replace(library, levels=levels, cautions={}, next_steps={}, questions={})
        if not any(_notices(user, changed) for user in users):
            survivors.append(what)
    assert survivors == []


def _changed_level(level: Level) -> Iterator[tuple[str, Level]]:
    """The level with one limit moved. What a word means is moved outwards only: no rule compares
    with a number just within."""
    written = level.model_dump(exclude_none=True)
    for key, steps in (("limit_range", (SMALLEST, -SMALLEST)), ("normal_means", (SMALLEST,))):
        for name, limit in written.get(key, {}).items():
            for step in steps:
                moved = Comparisons.model_validate({**written[key], name: limit + step})
                yield f"{key} {name} {step:+}", level.model_copy(update={key: moved})


def _with_those_inside(code: RuleCode, library: Library) -> set[RuleCode]:
    """A rule and those whose outcome or number it uses: nothing else can change its cases."""
    rule = library.rules[code]
    inside = {rule.code, *rule.substitutes.values()}
    for criterion in rule.criteria.values():
        inner = getattr(criterion.test, "rule", None)
        if inner is not None:
            inside |= _with_those_inside(inner, library)
    return inside
