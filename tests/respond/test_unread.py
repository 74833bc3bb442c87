"""What was left unused leads to the question that helps, with replies that can be sent."""

import pytest

from b2m_core.contract.models import Question
from b2m_core.knowledge.library import load_library
from b2m_core.reading.reader import Reader
from b2m_core.respond import assess_values
from tests.reading.conftest import TODAY

LIBRARY = load_library()
READER = Reader(LIBRARY)


def _first_question(text: str) -> Question:
    return assess_values(READER.read(text, TODAY), TODAY, LIBRARY, "clinician").questions[0]


@pytest.mark.parametrize(
    ("text", "options"),
    [
        ("β2M 250", ("β2M 250 µg/dL", "β2M 250 nmol/L")),
        ("β2M <250", ("β2M <250 µg/dL", "β2M <250 nmol/L")),
        ("IgM 40", ("IgM 40 g/L", "IgM 40 mg/dL")),
        ("urea 40", ("urea 40 mmol/L", "urea 40 mg/dL")),
        ("creatinine 25", ("creatinine 25 µmol/L", "creatinine 25 mg/L")),
        ("height 60", ("height 60 in",)),
        ("2026-10-01: β2M 250", ("2026-10-01: β2M 250 µg/dL", "2026-10-01: β2M 250 nmol/L")),
    ],
)
def test_the_unit_is_asked_for_with_the_units_that_are_plausible(
    text: str, options: tuple[str, ...]
) -> None:
    """Evidence file, section 6: the units that bring the number into the plausible range."""
    question = _first_question(text)
    assert (question.asks, question.options) == ("unit", options)


@pytest.mark.parametrize(
    "text",
    ["β2M 250", "β2M >250", "IgM 40", "urea 40", "creatinine 25", "calcium 4.5", "height 60",
     "platelets 3000", "plasma cells 0.5", "24 since last therapy", "2026-10-01: β2M 250"],
)  # fmt: skip
def test_every_unit_that_is_offered_reads_back_as_that_value(text: str) -> None:
    """The same code, comparator and day; nothing assumed, nothing left."""
    (left,) = READER.read(text, TODAY).unplaced
    assert left.why == "unit_unclear"
    assert left.completions
    for option in left.completions:
        reading = READER.read(option, TODAY)
        (seen,) = reading.observations
        assert (seen.code, seen.assumed, reading.unplaced) == (left.code, (), ())
        assert seen.comparator == next((sign for sign in "<>" if sign in text), "=")
        assert (seen.effective is None) == ("2026" not in text)


def test_values_of_several_patients_lead_to_the_question_whose_they_are() -> None:
    """They are not mixed, and nothing follows from them."""
    answer = assess_values(
        READER.read("Pt 1: β2M 6.1. Pt 2: β2M 3.0", TODAY), TODAY, LIBRARY, "clinician"
    )
    assert answer.questions[0].asks == "patient"
    assert answer.observations == ()
    assert answer.findings == ()
