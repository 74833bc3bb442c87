"""The models hold what the contract says and refuse what it does not."""

import json
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from b2m_core.contract.models import Answer, Observation

B2M = {"code": "b2m_serum", "value": 6.1, "unit": "mg/L"}

EMPTY_ANSWER: dict[str, Any] = {
    "schema": "b2m.answer/1",
    "kind": "smalltalk",
    "topics": [],
    "paragraphs": [],
    "observations": [],
    "unread": [],
    "findings": [],
    "cautions": [],
    "next_steps": [],
    "questions": [],
    "citations": [],
    "hypothetical": [],
    "text": "Hello.",
    "disclaimer": "For professionals.",
    "audience": "clinician",
    "knowledge_version": "1",
}


def test_an_observation_becomes_the_contracts_json() -> None:
    observation = Observation.model_validate(B2M | {"as_written": "B2M 6.1", "assumed": ["unit"]})
    assert json.loads(observation.model_dump_json()) == {
        "code": "b2m_serum",
        "value": 6.1,
        "unit": "mg/L",
        "comparator": "=",
        "effective": None,
        "as_written": "B2M 6.1",
        "assumed": ["unit"],
    }


def test_a_value_is_kept_as_the_decimal_it_was_written_as() -> None:
    assert Observation.model_validate(B2M | {"value": 0.1}).value == Decimal("0.1")


def test_a_whole_number_is_written_without_a_point() -> None:
    observation = Observation.model_validate({"code": "age", "value": 72.0, "unit": "a"})
    assert '"value":72,' in observation.model_dump_json()


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        ({"value": "6.1"}, "expected a number in mg/L"),
        ({"value": True}, "a truth value is not a number"),
        ({"value": float("nan")}, "the value must be a finite number"),
        ({"value": float("inf")}, "the value must be a finite number"),
        ({"unit": "g/L"}, "expected the unit mg/L, got g/L"),
        ({"unit": None}, "expected the unit mg/L, got none"),
        ({"comparator": "!="}, "Input should be '='"),
        ({"flag": "H"}, "Extra inputs are not permitted"),
        ({"code": "b2m"}, "Input should be"),
    ],
)
def test_a_quantity_that_does_not_fit_is_refused(wrong: dict[str, Any], says: str) -> None:
    with pytest.raises(ValidationError, match=says):
        Observation.model_validate(B2M | wrong)


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        ({"value": "maybe"}, "expected one of present, absent, suspected"),
        ({"value": 1}, "expected one of present, absent, suspected"),
        ({"unit": "mg/L"}, "has no unit, got mg/L"),
        ({"comparator": "<"}, "has no comparator other than ="),
    ],
)
def test_a_condition_that_does_not_fit_is_refused(wrong: dict[str, Any], says: str) -> None:
    condition = {"code": "dialysis", "value": "present", "unit": None}
    with pytest.raises(ValidationError, match=says):
        Observation.model_validate(condition | wrong)


@given(st.decimals(min_value=0, max_value=1000, places=3))
def test_an_observation_survives_the_wire(value: Decimal) -> None:
    """What is sent is what arrives, to the last decimal."""
    observation = Observation(code="b2m_serum", value=value, unit="mg/L")
    assert Observation.model_validate_json(observation.model_dump_json()) == observation


def test_an_answer_survives_the_wire_under_its_public_names() -> None:
    assert json.loads(Answer.model_validate(EMPTY_ANSWER).model_dump_json()) == EMPTY_ANSWER


def test_a_statement_without_a_source_is_no_answer() -> None:
    paragraph = {"topic": "myeloma.iss", "statement": "Something clinical.", "citations": []}
    with pytest.raises(ValidationError, match="a statement without a citation"):
        Answer.model_validate(EMPTY_ANSWER | {"paragraphs": [paragraph]})


def test_a_source_that_is_not_listed_is_no_answer() -> None:
    step = {"code": "cbc", "statement": "Blood count.", "citations": ["nobody1999"]}
    with pytest.raises(ValidationError, match="a citation that is not listed: nobody1999"):
        Answer.model_validate(EMPTY_ANSWER | {"next_steps": [step]})


def test_an_answer_cannot_be_changed() -> None:
    with pytest.raises(ValidationError, match="frozen"):
        Answer.model_validate(EMPTY_ANSWER).text = "Other."  # type: ignore[misc]
