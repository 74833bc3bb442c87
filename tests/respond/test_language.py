"""In another language values are assessed; a question hears that answers are in English."""

from tests.respond.test_respond import say

ENGLISH_ONLY = "I answer in English only. Values with their units are read in other languages too."


def test_a_question_in_german_hears_so_in_german_first() -> None:
    answer, _ = say("Was bedeutet ein erhöhter Wert?", intent="b2m.meaning_of_elevation")
    assert (answer.kind, answer.topics, answer.paragraphs) == ("clarification", (), ())
    assert answer.text.startswith(f"Ich antworte nur auf Englisch. {ENGLISH_ONLY}\n\nPlease ask in")


def test_values_in_german_are_assessed() -> None:
    with_question, after = say("β2M 6,1 mg/l, was heißt das?")
    without, _ = say("β2M 6,1 mg/l")
    remark = f"Ich antworte nur auf Englisch. {ENGLISH_ONLY}\n\n"
    assert with_question.findings == without.findings != ()
    assert with_question.kind == "assessment"
    assert with_question.text.startswith(remark + "What I understood:\n- β2M 6.1 mg/L")
    assert [entry.observation.value for entry in after.case.entries] == [
        without.observations[0].value
    ]


def test_a_language_of_another_script_is_answered_in_it() -> None:
    answer, _ = say("Что это значит?", intent="nlu_fallback")
    assert answer.text.startswith(f"Я отвечаю только на английском языке. {ENGLISH_ONLY}")


def test_an_emergency_is_one_in_any_language() -> None:
    answer, _ = say("ich habe starke Schmerzen und bitte um Hilfe", intent="emergency")
    assert answer.text.startswith("I cannot help in an emergency.")


def test_english_hears_nothing_of_it() -> None:
    assert ENGLISH_ONLY not in say("β2M 6.1, what does it mean?")[0].text
