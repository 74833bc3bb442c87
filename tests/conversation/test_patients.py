"""Another patient: what was known is put away, and the answer says so."""

import pytest

from tests.conversation.talk import LIBRARY, Talk, values

PUT_AWAY = LIBRARY.phrases.replies["another_patient"].text.clinician


@pytest.mark.parametrize(
    ("said", "intent"),
    [
        ("New patient: β2M 4 mg/L", "new_patient"),
        ("next one: β2M 4 mg/L", "give_values"),
        ("different pt, b2m 4 mg/L, what is the ISS?", "myeloma.iss"),
        ("new patient, b2m 4 mg/L, can I start dara?", "treatment"),
    ],
)
def test_values_of_another_patient_come_after_the_word_that_the_case_was_put_away(
    said: str, intent: str
) -> None:
    """Issue 5, patients: none is merged into another, and readers of the text see it."""
    answer = Talk("multiple myeloma, β2M 6.1 mg/L").say(said, intent)
    assert values(answer) == {"b2m_serum": "4"}
    assert answer.text.startswith(PUT_AWAY)


def test_of_the_first_patient_nothing_was_put_away() -> None:
    assert PUT_AWAY not in Talk().say("New patient: β2M 4 mg/L", "new_patient").text


def test_a_new_patient_without_values_is_said_once() -> None:
    answer = Talk("β2M 6.1 mg/L").say("new patient", "new_patient")
    assert answer.text.startswith(LIBRARY.phrases.replies["new_patient"].text.clinician)
    assert PUT_AWAY not in answer.text
