"""Each caution fires exactly when section 3 of the evidence file says."""

import pytest

from b2m_core.case.case import Case
from b2m_core.case.known import Mark
from b2m_core.contract.codes import CautionCode, RuleCode
from b2m_core.knowledge.library import load_library
from b2m_core.reasoning.assess import assess
from tests.written import case, observation

LIBRARY = load_library()
CLEARANCE_40 = {"age": 68, "weight": 80, "sex": "male"}
"""With creatinine 2.0 the clearance is exactly 40 mL/min (evidence 2.20)."""


def _fired(stated: Case, asked_for: tuple[RuleCode, ...] = ()) -> set[CautionCode]:
    return {fired.code for fired in assess(stated, LIBRARY, asked_for=asked_for).cautions}


@pytest.mark.parametrize(
    ("code", "given", "fires"),
    [
        ("renal_confounding", {"b2m_serum": 6.1, "creatinine": 2.01}, True),
        ("renal_confounding", {"b2m_serum": 6.1, "creatinine": 2.0}, False),
        ("renal_confounding", {"creatinine": 2.4}, False),
        ("renal_confounding", {"b2m_level": "elevated", "creatinine": 2.4}, True),
        ("renal_confounding", {"b2m_serum": 6.1, "crcl": 39.9}, True),
        ("renal_confounding", {"b2m_serum": 6.1, "crcl": 40}, False),
        ("renal_confounding", {"b2m_serum": 6.1, "egfr": 39.9}, True),
        ("renal_confounding", {"b2m_serum": 6.1, "egfr": 40}, False),
        ("renal_confounding", {"b2m_serum": 6.1, "egfr": "> 60"}, False),
        # Exactly 40 by Cockcroft-Gault does not fire; the eGFR of the same man is 35.7 and does.
        ("renal_confounding", {"b2m_serum": 6.1, "creatinine": 2.0, **CLEARANCE_40}, True),
        (
            "renal_confounding",
            {"b2m_serum": 6.1, "creatinine": 1.7, "weight": 40, **{"age": 68, "sex": "male"}},
            True,
        ),
        ("renal_confounding", {"b2m_serum": 6.1, "creatinine": 1.9}, False),
        ("renal_confounding", {"b2m_serum": 6.1, "dialysis": "present"}, True),
        ("renal_confounding", {"b2m_serum": 6.1, "esrd": "present"}, True),
        ("renal_confounding", {"b2m_serum": 6.1, "aki": "present"}, True),
        ("renal_confounding", {"b2m_serum": 6.1, "aki": "suspected"}, False),
        ("renal_confounding", {"b2m_serum": 6.1, "ckd": "present"}, True),
        ("renal_confounding", {"b2m_serum": 6.1, "ckd": "present", "creatinine": 1.5}, False),
        ("dialysis_accumulation", {"b2m_serum": 25, "dialysis": "present"}, True),
        ("dialysis_accumulation", {"b2m_serum": 25, "esrd": "present"}, True),
        ("dialysis_accumulation", {"b2m_serum": 25, "dialysis": "absent"}, False),
        ("dialysis_accumulation", {"dialysis": "present"}, False),
        ("non_specific", {"b2m_serum": 3.01}, True),
        ("non_specific", {"b2m_serum": 2.4}, True),
        ("non_specific", {"b2m_serum": 2.0}, False),
        ("non_specific", {"b2m_serum": 6.1, "multiple_myeloma": "suspected"}, True),
        ("non_specific", {"b2m_serum": 6.1, "multiple_myeloma": "present"}, False),
        ("non_specific", {"b2m_serum": 6.1, "cll": "present"}, False),
        ("infection_or_inflammation", {"b2m_serum": 3.4, "hiv": "present"}, True),
        ("infection_or_inflammation", {"b2m_serum": 3.4, "sjogren": "suspected"}, True),
        ("infection_or_inflammation", {"b2m_serum": 3.4, "ebv": "absent"}, False),
        ("infection_or_inflammation", {"b2m_serum": 3.4, "crp": 10.1}, True),
        ("infection_or_inflammation", {"b2m_serum": 3.4, "crp": 10}, False),
        ("infection_or_inflammation", {"b2m_serum": 3.4, "crp_level": "elevated"}, True),
        ("infection_or_inflammation", {"hiv": "present"}, False),
        ("implausible_value", {"b2m_serum": 610}, True),
        ("implausible_value", {"b2m_serum": 150}, False),
        ("conflicting_values", {"creatinine": [1.0, 2.4]}, True),
        ("conflicting_values", {"creatinine": [1.0, 1.0]}, False),
        ("conflicting_values", {"b2m_serum": [2.1, 2.4]}, False),
        ("conflicting_values", {"ckd": ["present", "absent"]}, True),
        ("conflicting_values", {"biallelic_del_1p32": "present", "del_1p32": "absent"}, True),
        ("conflicting_values", {"rai_stage": "0", "binet_stage": "B"}, True),
        ("conflicting_values", {"rai_stage": "0", "binet_stage": "A"}, False),
        ("conflicting_values", {"rai_stage": "I", "binet_stage": "A"}, True),
        ("conflicting_values", {"dialysis": "present", "egfr": 60}, True),
        ("conflicting_values", {"dialysis": "present", "egfr": 59.9}, False),
        ("conflicting_values", {"egfr": 60, "creatinine": 2.4, "age": 75, "sex": "female"}, True),
        ("conflicting_values", {"egfr": 59, "creatinine": 2.4, "age": 75, "sex": "female"}, False),
        ("wrong_disease", {"b2m_serum": 4.0, "mgus": "present"}, True),
        ("wrong_disease", {"b2m_serum": 4.0, "smoldering_myeloma": "present"}, True),
        ("wrong_disease", {"mgus": "present"}, False),
        ("wrong_disease", {"b2m_serum": 4.0, "cll": "present"}, False),
        ("simplified_in_source", {"b2m_serum": 25, "dialysis": "present", "cll": "present"}, True),
        ("urine_degradation", {"b2m_urine": 0.2}, True),
        ("urine_degradation", {"b2m_urine": 0.2, "urine_ph": 5.9}, True),
        ("urine_degradation", {"b2m_urine": 0.2, "urine_ph": 6.0}, False),
        ("urine_degradation", {"urine_ph": 5.0}, False),
        ("censored_value", {"b2m_serum": "> 20"}, True),
        ("censored_value", {"b2m_serum": "~ 20"}, False),
    ],
)
def test_a_caution_fires_exactly_when_its_condition_holds(
    code: CautionCode, given: dict[str, object], fires: bool
) -> None:
    """On both sides of each limit of evidence 3."""
    assert (code in _fired(case(given))) is fires


@pytest.mark.parametrize("assumed", ["unit", "specimen"])
def test_an_assumption_is_a_caution(assumed: str) -> None:
    """Only what was really assumed fires."""
    stated = Case().with_observations([observation("b2m_serum", 6.1, assumed=(assumed,))])
    fired = _fired(stated) & {"unit_assumed", "specimen_assumed"}
    assert fired == {f"{assumed}_assumed"}


def test_what_reading_left_out_is_a_caution_too() -> None:
    """A value that no accepted unit makes plausible never becomes an observation."""
    mark = Mark("implausible", "b2m_serum")
    found = assess(Case(), LIBRARY, marks=(mark,))
    assert [(one.code, one.concerns) for one in found.cautions] == [
        ("implausible_value", ("b2m_serum",))
    ]


def test_a_score_for_relapse_does_not_fit_the_untreated() -> None:
    """Evidence 3: BALL with no prior therapy is the wrong disease, when it is asked for."""
    untreated = case({"cll": "present", "b2m_serum": 6.1, "prior_therapies": 0})
    assert "wrong_disease" in _fired(untreated, ("ball",))
    assert "wrong_disease" not in _fired(untreated)
