"""What would change a conclusion is what the same case gives once it is stated."""

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import HealthCheck, assume, given, settings

from b2m_core.case.case import Case
from b2m_core.contract.codes import CANONICAL_UNITS, ObservationCode, RuleCode
from b2m_core.contract.models import Comparison, Observation
from b2m_core.reasoning.alternatives import alternatives
from b2m_core.reasoning.assess import assess
from b2m_core.reasoning.models import Assessment
from tests.reasoning.test_possible import CLASSIFYING, LIBRARY, OPENS, statements
from tests.written import case as case_of
from tests.written import observations


def _told(rule: RuleCode, **stated: str) -> list[tuple[list[tuple[str, str, str]], list[str]]]:
    """The alternatives as code, comparator and threshold, with what they leave possible."""
    found = assess(case_of(stated), LIBRARY, asked_for=(rule,))
    return [
        (
            [(c.code, c.comparator, str(c.threshold)) for c in one.when],
            [str(outcome) for outcome in one.possible],
        )
        for one in alternatives(LIBRARY.rules[rule], found.known, LIBRARY) or ()
    ]


SERIAL = ("b2m_trend", "plateau_response")


def test_each_range_of_each_input_that_matters() -> None:
    """Evidence 2.1: the thresholds 3.5 and 5.5 of β2M, and 3.5 of albumin."""
    assert _told("iss", multiple_myeloma="present", b2m_serum="3.2") == [
        ([("b2m_serum", ">=", "3.5"), ("b2m_serum", "<", "5.5")], ["II"]),
        ([("b2m_serum", ">=", "5.5")], ["III"]),
        ([("albumin", "<", "3.5")], ["II"]),
        ([("albumin", ">=", "3.5")], ["I"]),
    ]


def test_a_known_input_is_tried_otherwise() -> None:
    """Evidence 2.1: whatever β2M is, albumin alone does not change stage III."""
    told = _told("iss", multiple_myeloma="present", b2m_serum="6.1", albumin="3.1")
    assert told == [([("b2m_serum", "<", "5.5")], ["II"])]


def test_a_level_without_a_limit_is_its_words() -> None:
    """Evidence 2.2 and 2.0.5: LDH without its upper limit is undecided at any value."""
    told = _told(
        "r_iss",
        multiple_myeloma="present",
        b2m_serum="6.1",
        del_17p="absent",
        t_4_14="absent",
        t_14_16="absent",
    )
    assert told == [
        ([("b2m_serum", "<", "3.5")], ["I", "II"]),
        ([("b2m_serum", ">=", "3.5"), ("b2m_serum", "<", "5.5")], ["II"]),
        ([("del_17p", "=", "present")], ["III"]),
        ([("t_4_14", "=", "present")], ["III"]),
        ([("t_14_16", "=", "present")], ["III"]),
        ([("ldh_level", "=", "normal")], ["II"]),
        ([("ldh_level", "=", "elevated")], ["III"]),
    ]


def test_nothing_is_told_where_no_single_input_changes_anything() -> None:
    """Evidence 2.4: del(17p), and t(4;14) with 1q gain, each make it high risk."""
    stated = {"multiple_myeloma": "present", "del_17p": "present", "t_4_14": "present"}
    assert _told("imwg_high_risk", **stated, gain_1q="present") == []


@pytest.mark.parametrize("rule", ["b2m_trend", "plateau_response", "crcl_cockcroft_gault"])
def test_no_single_input_decides_a_series_or_a_number(rule: RuleCode) -> None:
    known = assess(case_of({"b2m_serum": "6.1"}), LIBRARY).known
    series = replace(known, series={"b2m_serum": (known.values["b2m_serum"],) * 2})
    assert alternatives(LIBRARY.rules[rule], series, LIBRARY) is None


def _as_stated(when: Sequence[Comparison]) -> Observation:
    """A statement that says no more than these comparisons: one bound, or a point between two."""
    first = when[0]
    value, comparator = first.threshold, first.comparator
    if len(when) > 1:
        low, high = (Decimal(c.threshold) for c in when)
        value, comparator = (low + high) / 2, "="
    code: ObservationCode = first.code  # type: ignore[assignment]
    unit = CANONICAL_UNITS.get(code)  # type: ignore[call-overload]
    return Observation(code=code, value=value, unit=unit, comparator=comparator)


@pytest.mark.parametrize("rule", [code for code in CLASSIFYING if code not in SERIAL])
def test_an_alternative_is_what_the_case_gives_once_it_is_stated(rule: RuleCode) -> None:
    """Each range and each word, set in place of what was known of it, leaves what it says."""

    def assessed(stated: list[Observation]) -> Assessment:
        made_for = LIBRARY.rules[rule].made_for.disease
        disease = [Observation(code=made_for, value="present", unit=None)] if made_for else []
        opens = observations(OPENS.get(rule, {}))
        whole = assess(
            Case().with_observations((*disease, *opens, *stated)), LIBRARY, asked_for=(rule,)
        )
        assume(not whole.known.implausible and not whole.known.doubted)
        assume(rule in whole.by_rule and whole.by_rule[rule].status != "not_applicable")
        return whole

    @settings(
        max_examples=15, deadline=None, suppress_health_check=list(HealthCheck), database=None
    )
    @given(statements(rule))
    def tried(stated: dict[str, list[Observation]]) -> None:
        before = assessed([one for several in stated.values() for one in several])
        for one in alternatives(LIBRARY.rules[rule], before.known, LIBRARY) or ():
            code = one.when[0].code
            replaced = {code, *(k for k, v in LIBRARY.levels.items() if v.value == code)}
            replaced |= {v.value for k, v in LIBRARY.levels.items() if k == code}
            kept = [o for c, several in stated.items() if c not in replaced for o in several]
            after = assessed([*kept, _as_stated(one.when)])
            assert after.by_rule[rule].possible == one.possible
            assert one.possible != before.by_rule[rule].possible

    tried()
