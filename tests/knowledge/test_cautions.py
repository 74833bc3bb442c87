"""Each caution fires exactly when the evidence file, section 3, says. Boundaries on both sides."""

import pytest

from b2m_core.case.known import Mark
from b2m_core.contract.codes import CautionCode, RuleCode
from b2m_core.knowledge.library import load_library
from b2m_core.reasoning.assess import assess
from tests.written import case

B2M = {"b2m_serum": "6.1"}


def fired(
    given: dict[str, object], *marks: Mark, asked_for: tuple[RuleCode, ...] = ()
) -> set[CautionCode]:
    """The cautions of a case."""
    found = assess(case(given), load_library(), asked_for=asked_for, marks=marks)
    return {caution.code for caution in found.cautions}


@pytest.mark.parametrize(
    ("caution", "given", "fires"),
    [
        ("renal_confounding", {**B2M, "creatinine": "2.0"}, False),
        ("renal_confounding", {**B2M, "creatinine": "2.01"}, True),
        ("renal_confounding", {"creatinine": "2.4"}, False),
        ("renal_confounding", {"b2m_level": "elevated", "creatinine": "2.4"}, True),
        ("renal_confounding", {**B2M, "crcl": "40"}, False),
        ("renal_confounding", {**B2M, "crcl": "39.9"}, True),
        ("renal_confounding", {**B2M, "egfr": "40"}, False),
        ("renal_confounding", {**B2M, "egfr": "39"}, True),
        # Cockcroft-Gault: 50 × 57.6 / 72 = 40 exactly, and a little less; the eGFR is above 70
        (
            "renal_confounding",
            {**B2M, "age": "90", "weight": "57.6", "creatinine": "1", "sex": "male"},
            False,
        ),
        (
            "renal_confounding",
            {**B2M, "age": "90", "weight": "57.5", "creatinine": "1", "sex": "male"},
            True,
        ),
        # computed eGFR 35.7 (section 2.21) beside a reported one of 50
        (
            "renal_confounding",
            {**B2M, "age": "68", "creatinine": "2.0", "sex": "male", "egfr": "50"},
            True,
        ),
        ("renal_confounding", {**B2M, "dialysis": "present"}, True),
        ("renal_confounding", {**B2M, "esrd": "present"}, True),
        ("renal_confounding", {**B2M, "aki": "present"}, True),
        ("renal_confounding", {**B2M, "aki": "suspected"}, False),
        ("renal_confounding", {**B2M, "ckd": "present"}, True),
        ("renal_confounding", {**B2M, "ckd": "present", "egfr": "70"}, False),
        ("renal_confounding", {**B2M, "ckd": "present", "creatinine": "1.0"}, False),
        ("dialysis_accumulation", {**B2M, "dialysis": "present"}, True),
        ("dialysis_accumulation", {**B2M, "esrd": "present"}, True),
        ("dialysis_accumulation", {"dialysis": "present", "egfr": "10"}, False),
        ("dialysis_accumulation", {**B2M, "dialysis": "absent"}, False),
        ("non_specific", B2M, True),
        ("non_specific", {"b2m_serum": "2.4"}, True),
        ("non_specific", {"b2m_serum": "2.0"}, False),
        ("non_specific", {"b2m_serum": "2.4", "b2m_uln": "2.4"}, False),
        ("non_specific", {**B2M, "multiple_myeloma": "present"}, False),
        ("non_specific", {**B2M, "multiple_myeloma": "suspected"}, True),
        ("non_specific", {**B2M, "mgus": "present"}, True),
        ("infection_or_inflammation", {**B2M, "hiv": "present"}, True),
        ("infection_or_inflammation", {**B2M, "influenza": "suspected"}, True),
        ("infection_or_inflammation", {**B2M, "sle": "present"}, True),
        ("infection_or_inflammation", {**B2M, "sjogren": "absent"}, False),
        ("infection_or_inflammation", {**B2M, "crp": "10"}, False),
        ("infection_or_inflammation", {**B2M, "crp": "10.1"}, True),
        ("infection_or_inflammation", {**B2M, "crp_level": "elevated"}, True),
        ("infection_or_inflammation", {"hiv": "present", "creatinine": "1.0"}, False),
        ("not_at_diagnosis", {**B2M, "multiple_myeloma": "present"}, False),
        (
            "not_at_diagnosis",
            {**B2M, "multiple_myeloma": "present", "disease_phase": "new_diagnosis"},
            False,
        ),
        (
            "not_at_diagnosis",
            {**B2M, "multiple_myeloma": "present", "disease_phase": "relapse"},
            True,
        ),
        ("wrong_disease", {**B2M, "mgus": "present"}, True),
        ("wrong_disease", {**B2M, "smoldering_myeloma": "present"}, True),
        ("wrong_disease", {"mgus": "present", "creatinine": "1.0"}, False),
        ("wrong_disease", {**B2M, "cll": "present"}, False),
        ("historic_cohort", B2M, True),
        ("historic_cohort", {"creatinine": "1.0"}, False),
        ("simplified_in_source", B2M, True),
        ("simplified_in_source", {"dialysis": "present", "egfr": "10"}, True),
        ("simplified_in_source", {"creatinine": "1.0"}, False),
        ("urine_degradation", {"b2m_urine": "0.2", "urine_ph": "5.9"}, True),
        ("urine_degradation", {"b2m_urine": "0.2", "urine_ph": "6.0"}, False),
        ("urine_degradation", {"b2m_urine": "0.2"}, True),
        ("urine_degradation", {**B2M, "urine_ph": "5.0"}, False),
        ("censored_value", {"b2m_serum": "> 20"}, True),
        ("censored_value", {**B2M, "albumin": "< 3.5"}, True),
        ("censored_value", {"b2m_serum": "~ 6.1"}, False),
        ("conflicting_values", {"dialysis": "present", "egfr": "60"}, True),
        ("conflicting_values", {"dialysis": "present", "egfr": "59"}, False),
        ("conflicting_values", {"rai_stage": "0", "binet_stage": "B", "cll": "present"}, True),
        ("conflicting_values", {"rai_stage": "I", "binet_stage": "A", "cll": "present"}, True),
        ("conflicting_values", {"rai_stage": "I", "binet_stage": "B", "cll": "present"}, False),
        ("conflicting_values", {"biallelic_del_1p32": "present", "del_1p32": "absent"}, True),
        # creatinine 1.0, 60 years, man: computed eGFR 86, category G2 (section 2.21)
        (
            "conflicting_values",
            {"creatinine": "1.0", "age": "60", "sex": "male", "egfr": "30"},
            False,
        ),
        (
            "conflicting_values",
            {"creatinine": "1.0", "age": "60", "sex": "male", "egfr": "29"},
            True,
        ),
    ],
)
def test_a_caution_fires_exactly_where_it_should(
    caution: CautionCode, given: dict[str, object], fires: bool
) -> None:
    """True and false are both stated, so that neither comes by chance."""
    assert (caution in fired(given)) is fires


@pytest.mark.parametrize(
    ("mark", "caution"),
    [
        (Mark("unit_assumed", "b2m_serum"), "unit_assumed"),
        (Mark("unit_assumed", "creatinine"), "unit_assumed"),
        (Mark("specimen_assumed", "b2m_serum"), "specimen_assumed"),
        (Mark("implausible", "creatinine"), "implausible_value"),
    ],
)
def test_what_happened_on_the_way_is_said(mark: Mark, caution: CautionCode) -> None:
    """Without the mark the caution does not fire."""
    assert caution in fired(B2M, mark)
    assert caution not in fired(B2M)


def test_an_index_of_another_disease_is_refused_by_name() -> None:
    """Evidence file, section 3: ISS asked for with CLL."""
    given = {**B2M, "cll": "present"}
    assert "wrong_disease" in fired(given, asked_for=("iss",))
    assert "wrong_disease" not in fired(given, asked_for=("cll_ipi",))
