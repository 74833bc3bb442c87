"""Correct and withdraw over several turns: what is taken back leaves nothing behind."""

import pytest

from b2m_core.contract.models import Answer
from tests.conversation.talk import LIBRARY, Talk, finding, values


def _cautions(answer: Answer) -> list[str]:
    return [caution.code for caution in answer.cautions]


def test_a_corrected_value_replaces_the_earlier_one() -> None:
    """Evidence 3: above 2 mg/dL the renal caution, at 1.4 mg/dL none."""
    talk = Talk("β2M 6.1 mg/L")
    assert "renal_confounding" in _cautions(talk.say("creatinine 2.4 mg/dL"))
    answer = talk.say("cr 1.4 not 2.4")
    assert values(answer) == {"b2m_serum": "6.1", "creatinine": "1.4"}
    assert not {"renal_confounding", "conflicting_values"} & set(_cautions(answer))


def test_a_corrected_value_is_of_the_day_of_the_wrong_one() -> None:
    talk = Talk("β2M 6.1 mg/L, creatinine 2.4 mg/dL on 2026-11-20")
    answer = talk.say("creatinine 1.4 mg/dL not 2.4")
    (creatinine,) = [one for one in answer.observations if one.code == "creatinine"]
    assert (str(creatinine.value), str(creatinine.effective)) == ("1.4", "2026-11-20")
    assert "conflicting_values" not in _cautions(answer)


def test_what_is_withdrawn_is_gone_and_so_is_its_level() -> None:
    """Evidence 2.2: without LDH and cytogenetics R-ISS II or III remain."""
    talk = Talk("multiple myeloma, β2M 6.1 mg/L, LDH 480 U/L, LDH elevated")
    answer = talk.say("sorry wrong patient's LDH, ignore it", "forget")
    assert values(answer) == {"multiple_myeloma": "present", "b2m_serum": "6.1"}
    assert finding(answer, "r_iss").possible == ("II", "III")
    assert answer.text.startswith(LIBRARY.phrases.replies["take_back"].text.clinician)


def test_a_withdrawal_never_forgets_the_patient() -> None:
    talk = Talk("β2M 6.1 mg/L, creatinine 2.4 mg/dL")
    assert values(talk.say("forget the creatinine", "forget")) == {"b2m_serum": "6.1"}


def test_the_last_message_can_be_taken_back() -> None:
    talk = Talk("β2M 6.1 mg/L", "β2M 8.1 mg/L, creatinine 2.4 mg/dL")
    assert values(talk.say("scrap that", "nlu_fallback")) == {"b2m_serum": "6.1"}


def test_what_was_forgotten_does_not_come_back() -> None:
    talk = Talk("β2M 6.1 mg/L")
    talk.say("forget everything", "forget")
    assert values(talk.say("scrap that", "nlu_fallback")) == {}


def test_taking_back_all_leaves_an_empty_case() -> None:
    talk = Talk("β2M 6.1 mg/L")
    answer = talk.say("ignore the β2M", "nlu_fallback")
    assert (values(answer), answer.findings) == ({}, ())
    assert answer.text.startswith(LIBRARY.phrases.replies["nothing_known"].text.clinician)


@pytest.mark.parametrize("opens", ["next one:", "different pt,", "New patient.", "ok, next pt"])
@pytest.mark.parametrize("intent", ["new_patient", "give_values", "nlu_fallback", "treatment"])
def test_another_patient_brings_only_the_values_of_the_same_message(
    opens: str, intent: str
) -> None:
    """Two patients are never mixed, whatever the intent is taken for."""
    talk = Talk("multiple myeloma, β2M 6.1 mg/L, creatinine 2.4 mg/dL")
    answer = talk.say(f"{opens} β2M 4 mg/L, albumin 3.1 g/dL", intent)
    assert values(answer) == {"b2m_serum": "4", "albumin": "3.1"}
    assert answer.kind == "assessment"
    assert values(talk.say("scrap that", "nlu_fallback")) == {}


def test_two_patients_in_one_message_are_not_mixed() -> None:
    talk = Talk("β2M 6.1 mg/L")
    answer = talk.say("pt A b2m 4.1 mg/L, pt B b2m 5.6 mg/L")
    assert values(answer) == {"b2m_serum": "6.1"}
    assert answer.questions[0].asks == "patient"
    assert len(answer.unread) == 2
