"""The cases hold every number of the rules: change one, and some case fails.

Each threshold is moved by the smallest step to either side, each comparator is swapped for its
neighbour and for its opposite, each point value and each ratio is raised and lowered. A change that
the table proof refuses needs no case.
"""

from collections.abc import Iterator
from copy import deepcopy
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from types import MappingProxyType
from typing import Any, Final, get_args

import pytest

from b2m_core.contract.codes import RuleCode
from b2m_core.knowledge.library import CONTENT, Library, load_library
from b2m_core.knowledge.schema import Rule
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
    for name in ("rising", "falling") if "trend" in written else ():
        for moved in (SMALLEST, -SMALLEST):
            other = deepcopy(written)
            other["trend"][name] += moved
            yield f"trend {name} {moved:+}", other


def _fails(rule: Rule, library: Library, cases: list[dict[str, Any]]) -> bool:
    """Whether the table proof or a case notices that the rule is another one."""
    rules = MappingProxyType({**library.rules, rule.code: rule})
    try:
        prove(rule, rules, library.groups, library.implies)
    except KnowledgeError:
        return True
    # Cautions, next steps and questions read the rule's conclusion and are tested on their own.
    changed = replace(library, rules=rules, cautions={}, next_steps={}, questions={})
    return any(_said(rule, changed, written) != _expected(written) for written in cases)


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
    needed = _with_those_inside(code, library)
    library = replace(
        library, rules=MappingProxyType({c: r for c, r in library.rules.items() if c in needed})
    )
    cases = read_cases(CASES / f"{code}.yml")
    name = f"rules/{code}.yml"
    written = read_yaml(CONTENT / name, name)
    assert isinstance(written, dict)
    survivors = [
        what
        for what, other in _changed(written, library)
        if not _fails(Rule.model_validate(other), library, cases)
    ]
    assert survivors == []


def _with_those_inside(code: RuleCode, library: Library) -> set[RuleCode]:
    """A rule and those whose outcome or number it uses: nothing else can change its cases."""
    rule = library.rules[code]
    inside = {rule.code, *rule.substitutes.values()}
    for criterion in rule.criteria.values():
        inner = getattr(criterion.test, "rule", None)
        if inner is not None:
            inside |= _with_those_inside(inner, library)
    return inside
