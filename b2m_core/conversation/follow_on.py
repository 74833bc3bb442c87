"""Does a message carry the question before it over to something else: ``and in CLL?``"""

from typing import Final

from b2m_core.contract.codes import TopicCode
from b2m_core.conversation.turn import Conversation, Turn
from b2m_core.knowledge.library import Library

FOLLOWING: Final = "follow_on"
QUESTION_MARK: Final = "?"


def followed_on(turn: Turn, before: Conversation, library: Library) -> Turn:
    """The turn, had it asked its question in full; itself where it does not follow on.

    It does where nothing else is likelier. The topic that asks the same about what the message
    names is a relation in the topics; after values alone it is the likeliest about what is named.
    What the message states is never taken for such a question.
    """
    reply, reading = library.phrases.replies.get(turn.intent), turn.reading
    stated = any(not one.as_written.endswith(QUESTION_MARK) for one in reading.observations)
    likeliest = turn.intent if turn.intent == FOLLOWING else next(iter(turn.ranking), None)
    if (
        reply is None
        or not reply.follows
        or likeliest != FOLLOWING
        or stated
        or reading.supposed
        or reading.withdrawn
    ):
        return turn
    topic = _sibling(turn, before, library)
    if topic is None and before.case.entries and not before.topics:
        topic = _about(turn, library)
    if topic is None:
        return turn
    asked = reading.model_copy(update={"spotted": ()})
    return turn.model_copy(update={"intent": topic, "reading": asked})


def _sibling(turn: Turn, before: Conversation, library: Library) -> TopicCode | None:
    """The first topic that asks what was asked last about something that is named now."""
    named = set(turn.reading.named)
    for last in before.topics:
        asked = set(library.topics[last].asks)
        for code, topic in library.topics.items():
            if code != last and asked & set(topic.asks) and named & set(topic.about):
                return code
    return None


def _about(turn: Turn, library: Library) -> TopicCode | None:
    """The likeliest topic about something that the message names, else one about that alone."""
    named = set(turn.reading.named)
    likely = [code for name in turn.ranking for code in library.topics if code == name]
    near = [code for code in likely if named & set(library.topics[code].about)]
    alone = [code for code, one in library.topics.items() if one.about and named >= set(one.about)]
    return next(iter((*near, *alone)), None)
