"""A message that only states facts is assessed, and answers no question that nobody asked."""

import pytest

from tests.conversation.talk import LIBRARY, Talk, values

CLL, MYELOMA = "cll.prognosis", "myeloma.prognosis"


@pytest.mark.parametrize(
    ("said", "intent"),
    [
        ("CLL, b2m 4", CLL),
        ("waldenstrom, IgM 45 g/L", "waldenstrom.ipsswm"),
        ("HIV, b2m 4.5, CD4 210", "causes.hiv"),
        ("72F with CLL, b2m 4.1 mg/L, Hb 11 g/dL.", CLL),
        ("relapsed CLL, b2m 5.2 LDH high", CLL),
        ("MM\nb2m 6.1 mg/L", MYELOMA),
        ("MM in remission. b2m 2.1 in January, 2.4 in April 2026", "monitoring.relapse"),
    ],
)
def test_stated_facts_are_assessed_and_nothing_else(said: str, intent: str) -> None:
    """Issue 5: a message with values is always assessed, whatever the classifier says."""
    answer = Talk().say(said, intent)
    assert (answer.topics, answer.paragraphs) == ((), ())
    assert answer.kind in ("assessment", "trend")


@pytest.mark.parametrize(
    ("said", "intent"),
    [
        ("CLL b2m cutoff 4?", CLL),
        ("myeloma prognosis b2m 4", MYELOMA),
        ("CLL, b2m 4: what does it say about her prognosis?", CLL),
        ("CLL, b2m 4?", CLL),
    ],
)
def test_what_is_asked_beside_facts_is_answered(said: str, intent: str) -> None:
    assert Talk().say(said, intent).topics == (intent,)


def test_facts_beside_a_refusal_do_not_undo_it() -> None:
    answer = Talk().say("CLL, b2m 4, start ibrutinib?", "treatment")
    assert answer.text.startswith(LIBRARY.phrases.replies["treatment"].text.clinician)
    assert values(answer) == {"b2m_serum": "4", "cll": "present"}


@pytest.mark.parametrize(
    ("said", "asks"), [("β2M 466", "unit"), ("Bed 1: b2m 3. Bed 2: b2m 6", "patient")]
)
def test_a_value_that_cannot_be_used_yet_is_no_riddle(said: str, asks: str) -> None:
    """Evidence 6: 466 is asked for its unit; issue 5: two patients lead to a question."""
    answer = Talk().say(said, "nlu_fallback")
    assert answer.text.startswith(LIBRARY.phrases.replies["before_use"].text.clinician)
    assert [one.asks for one in answer.questions] == [asks]


def test_a_value_that_cannot_be_is_said_to_be_none() -> None:
    """Evidence 6: 610 mg/L is nothing that a living adult could have."""
    answer = Talk().say("b2m 610 mg/L", "nlu_fallback")
    assert answer.text.startswith(LIBRARY.phrases.replies["give_values"].text.clinician)
    assert [one.code for one in answer.cautions] == ["implausible_value"]


NOT_SURE = LIBRARY.phrases.replies["nlu_fallback"].text.clinician


def test_a_question_that_is_not_understood_is_asked_back_also_where_it_names_a_condition() -> None:
    """Issue 5: a clarification with the nearest meanings; what was said is kept all the same."""
    talk = Talk()
    answer = talk.say("known MGUS, how often b2m", "nlu_fallback", ("monitoring.serial",))
    assert answer.text.startswith(NOT_SURE)
    assert answer.questions[0].options[0] == LIBRARY.topics["monitoring.serial"].question
    assert values(answer) == {"mgus": "present"}
    assert (answer.findings, answer.next_steps) == ((), ())
    assert [entry.code for entry in talk.conversation.case.observations] == ["mgus"]


def test_a_question_about_people_in_general_states_nothing() -> None:
    talk = Talk()
    asked = "how often is b2m repeated in a patient with smoldering myeloma"
    assert talk.say(asked, "monitoring.serial").topics == ("monitoring.serial",)
    assert talk.conversation.case.entries == ()


def test_a_question_beside_values_that_is_not_understood_is_named_and_offered() -> None:
    """A value is always assessed; what was asked beside it is not passed over."""
    answer = Talk().say("b2m 4.1 mg/L, how often again", "nlu_fallback", ("monitoring.serial",))
    assert answer.kind == "assessment"
    assert answer.text.startswith(LIBRARY.phrases.replies["question_open"].text.clinician)
    assert answer.questions[-1].options == (LIBRARY.topics["monitoring.serial"].question,)


@pytest.mark.parametrize(
    ("said", "ranking"),
    [
        ("CLL and renal failure", ("causes.kidney",)),  # asks nothing
        ("known MGUS, what now", ("thank", "monitoring.serial")),  # no topic is likeliest
    ],
)
def test_a_statement_that_is_not_understood_is_noted(said: str, ranking: tuple[str, ...]) -> None:
    answer = Talk().say(said, "nlu_fallback", ranking)
    assert answer.text.startswith(LIBRARY.phrases.replies["nothing_follows"].text.clinician)


def test_a_topic_is_told_once_that_is_asked_for_and_explains_a_rule_without_result() -> None:
    answer = Talk().say("newly diagnosed myeloma, R-ISS?", "myeloma.r_iss")
    assert answer.topics == ("myeloma.r_iss",)
