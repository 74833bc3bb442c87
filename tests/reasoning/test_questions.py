"""What is asked next, and in which order."""

import pytest

from b2m_core.case.known import Mark
from b2m_core.contract.codes import Asked
from b2m_core.knowledge.library import load_library
from b2m_core.reasoning.assess import assess
from b2m_core.reasoning.questions import MOST
from tests.written import case

LIBRARY = load_library()


@pytest.mark.parametrize(
    ("given", "first"),
    [
        # ISS I or II: albumin decides (evidence 2.1).
        ({"multiple_myeloma": "present", "b2m_serum": 3.2}, "albumin"),
        # Nobody named a disease: naming one opens its indices (evidence 2.0.6).
        ({"b2m_serum": 6.1}, "condition"),
        # Left out until it is known, and asked for (evidence 2.24).
        (
            {"multiple_myeloma": "present", "disease_phase": "plateau", "b2m_serum": [2.1, 2.2]},
            "tumor_regression",
        ),
        # Myeloma without any value: the one number that most of its indices wait for.
        ({"multiple_myeloma": "present"}, "b2m_serum"),
    ],
)
def test_the_most_useful_question_comes_first(given: dict[str, object], first: Asked) -> None:
    """What settles most, or opens most."""
    asked = assess(case(given), LIBRARY).questions
    assert asked[0] == first
    assert len(asked) <= MOST
    assert all(one in LIBRARY.questions for one in asked)


def test_a_disease_that_is_suspected_is_not_asked_for_again() -> None:
    """Whoever named one knows the question."""
    found = assess(case({"multiple_myeloma": "suspected", "b2m_serum": 3.2}), LIBRARY)
    assert found.questions[0] == "albumin"
    assert "condition" not in found.questions


def test_the_ph_of_a_urine_value_is_asked_for() -> None:
    """Evidence 2.18: with the pH unknown the outcome stands, and the pH is asked for."""
    given = {"b2m_serum": 6.1, "b2m_urine": 0.2, "multiple_myeloma": "absent", "age": 60}
    assert "urine_ph" in assess(case(given), LIBRARY).questions
    assert "urine_ph" not in assess(case({**given, "urine_ph": 6.5}), LIBRARY).questions


def test_answers_that_narrow_only_together_are_asked_for_too() -> None:
    """Evidence 2.15, β2M elevated only: no single answer removes an outcome, all are needed."""
    given = {"diffuse_large_b_cell_lymphoma": "present", "b2m_level": "elevated"}
    found = assess(case(given), LIBRARY)
    conclusion = found.by_rule["geltamo_ipi"]
    assert conclusion.missing == ("age", "ecog", "ldh", "ann_arbor_stage")
    assert conclusion.narrows == (0, 0, 0, 0)
    assert set(found.questions) & set(conclusion.missing)


@pytest.mark.parametrize(
    ("kind", "asked"),
    [
        ("unit_unclear", "unit"),
        ("specimen_unclear", "specimen"),
        ("patient_unclear", "patient"),
    ],
)
def test_what_keeps_a_value_from_being_used_is_asked_before_all(kind: str, asked: Asked) -> None:
    """A value that cannot be placed comes before what would sharpen the others."""
    mark = Mark(kind, "b2m_serum")  # type: ignore[arg-type]
    found = assess(case({"creatinine": 2.4}), LIBRARY, marks=(mark,))
    assert found.questions[0] == asked
