"""What would change a conclusion, as a sentence."""

import pytest

from b2m_core.answering.alternatives import said_alternatives
from b2m_core.answering.compose import Content, compose
from b2m_core.answering.wording import Speaker
from b2m_core.contract.models import Comparison
from b2m_core.knowledge.library import load_library
from b2m_core.reasoning.assess import assess
from b2m_core.reasoning.models import Alternative
from tests.written import case

SPEAKER = Speaker(load_library(), "clinician")


@pytest.mark.parametrize(
    ("when", "says"),
    [
        ((("albumin", "<", 3.5, "g/dL"),), "stage I with albumin below 3.5 g/dL"),
        (
            (("b2m_serum", ">=", 3.5, "mg/L"), ("b2m_serum", "<", 5.5, "mg/L")),
            "stage I with β2M at least 3.5 mg/L and below 5.5 mg/L",
        ),
        ((("del_17p", "=", "absent", None),), "stage I with no del(17p)"),
        ((("ldh_level", "=", "elevated", None),), "stage I with LDH level: elevated"),
    ],
)
def test_one_alternative_names_its_input_as_it_would_be(
    when: tuple[tuple[str, str, object, str | None], ...], says: str
) -> None:
    comparisons = tuple(
        Comparison.model_validate(
            {"code": code, "comparator": sign, "threshold": limit, "unit": unit, "holds": None}
        )
        for code, sign, limit, unit in when
    )
    said = said_alternatives("iss", [Alternative(comparisons, ("I",))], SPEAKER)
    assert said == f"It would be {says}."


def test_several_alternatives_are_one_sentence_and_none_is_said_to_be_none() -> None:
    present = Comparison(code="del_17p", comparator="=", threshold="present", unit=None, holds=None)
    several = [Alternative((present,), ("II", "III")), Alternative((present,), ("III",))]
    assert said_alternatives("r_iss", several, SPEAKER) == (
        "It would be stage II or stage III with del(17p); stage III with del(17p)."
    )
    assert said_alternatives("r_iss", [], SPEAKER) == (
        "No other value of a single input would change it."
    )


def test_it_is_said_behind_what_the_conclusion_says_and_under_its_condition() -> None:
    library = load_library()
    assessment = assess(case({"b2m_serum": "6.1"}), library)
    content = Content(kind="assessment", assessment=assessment, alternatives={"iss": ()})
    (found,) = [one for one in compose(content, library, SPEAKER).findings if one.rule == "iss"]
    assert found.statement == (
        "If this is multiple myeloma: ISS stage III: β2M of 5.5 mg/L or more, whatever the albumin."
        " In the original series median survival was 29 months."
        " No other value of a single input would change it."
    )
