"""One turn of a conversation: what the user wants and said, to an answer and what is kept.

``respond`` is the door of the core. It asks nothing but its arguments: not the clock, not a file,
not a model. The same turn on the same case gives the same answer, to the letter.
"""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date
from typing import Final

from b2m_core.answering.compose import Content, compose
from b2m_core.answering.remarks import remarks
from b2m_core.answering.wording import Speaker
from b2m_core.case.case import Case
from b2m_core.case.known import Mark
from b2m_core.contract.codes import AnswerKind, Audience, RuleCode
from b2m_core.contract.models import Answer, Observation, Question
from b2m_core.conversation.answers import answered
from b2m_core.conversation.change import changed, supposed
from b2m_core.conversation.follow_on import followed_on
from b2m_core.conversation.meaning import (
    GIVING_VALUES,
    MARKS,
    Meaning,
    about,
    explaining,
    meaning,
)
from b2m_core.conversation.patients import chosen, offered
from b2m_core.conversation.turn import Conversation, Turn
from b2m_core.knowledge.library import Library
from b2m_core.knowledge.schema.phrases import Reply
from b2m_core.knowledge.schema.topics import Topic
from b2m_core.reading.models import Described, Reading
from b2m_core.reasoning.alternatives import alternatives
from b2m_core.reasoning.assess import assess
from b2m_core.reasoning.focus import focused
from b2m_core.reasoning.models import Alternative, Assessment
from b2m_core.rendering.words import words

# Replies that the answer itself asks for.
NOTHING_FOLLOWS: Final = "nothing_follows"
BEFORE_USE: Final = "before_use"
ANOTHER_PATIENT: Final = "another_patient"
SUPPOSING: Final = "suppose"
QUESTION_OPEN: Final = "question_open"

NEAREST: Final = 3
"""So many nearest questions are offered to somebody who was not understood."""

IMPLAUSIBLE: Final = "implausible_value"


def respond(turn: Turn, before: Conversation, library: Library) -> tuple[Answer, Conversation]:
    """The answer to a turn, and the conversation after it.

    What a message says is always used, whatever the intent: a misplaced intent never costs a value.
    Raises ``KeyError`` for an intent that the knowledge base does not have.
    """
    choice = chosen(turn, before)
    read = answered(followed_on(choice, before, library), before, library)
    meant = meaning(read, before, library)
    after = changed(before, read.turn, meant, library)
    assumed = supposed(after.case, read.turn, library)
    meant = about(meant, assumed, library)
    speaker = Speaker(library, (meant.reply and meant.reply.speaks_to) or turn.audience)
    if meant.reply and meant.reply.alone:
        answer = _alone(meant.reply, after.case, library, speaker)
        return answer, after
    assessment = _assessment(read.turn, meant, assumed, library)
    if _is_open(meant.reply, read.turn, library):
        meant, assessment = _with_open_question(meant, assessment, read.turn, library)
    meant = replace(meant, reply=_fitting(meant.reply, read.turn, assessment, library))
    said = tuple(_said(meant.reply, read.turn, before.case, assessment, library))
    answer = _answer(read.turn, meant, after.case, assessment, said, speaker)
    return answer, after.model_copy(
        update={
            "asked": assessment.questions if assessment else before.asked if meant.asks else (),
            "topics": answer.topics or before.topics,
            "patients": _patients(turn, before, meant, chose=choice is not turn),
            "lost": bool(meant.reply and meant.reply.second) and not assessment,
        }
    )


def _patients(
    turn: Turn, before: Conversation, meant: Meaning, *, chose: bool
) -> tuple[Described, ...]:
    """The patients that can be chosen from now on: those told apart last, until a new one comes."""
    begun = turn.reading.next_patient or bool(meant.reply and meant.reply.forgets)
    return turn.reading.patients or (() if begun and not chose else before.patients)


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
    return respond(turn, Conversation(), library)[0]


def _alone(reply: Reply, case: Case, library: Library, speaker: Speaker) -> Answer:
    """A reply with nothing beside it."""
    content = Content(kind=reply.kind, observations=case.observations)
    answer = compose(content, library, speaker)
    return answer.model_copy(update={"text": speaker.say(reply.text)})


def _assessment(turn: Turn, meant: Meaning, case: Case, library: Library) -> Assessment | None:
    """What follows from the case, where this turn says something of it or asks for it again."""
    reading = turn.reading
    marks = tuple(
        Mark(MARKS[item.why], item.code)
        for item in reading.unplaced
        if item.code and item.why in MARKS
    )
    again = meant.reply and meant.reply.again and case.entries
    if not (reading.spotted or reading.supposed or marks or again):
        return None
    assessment = assess(case, library, asked_for=meant.rules, marks=marks)
    return focused(assessment, meant.rules, library) if meant.only_rules else assessment


def _is_open(reply: Reply | None, turn: Turn, library: Library) -> bool:
    """Whether the message asks something near a topic, but not surely that."""
    nearest = next(iter(turn.ranking), None)
    return bool(reply and reply.nearest and turn.reading.asks and nearest in library.topics)


def _with_open_question(
    meant: Meaning, assessment: Assessment | None, turn: Turn, library: Library
) -> tuple[Meaning, Assessment | None]:
    """A question that is not understood is asked back: beside what follows, if anything does."""
    if assessment is None or any(item.why in MARKS for item in turn.reading.unplaced):
        return meant, assessment
    if not assessment.conclusions:
        return meant, None
    return replace(meant, reply=library.phrases.replies[QUESTION_OPEN]), assessment


def _fitting(
    reply: Reply | None, turn: Turn, assessment: Assessment | None, library: Library
) -> Reply | None:
    """The reply that fits what came of a message with values: often less than was said."""
    reading, replies = turn.reading, library.phrases.replies
    if reply is None or assessment is None or assessment.conclusions:
        return reply
    if reading.spotted or reading.supposed:
        return replies[NOTHING_FOLLOWS]
    unclear = any(item.why in MARKS and item.why != IMPLAUSIBLE for item in reading.unplaced)
    return replies[BEFORE_USE] if unclear and reply.kind != "refusal" else reply


def _said(
    reply: Reply | None,
    turn: Turn,
    before: Case,
    assessment: Assessment | None,
    library: Library,
) -> Iterator[Reply]:
    """What is said before the parts of an answer."""
    reading, replies = turn.reading, library.phrases.replies
    concluded = assessment is not None and bool(assessment.conclusions)
    opening = reply if reply and (reply.opens or not concluded) else None
    begun = reading.next_patient or bool(reply and reply.forgets)
    if begun and before.entries and not (opening and opening.forgets):
        yield replies[ANOTHER_PATIENT]
    if opening:
        yield opening
    if reading.supposed and concluded:
        yield replies[SUPPOSING]


def _answer(
    turn: Turn,
    meant: Meaning,
    case: Case,
    assessment: Assessment | None,
    said: Iterable[Reply],
    speaker: Speaker,
) -> Answer:
    """What follows, what was asked, and what is said around it."""
    reply, reading, library = meant.reply, turn.reading, speaker.library
    concluded = assessment is not None and bool(assessment.conclusions)
    silent = [rule for rule in meant.rules if assessment and rule not in assessment.by_rule]
    asks = assessment is None or bool(reply and reply.opens and reply.nearest)
    opening = (*remarks(reading, library, speaker), *(speaker.say(one.text) for one in said))
    content = Content(
        kind=_kind(assessment if concluded else None, reading.observations, reply, library),
        assessment=assessment,
        alternatives=_alternatives(meant, assessment, library),
        topics=tuple(dict.fromkeys((*meant.topics, *explaining(silent, library)))),
        observations=case.observations,
        hypothetical=tuple(spotted.observation for spotted in reading.supposed),
        unread=reading.unread(library.unread),
        implausible=tuple(i.as_written for i in reading.unplaced if i.why == IMPLAUSIBLE),
        unit_options=tuple(
            dict.fromkeys(text for item in reading.unplaced for text in item.completions)
        ),
        patient_options=offered(reading.patients, library),
        questions=_questions(turn, meant, speaker) if asks else (),
    )
    explain = reply is not None and reply.explains
    return _in_words(content, "\n\n".join(opening), library, speaker, explain=explain)


def _alternatives(
    meant: Meaning, assessment: Assessment | None, library: Library
) -> dict[RuleCode, tuple[Alternative, ...]]:
    """What would change each conclusion of a table or a score, where that was asked."""
    if assessment is None or meant.reply is None or not meant.reply.alternatives:
        return {}
    found = {
        conclusion.rule: alternatives(library.rules[conclusion.rule], assessment.known, library)
        for conclusion in assessment.conclusions
        if conclusion.status != "not_applicable"
    }
    return {rule: others for rule, others in found.items() if others is not None}


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


def _questions(turn: Turn, meant: Meaning, speaker: Speaker) -> tuple[Question, ...]:
    """What is asked besides what an assessment asks: what is meant, or what the user could write.

    That is the nearest questions, then the reply's own examples.
    """
    reply, library = meant.reply, speaker.library
    asks = (reply.asks,) if reply and reply.asks else meant.asks
    if reply is None or asks:
        items = [library.questions[asked] for asked in asks]
        return tuple(
            Question(asks=item.asks, text=speaker.say(item.text), options=item.options)
            for item in items
        )
    topics: dict[str, Topic] = {str(code): topic for code, topic in library.topics.items()}
    nearest = [topics[intent].question for intent in turn.ranking if intent in topics]
    options = (*nearest[:NEAREST], *reply.options) if reply.nearest else reply.options
    if not options:
        return ()
    text = speaker.say(speaker.phrases.suggestion)
    return (Question(asks=speaker.phrases.suggests, text=text, options=options),)


def _in_words(
    content: Content, opening: str, library: Library, speaker: Speaker, *, explain: bool = False
) -> Answer:
    answer = compose(content, library, speaker)
    text = words(answer, opening, speaker.labels, explain=explain)
    return answer.model_copy(update={"text": text})
