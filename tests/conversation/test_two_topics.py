"""Two questions in one message: both are answered, each with its sources, in the order asked."""

from b2m_core.conversation.turn import Conversation, Turn
from b2m_core.respond import respond
from tests.conversation.talk import DAY, LIBRARY, READER


def test_both_topics_are_answered_in_the_order_asked() -> None:
    """Issue 5, knowledge: up to two topics in one question."""
    turn = Turn(
        intent="myeloma.iss",
        also="renal.confounding",
        reading=READER.read("β2M 6.1 mg/L. What is the ISS, and does renal failure matter?", DAY),
        today=DAY,
        audience="clinician",
    )
    answer, after = respond(turn, Conversation(), LIBRARY)
    assert answer.topics == after.topics == ("myeloma.iss", "renal.confounding")
    said = [
        (topic, paragraph.citations)
        for topic in answer.topics
        for paragraph in LIBRARY.topics[topic].paragraphs
    ]
    assert [(one.topic, one.citations) for one in answer.paragraphs] == said
    assert {finding.rule for finding in answer.findings} >= {"iss", "b2m_level"}


def test_what_the_message_plainly_is_goes_before_both() -> None:
    turn = Turn(
        intent="cll.prognosis",
        also="b2m.units",
        reading=READER.read("CLL, b2m 4 mg/L", DAY),
        today=DAY,
        audience="clinician",
    )
    assert respond(turn, Conversation(), LIBRARY)[0].topics == ()
