"""What if: findings of the supposed case, and the real one untouched."""

import pytest

from tests.conversation.talk import LIBRARY, Talk, finding, values

SUPPOSED = LIBRARY.phrases.replies["suppose"].text.clinician


def test_what_is_supposed_is_assessed_and_marked_and_the_case_stays() -> None:
    """Evidence 2.1: β2M 3.2 is I or II; with albumin 3.6 it would be I."""
    talk = Talk("multiple myeloma, β2M 3.2 mg/L")
    before = talk.conversation.case
    answer = talk.say("what if albumin comes back 3.6?", "give_values")
    assert finding(answer, "iss").possible == ("I",)
    assert [(o.code, str(o.value), o.unit) for o in answer.hypothetical] == [
        ("albumin", "3.6", "g/dL")
    ]
    assert values(answer) == {"multiple_myeloma": "present", "b2m_serum": "3.2"}
    assert answer.text.startswith(SUPPOSED)
    assert talk.conversation.case == before


def test_the_next_turn_is_about_the_real_case_again() -> None:
    talk = Talk("multiple myeloma, β2M 3.2 mg/L")
    talk.say("what if albumin comes back 3.6?")
    answer = talk.say("why?", "why")
    assert (finding(answer, "iss").possible, answer.hypothetical) == (("I", "II"), ())


def test_a_supposed_value_stands_in_for_the_known_one() -> None:
    """Evidence 2.1: β2M 5.5 or more is III whatever the albumin; below it II."""
    talk = Talk("multiple myeloma, β2M 6.1 mg/L, albumin 3.1 g/dL")
    assert finding(talk.say("what if β2M were 5.4?"), "iss").possible == ("II",)
    assert finding(talk.say("why", "why"), "iss").possible == ("III",)


def test_a_dated_value_is_replaced_too_without_becoming_a_conflict() -> None:
    talk = Talk("multiple myeloma, β2M 3.2 mg/L, albumin 3.1 g/dL on 2026-11-20")
    answer = talk.say("what if albumin were 3.6?")
    assert finding(answer, "iss").possible == ("I",)
    assert "conflicting_values" not in [caution.code for caution in answer.cautions]


def test_two_suppositions_hold_together() -> None:
    """Evidence 2.4: β2M of 5.5 or more with creatinine below 1.2 mg/dL is high risk."""
    talk = Talk("multiple myeloma")
    answer = talk.say("what if β2M were 6.1 and creatinine 1.0?")
    assert finding(answer, "imwg_high_risk").possible == ("high_risk",)
    assert len(answer.hypothetical) == 2


def test_a_supposed_disease_replaces_the_one_that_is_known() -> None:
    """Evidence 2.0.6: an index is evaluated when its disease is present."""
    talk = Talk("multiple myeloma, β2M 4.1 mg/L")
    answer = talk.say("if this were CLL?")
    rules = [one.rule for one in answer.findings]
    assert "cll_ipi" in rules and "iss" not in rules
    assert values(answer)["multiple_myeloma"] == "present"


def test_a_supposition_without_any_patient_is_assessed_alone() -> None:
    """Evidence 2.1: III whatever the albumin."""
    talk = Talk()
    answer = talk.say("what if the β2M is 6.1?")
    assert (finding(answer, "iss").possible, values(answer)) == (("III",), {})
    assert talk.conversation.case.entries == ()


def test_an_index_can_be_asked_of_a_supposition() -> None:
    """Evidence 2.2: ISS III with LDH above its limit is R-ISS III."""
    talk = Talk("multiple myeloma, β2M 6.1 mg/L")
    answer = talk.say("what if LDH is elevated, R-ISS?", "give_index")
    assert [(one.rule, one.possible) for one in answer.findings] == [("r_iss", ("III",))]


def test_a_supposition_is_no_question_out_of_scope() -> None:
    answer = Talk("multiple myeloma, β2M 4.1 mg/L").say("if this were CLL?", "out_of_scope")
    assert answer.text.startswith(SUPPOSED)


def test_a_treatment_question_is_refused_beside_a_supposition() -> None:
    talk = Talk("multiple myeloma, β2M 4.1 mg/L")
    answer = talk.say("what if albumin is 3.6, which drug?", "treatment")
    assert answer.text.startswith(LIBRARY.phrases.replies["treatment"].text.clinician)
    assert answer.hypothetical != ()


def test_values_beside_a_supposition_are_kept() -> None:
    talk = Talk()
    answer = talk.say("myeloma, β2M 3.2 mg/L. What if albumin is 3.6?")
    assert values(answer) == {"multiple_myeloma": "present", "b2m_serum": "3.2"}
    assert finding(answer, "iss").possible == ("I",)


@pytest.mark.parametrize(
    "said",
    [
        "suppose the albumin turned out 2.9",
        "what would the stage be with albumin 2.9?",
        "what happens if albumin goes to 2.9?",
    ],
)
def test_a_supposition_in_other_words_is_none_of_the_case(said: str) -> None:
    """Evidence 2.1: β2M 3.1 with albumin below 3.5 is stage II."""
    talk = Talk("multiple myeloma, β2M 3.1 mg/L, albumin 4.1 g/dL")
    answer = talk.say(said)
    assert finding(answer, "iss").outcome == "II"
    assert values(answer)["albumin"] == "4.1"
