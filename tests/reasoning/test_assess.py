"""A whole assessment, and what always holds of one."""

from dataclasses import replace
from decimal import Decimal

import pytest

from b2m_core.case.case import Case
from b2m_core.case.known import known
from b2m_core.contract.codes import ObservationCode, RuleCode
from b2m_core.contract.models import Comparison
from b2m_core.knowledge.library import load_library
from b2m_core.knowledge.schema.rules import Rule
from b2m_core.reasoning.assess import assess
from b2m_core.reasoning.completions import Completions
from b2m_core.reasoning.facts import Facts
from b2m_core.reasoning.models import Assessment, Conclusion, Fired
from tests.written import case, observation

LIBRARY = load_library()
MOST_CELLS_OF_A_RULE = 1_024
MOST_CELLS = 3_400
"""The bounds on the combinations of cells, reached when nothing at all is known."""


def _compared(code: str, comparator: str, threshold: str, holds: bool | None) -> Comparison:
    unit = {"b2m_serum": "mg/L", "albumin": "g/dL", "creatinine": "mg/dL", "ldh": "U/L"}.get(code)
    number = Decimal(threshold) if threshold[0].isdigit() else threshold
    return Comparison.model_validate(
        {"code": code, "comparator": comparator, "threshold": number, "unit": unit, "holds": holds}
    )


def _conclusion(rule: RuleCode, assessment: Assessment) -> Conclusion:
    return assessment.by_rule[rule]


def test_b2m_with_creatinine_and_nothing_else() -> None:
    """The question of a clinician in a hurry: everything that follows, and nothing more."""
    stated = [
        observation("b2m_serum", "6.1", assumed=("unit",)),
        observation("creatinine", "2.4", assumed=("unit",)),
    ]
    found = assess(Case().with_observations(stated), LIBRARY)
    assert [(c.rule, c.status, c.applies_if, c.possible, c.missing) for c in found.conclusions] == [
        ("iss", "definite", "multiple_myeloma", ("III",), ()),
        ("b2m_level", "definite", None, ("elevated",), ()),
        ("serum_urine_pattern", "possible", None, ("glomerular", "mixed"), ("b2m_urine",)),
        (
            "renal_function",
            "possible",
            None,
            ("moderately_reduced", "severely_reduced"),
            ("age", "sex"),
        ),
        ("egfr_ckd_epi_b2m", "definite", None, (Decimal(28),), ()),
    ]
    assert found.cautions == (
        Fired("renal_confounding", by_itself=True),
        Fired("non_specific", by_itself=True),
        Fired("unit_assumed", by_itself=True, concerns=("b2m_serum", "creatinine")),
        Fired("historic_cohort", by_itself=False, rules=("iss",)),
        Fired("simplified_in_source", by_itself=False, rules=("iss",)),
    )
    assert found.next_steps[:3] == (
        "renal_function_tests",
        "review_infection_inflammation",
        "repeat_b2m",
    )
    assert found.questions[0] == "condition"
    assert len(found.questions) == 3


def test_because_names_what_was_compared() -> None:
    """What decides is named with its side; what cannot matter is not named (contract)."""
    found = assess(case({"multiple_myeloma": "present", "b2m_serum": 6.1}), LIBRARY)
    assert _conclusion("iss", found).because == (
        _compared("b2m_serum", "<", "3.5", False),
        _compared("b2m_serum", ">=", "5.5", True),
    )
    assert _conclusion("b2m_level", found).because == (_compared("b2m_serum", ">", "3.0", True),)
    assert _conclusion("r_iss", found).because == (
        _compared("iss", "=", "I", False),
        _compared("iss", "=", "III", True),
        _compared("del_17p", "=", "present", None),
        _compared("t_4_14", "=", "present", None),
        _compared("t_14_16", "=", "present", None),
        _compared("ldh_level", "=", "elevated", None),
    )


@pytest.mark.parametrize(
    ("given", "because"),
    [
        ({"ldh": 300, "ldh_uln": 250}, [_compared("ldh", ">", "250", True)]),
        ({"ldh": 250, "ldh_uln": 250}, [_compared("ldh", ">", "250", False)]),
        ({"ldh": 300}, [_compared("ldh_level", "=", "elevated", None)]),
        ({"ldh_level": "normal"}, [_compared("ldh_level", "=", "elevated", False)]),
    ],
)
def test_a_level_is_explained_by_what_decides_it(
    given: dict[str, object], because: list[Comparison]
) -> None:
    """The value beside the known limit, the stated word, or the open question."""
    found = assess(case({"multiple_myeloma": "present", "b2m_serum": 6.1, **given}), LIBRARY)
    about = [one for one in _conclusion("r_iss", found).because if str(one.code).startswith("ldh")]
    assert about == because


def test_a_level_between_the_limits_shows_both() -> None:
    """Evidence 2.0.5: above 3.0 it is elevated, up to 2.0 normal, in between it is open."""
    found = assess(case({"b2m_serum": 2.4}), LIBRARY)
    assert _conclusion("b2m_level", found).because == (
        _compared("b2m_serum", ">", "3.0", False),
        _compared("b2m_serum", ">", "2.0", True),
    )


def test_settled_points_come_first_and_open_ones_end_with_the_band() -> None:
    """Evidence 2.3: ISS III, del(17p) and 1q make 3 points; LDH and t(4;14) cannot matter."""
    given = {"multiple_myeloma": "present", "b2m_serum": 6.1, "del_17p": "present"}
    found = assess(case({**given, "gain_1q": "present"}), LIBRARY)
    conclusion = _conclusion("r2_iss", found)
    assert conclusion.possible == ("IV",)
    assert {one.code for one in conclusion.because} == {"iss", "del_17p", "gain_1q"}


def test_a_trend_shows_its_ratios() -> None:
    """Evidence 2.23: 6.0, 2.4, 2.5 is stable against the last but one and falling in all."""
    found = assess(case({"b2m_serum": [6.0, 2.4, 2.5]}), LIBRARY)
    made = _conclusion("b2m_trend", found).because
    assert [(one.comparator, str(one.threshold), one.holds) for one in made] == [
        (">=", "1.25", False),
        ("<=", "0.8", False),
        (">=", "1.25", False),
        ("<=", "0.8", True),
    ]
    open_ = assess(case({"b2m_serum": [2.0, "> 2.2"]}), LIBRARY)
    assert [one.holds for one in _conclusion("b2m_trend", open_).because] == [None, False]
    assert _conclusion("b2m_trend", open_).possible == ("rising", "stable")
    assert _conclusion("b2m_trend", open_).missing == ("b2m_serum",)


def test_a_computed_number_is_named_as_the_rule_that_computed_it() -> None:
    """Nobody reported an eGFR; the comparison says where the number comes from."""
    found = assess(case({"creatinine": 2.4, "age": 75, "sex": "female"}), LIBRARY)
    conclusion = _conclusion("renal_function", found)
    assert conclusion.possible == ("severely_reduced",)
    assert {one.code for one in conclusion.because} == {"egfr_ckd_epi_2021"}


def test_statements_that_exclude_each_other_are_both_used() -> None:
    """Evidence 2.19: dialysis with an eGFR of at least 60, reported and computed eGFR far apart."""
    dialysis = assess(case({"dialysis": "present", "egfr": 75}), LIBRARY)
    assert _conclusion("renal_function", dialysis).possible == ("mildly_reduced", "kidney_failure")
    apart = assess(case({"egfr": 75, "creatinine": 2.4, "age": 75, "sex": "female"}), LIBRARY)
    assert _conclusion("renal_function", apart).possible == ("mildly_reduced", "severely_reduced")
    for found in (dialysis, apart):
        assert len(found.conflicts) == 1
        assert "conflicting_values" in {fired.code for fired in found.cautions}


def test_an_index_asked_for_in_another_disease_gives_no_stage() -> None:
    """Evidence 2.0.6: not applicable, with the caution that names the index."""
    found = assess(case({"cll": "present", "b2m_serum": 6.1}), LIBRARY, asked_for=("iss",))
    assert _conclusion("iss", found).status == "not_applicable"
    assert _conclusion("iss", found).outcome is None
    assert Fired("wrong_disease", by_itself=False, rules=("iss",)) in found.cautions


def test_an_index_of_diagnosis_at_another_time_is_flagged() -> None:
    """Evidence 2.0.7: still computed, with the caution; BALL is made for relapse."""
    given = {"b2m_serum": 6.1, "disease_phase": "relapse"}
    myeloma = assess(case({"multiple_myeloma": "present", **given}), LIBRARY)
    flagged = next(one for one in myeloma.cautions if one.code == "not_at_diagnosis")
    assert {"iss", "r_iss", "r2_iss"} <= set(flagged.rules)
    leukemia = assess(case({"cll": "present", **given}), LIBRARY)
    flagged = next(one for one in leukemia.cautions if one.code == "not_at_diagnosis")
    assert "cll_ipi" in flagged.rules
    assert not {"ball", "cll_four_factor"} & set(flagged.rules)


MADE_UP = Rule.model_validate(
    {
        "code": "all_b2m",
        "title": "a made-up rule",
        "made_for": {"says": "nobody"},
        "inputs": ["b2m_serum", "creatinine"],
        "outcomes": {
            "high": {
                "label": "high",
                "when": {
                    "all": [
                        {"rule_number": "crcl_cockcroft_gault", "lt": 40, "unit": "mL/min"},
                        {"rule": "iss", "says": ["II", "III"]},
                        {"count": [{"known": ["creatinine"]}], "ge": 1},
                    ]
                },
                "statement": "high",
                "citations": ["project"],
            },
            "low": {
                "label": "low",
                "otherwise": True,
                "statement": "low",
                "citations": ["project"],
            },
        },
        "citations": ["project"],
        "review": {"status": "under_review"},
    }
)


@pytest.mark.parametrize(
    ("creatinine", "possible", "holds"),
    [("2.0", ("low",), False), ("2.01", ("high",), True), ("> 1.9", ("high", "low"), None)],
)
def test_a_rule_may_use_the_number_and_the_outcomes_of_others(
    creatinine: str, possible: tuple[str, ...], holds: bool | None
) -> None:
    """Unrounded: a clearance of exactly 40 is not below 40 (evidence 2.20), one of 39.8 is."""
    library = replace(LIBRARY, rules={**LIBRARY.rules, "all_b2m": MADE_UP})
    given = {"age": 68, "weight": 80, "sex": "male", "creatinine": creatinine, "b2m_serum": 6.1}
    conclusion = assess(case(given), library).by_rule["all_b2m"]
    assert conclusion.possible == possible
    first = next(one for one in conclusion.because if one.code == "crcl_cockcroft_gault")
    assert (first.comparator, first.threshold, first.holds) == ("<", Decimal(40), holds)
    named = [(one.code, one.threshold, one.holds) for one in conclusion.because]
    assert (("iss", "III", True) in named) is (holds is not False)


def test_a_creatinine_that_is_not_exact_is_missing() -> None:
    """Its interval goes on to the category; the exact value would decide (evidence 2.19)."""
    found = assess(case({"creatinine": "~ 2.3", "age": 68, "sex": "male"}), LIBRARY)
    conclusion = _conclusion("renal_function", found)
    assert conclusion.possible == ("moderately_reduced", "severely_reduced")
    assert conclusion.missing == ("creatinine",)
    assert "egfr_ckd_epi_2021" not in found.by_rule


def test_a_disease_that_is_stated_both_ways_leaves_a_condition() -> None:
    """The index holds only if the patient has it."""
    found = assess(case({"cll": ["present", "absent"], "b2m_serum": 6.1}), LIBRARY)
    assert _conclusion("cll_ipi", found).applies_if == "cll"


@pytest.mark.parametrize(("age", "outcome"), [("65.5", "low"), ("66", "intermediate")])
def test_years_count_when_they_are_completed(age: str, outcome: str) -> None:
    """Evidence 2.0.10: at 65 and a half nobody is older than 65 years in the sense of a rule."""
    given = {"hemoglobin": 12.5, "platelets": 200, "b2m_serum": 2.5, "m_protein": 3.0}
    found = assess(case({"waldenstrom": "present", "age": age, **given}), LIBRARY)
    assert _conclusion("ipsswm", found).possible == (outcome,)


def test_nothing_follows_from_nothing() -> None:
    """No observation, no conclusion, no caution, no step, no question."""
    found = assess(Case(), LIBRARY)
    assert (found.conclusions, found.cautions, found.next_steps, found.questions) == (
        (),
        (),
        (),
        (),
    )


def test_the_cost_of_an_assessment_is_bounded() -> None:
    """With nothing known each input has all its cells: no case has more of them to evaluate."""
    facts = Facts(LIBRARY, known(Case(), LIBRARY))
    sizes = [Completions(rule, facts).size for rule in LIBRARY.rules.values() if not rule.formula]
    assert max(sizes) <= MOST_CELLS_OF_A_RULE
    assert sum(sizes) <= MOST_CELLS


@pytest.mark.parametrize(
    "given",
    [
        {"b2m_serum": 2.4},
        {"b2m_serum": "> 1"},
        {"creatinine": 1.0},
        {"age": 70},
        {"hemoglobin": 11.0},
        {"b2m_serum": ["> 1", "~ 2", "< 5"]},
    ],
)
def test_one_known_value_costs_no_more(given: dict[ObservationCode, object]) -> None:
    """All rules at once with next to nothing known; the count is what was really evaluated."""
    found = assess(case(given), LIBRARY, asked_for=tuple(LIBRARY.rules))
    assert 0 < found.cells == sum(one.cells for one in found.conclusions) <= MOST_CELLS
