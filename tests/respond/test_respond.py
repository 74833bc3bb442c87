"""One turn of a conversation, from a reading to an answer and the case after it.

The expectations for "β2M 6.1, creatinine 2.4" come from the evidence file, sections 2.1, 2.17 to
2.20, 3 and 4.
"""

from datetime import date

import pytest

from b2m_core.case.case import Case
from b2m_core.contract.codes import Audience
from b2m_core.contract.models import Answer
from b2m_core.conversation.turn import Conversation, Turn
from b2m_core.knowledge.library import load_library
from b2m_core.reading.reader import Reader
from b2m_core.respond import notice, respond

LIBRARY = load_library()
READER = Reader(LIBRARY)
DAY = date(2026, 11, 22)


def say(
    text: str,
    before: Conversation | None = None,
    intent: str = "give_values",
    audience: Audience = "clinician",
    ranking: tuple[str, ...] = (),
) -> tuple[Answer, Conversation]:
    reading = READER.read(text, DAY)
    turn = Turn(intent=intent, ranking=ranking, reading=reading, today=DAY, audience=audience)
    return respond(turn, before or Conversation(), LIBRARY)


@pytest.fixture(scope="module")
def main_answer() -> Answer:
    return say("β2M 6.1, creatinine 2.4")[0]


def test_the_main_question_is_assessed(main_answer: Answer) -> None:
    assert main_answer.kind == "assessment"
    assert [
        (o.code, str(o.value), o.unit, o.as_written, o.assumed) for o in main_answer.observations
    ] == [
        ("b2m_serum", "6.1", "mg/L", "β2M 6.1", ("unit",)),
        ("creatinine", "2.4", "mg/dL", "creatinine 2.4", ("unit",)),
    ]
    assert main_answer.unread == ()


def test_the_main_question_has_its_findings(main_answer: Answer) -> None:
    """Evidence 2.17, 2.1, 2.19: elevated; ISS III if this is myeloma; two kidney categories."""
    found = {f.rule: (f.status, f.applies_if, f.possible, f.missing) for f in main_answer.findings}
    assert found["b2m_level"] == ("definite", None, ("elevated",), ())
    assert found["iss"] == ("definite", "multiple_myeloma", ("III",), ())
    assert found["renal_function"] == (
        "possible",
        None,
        ("moderately_reduced", "severely_reduced"),
        ("age", "sex"),
    )


def test_the_main_question_raises_its_cautions(main_answer: Answer) -> None:
    """Evidence 3: creatinine above 2 mg/dL, no disease named, no unit written, ISS reported."""
    assert [caution.code for caution in main_answer.cautions] == [
        "renal_confounding",
        "non_specific",
        "unit_assumed",
        "historic_cohort",
        "simplified_in_source",
    ]


def test_kidney_and_inflammation_come_first_in_the_next_steps(main_answer: Answer) -> None:
    """Evidence 4, T1: both first; the renal tests say what creatinine alone does not."""
    steps = [step.code for step in main_answer.next_steps]
    assert steps[:2] == ["renal_function_tests", "review_infection_inflammation"]


def test_because_says_which_comparison_decided(main_answer: Answer) -> None:
    """Evidence 2.1: β2M of 5.5 mg/L or more is stage III, whatever the albumin."""
    iss = next(finding for finding in main_answer.findings if finding.rule == "iss")
    assert [(c.code, c.comparator, str(c.threshold), c.unit, c.holds) for c in iss.because] == [
        ("b2m_serum", "<", "3.5", "mg/L", False),
        ("b2m_serum", ">=", "5.5", "mg/L", True),
    ]


def test_every_answer_says_who_has_not_reviewed_it(main_answer: Answer) -> None:
    status = LIBRARY.phrases.review_status["under_review"].clinician
    assert status in main_answer.text
    assert main_answer.text.endswith(main_answer.disclaimer)
    assert {citation.review_status for citation in main_answer.citations} == {"under_review"}


def test_a_later_value_adds_to_the_case() -> None:
    """Evidence 2.1: β2M 3.2 alone is I or II; with albumin 3.1 it is II."""
    first, before = say("β2M 3.2 mg/L")
    second, _ = say("albumin 3.1", before)
    assert [f.possible for f in first.findings if f.rule == "iss"] == [("I", "II")]
    assert [f.possible for f in second.findings if f.rule == "iss"] == [("II",)]


def test_a_new_patient_starts_with_nothing() -> None:
    _, before = say("β2M 6.1 mg/L")
    answer, empty = say("new patient", before, intent="new_patient")
    assert (answer.kind, answer.observations, empty) == ("smalltalk", (), Conversation())


def test_a_new_patient_with_values_has_only_those() -> None:
    _, before = say("β2M 6.1 mg/L, creatinine 2.4 mg/dL")
    answer, _ = say("new patient, β2M 1.8 mg/L", before, intent="new_patient")
    assert [(o.code, str(o.value)) for o in answer.observations] == [("b2m_serum", "1.8")]


@pytest.mark.parametrize("intent", ["greet", "out_of_scope", "nlu_fallback", "thank", "help"])
def test_values_are_used_whatever_the_intent(intent: str) -> None:
    answer, after = say("β2M 6.1 mg/L", intent=intent)
    assert answer.kind == "assessment"
    assert [o.code for o in after.case.observations] == ["b2m_serum"]


def test_a_refusal_is_said_beside_an_assessment() -> None:
    answer, _ = say("β2M 6.1 mg/L, which drug?", intent="treatment")
    assert answer.kind == "assessment"
    assert answer.text.startswith(LIBRARY.phrases.replies["treatment"].text.clinician)


def test_an_emergency_is_answered_with_nothing_else() -> None:
    answer, after = say("β2M 6.1 mg/L and crushing chest pain", intent="emergency")
    assert (answer.kind, answer.findings, answer.next_steps) == ("refusal", (), ())
    assert answer.text == LIBRARY.phrases.replies["emergency"].text.clinician
    assert [o.code for o in after.case.observations] == ["b2m_serum"]


@pytest.mark.parametrize("topic", LIBRARY.topics)
def test_a_question_is_answered_with_its_topic(topic: str) -> None:
    answer, _ = say("what about it?", intent=topic)
    assert (answer.kind, answer.topics, answer.findings) == ("knowledge", (topic,), ())
    assert [p.topic for p in answer.paragraphs] == [topic] * len(LIBRARY.topics[topic].paragraphs)


def test_a_question_with_values_is_an_assessment_with_a_topic() -> None:
    answer, _ = say("β2M 6.1 mg/L, what is the ISS?", intent="myeloma.iss")
    assert (answer.kind, answer.topics) == ("assessment", ("myeloma.iss",))
    assert answer.paragraphs and answer.findings


def test_who_is_not_understood_is_asked_with_the_nearest_questions() -> None:
    answer, _ = say("hm", intent="nlu_fallback", ranking=("myeloma.iss", "greet"))
    assert answer.kind == "clarification"
    assert LIBRARY.topics["myeloma.iss"].question in answer.questions[0].options


def test_the_nearest_questions_come_best_first() -> None:
    ranking = ("workup.initial", "greet", "b2m.what_it_is", "myeloma.iss", "causes.hiv")
    answer, _ = say("hm", intent="nlu_fallback", ranking=ranking)
    nearest = ("workup.initial", "b2m.what_it_is", "myeloma.iss")
    asked = {code: topic.question for code, topic in LIBRARY.topics.items() if code in nearest}
    assert answer.questions[0].options[:3] == tuple(asked[code] for code in nearest)


def test_a_value_that_cannot_be_is_not_used_and_said() -> None:
    """Evidence 6: 61 mg/dL would be 610 mg/L, above the plausible 150."""
    answer, after = say("β2M 61 mg/dL")
    assert after.case == Case()
    assert [(u.as_written) for u in answer.unread] == ["β2M 61 mg/dL"]
    assert [caution.code for caution in answer.cautions] == ["implausible_value"]


def test_a_unit_that_is_unclear_is_asked_for() -> None:
    """Evidence 6: 250 without a unit may be nmol/L or an error."""
    answer, _ = say("β2M 250")
    assert answer.kind == "clarification"
    assert [question.asks for question in answer.questions] == ["unit"]


@pytest.mark.parametrize("audience", ["clinician", "care_team", "plain"])
def test_the_wording_follows_the_audience(audience: Audience) -> None:
    answer, _ = say("β2M 6.1 mg/L", audience=audience)
    assert answer.audience == audience
    assert answer.disclaimer == LIBRARY.phrases.disclaimer.for_audience(audience)


def test_the_same_turn_gives_the_same_answer_to_the_letter() -> None:
    answers = {say("β2M 6.1, creatinine 2.4")[0].model_dump_json() for _ in range(20)}
    assert len(answers) == 1


@pytest.mark.parametrize("name", ["too_long", "empty", "failed", "slow"])
def test_a_notice_is_an_answer_without_clinical_content(name: str) -> None:
    answer = notice(name, LIBRARY)
    assert (answer.findings, answer.observations, answer.citations) == ((), (), ())
    assert answer.text.startswith(LIBRARY.phrases.replies[name].text.clinician)


def test_an_intent_that_nobody_answers_is_an_error() -> None:
    with pytest.raises(KeyError):
        say("hello", intent="no_such_intent")


def test_why_says_every_comparison_of_the_case_again() -> None:
    """Evidence 2.1: with β2M below 3.5 mg/L the albumin decides, and 5.5 mg/L is not reached."""
    _, before = say("β2M 3.2 mg/L, multiple myeloma")
    answer, _ = say("why?", before, intent="why")
    assert answer.kind == "assessment"
    assert (
        "\n  - β2M below 3.5 mg/L: yes\n  - albumin at least 3.5 g/dL: not known"
        "\n  - β2M at least 5.5 mg/L: no\n"
    ) in answer.text


def test_there_is_nothing_to_explain_without_a_case() -> None:
    answer, _ = say("why?", intent="why")
    assert (answer.kind, answer.findings) == ("clarification", ())


def test_the_case_is_shown_or_said_to_be_empty() -> None:
    _, before = say("β2M 3.2 mg/L")
    shown, _ = say("what do you have?", before, intent="show_case")
    empty, _ = say("what do you have?", intent="show_case")
    replies = LIBRARY.phrases.replies
    assert shown.text.startswith(replies["show_case"].text.clinician + "\n\n")
    assert "β2M 3.2 mg/L" in shown.text
    assert empty.text.startswith(replies["nothing_known"].text.clinician)


def test_forgetting_leaves_nothing() -> None:
    _, before = say("β2M 3.2 mg/L")
    assert say("forget it", before, intent="forget")[1] == Conversation()


@pytest.mark.parametrize(
    ("intent", "audience"),
    [
        ("for_clinicians", "clinician"),
        ("for_care_team", "care_team"),
        ("in_plain_language", "plain"),
    ],
)
def test_another_audience_hears_the_case_again(intent: str, audience: Audience) -> None:
    _, before = say("β2M 6.1 mg/L")
    answer, after = say("say it for them", before, intent=intent)
    assert (answer.audience, answer.kind, after) == (audience, "assessment", before)
    assert answer.text.startswith(LIBRARY.phrases.replies[intent].text.for_audience(audience))
