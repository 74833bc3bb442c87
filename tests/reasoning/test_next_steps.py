"""Each step is named exactly when section 4 of the evidence file says."""

import pytest

from b2m_core.contract.codes import NextStepCode
from b2m_core.knowledge.library import load_library
from b2m_core.reasoning.assess import assess
from tests.written import case

LIBRARY = load_library()
MYELOMA = {"multiple_myeloma": "present", "b2m_serum": 6.1}
WORK_UP = {
    "spep_immunofixation",
    "serum_free_light_chains",
    "cbc",
    "metabolic_panel",
    "ldh",
    "urine_24h_protein",
    "upep_uife",
}


def _steps(given: dict[str, object]) -> tuple[NextStepCode, ...]:
    return assess(case(given), LIBRARY).next_steps


def test_an_unexplained_elevation_begins_with_the_kidney() -> None:
    """Evidence 4, T1: kidney and inflammation before the search for a tumor."""
    steps = _steps({"b2m_serum": 6.1})
    assert steps[:2] == ("renal_function_tests", "review_infection_inflammation")
    assert set(steps[2:]) == WORK_UP


@pytest.mark.parametrize(
    ("step", "given", "named"),
    [
        ("renal_function_tests", {"b2m_serum": 1.8}, True),
        ("renal_function_tests", {"b2m_serum": 1.8, "creatinine": 0.9}, False),
        ("renal_function_tests", {"b2m_serum": 6.1, "egfr": 80}, False),
        ("review_infection_inflammation", {**MYELOMA, "hiv": "suspected"}, True),
        ("review_infection_inflammation", MYELOMA, False),
        ("spep_immunofixation", {"b2m_serum": 1.8}, False),
        ("spep_immunofixation", {"b2m_serum": 6.1, "m_protein": 2.0}, False),
        ("spep_immunofixation", {"total_protein": 8.31}, True),
        ("spep_immunofixation", {"total_protein": 8.3}, False),
        ("serum_free_light_chains", {**MYELOMA, "flc_ratio": 8}, False),
        ("bone_marrow_biopsy", {"multiple_myeloma": "suspected"}, True),
        ("bone_marrow_biopsy", {"plasma_cells": 10}, False),
        ("skeletal_imaging", {"plasma_cells": 10}, True),
        ("skeletal_imaging", {"plasma_cells": 9.9}, False),
        ("skeletal_imaging", {"m_protein": 0.1}, True),
        ("skeletal_imaging", {"m_protein": 0}, False),
        ("skeletal_imaging", {"anemia": "present", "b2m_serum": 6.1}, True),
        ("skeletal_imaging", {"anemia": "present", "b2m_serum": 1.8}, False),
        ("skeletal_imaging", {**MYELOMA, "bone_lesions": "present"}, False),
        ("bone_marrow_biopsy", MYELOMA, True),
        ("bone_marrow_biopsy", {**MYELOMA, "disease_phase": "relapse"}, False),
        ("bone_marrow_biopsy", {"cll": "suspected"}, True),
        ("fish_cytogenetics", MYELOMA, True),
        (
            "fish_cytogenetics",
            {**MYELOMA, "del_17p": "absent", "t_4_14": "absent", "t_14_16": "absent"},
            False,
        ),
        ("ldh", {**MYELOMA, "ldh_level": "normal"}, False),
        ("corrected_or_alternative_marker", {**MYELOMA, "creatinine": 2.4}, True),
        ("corrected_or_alternative_marker", {**MYELOMA, "creatinine": 2.0}, False),
        ("corrected_or_alternative_marker", {"b2m_serum": 6.1, "creatinine": 2.4}, False),
        ("repeat_b2m", {"b2m_serum": 610}, True),
        ("repeat_b2m", {"b2m_serum": "> 20"}, True),
        ("repeat_b2m", {"b2m_serum": 6.1, "ebv": "present"}, True),
        ("repeat_b2m", {"b2m_serum": 6.1, "creatinine": [1.0, 2.4]}, False),
        ("annual_b2m_dialysis", {"dialysis": "present"}, True),
        ("annual_b2m_dialysis", {"esrd": "present"}, False),
        ("assess_relapse", {"b2m_serum": [2.0, 2.5], "disease_phase": "remission"}, True),
        ("assess_relapse", {"b2m_serum": [2.0, 2.49], "disease_phase": "remission"}, False),
        ("assess_relapse", {"b2m_serum": [2.0, 2.5], "disease_phase": "on_treatment"}, False),
        (
            "assess_relapse",
            {**MYELOMA, "disease_phase": "plateau", "tumor_regression": 80},
            True,
        ),
    ],
)
def test_a_step_is_named_exactly_when_its_trigger_holds(
    step: NextStepCode, given: dict[str, object], named: bool
) -> None:
    """And not again when its result is known (evidence 4)."""
    assert (step in _steps(given)) is named
