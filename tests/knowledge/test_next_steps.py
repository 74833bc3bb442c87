"""Each next step is named when the evidence file, section 4, says, and not once it is done."""

import pytest

from b2m_core.case.known import Mark
from b2m_core.contract.codes import NextStepCode
from b2m_core.knowledge.library import load_library
from b2m_core.reasoning.assess import assess
from tests.written import case

B2M = {"b2m_serum": "6.1"}
NORMAL = {"b2m_serum": "1.8", "creatinine": "0.9"}
MYELOMA = {"multiple_myeloma": "present"}
PANEL = (
    "spep_immunofixation", "serum_free_light_chains", "cbc", "metabolic_panel", "ldh",
    "urine_24h_protein", "upep_uife",
)  # fmt: skip


def named(given: dict[str, object], *marks: Mark) -> list[NextStepCode]:
    """The steps of a case, in order."""
    return list(assess(case(given), load_library(), marks=marks).next_steps)


def test_an_unexplained_elevation_begins_with_kidney_and_inflammation() -> None:
    """T1: nothing is known that explains it."""
    assert named(B2M) == ["renal_function_tests", "review_infection_inflammation", *PANEL]


def test_a_normal_value_with_creatinine_needs_nothing() -> None:
    """No trigger holds."""
    assert named(NORMAL) == []


def test_known_myeloma_at_diagnosis_is_worked_up() -> None:
    """T3, with creatinine known; the kidney explains nothing yet."""
    assert named({**B2M, **MYELOMA, "creatinine": "1.0"}) == [
        *PANEL, "bone_marrow_biopsy", "skeletal_imaging", "fish_cytogenetics",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("step", "given", "is_named"),
    [
        ("renal_function_tests", {"b2m_serum": "1.8"}, True),
        ("renal_function_tests", {**B2M, "creatinine": "2.4"}, True),
        ("renal_function_tests", {**B2M, "egfr": "70"}, False),
        ("renal_function_tests", {**B2M, "creatinine": "1", "age": "60", "sex": "male"}, False),
        ("review_infection_inflammation", {**B2M, **MYELOMA}, False),
        ("review_infection_inflammation", {**B2M, **MYELOMA, "hiv": "present"}, True),
        ("spep_immunofixation", {**B2M, "m_protein": "2"}, False),
        ("serum_free_light_chains", {**B2M, "flc_ratio": "8"}, False),
        ("serum_free_light_chains", {**B2M, "kappa": "80"}, True),
        ("serum_free_light_chains", {**B2M, "kappa": "80", "lambda": "10"}, False),
        ("cbc", {**B2M, "hemoglobin": "10"}, True),
        ("cbc", {**B2M, "hemoglobin": "10", "platelets": "90", "lymphocytes": "2"}, False),
        ("metabolic_panel", {**B2M, "creatinine": "1", "calcium": "9", "albumin": "4"}, True),
        ("ldh", {**B2M, "ldh_level": "normal"}, False),
        ("ldh", {**B2M, "waldenstrom": "present"}, True),
        ("bone_marrow_biopsy", B2M, False),
        ("bone_marrow_biopsy", {**B2M, "multiple_myeloma": "suspected"}, True),
        ("bone_marrow_biopsy", {**B2M, "cll": "suspected"}, True),
        ("bone_marrow_biopsy", {**B2M, **MYELOMA, "plasma_cells": "30"}, False),
        ("bone_marrow_biopsy", {**B2M, **MYELOMA, "disease_phase": "remission"}, False),
        ("skeletal_imaging", {**NORMAL, "total_protein": "8.3"}, False),
        ("skeletal_imaging", {**NORMAL, "total_protein": "8.4"}, True),
        ("skeletal_imaging", {**NORMAL, "hyperproteinemia": "present"}, True),
        ("skeletal_imaging", {**NORMAL, "m_protein": "0"}, False),
        ("skeletal_imaging", {**NORMAL, "m_protein": "0.1"}, True),
        ("skeletal_imaging", {**NORMAL, "plasma_cells": "9.9"}, False),
        ("skeletal_imaging", {**NORMAL, "plasma_cells": "10"}, True),
        ("skeletal_imaging", {**NORMAL, "anemia": "present"}, False),
        ("skeletal_imaging", {**B2M, "anemia": "present"}, True),
        ("skeletal_imaging", {**B2M, "hypercalcemia": "present"}, True),
        ("skeletal_imaging", {**B2M, "creatinine": "2.4"}, False),
        ("skeletal_imaging", {**B2M, **MYELOMA, "bone_lesions": "absent"}, False),
        (
            "fish_cytogenetics",
            {**B2M, **MYELOMA, "del_17p": "absent", "t_4_14": "absent", "t_14_16": "absent"},
            False,
        ),
        ("fish_cytogenetics", {**B2M, **MYELOMA, "del_17p": "absent"}, True),
        ("corrected_or_alternative_marker", {**B2M, **MYELOMA, "creatinine": "2.0"}, False),
        ("corrected_or_alternative_marker", {**B2M, **MYELOMA, "creatinine": "2.1"}, True),
        ("corrected_or_alternative_marker", {**B2M, "cll": "suspected", "aki": "present"}, True),
        ("corrected_or_alternative_marker", {**B2M, "creatinine": "2.4"}, False),
        ("repeat_b2m", {"b2m_serum": "> 20"}, True),
        ("repeat_b2m", {**B2M, "albumin": "< 3.5"}, False),
        ("repeat_b2m", {**B2M, "influenza": "present"}, True),
        ("repeat_b2m", {**B2M, "hiv": "present"}, False),
        (
            "repeat_b2m",
            {
                "b2m_serum": "2.2", "b2m_uln": "2.7", **MYELOMA,
                "disease_phase": "plateau", "tumor_regression": "80",
            },
            True,
        ),
        ("annual_b2m_dialysis", {**B2M, "dialysis": "present"}, True),
        ("annual_b2m_dialysis", {**B2M, "esrd": "present"}, False),
        (
            "assess_relapse",
            {"b2m_serum": ["2.0", "2.5"], **MYELOMA, "disease_phase": "remission"},
            True,
        ),
        (
            "assess_relapse",
            {"b2m_serum": ["2.0", "2.49"], **MYELOMA, "disease_phase": "remission"},
            False,
        ),
        ("assess_relapse", {"b2m_serum": ["2.0", "2.5"], **MYELOMA}, False),
        (
            "assess_relapse",
            {
                "b2m_serum": "4.0", "b2m_uln": "2.7", **MYELOMA,
                "disease_phase": "plateau", "tumor_regression": "75",
            },
            True,
        ),
    ],
)  # fmt: skip
def test_a_step_is_named_exactly_where_it_should(
    step: NextStepCode, given: dict[str, object], is_named: bool
) -> None:
    """True and false are both stated, so that neither comes by chance."""
    assert (step in named(given)) is is_named


@pytest.mark.parametrize("kind", ["unit_assumed", "implausible"])
def test_a_doubtful_value_is_confirmed_first(kind: str) -> None:
    """Only where the doubt is about β2M itself."""
    assert "repeat_b2m" in named(B2M, Mark(kind, "b2m_serum"))  # type: ignore[arg-type]
    assert "repeat_b2m" not in named(B2M, Mark(kind, "creatinine"))  # type: ignore[arg-type]
