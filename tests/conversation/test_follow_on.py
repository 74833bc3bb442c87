"""The question before, carried over to something else."""

import pytest

from tests.conversation.talk import LIBRARY, Talk, values


@pytest.mark.parametrize(
    ("first", "then", "topic"),
    [
        ("myeloma.prognosis", "and in CLL?", "cll.prognosis"),
        ("myeloma.iss", "and in CLL?", "cll.cll_ipi"),
        ("cll.cll_ipi", "and in myeloma?", "myeloma.iss"),
        ("cll.prognosis", "what about ALL?", "all.prognosis"),
        ("cll.prognosis", "and in follicular lymphoma?", "lymphoma.prognosis"),
        ("b2m.reference_range", "what about urine?", "b2m.serum_and_urine"),
        ("b2m.meaning_of_elevation", "and urine?", "causes.tubular"),
        ("causes.malignancy", "and HIV?", "causes.hiv"),
        ("causes.hiv", "what about lupus?", "causes.autoimmune"),
        ("monitoring.serial", "and on dialysis?", "monitoring.dialysis"),
    ],
)
@pytest.mark.parametrize("intent", ["follow_on", "nlu_fallback"])
def test_the_same_is_asked_about_something_else(
    first: str, then: str, topic: str, intent: str
) -> None:
    """Evidence 5: the topics that ask the same of another disease, cause or specimen."""
    talk = Talk()
    talk.say("a question", first)
    answer = talk.say(then, intent, ("follow_on", "b2m.units"))
    assert (answer.kind, answer.topics, values(answer)) == ("knowledge", (topic,), {})


def test_what_was_asked_is_remembered_over_small_talk() -> None:
    talk = Talk()
    talk.say("a question", "myeloma.prognosis")
    talk.say("thanks", "thank")
    assert talk.say("and in CLL?", "follow_on").topics == ("cll.prognosis",)


@pytest.mark.parametrize(
    ("then", "topic"),
    [
        ("and in CLL?", "cll.prognosis"),
        ("what about urine?", "b2m.serum_and_urine"),
        ("and Hodgkin lymphoma?", "lymphoma.prognosis"),
        ("and for waldenstrom?", "waldenstrom.ipsswm"),
    ],
)
def test_after_values_alone_it_asks_what_they_mean_there(then: str, topic: str) -> None:
    """Evidence 5: the topic on the meaning of β2M in what is named. The case stays as it was."""
    answer = Talk("multiple myeloma, β2M 6.1 mg/L").say(then, "follow_on", ("myeloma.iss",))
    assert answer.topics == (topic,)
    assert values(answer) == {"b2m_serum": "6.1", "multiple_myeloma": "present"}


def test_what_is_only_asked_about_is_no_fact_also_where_it_is_asked_back() -> None:
    answer = Talk("β2M 6.1 mg/L").say("and cadmium exposure?", "follow_on")
    assert (answer.kind, values(answer)) == ("clarification", {"b2m_serum": "6.1"})


def test_a_rule_that_is_named_is_about_the_case() -> None:
    """Evidence 2.0.6: an index made for another disease is explained and not computed."""
    answer = Talk("CLL, β2M 4.1 mg/L").say("what about R-ISS", "follow_on", ("myeloma.r_iss",))
    assert [(one.rule, one.status) for one in answer.findings] == [("r_iss", "not_applicable")]
    assert answer.topics == ()


@pytest.mark.parametrize(
    ("first", "then"),
    [
        ("b2m.units", "and in CLL?"),
        ("myeloma.prognosis", "and in pregnancy?"),
        (None, "and in CLL?"),
    ],
)
def test_what_follows_on_nothing_is_asked_back(first: str | None, then: str) -> None:
    """Never the nearest topic as if it had been asked."""
    talk = Talk()
    if first:
        talk.say("a question", first)
    answer = talk.say(then, "follow_on")
    assert (answer.topics, answer.paragraphs) == ((), ())


def test_a_statement_is_a_statement() -> None:
    """What is said of the patient is used, whatever the intent is taken for."""
    talk = Talk()
    talk.say("a question", "causes.kidney")
    answer = talk.say("on dialysis, β2M 30 mg/L", "follow_on")
    assert values(answer) == {"b2m_serum": "30", "dialysis": "present"}


def test_whatever_can_be_followed_can_be_reached() -> None:
    """A kind of question that only one topic asks would lead nowhere."""
    kinds = [kind for topic in LIBRARY.topics.values() for kind in topic.asks]
    assert {kind for kind in kinds if kinds.count(kind) == 1} == set()


def test_a_message_that_is_not_understood_is_no_question_carried_on() -> None:
    """Issue 5: never the nearest topic as if it had been asked."""
    talk = Talk()
    talk.say("what does b2m mean for prognosis in CLL", "cll.prognosis")
    answer = talk.say(
        "make up something about b2m in lymphoma", "nlu_fallback", ("causes.malignancy",)
    )
    assert (answer.kind, answer.topics) == ("clarification", ())
    answer = talk.say(
        "and in follicular lymphoma?", "nlu_fallback", ("follow_on", "lymphoma.prognosis")
    )
    assert answer.topics == ("lymphoma.prognosis",)
