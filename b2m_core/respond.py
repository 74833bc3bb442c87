"""One turn of a conversation: what the user wants and said, to an answer and the case after it.

``respond`` is the door of the core. It asks nothing but its arguments: not the clock, not a file,
not a model. The same turn on the same case gives the same answer, to the letter.
"""

from collections.abc import Mapping
from datetime import date
from typing import Final

from pydantic import BaseModel, ConfigDict

from b2m_core.answering.compose import Content, compose
from b2m_core.answering.remarks import remarks
from b2m_core.answering.wording import Speaker
from b2m_core.case.case import Case
from b2m_core.case.known import Mark, MarkKind
from b2m_core.contract.codes import AnswerKind, Audience
from b2m_core.contract.models import Answer, Observation, Question
from b2m_core.knowledge.library import Library
from b2m_core.knowledge.schema import Reply, Topic
from b2m_core.reading.models import Reading
from b2m_core.reasoning.assess import assess
from b2m_core.reasoning.models import Assessment
from b2m_core.rendering.words import words

GIVING_VALUES: Final = "give_values"
NOTHING_FOLLOWS: Final = "nothing_follows"
IN_ANOTHER_LANGUAGE: Final = "in_another_language"
NEAREST: Final = 3
"""So many nearest questions are offered to somebody who was not understood."""

IMPLAUSIBLE: Final = "implausible_value"
MARKS: Final[Mapping[str, MarkKind]] = {
    IMPLAUSIBLE: "implausible",
    "unit_unclear": "unit_unclear",
    "specimen_unclear": "specimen_unclear",
    "patient_unclear": "patient_unclear",
}
"""Reasons for not using a value that cautions and questions are about."""


class Turn(BaseModel):
    """One message: what the user most likely wants, what the message says, and on which day.

    ``intent`` is a topic's code or the name of a reply of the knowledge base; ``ranking`` holds
    what else it may be, best first.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    intent: str
    ranking: tuple[str, ...] = ()
    reading: Reading
    today: date
    audience: Audience


def respond(turn: Turn, case: Case, library: Library) -> tuple[Answer, Case]:
    """The answer to a turn, and the case after it.

    What a message says is always used, whatever the intent: a misplaced intent never costs a value.
    Raises ``KeyError`` for an intent that the knowledge base does not have.
    """
    topic = next((code for code in library.topics if code == turn.intent), None)
    reply = None if topic else library.phrases.replies[turn.intent]
    if reply and reply.forgets:
        case = Case()
    stated = tuple(spotted.observation for spotted in turn.reading.spotted)
    if turn.reading.language and not stated and not (reply and reply.alone):
        topic, reply = None, library.phrases.replies[IN_ANOTHER_LANGUAGE]
    if stated:
        case = case.with_observations(stated, turn.today)
    if reply and reply.without_case and not case.entries:
        reply = library.phrases.replies[reply.without_case]
    speaker = Speaker(library, (reply and reply.speaks_to) or turn.audience)
    if reply and reply.alone:
        content = Content(kind=reply.kind, observations=case.observations)
        answer = compose(content, library, speaker)
        return answer.model_copy(update={"text": speaker.say(reply.text)}), case
    assessment = _assessment(turn, case, library, reply)
    concluded = assessment is not None and bool(assessment.conclusions)
    if reply and not concluded and stated:
        reply = library.phrases.replies[NOTHING_FOLLOWS]
    kind = _kind(assessment if concluded else None, stated, reply, library)
    content = Content(
        kind=kind,
        assessment=assessment,
        topics=(topic,) if topic else (),
        observations=case.observations,
        unread=turn.reading.unread(library.unread),
        implausible=tuple(
            item.as_written for item in turn.reading.unplaced if item.why == IMPLAUSIBLE
        ),
        unit_options=tuple(
            dict.fromkeys(text for item in turn.reading.unplaced for text in item.completions)
        ),
        questions=() if assessment else _suggestions(turn, reply, library, speaker),
    )
    opens = reply and (not concluded or reply.kind == "refusal" or reply.speaks_to)
    opening = [
        *remarks(turn.reading, library, speaker),
        *([speaker.say(reply.text)] if reply and opens else []),
    ]
    explain = reply is not None and reply.explains
    return _in_words(content, "\n\n".join(opening), library, speaker, explain=explain), case


def notice(name: str, library: Library, audience: Audience = "clinician") -> Answer:
    """An answer to a message that was not taken: too long, empty, failed.

    ``name`` is a reply of the knowledge base. Raises ``KeyError`` when there is none.
    """
    reply = library.phrases.replies[name]
    speaker = Speaker(library, audience)
    return _in_words(Content(kind=reply.kind), speaker.say(reply.text), library, speaker)


def assess_values(reading: Reading, today: date, library: Library, audience: Audience) -> Answer:
    """The answer to values alone, outside a conversation."""
    turn = Turn(intent=GIVING_VALUES, reading=reading, today=today, audience=audience)
    return respond(turn, Case(), library)[0]


def _assessment(turn: Turn, case: Case, library: Library, reply: Reply | None) -> Assessment | None:
    """What follows from the case, where this turn says something of it or asks for it again."""
    marks = tuple(
        Mark(MARKS[item.why], item.code)
        for item in turn.reading.unplaced
        if item.code and item.why in MARKS
    )
    again = reply and reply.again and case.entries
    return assess(case, library, marks=marks) if turn.reading.spotted or marks or again else None


def _kind(
    assessment: Assessment | None,
    stated: tuple[Observation, ...],
    reply: Reply | None,
    library: Library,
) -> AnswerKind:
    """What kind of answer it is: values before questions, questions before small talk."""
    if assessment:
        series = {rule.trend.series for rule in library.rules.values() if rule.trend}
        compared = any(library.rules[c.rule].trend for c in assessment.conclusions)
        more = any(observation.code in series for observation in stated)
        return "trend" if compared and more else "assessment"
    return reply.kind if reply else "knowledge"


def _suggestions(
    turn: Turn, reply: Reply | None, library: Library, speaker: Speaker
) -> tuple[Question, ...]:
    """What the user could write instead: the nearest questions, then the reply's own examples."""
    if reply is None or not reply.options:
        return ()
    topics: dict[str, Topic] = {str(code): topic for code, topic in library.topics.items()}
    nearest = [topics[intent].question for intent in turn.ranking if intent in topics]
    options = (*nearest[:NEAREST], *reply.options) if reply.nearest else reply.options
    text = speaker.say(speaker.phrases.suggestion)
    return (Question(asks=speaker.phrases.suggests, text=text, options=options),)


def _in_words(
    content: Content, opening: str, library: Library, speaker: Speaker, *, explain: bool = False
) -> Answer:
    answer = compose(content, library, speaker)
    text = words(answer, opening, speaker.labels, explain=explain)
    return answer.model_copy(update={"text": text})
