"""``possible`` is exactly what trying every complete case gives, for every rule."""

from decimal import Decimal
from typing import Any

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from b2m_core.case.case import Case
from b2m_core.contract.codes import (
    CANONICAL_UNITS,
    CODED_VALUES,
    QUANTITIES,
    ObservationCode,
    RuleCode,
)
from b2m_core.contract.models import Observation
from b2m_core.knowledge.library import Library, load_library
from b2m_core.reasoning.assess import assess
from tests.reasoning.brute_force import BruteForce, is_whole
from tests.written import observations

LIBRARY = load_library()
CLASSIFYING = [code for code, rule in LIBRARY.rules.items() if rule.formula is None]
OPENS = {"plateau_response": {"disease_phase": "plateau", "tumor_regression": "80"}}
"""What a rule needs to speak at all, beyond its disease."""
MOST_CASES = 2_000
"""So many complete cases are tried for one example at most."""


def _observed_codes(rule: RuleCode, library: Library) -> list[ObservationCode]:
    """What may be stated for a rule: its inputs, and what the rules it uses look at."""
    looked_at = BruteForce(library.rules[rule], library, {}).codes
    return list(dict.fromkeys((*library.rules[rule].inputs, *looked_at)))


def _numbers(code: str, rule: RuleCode) -> st.SearchStrategy[Decimal]:
    """Numbers close to what the rule compares with."""
    brute = BruteForce(LIBRARY.rules[rule], LIBRARY, {})
    item = LIBRARY.quantities.get(code)  # type: ignore[call-overload]
    limits = sorted(brute.limits.get(code, set())) or [_middle(code)]
    whole = is_whole(code, LIBRARY)
    offsets = ("-1", "0", "1") if whole else ("-0.6", "-0.1", "0", "0.1", "0.6")
    near = {limit + Decimal(off) for limit in limits for off in offsets}
    if code in ("age", "creatinine"):  # what a formula takes, rather than what a rule compares
        near |= {Decimal(n) for n in ((18, 45, 75) if code == "age" else (1, 2, 6))}
    plausible = item.plausible if item else None
    kept = [
        n
        for n in sorted(near)
        if n > 0 and (plausible is None or Decimal(plausible.ge or plausible.gt or 0) <= n)
    ]
    return st.sampled_from(kept)


def _middle(code: str) -> Decimal:
    """A number for what is compared with no number: its limits' middle, or its own."""
    for level in LIBRARY.levels.values():
        if code in (level.value, level.limit) and level.limit:
            code = level.limit
    plausible = LIBRARY.quantities[code].plausible  # type: ignore[index]
    return ((plausible.ge or Decimal(0)) + (plausible.le or Decimal(10))) / 2


@st.composite
def statements(draw: Any, rule: RuleCode) -> dict[str, list[Observation]]:
    """What one message says: exact, censored, approximate, suspected or contradictory."""
    stated: dict[str, list[Observation]] = {}
    for code in _observed_codes(rule, LIBRARY):
        how = draw(st.sampled_from(("exact", "exact", "open", "unknown", "two")))
        if how == "unknown":
            continue
        several = 1 if how != "two" else 3 if LIBRARY.rules[rule].trend else 2
        if code not in QUANTITIES:
            words = CODED_VALUES.get(code, ("present", "absent", "suspected"))
            said = [draw(st.sampled_from(words)) for _ in range(several)]
            stated[code] = [Observation(code=code, value=word, unit=None) for word in said]
            continue
        comparators = ("=",) if how == "exact" else ("=", "<", "<=", ">", ">=", "~")
        if code in {"creatinine", "urine_ph"}:  # read by a formula, or by a gate
            comparators, several = ("=",), 1
        stated[code] = [
            Observation(
                code=code,
                value=draw(_numbers(code, rule)),
                unit=CANONICAL_UNITS[code],
                comparator=draw(st.sampled_from(comparators)),
            )
            for _ in range(several)
        ]
    return stated


@pytest.mark.parametrize("rule", CLASSIFYING)
def test_possible_is_what_complete_cases_give(rule: RuleCode) -> None:
    """Unknown, censored, approximate, suspected and conflicting inputs leave no outcome out."""

    @settings(
        max_examples=30, deadline=None, suppress_health_check=list(HealthCheck), database=None
    )
    @given(statements(rule))
    def tried(stated: dict[str, list[Observation]]) -> None:
        made_for = LIBRARY.rules[rule].made_for.disease
        said = [observation for several in stated.values() for observation in several]
        disease = [Observation(code=made_for, value="present", unit=None)] if made_for else []
        opens = tuple(observations(OPENS.get(rule, {})))
        case = Case().with_observations((*disease, *opens, *said))
        assessment = assess(case, LIBRARY, asked_for=(rule,))
        assume(not assessment.known.implausible)
        conclusion = assessment.by_rule.get(rule)
        assume(conclusion is not None and conclusion.status != "not_applicable")
        assert conclusion
        brute = BruteForce(LIBRARY.rules[rule], LIBRARY, stated, assessment.known.doubted)
        found = set()
        for number, complete in enumerate(brute.complete_cases()):
            assume(number < MOST_CASES)
            found.add(brute.outcome(LIBRARY.rules[rule], complete))
        assert set(conclusion.possible) == found
        order = list(LIBRARY.rules[rule].outcomes)
        assert list(conclusion.possible) == [word for word in order if word in found]

    tried()
