"""A message with personal data gets its answer, the request to leave them out, and no echo."""

from b2m_core.knowledge.library import load_library
from tests.respond.test_respond import say

ASKED = (
    "Your message seems to hold {}. Please leave out names, dates of birth, numbers and addresses"
    " of persons; the values are enough. I do not repeat them."
)


def test_the_values_are_assessed_and_the_words_are_not_repeated() -> None:
    answer, case = say("John Smith, MRN 1234567, tel 030 123456: β2M 6.1, creatinine 2.4")
    assert answer.text.startswith(
        ASKED.format("a name, a record number and a phone number")
        + "\n\nWhat I understood:\n- β2M 6.1"
    )
    assert answer.kind == "assessment"
    for word in ("Smith", "1234567", "123456"):
        assert word not in answer.model_dump_json() + case.model_dump_json()


def test_the_same_values_without_it_get_the_same_answer() -> None:
    with_it, _ = say("Mr Smith, MRN 1234567, β2M 6.1 mg/L, creatinine 2.4 mg/dL")
    without, _ = say("β2M 6.1 mg/L, creatinine 2.4 mg/dL")
    request = ASKED.format("a name and a record number") + "\n\n"
    assert with_it.model_copy(update={"text": with_it.text.removeprefix(request)}) == without
    assert with_it.text != without.text


def test_a_question_is_answered_all_the_same() -> None:
    answer, _ = say("I am j.smith@example.org, what is it?", intent="b2m.what_it_is")
    assert answer.kind == "knowledge"
    assert answer.text.startswith(ASKED.format("an e-mail address"))


def test_an_emergency_comes_first_and_alone() -> None:
    answer, _ = say("chest pain! call +49 170 1234567", intent="emergency")
    assert answer.text == load_library().phrases.replies["emergency"].text.clinician
