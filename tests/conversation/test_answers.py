"""Answers to its own questions: bound to what was asked, and never guessed."""

import pytest

from tests.conversation.talk import LIBRARY, Talk, finding, values


def test_a_number_answers_the_one_question_that_it_can() -> None:
    """Evidence 2.1: β2M 3.2 with albumin 3.6 is stage I."""
    talk = Talk("multiple myeloma, β2M 3.2 mg/L")
    assert talk.say("ISS?", "give_index").questions[0].asks == "albumin"
    answer = talk.say("3.6", "nlu_fallback")
    assert values(answer)["albumin"] == "3.6"
    assert answer.observations[1].assumed == ("unit",)
    assert finding(answer, "iss").possible == ("I",)


def test_its_unit_is_read_with_it() -> None:
    talk = Talk("multiple myeloma, β2M 3.2 mg/L")
    talk.say("ISS?", "give_index")
    answer = talk.say("36 g/L", "out_of_scope")
    assert (values(answer)["albumin"], answer.observations[1].assumed) == ("3.60", ())


def test_a_number_that_fits_two_questions_is_asked_back_and_not_used() -> None:
    talk = Talk("multiple myeloma")
    assert [q.asks for q in talk.say("ISS?", "give_index").questions] == ["b2m_serum", "albumin"]
    answer = talk.say("3.6", "nlu_fallback")
    assert answer.kind == "clarification"
    assert answer.text.startswith(LIBRARY.phrases.replies["which_one"].text.clinician)
    assert [question.asks for question in answer.questions] == ["b2m_serum", "albumin"]
    assert values(answer) == {"multiple_myeloma": "present"}


def test_after_asking_back_every_question_is_still_open() -> None:
    talk = Talk("CLL, β2M 4.2 mg/L")
    asked = [q.asks for q in talk.say("CLL-IPI?", "give_index").questions]
    assert asked == ["del_17p", "tp53_mutation", "ighv"]
    assert talk.say("no", "give_values").kind == "clarification"
    assert values(talk.say("unmutated", "nlu_fallback"))["ighv"] == "unmutated"


def test_a_unit_tells_which_of_two_questions_is_answered() -> None:
    talk = Talk("multiple myeloma")
    talk.say("ISS?", "give_index")
    assert values(talk.say("3.6 g/dL", "nlu_fallback"))["albumin"] == "3.6"


def test_a_number_that_cannot_be_is_not_used_and_said() -> None:
    """Evidence 6: an albumin of 90 is nothing that a living adult could have."""
    talk = Talk("multiple myeloma, β2M 3.2 mg/L")
    talk.say("ISS?", "give_index")
    answer = talk.say("90 g/dL", "nlu_fallback")
    assert values(answer) == {"b2m_serum": "3.2", "multiple_myeloma": "present"}
    assert "implausible_value" in [caution.code for caution in answer.cautions]


def test_a_number_without_a_question_is_no_value() -> None:
    talk = Talk("multiple myeloma, β2M 3.2 mg/L")
    talk.say("thanks", "thank")
    assert values(talk.say("3.6", "nlu_fallback")) == {
        "multiple_myeloma": "present",
        "b2m_serum": "3.2",
    }


def test_an_example_of_what_to_write_is_no_question() -> None:
    talk = Talk()
    assert talk.say("hello", "greet").questions != ()
    assert values(talk.say("6.1", "nlu_fallback")) == {}


@pytest.mark.parametrize(("said", "value"), [("yes", "present"), ("no", "absent")])
def test_yes_and_no_answer_whether_something_is_present(said: str, value: str) -> None:
    """Evidence 2.4: with all else excluded, 1q gain beside t(4;14) decides."""
    talk = Talk(
        "multiple myeloma, β2M 4.0 mg/L, t(4;14) present, no del(17p), no del(1p32)",
        "TP53 wild type",
    )
    assert [q.asks for q in talk.say("IMWG 2025?", "give_index").questions] == ["gain_1q"]
    answer = talk.say(said, "out_of_scope")
    assert values(answer)["gain_1q"] == value


def test_a_word_answers_for_the_level_of_what_was_asked() -> None:
    """Evidence 2.2: ISS III with LDH above its limit is R-ISS III."""
    talk = Talk("myeloma, β2M 6.1 mg/L, no del(17p), no t(4;14), no t(14;16)")
    assert [q.asks for q in talk.say("R-ISS?", "give_index").questions] == ["ldh"]
    answer = talk.say("elevated", "b2m.meaning_of_elevation")
    assert values(answer)["ldh_level"] == "elevated"
    assert finding(answer, "r_iss").possible == ("III",)
    assert answer.topics == ()


def test_a_unit_completes_the_value_that_lacked_it() -> None:
    """Evidence 6: 466 nmol/L are 5.50 mg/L."""
    talk = Talk()
    assert talk.say("β2M 466").questions[0].asks == "unit"
    answer = talk.say("nmol/L", "b2m.units")
    assert values(answer) == {"b2m_serum": "5.50"}
    assert finding(answer, "iss").possible == ("III",)


def test_a_unit_named_later_corrects_the_one_that_was_assumed() -> None:
    """Evidence 6: µg/mL is mg/L by another name; creatinine has no such unit."""
    talk = Talk("multiple myeloma, creatinine 2.4, β2M 6.1")
    answer = talk.say("the unit was µg/mL", "nlu_fallback")
    assert values(answer)["b2m_serum"] == "6.1"
    assert [one.assumed for one in answer.observations] == [(), ("unit",), ()]


def test_what_is_not_known_stays_open() -> None:
    talk = Talk("multiple myeloma, β2M 3.2 mg/L")
    talk.say("ISS?", "give_index")
    answer = talk.say("don't know", "nlu_fallback")
    assert answer.text.startswith(LIBRARY.phrases.replies["leave_open"].text.clinician)
    assert finding(answer, "iss").possible == ("I", "II")


def test_a_button_reads_back_as_what_was_asked() -> None:
    talk = Talk("multiple myeloma, β2M 3.2 mg/L")
    (question,) = talk.say("ISS?", "give_index").questions
    answer = talk.say(question.options[0], "give_values")
    assert "albumin" in values(answer)
    assert len(finding(answer, "iss").possible) == 1


@pytest.mark.parametrize(
    "said",
    ["cite a paper of 2024 on that", "in 5 days", "not 3.6", "3.6?", "give me 3 reasons"],
)
def test_a_number_among_other_words_is_no_answer(said: str) -> None:
    """Contract, observations: nothing is read that cannot be bound with certainty."""
    talk = Talk("multiple myeloma, β2M 3.2 mg/L")
    talk.say("ISS?", "give_index")
    assert "albumin" not in values(talk.say(said, "out_of_scope"))


@pytest.mark.parametrize("said", ["3.6", "it was about 3.6", "3.6 g/dL", "it's 3.6", "3.6."])
def test_a_number_alone_is_an_answer_however_the_intent_is_taken(said: str) -> None:
    talk = Talk("multiple myeloma, β2M 3.2 mg/L")
    talk.say("ISS?", "give_index")
    assert values(talk.say(said, "emergency"))["albumin"] == "3.6"


@pytest.mark.parametrize("intent", ["out_of_scope", "emergency", "myeloma.iss", "nlu_fallback"])
@pytest.mark.parametrize("said", ["yes", "no", "II", "5"])
def test_an_answer_to_nothing_is_asked_back(said: str, intent: str) -> None:
    """Issue 5: what it did not understand is a clarification."""
    answer = Talk().say(said, intent)
    assert (answer.kind, answer.topics, answer.findings) == ("clarification", (), ())
    assert answer.text.startswith(LIBRARY.phrases.replies["nothing_asked"].text.clinician)


def test_an_answer_that_fits_no_question_leaves_the_questions_open() -> None:
    talk = Talk("multiple myeloma, β2M 3.2 mg/L")
    talk.say("ISS?", "give_index")
    assert [one.asks for one in talk.say("yes", "out_of_scope").questions] == ["albumin"]
    assert values(talk.say("3.6", "nlu_fallback"))["albumin"] == "3.6"


def test_a_number_of_another_specimen_is_taken_from_the_first() -> None:
    """Contract, observations: one number is one observation."""
    talk = Talk("β2M 0.5 mg/L, creatinine 1.1 mg/dL")
    assert values(talk.say("urine", "nlu_fallback")) == {"b2m_urine": "0.5", "creatinine": "1.1"}
    assert values(talk.say("serum", "nlu_fallback")) == {"b2m_serum": "0.5", "creatinine": "1.1"}
