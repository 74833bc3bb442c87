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


def test_another_patient_that_only_the_classifier_knows_of_is_said_as_well() -> None:
    answer = Talk("β2M 6.1 mg/L").say("let us do somebody else. β2M 4 mg/L", "new_patient")
    assert answer.text.startswith(PUT_AWAY)
    assert values(answer) == {"b2m_serum": "4"}


def test_a_new_patient_without_values_is_said_once() -> None:
    answer = Talk("β2M 6.1 mg/L").say("new patient", "new_patient")
    assert answer.text.startswith(LIBRARY.phrases.replies["new_patient"].text.clinician)
    assert PUT_AWAY not in answer.text


TWO = "Bed 4: β2M 3.1 mg/L, albumin 4.0 g/dL. Bed 5: β2M 8 mg/L, albumin 2.8 g/dL."
FOURTH, FIFTH = {"b2m_serum": "3.1", "albumin": "4"}, {"b2m_serum": "8", "albumin": "2.8"}


def test_several_patients_are_offered_to_choose_from() -> None:
    """Issue 5: two patients in one message lead to a question, not a merge."""
    answer = Talk().say(TWO, "nlu_fallback")
    assert (values(answer), answer.findings) == ({}, ())
    (question,) = answer.questions
    assert (question.asks, question.options) == ("patient", ("Bed 4", "Bed 5"))


@pytest.mark.parametrize("intent", ["out_of_scope", "emergency", "myeloma.r2_iss", "new_patient"])
@pytest.mark.parametrize(
    ("said", "chosen"),
    [
        ("the first", FOURTH),
        ("1", FOURTH),
        ("Bed 4", FOURTH),
        ("4", FOURTH),
        ("first patient please", FOURTH),
        ("the second one", FIFTH),
        ("second patient", FIFTH),
        ("bed 5", FIFTH),
        ("start with bed 5", FIFTH),
    ],
)
def test_the_choice_takes_one_patient_and_merges_nothing(
    said: str, chosen: dict[str, str], intent: str
) -> None:
    talk = Talk("multiple myeloma, creatinine 2.4 mg/dL", TWO)
    answer = talk.say(said, intent)
    assert values(answer) == chosen
    assert answer.text.startswith(PUT_AWAY)


def test_the_other_patient_can_be_chosen_afterwards_by_label_and_not_by_a_bare_number() -> None:
    """A bare number may then be an answer to what was asked of the first."""
    talk = Talk(TWO)
    talk.say("Bed 4")
    assert values(talk.say("2", "nlu_fallback")) == FOURTH
    assert values(talk.say("and now bed 5", "nlu_fallback")) == FIFTH


@pytest.mark.parametrize("said", ["3", "bed 6", "third patient", "yes", "C"])
def test_what_is_none_of_them_chooses_none(said: str) -> None:
    talk = Talk(TWO)
    assert values(talk.say(said, "nlu_fallback")) == {}


def test_after_a_new_patient_none_of_them_can_be_chosen() -> None:
    talk = Talk(TWO)
    talk.say("new patient", "new_patient")
    assert values(talk.say("bed 5", "nlu_fallback")) == {}


@pytest.mark.parametrize(
    ("said", "second"),
    [
        ("72F β2M 6.1; 65M β2M 3.0", {"b2m_serum": "3", "age": "65", "sex": "male"}),
        ("72F. β2M 6.1\n65M, β2M 3.0", None),
        ("b2m 3.1 mg/L, next patient b2m 7 mg/L", {"b2m_serum": "7"}),
        ("Bed 1: b2m 3. Bed 2: b2m 6. Bed 1: albumin 3", None),
        ("Mr Smith b2m 3 mg/L; Mrs Jones b2m 6 mg/L", None),
    ],
)
def test_patients_without_a_label_are_told_apart_only_where_nothing_is_in_doubt(
    said: str, second: dict[str, str] | None
) -> None:
    """A name is personal data and is not kept to choose by."""
    talk = Talk()
    options = talk.say(said, "nlu_fallback").questions[0].options
    if second is None:
        assert options == ("same patient", "new patient")
        assert talk.conversation.patients == ()
    else:
        assert options == ("first patient", "second patient")
        assert values(talk.say("second patient", "nlu_fallback")) == second
